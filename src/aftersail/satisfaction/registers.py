"""The list of satisfaction cards: what it shows and how it is filtered."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.core.masters.naming import reads_english
from aftersail.fleet.states import LifecycleStage
from aftersail.intake.states import Channel
from aftersail.people.lists import area_choices, in_area
from aftersail.people.models import Station
from aftersail.satisfaction.permissions import READS_WORDS
from aftersail.satisfaction.rules import DETRACTOR_TO, PROMOTER_FROM, SATISFIED_FROM
from aftersail.satisfaction.states import CardEvent, CardState, DeclineCode

OPINIONS = (("satisfied", _("Satisfied (4–5)")), ("other", _("Not satisfied (1–3)")))
LOYALTIES = (
    ("promoter", _("Promoters (9–10)")),
    ("passive", _("Passive (7–8)")),
    ("detractor", _("Detractors (0–6)")),
)


def _opinion(value: str, _request: HttpRequest) -> Q:
    return Q(overall__gte=SATISFIED_FROM) if value == "satisfied" else Q(overall__lt=SATISFIED_FROM)


def _loyalty(value: str, _request: HttpRequest) -> Q:
    if value == "promoter":
        return Q(nps__gte=PROMOTER_FROM)
    if value == "detractor":
        return Q(nps__lte=DETRACTOR_TO)
    return Q(nps__gt=DETRACTOR_TO, nps__lt=PROMOTER_FROM)


def _stations(account: Any) -> Any:
    return Station.objects.visible_to(account)


def channel_cell(channel: str, name: str | None, name_en: str | None) -> str:
    """Say how the answer came, and who of the house wrote it down where somebody did."""
    writer = (reads_english() and name_en) or name
    return " · ".join(str(part) for part in (dict(Channel.choices).get(channel), writer) if part) or "—"


CARDS = ListSpec(
    page="satisfaction:cards",
    columns=(
        Column(
            "handed_out_at", _("Handed out"), kind="moment", sort=True, link="satisfaction:card", title=True
        ),
        Column("event", _("Event"), kind="whole", choices=CardEvent.choices),
        Column("state", _("State"), kind="state", choices=CardState.choices),
        Column("case", _("Case"), path="case__number", kind="whole", link="cases:case", link_id="case_id"),
        Column(
            "stage",
            _("Lifecycle stage"),
            path="case__stage",
            kind="choice",
            choices=LifecycleStage.choices,
            phone=False,
        ),
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
        Column("overall", _("Overall"), kind="number", sort=True),
        Column("nps", _("Recommends (0–10)"), kind="number", sort=True, phone=False),
        Column("comment", _("In their words"), phone=False, roles=READS_WORDS),
        Column(
            "decline_code", _("Declined because"), kind="choice", choices=DeclineCode.choices, phone=False
        ),
        Column(
            "channel",
            _("Channel"),
            also=("entered_by__name", "entered_by__name_en"),
            paint=channel_cell,
            phone=False,
        ),
        Column("answered_at", _("Answered"), kind="moment", sort=True, phone=False),
    ),
    filters=(
        Filter("state", _("State"), choices=CardState.choices),
        Filter("event", _("Event"), choices=CardEvent.choices),
        Filter("opinion", _("Satisfied?"), choices=OPINIONS, apply=_opinion),
        Filter("loyalty", _("Recommends?"), choices=LOYALTIES, apply=_loyalty),
        Filter("decline_code", _("Declined because"), choices=DeclineCode.choices),
        Filter(
            "station",
            _("Station"),
            path="case__station_id",
            choices=choices_from(_stations, "name", "name_en"),
        ),
        Filter("area", _("Area"), apply=in_area("case__station__area_id"), choices=area_choices),
        Filter("answered", _("Answered"), kind="period", path="answered_at"),
    ),
    default_sort="-handed_out_at",
    search_paths=("case__number", "case__vessel__name", "case__vessel__hull_code", "respondent"),
    placeholder=_("Case, ship, person"),
    empty=_(
        "No card yet. A card is handed out when a visit is signed, when a case is solved from afar, or by hand on a case."
    ),
)
