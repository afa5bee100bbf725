"""What stands on the first page, the one that is signed: head, findings, result, times, opinion, signatures."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, takewhile
from typing import Any
from unicodedata import east_asian_width

from aftersail.visits.report.content import Direction, ServiceReport, Signature, SignerRole
from aftersail.visits.report.wording import DASH, Wording

FACT_LIMIT = 72
LEFTOVERS_SHOWN = 3
SIGNATURES_SHOWN = 5
SIGNATURE_PLACES = (SignerRole.ENGINEER, SignerRole.USER)
STAMPS = ("travel_started_at", "arrived_at", "work_started_at", "work_finished_at", "left_at")
HOURS = ("travel_hours", "wait_hours", "work_hours")


def facts(report: ServiceReport, wording: Wording) -> list[dict[str, str]]:
    """Return the head's cells in reading order, three to a row: label, value, and `full` when the value was cut."""
    equipment, vessel = report.equipment, report.vessel
    values = {
        "customer": report.customer,
        "vessel": _named(vessel.name, vessel.hull_code, wording),
        "station": report.station,
        "equipment": _named(equipment.name, equipment.model, wording),
        "serial": equipment.serial,
        "software_version": equipment.software_version,
        "running_hours": wording.duration(equipment.running_hours),
        "service_type": report.service_type,
        "stage": " / ".join(part for part in (report.lifecycle_stage, report.user_phase) if part.strip()),
        "case_number": report.case_number,
        "work_order_number": report.work_order_number,
        "engineers": wording.joined(report.engineers),
    }
    return [_fact(wording.label(key), wording.text(value), wording) for key, value in values.items()]


def sections(report: ServiceReport, wording: Wording) -> list[dict[str, Any]]:
    """Return the three narrative sections: heading and items (label, text, kind) in reading order."""
    wrong = [
        _item("fault_at", wording.instant(report.fault_at), wording),
        _item("symptom", report.symptom, wording),
        _item("environment", report.environment, wording),
    ]
    done = [
        _item("diagnosis", report.diagnosis, wording),
        _item("codes", _codes(report, wording), wording),
        _item("actions", report.actions, wording),
        _item("parts", _parts(report, wording), wording),
    ]
    result = [
        _item("restoration", _restoration(report, wording), wording, kind="strong"),
        _item("tests", _tests(report, wording), wording),
        _item("warranty", _warranty(report, wording), wording),
        _item("leftovers", _leftovers(report, wording), wording, kind="lines"),
    ]
    return [
        {"heading": wording.label("wrong"), "items": wrong},
        {"heading": wording.label("done"), "items": done},
        {"heading": wording.label("result"), "items": result},
    ]


def times(report: ServiceReport, wording: Wording) -> dict[str, Any]:
    """Return the five stamps, the three totals of hours, and the clock they are read on."""
    stamps = [[wording.label(name), wording.instant(getattr(report.stamps, name))] for name in STAMPS]
    totals = [[wording.label(name), wording.duration(_total_hours(report, name))] for name in HOURS]
    note = wording.label("clock_note", zone=wording.zone_name(report.signed_at or report.prepared_at))
    return {"heading": wording.label("times"), "stamps": stamps, "totals": totals, "note": note}


def opinion(report: ServiceReport, wording: Wording) -> dict[str, Any]:
    """Return the user's words and the conduct scores as (item, 1..5)."""
    return {
        "heading": wording.label("opinion"),
        "items": [_item("user_opinion", report.user_opinion, wording)],
        "conduct_label": wording.label("conduct"),
        "scores": [[wording.text(score.item), score.score] for score in report.conduct],
    }


def signatures(report: ServiceReport, wording: Wording, pictures: dict[int, str]) -> list[dict[str, str]]:
    """Return the signature places by role, engineer and user first; who has not signed gets a blank for ink.

    `pictures` maps a signature's index to its file. The page shows the first SIGNATURES_SHOWN, an annex the rest.
    """
    places = [
        (one.role, _signature(one, pictures.get(index, ""), wording))
        for index, one in enumerate(report.signatures)
    ]
    present = {role for role, _ in places}
    places += [
        (role, _signature(Signature(role), "", wording)) for role in SIGNATURE_PLACES if role not in present
    ]
    roles = list(SignerRole)
    return [place for _, place in sorted(places, key=lambda named: roles.index(named[0]))]


