"""What a reader asked of a list: sort, page, words and filters out of an address, the senseless parts told and left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.db.models.constants import LOOKUP_SEP
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists.spec import Filter, ListSpec

DEEPEST_PAGE = 1000
LONGEST_WORDS = 200
RESERVED = ("q", "sort", "page", "format")


@dataclass(slots=True)
class Asked:
    """A reader's wishes: the order's key, page number, words, chosen values, conditions, and what was not understood."""

    sort: str
    page: int = 1
    words: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    conditions: list[Q] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def active(self) -> int:
        """How many filters are set."""
        return sum(1 for values in self.values.values() if values)

    def value(self, key: str) -> str:
        """Return the first value of a filter, or nothing."""
        return next(iter(self.values.get(key, [])), "")


def asked_of(request: SignedInRequest, spec: ListSpec, model: type[Model]) -> Asked:
    """Read the address of a list; nothing in it can make the page fail."""
    asked = Asked(sort=spec.default_sort)
    _read_sort(request, spec, asked)
    _read_page(request, asked)
    asked.words = _clean(request.GET.get("q", ""))[:LONGEST_WORDS] if spec.searchable else ""
    for wanted in spec.filters_for(request.user.role_set):
        if wanted.kind == "period":
            _read_period(request, wanted, asked)
        else:
            _read_values(request, wanted, model, asked)
    return asked


def _clean(text: str) -> str:
    return text.replace("\x00", "").strip()


def _read_sort(request: SignedInRequest, spec: ListSpec, asked: Asked) -> None:
    wanted = request.GET.get("sort", "")
    if not wanted:
        return
    column = spec.known.get(wanted.removeprefix("-"))
    if column is None or not column.sort_path or (column.roles and not column.roles & request.user.role_set):
        asked.notices.append(_("This list cannot be sorted by “%s”; it is in its usual order.") % wanted[:40])
    else:
        asked.sort = wanted


def _read_page(request: SignedInRequest, asked: Asked) -> None:
    wanted = request.GET.get("page", "")
    if not wanted:
        return
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 8 and 1 <= int(wanted) <= DEEPEST_PAGE:
        asked.page = int(wanted)
    else:
        asked.notices.append(
            _("There is no page “%s”; this is the first. Filters find faster than turning pages.")
            % wanted[:20]
        )


def _read_values(request: SignedInRequest, wanted: Filter, model: type[Model], asked: Asked) -> None:
    given = [v for value in request.GET.getlist(wanted.key) if (v := _clean(value))]
    if not given:
        return
    if wanted.kind == "flag":
        given = ["1"] if given[0].lower() in {"1", "yes", "true", "on"} else []
    understood, conditions = [], Q()
    for value in given[:50]:
        condition = _condition(request, wanted, model, value)
        if condition is None:
            asked.notices.append(
                _("“%(value)s” is no choice of %(filter)s; this filter was left out.")
                % {"value": value[:40], "filter": wanted.label}
            )
        else:
            understood.append(value)
            conditions |= condition
    asked.values[wanted.key] = understood
    if understood:
        asked.conditions.append(conditions)


def _condition(request: SignedInRequest, wanted: Filter, model: type[Model], value: str) -> Q | None:
    """Return the condition of one value; None where the value is not among the choices or not of the field's kind."""
    if (
        wanted.kind == "choice"
        and wanted.choices
        and not callable(wanted.choices)
        and value not in {v for v, _label in wanted.options(request)}
    ):
        return None
    try:
        if wanted.apply is not None:
            return wanted.apply(value, request)
        path = wanted.path or wanted.key
        return Q(**{path: _typed(model, path, value)})
    except (ValueError, TypeError, ValidationError, OverflowError):
        return None


def _typed(model: type[Model], path: str, value: str) -> Any:
    """Return the value as the field at the path holds it; a path that ends in a lookup keeps the text."""
    current: Any = model
    found: Any = None
    for part in path.split(LOOKUP_SEP):
        names = (
            {f.name: f for f in current._meta.get_fields()}
            | {f.attname: f for f in current._meta.concrete_fields}
            if current is not None
            else {}
        )
        found = names.get(part)
        if found is None:
            return value
        current = found.related_model
    if found.is_relation:
        found = found.target_field
    return UUID(value) if found.get_internal_type() == "UUIDField" else found.to_python(value)


def _read_period(request: SignedInRequest, wanted: Filter, asked: Asked) -> None:
    first, last = (_day(request, key, asked) for key in wanted.keys)
    if first and last and last < first:
        asked.notices.append(_("%s: the first day is after the last; the two were exchanged.") % wanted.label)
        first, last = last, first
    path = wanted.path or wanted.key
    for key, day in zip(wanted.keys, (first, last), strict=True):
        asked.values[key] = [day.isoformat()] if day else []
    if first:
        asked.conditions.append(Q(**{f"{path}__gte": first if wanted.day_only else _midnight(first)}))
    if last:
        end = last if wanted.day_only else _midnight(last + timedelta(days=1))
        asked.conditions.append(Q(**{f"{path}__{'lte' if wanted.day_only else 'lt'}": end}))


def _day(request: SignedInRequest, key: str, asked: Asked) -> date | None:
    text = _clean(request.GET.get(key, ""))
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        asked.notices.append(
            _("“%s” is not a day; write it like 2026-03-04. This filter was left out.") % text[:40]
        )
        return None
    return day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
