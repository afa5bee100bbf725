"""The list pages of families, models and the codes by which they fail; which support ends soon."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.fleet.lists.choices import family_choices
from aftersail.fleet.models import ProductFamily
from aftersail.fleet.rules import add_months
from aftersail.fleet.rules.lineage import is_near
from aftersail.fleet.states import CodeKind, Criticality
from aftersail.people.lists import skill_choices


def ending_soon(path: str = "end_of_support_on", family: str = "family__") -> Q:
    """Return the condition that a day has come within its family's months ahead."""
    today, wanted = timezone.localdate(), Q(pk__in=[])
    for months in ProductFamily.objects.order_by().values_list("alert_months", flat=True).distinct():
        wanted |= Q(**{f"{family}alert_months": months, f"{path}__lte": add_months(today, months)})
    return wanted


def ending_cell(ends_on: date | None, months: int) -> Any:
    """Paint the day on which support ends; one that comes near or has passed says so in words."""
    if ends_on is None:
        return "—"
    today = timezone.localdate()
    if ends_on <= today:
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', ends_on.isoformat(), gettext("ended")
        )
    if is_near(ends_on, months, today):
        return format_html(
            '{} <span class="tag tag-attention">{}</span>', ends_on.isoformat(), gettext("ends soon")
        )
    return ends_on.isoformat()


FAMILIES = ListSpec(
    page="fleet:families",
    columns=(
        Column("code", _("Code"), sort=True),
        Column("name", _("Name"), english="name_en", sort=True, link="fleet:family", title=True),
        Column("skill", _("Skill"), path="skill__name", english="skill__name_en"),
    ),
    default_sort="code",
    filters=(Filter("skill", _("Skill"), path="skill_id", choices=skill_choices),),
    search_paths=("code", "name", "name_en"),
)

MODELS = ListSpec(
    page="fleet:models",
    columns=(
        Column("code", _("Model code"), sort=True, link="fleet:model", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("family", _("Family"), path="family__name", english="family__name_en", sort=True),
        Column("criticality", _("Criticality"), kind="choice", choices=Criticality.choices, sort=True),
        Column("unit_count", _("Units"), kind="number", sort=True),
        Column("predecessor", _("Predecessor"), path="predecessor__code", phone=False),
        Column(
            "end_of_support_on", _("End of support"), kind="whole", sort=True, also=("family__alert_months",), paint=ending_cell,
            export=lambda ends_on, _months: ends_on,
        ),
        Column("legacy", _("Old model"), kind="yes", phone=False),
    ),
    default_sort="code",
    filters=(
        Filter("family", _("Family"), path="family_id", choices=family_choices),
        Filter("criticality", _("Criticality"), choices=Criticality.choices),
        Filter("ending", _("Support ends soon"), kind="flag", apply=lambda _v, _r: ending_soon()),
        Filter("old", _("Old models only"), kind="flag", apply=lambda _v, _r: Q(legacy=True) | Q(end_of_support_on__lte=timezone.localdate())),
    ),
    search_type="fleet.productmodel",
)  # fmt: skip

CODES = ListSpec(
    page="fleet:codes",
    columns=(
        Column("kind", _("Kind"), kind="choice", choices=CodeKind.choices, sort=True),
        Column("code", _("Code"), sort=True, link="fleet:code", title=True),
        Column("name", _("Name"), english="name_en", sort=True),
        Column("active", _("Active"), kind="yes"),
    ),
    default_sort="kind",
    filters=(Filter("kind", _("Kind"), choices=CodeKind.choices),),
    per_page=150,
    search_paths=("code", "name", "name_en"),
)
