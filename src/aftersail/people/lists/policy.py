"""The lists of policy and duties."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.people.models.duties import HOUSE_ROLES
from aftersail.people.states import EditionState


def plainly(number: Decimal) -> str:
    """Write a promised number without idle zeros: 2 hours, 85 %."""
    whole, _point, rest = f"{number:,f}".partition(".")
    return f"{whole}.{rest.rstrip('0')}".rstrip(".")


POLICIES = ListSpec(
    page="people:policies",
    columns=(
        Column("edition", _("Edition"), kind="number", sort=True),
        Column("title", _("Title"), english="title_en", link="people:policy", title=True),
        Column("state", _("State"), kind="state", choices=EditionState.choices, sort=True),
        Column("promise_count", _("Promises"), kind="number"),
        Column("read_by", _("Acknowledged by"), kind="number"),
        Column("in_force_from", _("In force from"), kind="day", sort=True),
        Column("superseded_on", _("Superseded"), kind="day", phone=False),
    ),
    default_sort="-edition",
    filters=(Filter("state", _("State"), choices=EditionState.choices),),
    search_paths=("title", "title_en"),
    empty=_("No policy yet. Write the first edition: what users may expect, with numbers."),
)

PROMISES = ListSpec(
    page="people:promises",
    columns=(
        Column("position", _("Sequence"), kind="number", sort=True),
        Column("text", _("Promise"), english="text_en", link="people:promise", title=True),
        Column("number", _("Promised number"), kind="number", paint=plainly),
        Column("measure", _("Measured in"), english="measure_en"),
        Column("policy", _("Edition"), path="policy__edition", kind="number", sort=True),
    ),
    default_sort="-policy",
    search_paths=("text", "text_en"),
)

CHARTS = ListSpec(
    page="people:charts",
    columns=(
        Column("edition", _("Edition"), kind="number", sort=True),
        Column("name", _("Name"), english="name_en", link="people:chart", title=True),
        Column("state", _("State"), kind="state", choices=EditionState.choices, sort=True),
        Column("activity_count", _("Activities"), kind="number"),
        Column("in_force_from", _("In force from"), kind="day", sort=True),
    ),
    default_sort="-edition",
    filters=(Filter("state", _("State"), choices=EditionState.choices),),
    search_paths=("name", "name_en"),
    empty=_("No chart of duties yet. Begin one, then enter its activities."),
)

ACTIVITIES = ListSpec(
    page="people:activities",
    columns=(
        Column("position", _("Sequence"), kind="number", sort=True),
        Column("name", _("Duty"), english="name_en", link="people:activity", title=True),
        Column("code", _("Code"), sort=True),
        Column("accountable_role", _("A: accountable role"), kind="choice", choices=HOUSE_ROLES),
        Column("accountable_person", _("A: accountable person"), path="accountable_person__name"),
        Column("chart", _("Edition"), path="chart__edition", kind="number", sort=True),
    ),
    default_sort="-chart",
    filters=(Filter("accountable_role", _("A: accountable role"), choices=HOUSE_ROLES),),
    search_paths=("code", "name", "name_en"),
)
