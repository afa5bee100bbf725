"""The lists behind the figures: which cases, return visits and cards make up an n."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aftersail.care.states import ReturnVisitKind, ReturnVisitState
from aftersail.cases.permissions import SEES_COST
from aftersail.cases.states import CaseState
from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.fleet.models import ProductFamily
from aftersail.fleet.states import LifecycleStage, Severity
from aftersail.people.models import Area, Station
from aftersail.satisfaction.states import CardEvent
from aftersail.scorecard.permissions import KNOWS_CASES, READERS
from aftersail.scorecard.queries.asked import PERIODS, TO

SIDES = (
    ("hit", _("Kept")),
    ("miss", _("Missed")),
    ("waiting", _("Not yet to be judged")),
    ("apart", _("Counted apart")),
    ("open", _("Still open")),
)


def _asked_already(_value: str, _request: HttpRequest) -> Q:
    """The rows come narrowed by the same question as the figure; the filter only shows it and keeps it."""
    return Q()


def _options(model: Any) -> Any:
    return choices_from(lambda account: model.objects.visible_to(account), "name", "name_en")


def _periods(request: HttpRequest) -> list[tuple[str, Any]]:
    named = request.GET.get("period", "")
    days = [(named, named.replace(TO, " – "))] if TO in named else []
    return [*((code, label) for code, label in PERIODS if code != "custom"), *days]


QUESTION = (
    Filter("side", _("Side"), choices=SIDES, apply=_asked_already),
    Filter("period", _("Period"), choices=_periods, apply=_asked_already),
    Filter("area", _("Area"), choices=_options(Area), apply=_asked_already),
    Filter("station", _("Station"), choices=_options(Station), apply=_asked_already),
    Filter("stage", _("Stage"), choices=LifecycleStage.choices, apply=_asked_already),
    Filter("severity", _("Severity"), choices=Severity.choices, apply=_asked_already),
    Filter("family", _("Product family"), choices=_options(ProductFamily), apply=_asked_already),
)
NO_CASE = _("No case stands behind this figure. Choose a longer period or another side.")

COHORT = ListSpec(
    page="scorecard:cohort",
    columns=(
        Column("number", _("Number"), link="cases:case", title=True, sort=True, roles=KNOWS_CASES),
        Column("case", _("Number"), path="number", kind="whole", title=True, roles=READERS - KNOWS_CASES),
        Column("title", _("Title"), roles=KNOWS_CASES),
        Column("cost_cny", _("Cost"), kind="money", sort=True, roles=SEES_COST),
        Column("state", _("State"), kind="state", choices=CaseState.choices),
        Column("severity", _("Severity"), kind="state", sort=True),
        Column(
            "vessel",
            _("Vessel"),
            path="vessel__name",
            kind="whole",
            english="vessel__name_en",
            roles=KNOWS_CASES,
        ),
        Column(
            "station",
            _("Station"),
            path="station__name",
            kind="whole",
            english="station__name_en",
            phone=False,
        ),
        Column("due", _("Due"), path="due_on", kind="moment", sort=True),
        Column("done", _("Done"), path="done_on", kind="moment", sort=True),
        Column("late_hours", _("Late by, or took (h)"), kind="hours", sort=True),
        Column("visits_made", _("Visits made"), kind="number", sort=True, phone=False),
        Column("reported_at", _("Reported"), kind="moment", sort=True, phone=False),
    ),
    filters=QUESTION,
    default_sort="-reported_at",
    search_paths=("number", "title"),
    empty=NO_CASE,
)

COHORT_RETURN_VISITS = ListSpec(
    page="scorecard:cohort_return_visits",
    columns=(
        Column(
            "vessel", _("Vessel"), path="vessel__name", kind="whole", english="vessel__name_en", title=True
        ),
        Column("kind", _("Occasion"), kind="choice", choices=ReturnVisitKind.choices),
        Column("state", _("State"), kind="state", choices=ReturnVisitState.choices),
        Column("due_on", _("Due"), kind="day", sort=True),
        Column("done_at", _("Done"), kind="moment", sort=True),
        Column("attempts", _("Tries"), kind="number"),
        Column("case", _("Case"), path="case__number", kind="whole", link="cases:case", link_id="case_id"),
    ),
    filters=QUESTION,
    default_sort="-due_on",
    empty=_("No return visit stands behind this figure."),
)

COHORT_CARDS = ListSpec(
    page="scorecard:cohort_cards",
    columns=(
        Column("answered_at", _("Answered"), kind="moment", sort=True, title=True, link="satisfaction:card"),
        Column("event", _("Event"), kind="choice", choices=CardEvent.choices),
        Column("overall", _("Overall"), kind="number", sort=True),
        Column("nps", _("Recommends (0–10)"), kind="number", sort=True),
        Column("case", _("Case"), path="case__number", kind="whole", link="cases:case", link_id="case_id"),
        Column(
            "vessel", _("Vessel"), path="case__vessel__name", kind="whole", english="case__vessel__name_en"
        ),
        Column(
            "station",
            _("Station"),
            path="case__station__name",
            kind="whole",
            english="case__station__name_en",
            phone=False,
        ),
    ),
    filters=QUESTION,
    default_sort="-answered_at",
    empty=_("No answer stands behind this figure."),
)
