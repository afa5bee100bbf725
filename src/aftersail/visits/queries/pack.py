"""What an engineer takes to sea: own visits with their record, the ship's tree with its history, parts, tools and codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from aftersail.core.files import attachments
from aftersail.core.models import Account
from aftersail.fleet.models import Equipment, FailureCode, MaintenanceRecord, Vessel
from aftersail.supply.models import Part, StockTotal, Tool, ToolLoan
from aftersail.supply.states import ToolState
from aftersail.visits.models import Visit, VisitStep
from aftersail.visits.queries.record import approvers, family_of, people_on
from aftersail.visits.queries.visits import MyVisits

HISTORY_PER_UNIT = 5
UNIT_COLUMNS = (
    "id", "parent_id", "name", "level", "function_code", "position", "serial_number", "software_version", "model__code",
    "product_version__code", "location", "label_token",
)  # fmt: skip
USABLE = (ToolState.AVAILABLE, ToolState.DUE_SOON, ToolState.LIMITED, ToolState.BORROWED)


def visits_to_take(mine: MyVisits) -> list[Visit]:
    """Return the visits that a device carries, those under way first."""
    return [*mine.now, *mine.to_sign, *mine.returned, *mine.today, *mine.week, *mine.later]


def around_visit(account: Account, visit: Visit) -> dict[str, Any]:
    """Return what belongs to a visit besides its own record: case, order, ship, people, what is owed, pictures."""
    order, case = visit.order, visit.order.case
    family = family_of(visit)
    return {
        "case": {
            "number": case.number, "title": case.title, "description": case.description, "severity": case.severity,
            "stage": case.stage, "reporter_name": case.reporter_name, "reporter_phone": case.reporter_phone,
        },
        "order": {
            "number": order.number, "scope": order.scope, "parts_list": order.parts_list, "safety_notes": order.safety_notes,
            "window_from": order.window_from, "window_until": order.window_until,
        },
        "ship": {"id": case.vessel_id, "name": case.vessel.name, "name_en": case.vessel.name_en, "hull_code": case.vessel.hull_code},
        "expected_until": order.assignments.filter(lead=True, released_at=None).values_list("expected_until", flat=True).first(),
        "port": {"name": visit.port.name, "name_en": visit.port.name_en} if visit.port else None,
        "procedure": {
            "code": visit.procedure.code, "edition": visit.procedure.edition, "title": visit.procedure.title,
            "title_en": visit.procedure.title_en,
        } if visit.procedure else None,
        "equipment_id": case.equipment_id,
        "family_id": family.pk if family else None,
        "people": _people(visit),
        "approvers": list(approvers(visit).distinct().values("id", "name")),
        "contacts": list(case.vessel.contacts.values("id", "name", "post", "phone")[:10]),
        "tools": list(visit.tools.values("id", "tool_id", "tool__asset_number", "tool__name", "used_at")),
        "leftovers": list(case.leftovers.values("id", "text", "party", "due_on", "done_at")),
        "owed": list(case.parts.values("id", "part_id", "quantity", "due_on", "state")),
        "signatures": list(visit.signatures.values("role", "name", "post", "signed_at")),
        "addenda": list(visit.addenda.order_by("added_at").values("id", "text", "author_name", "added_at")),
        "photos": list(visit.photos.values("id", "step_id", "moment", "caption", "taken_at", "file_id")),
        "pictures": [
            {"id": one["id"], "caption": one["caption"], "purpose": one["purpose"], "small_url": one["small_url"]}
            for one in attachments(account, visit)
            if one["small_url"] and one["purpose"] not in {"signature", "report"}
        ],
        "skips": {
            str(step_id): approver
            for step_id, approver in VisitStep.objects.filter(visit=visit).exclude(skip_approved_by=None)
            .values_list("id", "skip_approved_by__name")
        },
    }  # fmt: skip


def _people(visit: Visit) -> list[dict[str, Any]]:
    """Return who goes, the one who leads first, with the station to reach them at."""
    rows = people_on(visit).order_by("number").values("id", "name", "name_en", "station__name", "station__name_en", "station__phone")  # fmt: skip
    told = [
        {
            "id": row["id"], "name": row["name"], "name_en": row["name_en"], "leads": row["id"] == visit.lead_id,
            "station": {"name": row["station__name"], "name_en": row["station__name_en"], "phone": row["station__phone"]},
        }
        for row in rows
    ]  # fmt: skip
    return sorted(told, key=lambda one: not one["leads"])


def ship_to_take(account: Account, vessel: Vessel) -> dict[str, Any]:
    """Return a ship's whole tree, a row a unit in the order of `UNIT_COLUMNS`, and the latest history of each unit."""
    units = (
        Equipment.objects.visible_to(account)
        .filter(vessel=vessel, removed_on=None)
        .order_by("function_code", "position", "name")
    )
    return {
        "id": vessel.pk, "name": vessel.name, "name_en": vessel.name_en, "columns": UNIT_COLUMNS,
        "units": [list(row) for row in units.values_list(*UNIT_COLUMNS)],
        "history": _history(account, vessel),
    }  # fmt: skip


