"""The few masters of the small world: places, products, promises, ships and units."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from aftersail.core.models import Organisation
from aftersail.fleet.models import (
    BaselineRule,
    BaselineServices,
    Contact,
    Customer,
    Equipment,
    FailureCode,
    Milestone,
    ProductFamily,
    ProductModel,
    ServiceBaseline,
    SupplierWarranty,
    Vessel,
    WarrantyTerm,
    Yard,
)
from aftersail.fleet.rules.default_codes import default_codes
from aftersail.people.models import Area, Coverage, Port, Skill, Station
from aftersail.visits.models import Procedure
from aftersail.web.demo.geography import AREAS, HEADQUARTERS, STATIONS, StationSpot, port_named
from aftersail.web.demo.promises import WARRANTY_CLAUSES, baseline_rows, edition_rows


def few_stations() -> tuple[dict[str, Port], dict[str, Station]]:
    """Return the ports by code, and the stations: headquarters, Qingdao and Shanghai."""
    areas = {
        code: Area.objects.create(code=code, name=name, name_en=name_en) for code, name, name_en in AREAS
    }
    ports: dict[str, Port] = {}
    stations: dict[str, Station] = {}
    spots: list[StationSpot] = [HEADQUARTERS, *(s for s in STATIONS if s.code in {"QD", "SH"})]
    for spot in spots:
        at = port_named(spot.port)
        port = Port.objects.create(
            code=at.code,
            name=at.name,
            name_en=at.name_en,
            area=areas[at.area],
            latitude=at.latitude,
            longitude=at.longitude,
        )
        ports[port.code] = port
        stations[spot.code] = Station.objects.create(
            code=spot.code,
            name=spot.name,
            name_en=spot.name_en,
            port=port,
            area=areas[at.area],
            headquarters=spot is HEADQUARTERS,
        )
    for code, port_code in (("QD", "QDG"), ("SH", "SHG")):
        Coverage.objects.create(port=ports[port_code], station=stations[code], rank=1)
    Coverage.objects.create(port=ports["QDG"], station=stations["SH"], rank=2)
    return ports, stations


def few_models(skills: Mapping[str, Skill]) -> dict[str, ProductModel]:
    """Return three models of two families, one of them old."""
    families = {
        code: ProductFamily.objects.create(code=code, name=skill.name, name_en=skill.name_en, skill=skill)
        for code, skill in skills.items()
    }
    old = ProductModel.objects.create(
        code="HR-100",
        name="导航雷达 100 型",
        name_en="Radar 100",
        family=families["RAD"],
        criticality="A",
        legacy=True,
    )
    return {
        "HR-100": old,
        "HR-300": ProductModel.objects.create(
            code="HR-300",
            name="导航雷达 300 型",
            name_en="Radar 300",
            family=families["RAD"],
            criticality="A",
            predecessor=old,
        ),
        "GD-500": ProductModel.objects.create(
            code="GD-500",
            name="柴油发电机组 500 型",
            name_en="Generator set 500",
            family=families["GEN"],
            criticality="B",
        ),
    }


def keep_promises(models: Mapping[str, ProductModel]) -> None:
    """Put down the default service targets and the warranty clauses."""
    families = {model.family.code: model.family for model in models.values()}
    editions, services = edition_rows(list(families.values()))
    ServiceBaseline.objects.bulk_create(editions)
    BaselineServices.objects.bulk_create(services)
    BaselineRule.objects.bulk_create(BaselineRule(baseline=editions[0], **row) for row in baseline_rows())
    SupplierWarranty.objects.create(
        clause="GF-RAD-24", supplier="示例磁控管厂", family=families["RAD"], months_from_shipment=24, claims="磁控管整件更换",
        claim_within_days=30, valid_from=date(2000, 1, 1),
    )  # fmt: skip
    for clause in WARRANTY_CLAUSES:
        family = clause.get("family")
        if family is None or family in families:
            WarrantyTerm.objects.create(**(clause | {"family": families.get(family) if family else None}))


def customer_named(n: int, name: str, name_en: str) -> Customer:
    """Return a customer with its organisation."""
    organisation = Organisation.objects.create(name=name, name_en=name_en, kind="customer")
    return Customer.objects.create(code=f"C{n:03d}", name=name, name_en=name_en, organisation=organisation)


def three_vessels(
    customers: list[Customer],
    yard: Yard,
    stations: Mapping[str, Station],
    ports: Mapping[str, Port],
    today: date,
) -> list[Vessel]:
    """Return a ship in warranty, an old one, and one in the yard."""
    common: dict[str, Any] = {
        "customer": customers[0],
        "built_by": yard,
        "station": stations["QD"],
        "home_port": ports["QDG"],
        "lies_at": ports["QDG"],
    }
    vessels = [
        Vessel.objects.create(hull_code="BC-101", name="碧川 1", name_en="Bichuan 1", vessel_type="多用途船", delivered_on=today - timedelta(300), **common),
        Vessel.objects.create(hull_code="BC-007", name="碧川 7", name_en="Bichuan 7", vessel_type="散货船", delivered_on=today - timedelta(6 * 365), **common),
        Vessel.objects.create(
            hull_code="NP-201", name="南屏 201", name_en="Nanping 201", vessel_type="工程船", customer=customers[1],
            built_by=yard, open_to_yard=yard, station=stations["SH"], home_port=ports["SHG"], lies_at=ports["SHG"],
        ),
    ]  # fmt: skip
    for vessel, name in zip(vessels, ("郑轮机", "何轮机", "罗轮机"), strict=True):
        Milestone.objects.create(
            vessel=vessel, kind="commissioning", actual_on=(vessel.delivered_on or today) - timedelta(60)
        )
        Contact.objects.create(
            customer=vessel.customer, vessel=vessel, name=name, post="轮机长", phone="000-0000001"
        )
        if vessel.delivered_on:
            Milestone.objects.create(
                vessel=vessel, kind="delivery", planned_on=vessel.delivered_on, actual_on=vessel.delivered_on
            )
    return vessels


def five_units(vessels: list[Vessel], models: Mapping[str, ProductModel], today: date) -> list[Equipment]:
    """Return a radar with its transceiver and a generator, the old ship's radar, the yard ship's radar."""

    def unit(
        vessel: Vessel, model: str, serial: str, name: str, parent: Equipment | None = None
    ) -> Equipment:
        begun = (vessel.delivered_on or today) - timedelta(90)
        return Equipment.objects.create(
            vessel=vessel, model=models[model], serial_number=serial, name=name, parent=parent, location="驾驶室" if "雷达" in name else "机舱",
            shipped_on=begun, commissioned_on=begun + timedelta(30), running_hours=Decimal("1200.0"), running_hours_at=timezone.now(),
        )  # fmt: skip

    radar = unit(vessels[0], "HR-300", "HR300-0001", "1 号导航雷达")
    return [
        radar,
        unit(vessels[0], "HR-300", "HR300-0001-T", "雷达收发机", radar),
        unit(vessels[0], "GD-500", "GD500-0001", "1 号发电机组"),
        unit(vessels[1], "HR-100", "HR100-0077", "导航雷达"),
        unit(vessels[2], "HR-300", "HR300-0002", "导航雷达"),
    ]


def one_procedure(family: ProductFamily) -> Procedure:
    """Return a procedure of three steps, one a hold point, one with limits."""
    steps = [
        {"text": "断电挂牌", "text_en": "Switch off and tag", "required": True, "hold_point": True},
        {
            "text": "测量电源输出",
            "text_en": "Measure the supply",
            "required": True,
            "unit": "V",
            "low": "22.8",
            "high": "25.2",
        },
        {"text": "通电试运行", "text_en": "Trial run", "required": True},
    ]
    return Procedure.objects.create(
        code="P-RAD-01", title="雷达检修", title_en="Radar repair", family=family, steps=steps
    )


def all_codes() -> dict[str, FailureCode]:
    """Return every default failure code, by kind and code: `mode-NOO`."""
    rows = [
        FailureCode(kind=one.kind, code=one.code, name=one.name, name_en=one.name_en)
        for one in default_codes()
    ]
    return {f"{row.kind}-{row.code}": row for row in FailureCode.objects.bulk_create(rows)}