def _signature(one: Signature, picture: str, wording: Wording) -> dict[str, str]:
    return {
        "role": wording.label(f"role.{one.role}"),
        "name": one.name.strip(),
        "post": one.post.strip(),
        "at": wording.instant(one.signed_at) if one.signed_at else "",
        "picture": picture,
        "unreadable": wording.label("picture_unreadable") if one.image and not picture else "",
    }


def _named(name: str, code: str, wording: Wording) -> str:
    opening, closing = ("（", "）") if wording.label("list_separator") == "、" else (" (", ")")
    return (
        f"{name.strip()}{opening}{code.strip()}{closing}" if name.strip() and code.strip() else name or code
    )


def _fact(label: str, value: str, wording: Wording) -> dict[str, str]:
    kept = list(takewhile(lambda used: used <= FACT_LIMIT, accumulate(_columns(one) for one in value)))
    cut = len(kept) < len(value)
    shown = value[: len(kept)].rstrip() + "…" + wording.label("see_annex") if cut else value
    return {"label": label, "value": shown, "full": value if cut else ""}


def _columns(character: str) -> int:
    """A Chinese character is as wide as two letters."""
    return 2 if east_asian_width(character) in "WF" else 1


def _item(key: str, text: str, wording: Wording, *, kind: str = "text") -> dict[str, str]:
    return {"label": wording.label(key), "text": wording.text(text), "kind": kind}


def _codes(report: ServiceReport, wording: Wording) -> str:
    coded = ("failure_mode", "failure_mechanism", "failure_cause")
    if all(wording.code(getattr(report, name)) == DASH for name in coded):
        return ""
    named = (f"{wording.label(name)} {wording.code(getattr(report, name))}" for name in coded)
    return wording.label("clause_separator").join(named)


def _parts(report: ServiceReport, wording: Wording) -> str:
    if not report.parts:
        return _none_unless_draft(report, wording)
    counts = {str(way): sum(part.direction == way for part in report.parts) for way in Direction}
    names = list(dict.fromkeys(part.name.strip() for part in report.parts if part.name.strip()))
    listed = wording.label("list_separator").join(names[:4])
    others = wording.label("and_others") if len(names) > 4 else ""
    summary = wording.label("parts_summary", **counts)
    return wording.label("clause_separator").join(part for part in (summary, listed + others) if part)


def _restoration(report: ServiceReport, wording: Wording) -> str:
    if report.restoration is None:
        return ""
    words = [wording.label(f"restoration.{report.restoration}")]
    if report.permanent_due_on:
        words.append(wording.label("permanent_due", date=wording.day(report.permanent_due_on)))
    return wording.label("clause_separator").join(words)


def _tests(report: ServiceReport, wording: Wording) -> str:
    if not report.tests:
        return ""
    verdicts = [test.passed for test in report.tests]
    passed, failed, unjudged = (verdicts.count(kind) for kind in (True, False, None))
    words = [wording.label("tests_summary", passed=passed, total=len(verdicts))]
    if failed:
        words.append(wording.label("tests_failed", failed=failed))
    if unjudged:
        words.append(wording.label("tests_unjudged", unjudged=unjudged))
    return wording.label("clause_separator").join(words)


def _warranty(report: ServiceReport, wording: Wording) -> str:
    if report.warranty is None:
        return ""
    words = [report.warranty.verdict, report.warranty.clause]
    days = report.warranty.days_left
    if days is not None:
        words.append(wording.label("days_left", n=days) if days >= 0 else wording.label("days_over", n=-days))
    return wording.label("clause_separator").join(word for word in words if word.strip())


def _leftovers(report: ServiceReport, wording: Wording) -> str:
    if not report.leftovers:
        return _none_unless_draft(report, wording)
    lines = []
    for number, item in enumerate(report.leftovers[:LEFTOVERS_SHOWN], start=1):
        known = (item.text.strip(), item.party.strip(), wording.day(item.due_on) if item.due_on else "")
        lines.append(f"{number}. " + wording.label("clause_separator").join(part for part in known if part))
    more = len(report.leftovers) - LEFTOVERS_SHOWN
    return "\n".join([*lines, wording.label("leftover_more", n=more)] if more > 0 else lines)


def _none_unless_draft(report: ServiceReport, wording: Wording) -> str:
    """An empty list means 'none' only once somebody has signed for it."""
    return wording.label("none") if report.signed_at else ""


def _total_hours(report: ServiceReport, name: str) -> Decimal | None:
    return sum((getattr(person, name) for person in report.hours), Decimal(0)) if report.hours else None
