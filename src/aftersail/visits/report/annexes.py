"""What follows the signed page: tables of steps, tests, parts, hours and leftovers, photos, addenda."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aftersail.visits.report.content import Moment, Photo, ServiceReport
from aftersail.visits.report.wording import DASH, Wording

Annex = dict[str, Any]
MOMENT_ORDER = {Moment.BEFORE: 0, Moment.DURING: 1, Moment.UNSTATED: 2, Moment.AFTER: 3}
VERDICTS = {True: ("passed", "good"), False: ("failed", "bad"), None: ("open", "muted")}
TONES = {"passed": "good", "done": "good", "failed": "bad", "skipped": "warn"}


def annexes(report: ServiceReport, wording: Wording, pictures: dict[int, str]) -> list[Annex]:
    """Return the annexes that have content, in order; `pictures` maps a photo's index to its file."""
    found = [
        _steps(report, wording),
        _tests(report, wording),
        _parts(report, wording),
        _hours(report, wording),
        _leftovers(report, wording),
        _photos(report, wording, pictures),
        _addenda(report, wording),
    ]
    return [annex for annex in found if annex["rows"]]


def photo_rows(photos: tuple[Photo, ...]) -> list[list[int]]:
    """Return rows of one or two photo indexes: the photos of a pair share rows, before first; the rest fill up."""
    pairs: dict[str, list[int]] = {}
    singles: list[int] = []
    for index, photo in enumerate(photos):
        (pairs.setdefault(photo.pair, []) if photo.pair else singles).append(index)
    rows = []
    for members in pairs.values():
        rows += _by_two(sorted(members, key=lambda index: (MOMENT_ORDER[photos[index].moment], index)))
    return rows + _by_two(singles)


def _by_two(indexes: list[int]) -> list[list[int]]:
    return [indexes[start : start + 2] for start in range(0, len(indexes), 2)]


def _cell(text: str, *, align: str = "left", tone: str = "") -> dict[str, str]:
    return {"text": text, "align": align, "tone": tone}


def _table(
    key: str, columns: list[tuple[str, str]], rows: list[list[dict[str, str]]], wording: Wording
) -> Annex:
    """`columns` are (label key, width): a width is millimetres, or `2fr` for a share of what is left."""
    heads = [{"label": wording.label(name), "width": width} for name, width in columns]
    for row in rows:
        for head, cell in zip(heads, row, strict=True):
            head["align"] = cell["align"]
    return {
        "kind": "table",
        "heading": wording.label(key),
        "columns": heads,
        "rows": rows,
        "last_is_total": False,
    }


def _steps(report: ServiceReport, wording: Wording) -> Annex:
    columns = [
        ("number", "12"),
        ("step", "3fr"),
        ("outcome", "18"),
        ("step_result", "2fr"),
        ("done_by", "31"),
    ]
    rows = [
        [
            _cell(wording.text(step.number), align="center"),
            _cell(wording.text(step.text)),
            _cell(
                wording.label(f"outcome.{step.outcome}"),
                align="center",
                tone=TONES.get(step.outcome, "muted"),
            ),
            _cell(wording.text(step.result)),
            _cell("\n".join(_known(step.done_by, wording.instant(step.done_at)))),
        ]
        for step in report.steps
    ]
    return _table("steps", columns, rows, wording)


def _tests(report: ServiceReport, wording: Wording) -> Annex:
    columns = [
        ("number", "12"),
        ("test_item", "3fr"),
        ("limits", "2fr"),
        ("reading", "2fr"),
        ("verdict", "18"),
    ]
    rows = []
    for number, test in enumerate(report.tests, start=1):
        verdict, tone = VERDICTS[test.passed]
        shown = DASH if test.passed is None else wording.label(f"outcome.{verdict}")
        rows.append(
            [
                _cell(str(number), align="center"),
                _cell(wording.text(test.item)),
                _cell(wording.text(test.limits)),
                _cell(wording.text(test.reading)),
                _cell(shown, align="center", tone=tone),
            ]
        )
    return _table("tests", columns, rows, wording)


def _parts(report: ServiceReport, wording: Wording) -> Annex:
    columns = [
        ("direction", "14"),
        ("part_number", "36"),
        ("part_name", "2fr"),
        ("part_serials", "2fr"),
        ("quantity", "14"),
    ]
    rows = [
        [
            _cell(wording.label(f"direction.{part.direction}"), align="center"),
            _cell(wording.text(part.part_number)),
            _cell(wording.text(part.name)),
            _cell(wording.joined(part.serials)),
            _cell(wording.number(part.quantity), align="right"),
        ]
        for part in report.parts
    ]
    return _table("parts_annex", columns, rows, wording)


def _hours(report: ServiceReport, wording: Wording) -> Annex:
    columns = [("person", "2fr"), ("travel", "28"), ("wait", "28"), ("work", "28"), ("total_h", "28")]
    figures = [(p.person, (p.travel_hours, p.wait_hours, p.work_hours)) for p in report.hours]
    if len(figures) > 1:
        sums = tuple(sum((spent[kind] for _, spent in figures), Decimal(0)) for kind in range(3))
        figures.append((wording.label("total"), (sums[0], sums[1], sums[2])))
    rows = [
        [
            _cell(wording.text(person)),
            *(_cell(wording.number(hours), align="right") for hours in spent),
            _cell(wording.number(sum(spent, Decimal(0))), align="right"),
        ]
        for person, spent in figures
    ]
    return {**_table("hours", columns, rows, wording), "last_is_total": len(report.hours) > 1}


def _leftovers(report: ServiceReport, wording: Wording) -> Annex:
    columns = [("number", "12"), ("leftover", "3fr"), ("party", "40"), ("due_on", "26")]
    rows = [
        [
            _cell(str(number), align="center"),
            _cell(wording.text(item.text)),
            _cell(wording.text(item.party)),
            _cell(wording.day(item.due_on)),
        ]
        for number, item in enumerate(report.leftovers, start=1)
    ]
    return _table("leftovers", columns, rows, wording)


def _photos(report: ServiceReport, wording: Wording, pictures: dict[int, str]) -> Annex:
    rows, number = [], 0
    for indexes in photo_rows(report.photos):
        row = []
        for index in indexes:
            number += 1
            photo = report.photos[index]
            row.append(
                {
                    "number": wording.label("photo_number", n=number),
                    "caption": wording.text(photo.caption),
                    "moment": wording.label(f"moment.{photo.moment}") if photo.moment else "",
                    "after": photo.moment is Moment.AFTER,
                    "picture": pictures.get(index, ""),
                    "unreadable": wording.label("picture_unreadable"),
                }
            )
        rows.append(row)
    return {"kind": "photos", "heading": wording.label("photos"), "rows": rows}


def _addenda(report: ServiceReport, wording: Wording) -> Annex:
    rows = [
        {
            "title": wording.label("addendum", n=addendum.number),
            "by": " · ".join(_known(addendum.author, wording.instant(addendum.written_at))),
            "text": wording.text(addendum.text),
        }
        for addendum in report.addenda
    ]
    note = wording.label("addendum_note")
    return {"kind": "addenda", "heading": wording.label("addenda"), "rows": rows, "note": note}


def _known(*values: str) -> list[str]:
    """Drop what is missing; one dash stands for all of it."""
    return [value.strip() for value in values if value.strip() and value != DASH] or [DASH]
