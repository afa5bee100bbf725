"""Putting the defaults that ship with the product into the registers of people: seas, kinds, patterns, ladder (R23)."""

from __future__ import annotations

from datetime import datetime
from math import isfinite

from django.db import transaction

from aftersail.core.log import record
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.core.refusals import Forbidden
from aftersail.people.events import PeopleDefaultsLoaded
from aftersail.people.models import Area, CertificateKind, GradeCriterion, ShiftPattern, TaskType, TravelMode
from aftersail.people.permissions import may_keep_places
from aftersail.people.rules import defaults
from aftersail.people.rules.travel import DEFAULT_MODES


@transaction.atomic
def load_people_defaults(*, by: Account | None, at: datetime) -> int:
    """Add the default records that are missing; those that are there keep their wording. Returns how many were added.

    `by` None is the installation itself.
    """
    if by is not None and not (verdict := may_keep_places(by, None)):
        raise Forbidden(verdict.reasons)
    made: list[Record] = []
    for code, name, name_en in defaults.AREAS:
        _add(made, Area, {"code": code}, {"name": name, "name_en": name_en})
    kinds = {}
    for kind in defaults.CERTIFICATE_KINDS:
        values = {
            "name": kind.name, "name_en": kind.name_en, "boarding": kind.boarding, "never_expires": kind.never_expires,
        }  # fmt: skip
        kinds[kind.code] = _add(made, CertificateKind, {"code": kind.code}, values)
    for place, (code, name, name_en) in enumerate(defaults.TASK_TYPES, 1):
        _add(made, TaskType, {"code": code}, {"name": name, "name_en": name_en, "place": place})
    for code, name, name_en, cycle in defaults.PATTERNS:
        _add(made, ShiftPattern, {"code": code}, {"name": name, "name_en": name_en, "cycle": cycle})
    for rung in defaults.LADDER:
        values = {
            "least_months": rung.months, "least_field_hours": rung.hours, "least_ftfr_percent": rung.ftfr,
            "least_skills": rung.skills, "skill_level": rung.level,
        }  # fmt: skip
        fresh = len(made)
        criterion = _add(made, GradeCriterion, {"grade": rung.grade}, values)
        if len(made) > fresh:
            GradeCriterion.objects.get(pk=criterion.pk).certificate_kinds.set(
                CertificateKind.objects.filter(code__in=rung.kinds)
            )
    for mode, row in DEFAULT_MODES.items():
        values = {
            "setup_hours": row.setup_hours, "detour": row.detour, "km_per_hour": row.km_per_hour, "fixed_cny": row.fixed_cny,
            "cny_per_km": row.cny_per_km, "least_km": int(row.least_km), "most_hours": row.most_hours if isfinite(row.most_hours) else None,
        }  # fmt: skip
        _add(made, TravelMode, {"mode": mode}, values)
    if made:
        record(PeopleDefaultsLoaded(count=len(made)), by=by, about=made[0], at=at)
    return len(made)


def _add(
    made: list[Record], model: type[Record], key: dict[str, object], values: dict[str, object]
) -> Record:
    found, fresh = model.objects.get_or_create(**key, defaults=values)
    if fresh:
        made.append(found)
    return found
