"""What files can feed of the fleet chapter, and by which words they name customers, vessels, models and units."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.importing import Importable
from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.core.tabular import Key
from aftersail.fleet import registers
from aftersail.fleet.history_import import FIELDS, HistoryTarget
from aftersail.fleet.models import (
    Customer,
    Equipment,
    FunctionCode,
    FunctionCodeScheme,
    ProductFamily,
    ProductModel,
    ProductVersion,
    ServiceBaseline,
    Vessel,
    WarrantyTerm,
    Yard,
)
from aftersail.fleet.permissions import KEEPERS
from aftersail.fleet.permissions.lifecycle import TASK_WRITERS
from aftersail.fleet.plan_imports import task_calendar, yard_plan
from aftersail.fleet.registers import lifecycle, technical
from aftersail.people.imports import AREA, ORGANISATION, PORT, SKILL, STAFF, STATION

CUSTOMER = Names(Customer, ("code", "name", "name_en"))
YARD = Names(Yard, ("code", "name", "name_en"))
VESSEL = Names(Vessel, ("hull_code", "name", "imo_number"))
FAMILY = Names(ProductFamily, ("code", "name", "name_en"))
MODEL = Names(ProductModel, ("code", "name"))
VERSION = Names(ProductVersion, ("code",))
SCHEME = Names(FunctionCodeScheme, ("code", "name", "name_en"))
FUNCTION = Names(FunctionCode, ("code",))
EQUIPMENT = Names(Equipment, ("serial_number",))
TERM = Names(WarrantyTerm, ("clause",))
BASELINE = Names(ServiceBaseline, ("code",))


def declare() -> None:
    """Let files feed the chapter's registers and its maintenance history; called from the app's `ready`."""
    _declare_masters()
    _declare_technical()
    _declare_promises()
    Importable(
        name="fleet.maintenance",
        label=registers.HISTORY_LABEL,
        icon="history",
        fields=lambda: FIELDS,
        key=Key(repeats=True),
        writers=KEEPERS,
        make=HistoryTarget,
        page="fleet:history",
    )
    Importable(
        name="fleet.yard-plan",
        label=_("Yard's milestone plan"),
        icon="flag",
        fields=lambda: yard_plan.FIELDS,
        key=Key(fields=("vessel",)),
        writers=KEEPERS,
        make=yard_plan.YardPlanTarget,
        page="fleet:milestones",
    )
    Importable(
        name="fleet.user-tasks",
        label=_("User task calendar"),
        icon="calendar-event",
        fields=lambda: task_calendar.FIELDS,
        key=Key(fields=("vessel", "title", "first_day")),
        writers=TASK_WRITERS,
        make=task_calendar.TaskCalendarTarget,
        page="fleet:user_tasks",
    )


def _declare_masters() -> None:
    import_master(
        registers.CUSTOMERS, key=("code",), names={"area": AREA, "organisation": ORGANISATION},
        examples={"code": "XXCUST", "name": "示例客户"},
    )  # fmt: skip
    import_master(
        registers.YARDS, key=("code",), names={"port": PORT, "organisation": ORGANISATION},
        examples={"code": "XXYARD", "name": "示例船厂"},
    )  # fmt: skip
    import_master(
        registers.VESSELS, key=("hull_code",),
        names={
            "customer": CUSTOMER, "built_by": YARD, "open_to_yard": YARD, "station": STATION, "home_port": PORT,
            "lies_at": PORT, "steward": STAFF, "deputy": STAFF, "code_scheme": SCHEME,
        },
        examples={"hull_code": "XX-0000", "name": "示例船", "customer": "XXCUST", "delivered_on": "2024-05-01"},
        aliases={"hull_code": ("舷号", "船号"), "customer": ("船东",), "steward": ("专属服务经理",)},
    )  # fmt: skip
    import_master(
        registers.CONTACTS, key=("customer", "name"), names={"customer": CUSTOMER, "vessel": VESSEL},
        examples={"customer": "XXCUST", "name": "示例联系人", "phone": "000-0000"},
    )  # fmt: skip
    import_master(
        registers.FAMILIES, key=("code",), names={"skill": SKILL}, examples={"code": "XXFAM", "name": "示例产品族"},
    )  # fmt: skip
    import_master(
        registers.MODELS, key=("code",), names={"family": FAMILY, "predecessor": MODEL},
        examples={"code": "XX-0", "name": "示例型号", "family": "XXFAM"},
    )  # fmt: skip
    import_master(
        registers.EQUIPMENT, key=("model", "serial_number"), names={"vessel": VESSEL, "parent": EQUIPMENT, "model": MODEL, "product_version": VERSION},
        examples={"vessel": "XX-0000", "model": "XX-0", "serial_number": "SN0000", "name": "示例设备"},
        aliases={"serial_number": ("出厂编号", "机号"), "name": ("设备名称",)},
    )  # fmt: skip
    import_master(
        lifecycle.MILESTONES, key=("vessel", "kind"), names={"vessel": VESSEL},
        examples={"vessel": "XX-0000", "planned_on": "2026-06-01"},
        aliases={"kind": ("节点", "节点名称"), "planned_on": ("计划日期",), "actual_on": ("实际日期",)},
    )  # fmt: skip
    import_master(
        lifecycle.LEFTOVERS, key=("vessel", "text"), names={"vessel": VESSEL, "equipment": EQUIPMENT, "yard": YARD},
        examples={"vessel": "XX-0000", "text": "示例遗留问题", "due_on": "2026-06-01", "party": "示例责任人"},
        aliases={"text": ("遗留问题", "保修项目", "项目"), "due_on": ("完成日期", "期限"), "party": ("责任人", "责任单位")},
    )  # fmt: skip
    import_master(
        lifecycle.READINESS, key=("vessel", "part", "title"), names={"vessel": VESSEL},
        examples={"vessel": "XX-0000", "title": "示例项目", "responsible": "示例责任人"},
        aliases={"title": ("项目", "内容"), "done_on": ("完成日期",), "responsible": ("责任人",)},
    )  # fmt: skip
    import_master(
        lifecycle.GATE_QUESTIONS,
        key=("gate", "code"),
        names={},
        examples={"code": "XX-00", "text": "示例检查项"},
    )
    import_master(
        registers.CODES, key=("kind", "code"), names={}, examples={"code": "XXX", "name": "示例代码"}
    )


def _declare_technical() -> None:
    import_master(
        technical.VERSIONS, key=("code",), names={"model": MODEL, "predecessor": VERSION},
        examples={"model": "XX-0", "code": "XX-0/A", "hardware": "A", "software": "1.0", "released_on": "2024-05-01"},
        aliases={"code": ("版本号",), "hardware": ("硬件版本",), "software": ("软件版本",)},
    )  # fmt: skip
    import_master(
        technical.BILL, key=("product_version", "position"),
        names={"product_version": VERSION, "model": MODEL, "part_version": VERSION},
        examples={"product_version": "XX-0/A", "position": "1.2", "name": "示例组件", "model": "XX-0"},
    )  # fmt: skip
    import_master(
        technical.OBSOLESCENCE, key=("model", "item"), names={"model": MODEL, "owner": STAFF},
        examples={"model": "XX-0", "item": "示例器件", "last_buy_on": "2026-06-01"},
    )  # fmt: skip
    import_master(
        technical.SCHEMES, key=("code",), names={}, examples={"code": "XXSCH", "name": "示例编码体系"},
    )  # fmt: skip
    import_master(
        technical.FUNCTIONS, key=("scheme", "code"), names={"scheme": SCHEME, "parent": FUNCTION},
        examples={"scheme": "XXSCH", "code": "XX.1", "name": "示例功能"},
    )  # fmt: skip
    import_master(
        technical.PERMITS, key=("number",), names={"model": MODEL},
        examples={
            "number": "XX-0001", "title": "示例让步", "model": "XX-0", "serials": "SN0000…SN0010", "requirement": "XX 第 1 条",
            "description": "示例", "reason": "示例", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
        },
    )  # fmt: skip


def _declare_promises() -> None:
    product = {"model": MODEL, "family": FAMILY}
    import_master(
        registers.WARRANTY_TERMS, key=("clause",), names={"vessel": VESSEL, **product},
        examples={"clause": "XX-12", "title": "示例条款", "months_from_delivery": "12", "valid_from": "2024-01-01"},
    )  # fmt: skip
    import_master(
        registers.SUPPLIER_WARRANTIES, key=("clause",), names=product,
        examples={"clause": "XX-S-18", "supplier": "示例供应商", "months_from_shipment": "18", "valid_from": "2024-01-01"},
    )  # fmt: skip
    import_master(
        registers.ADJUSTMENTS, key=("equipment", "kind", "since_on"), names={"equipment": EQUIPMENT, "term": TERM},
        examples={"equipment": "SN0000", "since_on": "2026-06-01", "paper": "示例协议"},
    )  # fmt: skip
    import_master(
        registers.BASELINES, key=("code",), names={"family": FAMILY, "based_on": BASELINE}, examples={"code": "XX-1"},
    )  # fmt: skip
    import_master(
        registers.BASELINE_RULES, key=("code", "edition"),
        names={"baseline": BASELINE, "customer": CUSTOMER, "vessel": VESSEL, "family": FAMILY},
        examples={"code": "XX-warranty-A-S1", "valid_from": "2026-01-01"},
    )  # fmt: skip
