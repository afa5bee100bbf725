"""Reads of the handover: whose, how far, and the content of its paper in one language."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aftersail.core.models import Account, Organisation, OrganisationKind
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Handover, HandoverItem, Leftover, ReadinessItem, Vessel
from aftersail.fleet.queries.promises import warranty_of
from aftersail.fleet.queries.warranty_book import book_of
from aftersail.fleet.states import HandoverPart

LANGUAGES = ("zh-hans", "en")


def handovers_for(account: Account) -> QuerySet[Handover]:
    """Return the handovers that this account may see."""
    return Handover.objects.visible_to(account).select_related(
        "vessel", "vessel__customer", "vessel__station"
    )


def handover_by_id(account: Account, handover_id: UUID) -> Handover:
    """Return one handover with what its page needs, or refuse as if it did not exist."""
    found = (
        handovers_for(account)
        .select_related("vessel__steward", "vessel__deputy", "vessel__open_to_yard", "vessel__built_by")
        .filter(pk=handover_id)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def item_by_id(account: Account, item_id: UUID) -> HandoverItem:
    """Return one item of a handover, or refuse as if it did not exist."""
    found = (
        HandoverItem.objects.visible_to(account)
        .select_related("handover__vessel", "equipment")
        .filter(pk=item_id)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def items_by_part(handover: Handover) -> list[tuple[HandoverPart, list[HandoverItem]]]:
    """Return the items in the order of the form, with their leftovers."""
    items = list(handover.items.prefetch_related("leftovers"))
    return [(part, [one for one in items if one.part == part]) for part in HandoverPart]


def leftovers_of(account: Account, handover: Handover) -> QuerySet[Leftover]:
    """Return what is left over on the hull, by due day."""
    return (
        Leftover.objects.visible_to(account)
        .filter(vessel=handover.vessel_id, accepted_on=None)
        .order_by("due_on", "text")
    )


def addenda_of(handover: Handover, language: str) -> list[dict[str, str]]:
    """Return the corrections of an accepted handover, oldest first."""
    return [
        {"text": one.text, "author": one.author_name, "at": _instant(one.added_at)}
        for one in handover.addenda.order_by("added_at", "pk")
    ]


def paper_content(handover: Handover, language: str) -> dict[str, Any]:
    """Return what the form says in one language: words and values, as they are signed and hashed."""
    with translation.override(language):
        return _content(handover)


def _content(handover: Handover) -> dict[str, Any]:
    vessel, account = handover.vessel, getattr(handover, "account", None)
    yard = vessel.built_by
    facts = [
        (_("Vessel"), f"{vessel.hull_code} {_name(vessel)}"),
        (_("Customer"), _name(vessel.customer)),
        (_("Yard"), _name(yard) if yard else ""),
        (_("Delivered"), _day(handover.delivered_on)),
        (_("Place of handover"), handover.place),
        (_("Warranty begins"), _day(handover.delivered_on)),
        (_("Service manager"), _name(vessel.steward) if vessel.steward else ""),
        (_("Deputy"), _name(vessel.deputy) if vessel.deputy else ""),
        (_("Service account open since"), _day(account.opened_on) if account else ""),
    ]
    return {
        "title": _("Handover and acceptance"),
        "number": handover.number,
        "status": _("Accepted on") + (f" · {_instant(handover.accepted_at)}" if handover.accepted_at else ""),
        "institute": _institute(),
        "department": "",
        "security_mark": settings.SECURITY_MARK,
        "facts": [{"label": label, "value": value or "—"} for label, value in facts],
        "tables": [_units(handover), *_others(handover), _leftovers(handover)],
        "note": handover.note,
        "signatures": [
            {
                "side": str(one.get_side_display()), "name": one.name, "post": one.post or "—", "at": _instant(one.signed_at),
                "sha256": one.image.sha256,
            }
            for one in handover.signatures.select_related("image").order_by("signed_at")
        ],
        "words": _words(),
    }  # fmt: skip


def _units(handover: Handover) -> dict[str, Any]:
    rows = []
    items = handover.items.filter(part=HandoverPart.UNIT).select_related(
        "equipment__model__family", "equipment__vessel"
    )
    book = book_of(handover.vessel)
    for one in items:
        until = ""
        if one.equipment is not None and handover.delivered_on is not None:
            verdict = warranty_of(handover.vessel, one.equipment, handover.delivered_on, book)
            until = _day(verdict.until)
        rows.append(
            [one.title, one.identifier or "—", str(one.get_result_display()), until or "—", one.note or "—"]
        )
    columns = _columns(
        ("item", _("Unit")),
        ("mid", _("Serial number")),
        ("short", _("Result")),
        ("short", _("Warranty until")),
        ("mid", _("Note")),
    )
    return {"heading": str(HandoverPart.UNIT.label), "columns": columns, "rows": rows}


def _others(handover: Handover) -> list[dict[str, Any]]:
    english = (get_language() or "").startswith("en")
    titles = (
        dict(ReadinessItem.objects.filter(vessel=handover.vessel_id).values_list("title", "title_en"))
        if english
        else {}
    )
    made = []
    for part in HandoverPart:
        if part == HandoverPart.UNIT:
            continue
        rows = [
            [
                titles.get(one.title) or one.title,
                one.identifier or "—",
                str(one.quantity),
                str(one.get_result_display()),
                one.note or "—",
            ]
            for one in handover.items.filter(part=part)
        ]
        columns = _columns(
            ("item", _("Item")),
            ("mid", _("Number")),
            ("tiny", _("Quantity")),
            ("short", _("Result")),
            ("mid", _("Note")),
        )
        made.append({"heading": str(part.label), "columns": columns, "rows": rows})
    return made


def _leftovers(handover: Handover) -> dict[str, Any]:
    rows = [
        [
            one.text,
            str(one.get_weight_display()),
            _party(one),
            _day(one.due_on),
            str(one.get_service_type_display()),
        ]
        for one in Leftover.objects.filter(vessel=handover.vessel_id, accepted_on=None).order_by(
            "due_on", "text"
        )
    ]
    columns = _columns(
        ("item", _("Item")),
        ("short", _("Class")),
        ("mid", _("Responsible side")),
        ("short", _("Due")),
        ("mid", _("Service type")),
    )
    return {"heading": _("Leftovers, carried onto the warranty list"), "columns": columns, "rows": rows}


def _party(leftover: Leftover) -> str:
    side = str(leftover.get_owed_by_display())
    return f"{side} · {leftover.party}" if leftover.party else side


def _columns(*columns: tuple[str, str]) -> list[dict[str, str]]:
    return [{"width": width, "label": label} for width, label in columns]


def _words() -> dict[str, str]:
    return {
        "none": _("None."),
        "note": _("Note"),
        "signatures": _("Signatures"),
        "sign_statement": _("The sides sign for what is listed above, as checked on the day of delivery."),
        "signer_name": _("Name"),
        "signer_post": _("Post"),
        "signed_at": _("Signed"),
        "unreadable": _("(unreadable)"),
        "addenda": _("Addenda"),
        "version": _("Edition {n}"),
        "content_hash": _("Content hash (SHA-256)"),
        "frozen_note": _("frozen when accepted; corrections are addenda"),
        "draft_note": _("draft, not signed"),
        "page": _("Page {page} of {pages}"),
        "draft": _("DRAFT"),
    }


def _name(record: Any) -> str:
    english = (get_language() or "").startswith("en")
    return str((getattr(record, "name_en", "") if english else "") or record.name)


def _day(day: Any) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _instant(instant: Any) -> str:
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def _institute() -> str:
    if settings.HOUSE_NAME:
        return str(settings.HOUSE_NAME)
    house = Organisation.objects.filter(kind=OrganisationKind.HOUSE).order_by("created_at").first()
    return _name(house) if house else ""


def warranty_rows(account: Account, vessel: Vessel, most: int = 12) -> list[Leftover]:
    """Return what is still owed to a ship, the soonest due first."""
    return list(
        Leftover.objects.visible_to(account).filter(vessel=vessel, accepted_on=None).order_by("due_on")[:most]
    )
