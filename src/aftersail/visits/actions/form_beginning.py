"""Beginning a form: under the edition of the day, for a visit, a ship, a unit, or a station and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.numbering import next_number
from aftersail.core.once import made_before
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.fleet.models import Equipment, Vessel
from aftersail.people.models import Station
from aftersail.visits.events import FormBegun
from aftersail.visits.models import FilledForm, FormEdition, Visit
from aftersail.visits.permissions import FILLERS
from aftersail.visits.queries.forms import was_active
from aftersail.visits.rules import filling as rules
from aftersail.visits.states import EditionState, FilledState, FormKind


@dataclass(frozen=True, slots=True)
class About:
    """What a form is filled in for; the station is that of the visit, the person or the ship where none is named."""

    visit: Visit | None = None
    vessel: Vessel | None = None
    equipment: Equipment | None = None
    station: Station | None = None
    day: date | None = None


@transaction.atomic
def begin_form(*, by: Account, id: UUID, edition: FormEdition, about: About, at: datetime) -> FilledForm:
    """Begin a form under an edition; the same id again is the form begun first.

    An edition that was retired meanwhile still takes what a device began before.
    """
    if known := made_before(FilledForm, id):
        return known
    visit = about.visit
    vessel = visit.order.case.vessel if visit is not None else about.vessel
    equipment = about.equipment or (visit.order.case.equipment if visit is not None else None)
    station = _station_for(by, about, vessel)
    require(
        all_of(
            ALLOWED if by.has_role(*FILLERS) else refuse(_("Your role reads forms, it does not fill them in.")),
            ALLOWED if edition.state == EditionState.ACTIVE or was_active(edition, at) else refuse(_("This edition is not filled in. Take the active one.")),
            ALLOWED if station is not None else refuse(_("Say for which station the form is filled in.")),
            _right_unit(equipment, vessel),
            _right_day(edition, about),
        )
    )  # fmt: skip
    assert station is not None
    if about.day is not None and _same_day(edition, station, about.day):
        require(refuse(_("This list was begun for this day already. Go on with that one.")))
    form = FilledForm(
        id=id, number=next_number(edition.form.code, station.code, at), form=edition.form, edition=edition, station=station,
        visit=visit, vessel=vessel or (equipment.vessel if equipment is not None else None), equipment=equipment, day=about.day,
        author_name=by.name[:60], begun_at=at, percent=rules.percent(edition.definition, {}),
    )  # fmt: skip
    form.save(force_insert=True)
    event = FormBegun(form_id=form.pk, number=form.number, title=edition.form.title)
    record(event, by=by, about=form, at=at)
    return form


def _station_for(by: Account, about: About, vessel: Vessel | None) -> Station | None:
    if about.visit is not None:
        return about.visit.lead.station
    staff = getattr(by, "staff", None)
    named = about.station or (staff.station if staff is not None and about.day is None else None)
    if named is None and vessel is not None:
        named = vessel.station
    if named is None or vessel is not None or by.sees_everything or named.pk in by.reach_ids:
        return named
    return None


def _right_unit(equipment: Equipment | None, vessel: Vessel | None) -> Verdict:
    if equipment is None or vessel is None or equipment.vessel_id == vessel.pk:
        return ALLOWED
    return refuse(_("This unit belongs to another ship."))


def _right_day(edition: FormEdition, about: About) -> Verdict:
    daily = edition.form.kind == FormKind.DAILY
    if daily and (about.day is None or about.station is None):
        return refuse(_("A daily list is of a station and a day."))
    return ALLOWED if daily or about.day is None else refuse(_("Only daily lists are of a day."))


def _same_day(edition: FormEdition, station: Station, day: date) -> bool:
    rows = FilledForm.objects.filter(form=edition.form_id, station=station, day=day)
    return rows.exclude(state=FilledState.VOID).exists()
