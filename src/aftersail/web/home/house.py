"""The home pages of the maker's people and of the yard, one function for each chair."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case
from aftersail.cases.queries.finding import cases_for
from aftersail.cases.states import COLUMN_OF, OPEN_STATES, BoardColumn, OrderState
from aftersail.core.audience import SignedInRequest
from aftersail.core.models import Account
from aftersail.scorecard.queries.asked import asked_of
from aftersail.scorecard.queries.beside import opinion
from aftersail.scorecard.queries.measured import measures
from aftersail.web.home import case_blocks, fleet_blocks, hull_blocks, service_blocks
from aftersail.web.home.blocks import Home, Start, Tile

SERIOUS = ("S1", "S2")


def dispatcher(request: SignedInRequest, now: datetime) -> Home:
    """What came in, what burns, what nobody goes to yet."""
    return Home(
        starts=[Start(_("Enter a call"), reverse("intake:new"), "phone", primary=True), Start(_("Board"), reverse("cases:board"), "columns-3")],
        blocks=[
            case_blocks.waiting_requests(request), case_blocks.overdue(request, now), case_blocks.due_soon(request, now),
            case_blocks.orders(request, OrderState.APPROVED, _("Orders without an engineer"), _("Every approved order has its engineer.")),
            case_blocks.suspended_to_review(request, now), service_blocks.cards_waiting(request),
            hull_blocks.milestones_ahead(request), hull_blocks.handovers_under_way(request),
        ],
    )  # fmt: skip


def station_manager(request: SignedInRequest, now: datetime) -> Home:
    """The own station: its board, approvals, who is on board, who is to be called."""
    return Home(
        starts=[Start(_("Board"), reverse("cases:board"), "columns-3", primary=True), Start(_("Enter a call"), reverse("intake:new"), "phone")],
        tiles=_board_tiles(request),
        blocks=[
            case_blocks.orders(request, OrderState.DRAFT, _("Orders to approve"), _("No order waits for your approval.")),
            service_blocks.visits_today(request, now), case_blocks.overdue(request, now), case_blocks.due_soon(request, now),
            service_blocks.visits_for_review(request), service_blocks.undecided_from_sea(request), service_blocks.return_visits(request, now),
            hull_blocks.milestones_ahead(request), hull_blocks.handovers_under_way(request),
            service_blocks.daily_lists_missing(request, now),
        ],
    )  # fmt: skip


def engineer(request: SignedInRequest, now: datetime) -> Home:
    """My visits, and the cases I own."""
    return Home(
        starts=[Start(_("My visits"), reverse("visits:mine"), "ship", primary=True)],
        blocks=[
            *service_blocks.visits_of_mine(request, now),
            service_blocks.undecided_from_sea(request),
            case_blocks.own_cases(request),
        ],
    )


def quality(request: SignedInRequest, now: datetime) -> Home:
    """What must be looked at, and what comes back."""
    return Home(blocks=[
        service_blocks.visits_for_review(request), case_blocks.repeat_faults(request, now), case_blocks.uncoded(request), service_blocks.unhappy(request, now),
        fleet_blocks.changes_to_verify(request, "quality"), fleet_blocks.ending(request), fleet_blocks.last_buys(request),
        service_blocks.models_without_baseline(request),
    ])  # fmt: skip


def service_manager(request: SignedInRequest, now: datetime) -> Home:
    """My ships: what is open, whom to call, who has not answered."""
    return Home(
        starts=[Start(_("Enter a call"), reverse("intake:new"), "phone", primary=True)],
        blocks=[
            case_blocks.open_cases(request, _("Open cases of my ships"), _("Nothing is open on your ships.")),
            service_blocks.return_visits(request, now, own=True), case_blocks.waiting_requests(request), service_blocks.cards_waiting(request),
            hull_blocks.handovers_under_way(request),
        ],
    )  # fmt: skip


def executive(request: SignedInRequest, now: datetime) -> Home:
    """The key figures, and what went wrong."""
    serious = cases_for(request.user).filter(state__in=OPEN_STATES, severity__in=SERIOUS, next_due_at__lt=now)
    burning = case_blocks.cases(
        request, _("Serious and overdue"), serious, query="overdue=1&severity=S1&severity=S2", icon="urgent", urgent=True,
        empty=_("No serious case is overdue."),
    )  # fmt: skip
    return Home(
        tiles=_figure_tiles(request, now),
        blocks=[burning, service_blocks.unhappy(request, now), case_blocks.repeat_faults(request, now)],
    )


def auditor(request: SignedInRequest, now: datetime) -> Home:
    """The figures, and the log that proves them."""
    return Home(
        starts=[
            Start(_("Log"), reverse("core:log"), "history", primary=True),
            Start(_("Check the log's chain"), reverse("core:verify_log"), "shield-check"),
        ],
        tiles=_figure_tiles(request, now),
        blocks=[case_blocks.overdue(request, now), service_blocks.visits_for_review(request)],
    )


def designer(request: SignedInRequest, now: datetime) -> Home:
    """What fails again, and the serious faults that are open."""
    rows = cases_for(request.user).filter(state__in=OPEN_STATES, severity__in=SERIOUS)
    serious = case_blocks.cases(
        request,
        _("Serious faults, open"),
        rows,
        query="open=1&severity=S1&severity=S2",
        empty=_("No serious fault is open."),
    )
    return Home(
        blocks=[
            case_blocks.repeat_faults(request, now),
            serious,
            fleet_blocks.ending(request),
            fleet_blocks.last_buys(request),
        ]
    )


def consultant(request: SignedInRequest, now: datetime) -> Home:
    """The cases to which the consultant has been invited."""
    return Home(
        blocks=[
            case_blocks.open_cases(
                request,
                _("Cases you are invited to"),
                _("You are invited to no open case. Invitations come from the case's owner."),
            )
        ]
    )


def finance(request: SignedInRequest, now: datetime) -> Home:
    """What service costs."""
    asked = asked_of({"period": "year"}, timezone.localdate(now))
    found = measures(request.user, asked, now, ["cost"])["cost"]
    url = reverse("scorecard:kpi")
    return Home(
        starts=[Start(_("Key figures"), url, "gauge", primary=True)],
        tiles=[
            Tile(_("Cost per case, last 12 months"), url, figure=found.figure),
            Tile(
                _("Open cases cost so far"),
                reverse("scorecard:cohort", args=["cost"]) + "?side=open",
                figure=found.open_cost,
            ),
        ],
    )


def admin(request: SignedInRequest, now: datetime) -> Home:
    """Accounts and the health of the installation; no business content."""
    people = Account.objects.filter(is_active=True).count()
    return Home(
        starts=[
            Start(_("New account"), reverse("core:account_new"), "user-plus", primary=True),
            Start(_("Log"), reverse("core:log"), "history"),
        ],
        tiles=[Tile(_("Active accounts"), reverse("core:accounts"), value=people)],
    )


def yard(request: SignedInRequest, now: datetime) -> Home:
    """The yard's coordinator: hulls, tasks, cases, cards put to the yard."""
    return Home(
        starts=[Start(_("Report a fault"), reverse("intake:new"), "alert-triangle", primary=True)],
        blocks=[
            service_blocks.tasks_due(request), case_blocks.open_cases(request, _("Cases of your hulls"), _("No case is open on hulls in your yard.")),
            service_blocks.open_hulls(request), hull_blocks.owed_by_yard(request), service_blocks.cards_waiting(request, title=_("How was it? Please answer")),
        ],
    )  # fmt: skip


