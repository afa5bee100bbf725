"""What stands on a form's sheet of paper, gathered from its rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from aftersail.core.files import content_of
from aftersail.core.models import Organisation, StoredFile
from aftersail.visits.form_paper.content import ROLES, WORDS, sections_of
from aftersail.visits.models import FilledForm, FormEdition
from aftersail.visits.rules.definitions import Definition
from aftersail.visits.states import FieldKind, FilledState


def blank_sheet(edition: FormEdition) -> dict[str, Any]:
    """Return the sheet of a blank form."""
    definition = edition.definition
    labels = (
        "编号 No.",
        "站点 Station",
        "船舶 Vessel",
        "设备型号/序列号 Model and serial",
        "软件版本 Software",
        "填写人/日期 Author, date",
    )
    return _frame(definition, edition.number) | {
        "status": WORDS["blank"], "draft": False, "blank": True, "form_number": definition.code, "security_mark": "", "hash": "",
        "facts": [{"label": label, "value": ""} for label in labels],
        "sections": sections_of(definition, {}, {}, {}, blank=True),
        "signatures": [{"role": ROLES[role], "name": "", "post": "", "at": ""} for role in definition.roles],
        "follow_ups": [], "addenda": [],
        "words": WORDS | {"content_hash": "", "frozen_note": WORDS["blank"]},
    }  # fmt: skip


def filled_sheet(form: FilledForm) -> tuple[dict[str, Any], list[bytes]]:
    """Return the sheet of a filled form, and the signatures' pictures in its order."""
    definition = form.edition.definition
    by_role = {one.role: one for one in form.signatures.select_related("image")}
    places, drawn = [], []
    for role in definition.roles:
        one = by_role.get(role)
        drawn.append(content_of(one.image) if one else b"")
        at = _moment(one.signed_at) if one else ""
        places.append(
            {"role": ROLES[role], "name": one.name if one else "", "post": one.post if one else "", "at": at}
        )
    states = {FilledState.DRAFT: "draft", FilledState.SIGNED: "signed", FilledState.VOID: "void"}
    signed = form.state == FilledState.SIGNED
    sheet = _frame(definition, form.edition.number) | {
        "status": WORDS[states[FilledState(form.state)]], "draft": not signed, "blank": False, "form_number": form.number,
        "security_mark": form.security_label, "hash": form.content_hash, "facts": _facts(form),
        "sections": sections_of(definition, form.values, form.skipped, form.attempts, blank=False, witnessed=form.witnessed),
        "signatures": places,
        "follow_ups": [one.text for one in form.follow_ups.all()],
        "addenda": [
            {"text": one.text, "author": one.author_name, "at": _moment(one.added_at)} for one in form.addenda.all()
        ],
    }  # fmt: skip
    return sheet, drawn


def photos_on(form: FilledForm) -> list[tuple[str, str, bytes]]:
    """Return line, caption and content of the photos that a form shows and that have arrived."""
    wanted: list[tuple[str, str, str]] = []
    for field in form.edition.definition.lines:
        if field.kind != FieldKind.PHOTO or not (value := form.values.get(field.key)):
            continue
        piles = value if isinstance(value, dict) else {"": value}
        captions = {"before": WORDS["photo_before"], "after": WORDS["photo_after"], "": WORDS["photo"]}
        wanted += [
            (field.label.both, captions[moment], file) for moment, files in piles.items() for file in files
        ]
    about = [form.pk, *([form.visit_id] if form.visit_id else [])]  # a photo from sea comes in as its visit's
    found = StoredFile.objects.filter(pk__in=[file for _l, _c, file in wanted], subject_id__in=about)
    there = {str(one.pk): one for one in found}
    return [(line, caption, content_of(there[file])) for line, caption, file in wanted if file in there]


def _frame(definition: Definition, edition: int) -> dict[str, Any]:
    house = Organisation.objects.filter(kind="house").order_by("created_at").first()
    return {
        "title": definition.label.zh, "title_en": definition.label.en, "words": WORDS, "department": "",
        "institute": house.name if house else "Aftersail 续航", "version": WORDS["edition"].replace("{n}", str(edition)),
    }  # fmt: skip


def _facts(form: FilledForm) -> list[dict[str, str]]:
    unit, vessel = form.equipment, form.vessel
    rows = [
        ("编号 No.", form.number),
        ("站点 Station", f"{form.station.code} {form.station.name}"),
        ("填写人 Author", form.author_name),
    ]
    if vessel is not None:
        rows.append(("船舶 Vessel", f"{vessel.hull_code} {vessel.name}"))
    if unit is not None:
        rows.append(("设备型号 Model", f"{unit.model.code} {unit.name}"))
        rows.append(("序列号 Serial", unit.serial_number))
    if form.software_version:
        rows.append(("软件版本 Software", form.software_version))
    if form.visit is not None:
        rows.append(("现场服务 Visit", form.visit.number))
    rows.append(("日期 Day", str(form.day)) if form.day else ("开始 Begun", _moment(form.begun_at)))
    while len(rows) % 3:
        rows.append(("", ""))
    return [{"label": label, "value": value} for label, value in rows]


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
