"""Forms in the demo: the shipped ones, trial sheets of hulls at the yard, and the daily lists of one station."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation

from aftersail.core.models import Account
from aftersail.fleet.models import Equipment
from aftersail.fleet.queries.lifecycle import house_calendar
from aftersail.people.models import Station
from aftersail.visits.actions.filling import put_values, retest_line
from aftersail.visits.actions.form_beginning import About, begin_form
from aftersail.visits.actions.form_library import load_form_library
from aftersail.visits.actions.form_signing import sign_form
from aftersail.visits.actions.signing import Signed
from aftersail.visits.models import FilledForm
from aftersail.visits.queries.forms import active_editions
from aftersail.visits.rules.definitions import Field
from aftersail.visits.rules.filling import failed_lines, visible_lines
from aftersail.visits.states import FieldKind, FormKind
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.signatures import draw_pictures

STATION, DAYS, SHEETS = "QD", 9, 9
FAILING = 0.06
SAID = "正常，无异议。"


def tell_forms(seed: int) -> None:
    """Load the shipped forms and fill some in; to be called once, under every row, when the demo stands."""
    now, dice = timezone.now(), Dice(seed, "forms")
    pictures = [one.content for one in draw_pictures(seed)[:6]]
    with translation.override("zh-hans"):
        load_form_library(by=None, at=now - timedelta(days=400))
        _daily_lists(now, dice, pictures)
        _trials(now, dice, pictures)


def _daily_lists(now: datetime, dice: Dice, pictures: list[bytes]) -> None:
    station = Station.objects.get(code=STATION)
    by = (
        Account.objects.filter(roles__contains=["station_manager"], staff__station=station)
        .order_by("username")
        .first()
    )
    if by is None:
        return
    day, calendar = timezone.localdate(now), house_calendar()
    days = [
        day - timedelta(days=n)
        for n in range(1, 2 * DAYS)
        if calendar.is_working_day(day - timedelta(days=n))
    ][:DAYS]
    for one in reversed(days):
        at = timezone.make_aware(datetime.combine(one, time(17, 20)))
        for edition in active_editions(FormKind.DAILY):
            if (
                one != days[-3] or edition.form.code != "D5S"
            ):  # one list was forgotten, so the streak is not whole
                _filled(by, edition, About(station=station, day=one), at, dice, pictures)


def _trials(now: datetime, dice: Dice, pictures: list[bytes]) -> None:
    by = (
        Account.objects.filter(roles__contains=["engineer"], staff__isnull=False).order_by("username").first()
    )
    units = Equipment.objects.filter(vessel__delivered_on=None, parent=None).select_related(
        "vessel", "model__family"
    )
    chosen = list(units.order_by("pk")[:SHEETS])
    if by is None:
        return
    for number, unit in enumerate(chosen):
        for edition in active_editions(FormKind.TRIAL):
            at = now - timedelta(days=40 - 3 * number)
            _filled(by, edition, About(vessel=unit.vessel, equipment=unit), at, dice, pictures)


def _filled(
    by: Account, edition: Any, about: About, at: datetime, dice: Dice, pictures: list[bytes]
) -> FilledForm:
    form = begin_form(by=by, id=dice.id(at), edition=edition, about=about, at=at)
    definition = edition.definition
    for _round in range(2):  # what the first answers show is answered in the second
        shows = [one for one in visible_lines(definition, form.values) if one.kind != FieldKind.PHOTO]
        answers = {one.key: _answer(one, dice) for one in shows if one.key not in form.values}
        put_values(by=by, form=form, values=answers, at=at)
    for field in failed_lines(definition, form.values):
        if field.point == "hold" or dice.chance(0.5):
            retest_line(by=by, form=form, key=field.key, at=at)
            put_values(by=by, form=form, values={field.key: _passing(field)}, at=at)
    for role in definition.roles:
        name = by.name if role in {"engineer", "station"} else dice.one(("陈明远", "林海生", "赵启航"))
        signed = Signed(role, name, dice.one(pictures), at + timedelta(minutes=20), "")
        sign_form(by=by, form=form, signed=signed, at=at + timedelta(minutes=20))
    return form


def _answer(field: Field, dice: Dice) -> Any:
    fails = field.can_fail and dice.chance(FAILING)
    if not fails:
        return _passing(field)
    if field.kind == FieldKind.YES_NO:
        return not field.expects
    if field.kind == FieldKind.CHOICE:
        return next(one.code for one in field.options if one.fails)
    limit = field.high if field.high is not None else field.low
    reading = float((limit or Decimal(1)) * (Decimal("1.2") if field.high is not None else Decimal("0.8")))
    return {"value": reading, "gauge": "M-07"} if field.kind == FieldKind.GAUGE else reading


def _passing(field: Field) -> Any:
    limits = [limit for limit in (field.low, field.high) if limit is not None]
    reading = float(round(sum(limits, Decimal(0)) / len(limits), 2)) if limits else 4.0
    return {
        FieldKind.YES_NO: field.expects if field.expects is not None else True,
        FieldKind.CHOICE: next((one.code for one in field.options if not one.fails), ""),
        FieldKind.NUMBER: reading,
        FieldKind.GAUGE: {"value": reading, "gauge": "M-07"},
        FieldKind.DATETIME: "2026-03-02T09:00:00+08:00",
        FieldKind.DATE: "2026-03-02",
    }.get(FieldKind(field.kind), SAID)