def _board_tiles(request: SignedInRequest) -> list[Tile]:
    """How many cases stand in each column of the board."""
    rows = (
        cases_for(request.user)
        .filter(state__in=OPEN_STATES)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    counts: Counter[BoardColumn] = Counter()
    for state, n in rows:
        counts[COLUMN_OF[state]] += n
    url = reverse("cases:board")
    return [
        Tile(column.label, url, value=counts[column]) for column in BoardColumn if column != BoardColumn.DONE
    ]


def _figure_tiles(request: SignedInRequest, now: datetime) -> list[Tile]:
    """Four key figures of the last 12 months, each leading to its cases."""
    asked = asked_of({"period": "year"}, timezone.localdate(now))
    codes = ("response", "restore", "ftfr", "cost")
    found = measures(request.user, asked, now, codes)
    tiles = [
        Tile(
            found[code].indicator.label,
            f"{reverse('scorecard:cohort', args=[code])}?{asked.query()}",
            figure=found[code].figure,
            hint=found[code].indicator.hint,
        )
        for code in codes
    ]
    said = opinion(request.user, asked)
    tiles.append(
        Tile(
            _("Satisfied customers"), f"{reverse('scorecard:cohort_cards')}?{asked.query()}", figure=said.csat
        )
    )
    return [*tiles, Tile(_("Open cases"), reverse("cases:cases") + "?open=1", value=_open_count(request))]


def _open_count(request: SignedInRequest) -> int:
    return Case.objects.visible_to(request.user).filter(state__in=OPEN_STATES).count()