def _history(account: Account, vessel: Vessel) -> dict[str, list[dict[str, Any]]]:
    """Return what happened to each unit of a ship, the latest first, by unit."""
    visits = (
        Visit.objects.visible_to(account)
        .filter(order__case__vessel=vessel, signed_at__isnull=False)
        .exclude(order__case__equipment=None)
        .order_by("-signed_at")
        .values_list("order__case__equipment_id", "signed_at__date", "number", "diagnosis", "work_done")[:500]
    )
    kept = (
        MaintenanceRecord.objects.visible_to(account)
        .filter(equipment__vessel=vessel, equipment__removed_on=None)
        .order_by("-happened_on")
        .values_list("equipment_id", "happened_on", "text", "action")[:2000]
    )
    rows = [
        *((unit, day, number, " ".join(filter(None, (found, done)))[:400]) for unit, day, number, found, done in visits),
        *((unit, day, "", " ".join(filter(None, (text, action)))[:400]) for unit, day, text, action in kept),
    ]  # fmt: skip
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for unit, day, number, text in sorted(rows, key=lambda row: row[1], reverse=True):
        if len(found[str(unit)]) < HISTORY_PER_UNIT:
            found[str(unit)].append({"on": day, "number": number, "text": text})
    return dict(found)


def lists_to_take(account: Account, families: Iterable[UUID | None]) -> dict[str, Any]:
    """Return failure codes, parts with what lies in the own kit, and tools, as far as the families ask for them."""
    staff, wanted = getattr(account, "staff", None), [one for one in families if one]
    kit = dict(
        StockTotal.objects.visible_to(account)
        .filter(place__holder=staff, quantity__gt=0)
        .values_list("part_id", "quantity")
        if staff
        else ()
    )
    fits = Part.objects.filter(active=True).order_by("number")
    parts = [
        *fits.filter(family=None), *fits.filter(family__in=wanted), *fits.filter(pk__in=list(kit)).exclude(family=None).exclude(family__in=wanted),
    ]  # fmt: skip
    codes = FailureCode.objects.filter(active=True).prefetch_related("families").order_by("kind", "code")
    return {
        "codes": [
            {
                "id": code.pk, "kind": code.kind, "code": code.code, "name": code.name, "name_en": code.name_en,
                "families": [family.pk for family in code.families.all()],
            }
            for code in codes
        ],
        "parts": [
            {
                "id": part.pk, "number": part.number, "name": part.name, "name_en": part.name_en, "unit": part.unit,
                "family_id": part.family_id, "serialised": part.serialised, "kit": kit.get(part.pk, 0),
            }
            for part in parts
        ],
        "tools": _tools(account, staff),
    }  # fmt: skip


def _tools(account: Account, staff: Any) -> list[dict[str, Any]]:
    """Return the tools in somebody's hands, marked as theirs, and the others of the station."""
    if staff is None:
        return []
    mine = set(
        ToolLoan.objects.visible_to(account)
        .filter(borrower=staff, given_back_at=None)
        .values_list("tool_id", flat=True)
    )
    rows = Tool.objects.visible_to(account).filter(state__in=USABLE, station=staff.station_id)
    fields = ("id", "asset_number", "name", "name_en", "due_on", "limits", "measuring_range")
    return [row | {"mine": row["id"] in mine} for row in rows.order_by("asset_number").values(*fields)]
