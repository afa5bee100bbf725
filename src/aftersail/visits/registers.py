"""The register of visits and the review queue: what they show and how they are filtered."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aftersail.core.lists import Column, Filter, ListSpec, choices_from
from aftersail.core.roles import Role
from aftersail.fleet.states import LifecycleStage
from aftersail.people.lists import area_choices, in_area
from aftersail.people.models import Staff, Station
from aftersail.visits.states import FilledState, FormKind, VisitState

OUTCOMES = [("restored", _("Restored")), ("temporary", _("Temporarily restored")), ("not", _("Not restored"))]
HOUSE_DESK = frozenset(
    {
        Role.DISPATCHER,
        Role.STATION_MANAGER,
        Role.SERVICE_MANAGER,
        Role.QUALITY,
        Role.EXECUTIVE,
        Role.AUDITOR,
        Role.ENGINEER,
    }
)


def _mine(_value: str, request: HttpRequest) -> Q:
    return Q(lead__account=request.user)


COLUMNS = (
    Column("number", _("Visit"), link="visits:visit", title=True, sort=True),
    Column("state", _("State"), kind="state", choices=VisitState.choices, sort=True),
    Column(
        "vessel",
        _("Vessel"),
        path="order__case__vessel__name",
        kind="whole",
        english="order__case__vessel__name_en",
        sort="order__case__vessel__hull_code",
    ),
    Column("case", _("Case"), path="order__case__title"),
    Column(
        "lead", _("Engineer"), path="lead__name", kind="whole", english="lead__name_en", sort="lead__number"
    ),
    Column("port", _("Port"), path="port__name", kind="whole", english="port__name_en", phone=False),
    Column("planned_from", _("Planned time"), kind="moment", sort=True),
    Column("arrived_at", _("On board"), kind="moment", sort=True, phone=False),
    Column("signed_at", _("Signed"), kind="moment", sort=True, phone=False),
    Column("restored", _("Outcome"), kind="choice", choices=OUTCOMES),
    Column(
        "stage",
        _("Lifecycle stage"),
        path="order__case__stage",
        kind="choice",
        choices=LifecycleStage.choices,
        phone=False,
    ),
)
SEARCHED = (
    "number",
    "order__number",
    "order__case__number",
    "order__case__title",
    "order__case__vessel__name",
    "order__case__vessel__hull_code",
    "lead__name",
)

VISITS = ListSpec(
    page="visits:list",
    columns=COLUMNS,
    filters=(
        Filter("state", _("State"), path="state", choices=VisitState.choices),
        Filter("restored", _("Outcome"), path="restored", choices=OUTCOMES),
        Filter(
            "station",
            _("Station"),
            path="lead__station_id",
            choices=choices_from(lambda _a: Station.objects.all(), "name", "name_en"),
            roles=HOUSE_DESK,
        ),
        Filter(
            "area", _("Area"), apply=in_area("lead__station__area_id"), choices=area_choices, roles=HOUSE_DESK
        ),
        Filter(
            "lead",
            _("Engineer"),
            path="lead_id",
            choices=choices_from(lambda _a: Staff.objects.filter(serves_on_board=True), "name", "name_en"),
            roles=HOUSE_DESK,
        ),
        Filter(
            "mine",
            _("My visits"),
            kind="flag",
            apply=_mine,
            roles=frozenset({Role.ENGINEER, Role.STATION_MANAGER}),
        ),
        Filter("planned", _("Planned time"), kind="period", path="planned_from"),
        Filter("signed", _("Signed"), kind="period", path="signed_at"),
    ),
    default_sort="-planned_from",
    search_paths=SEARCHED,
    placeholder=_("Visit, case, ship, engineer"),
    empty=_("No visit yet. A visit appears when an engineer is sent for an approved work order."),
)

REVIEWS = ListSpec(
    page="visits:reviews",
    columns=COLUMNS,
    filters=(
        Filter(
            "station",
            _("Station"),
            path="lead__station_id",
            choices=choices_from(lambda _a: Station.objects.all(), "name", "name_en"),
        ),
    ),
    default_sort="signed_at",
    search_paths=SEARCHED,
    placeholder=_("Visit, case, ship, engineer"),
    empty=_("Nothing waits for review. Signed visits appear here."),
)

FILLED_FORMS = ListSpec(
    page="visits:filled_forms",
    columns=(
        Column("number", _("Form no."), link="visits:filled_form", title=True, sort=True),
        Column("form", _("Form"), path="form__title", kind="whole", english="form__title_en"),
        Column("edition", _("Edition"), path="edition__number", kind="number", phone=False),
        Column("state", _("State"), kind="state", choices=FilledState.choices, sort=True),
        Column("percent", _("Complete (%)"), kind="number"),
        Column("vessel", _("Vessel"), path="vessel__name", kind="whole", english="vessel__name_en"),
        Column(
            "station",
            _("Station"),
            path="station__name",
            kind="whole",
            english="station__name_en",
            phone=False,
        ),
        Column("author", _("Filled in by"), path="author_name", phone=False),
        Column("begun_at", _("Begun"), kind="moment", sort=True),
        Column("signed_at", _("Signed"), kind="moment", sort=True, phone=False),
    ),
    filters=(
        Filter("state", _("State"), path="state", choices=FilledState.choices),
        Filter("kind", _("Kind"), path="form__kind", choices=FormKind.choices),
        Filter("begun", _("Begun"), kind="period", path="begun_at"),
    ),
    default_sort="-begun_at",
    search_paths=("number", "form__title", "form__code", "vessel__name", "vessel__hull_code", "author_name"),
    placeholder=_("Number, form, ship, person"),
    empty=_("No form has been filled in yet. Choose one under Forms."),
)
