"""Key figures and load for programs."""

# No postponed annotations here: ninja reads the signatures of decorated functions.
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.cases.permissions import SEES_COST
from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.figures import Figure
from aftersail.core.refusals import NotThere
from aftersail.fleet.states import LifecycleStage, Severity
from aftersail.scorecard.permissions import KNOWS_CASES, READERS, WORKLOAD_READERS, sees_cost, sees_service
from aftersail.scorecard.queries import beside
from aftersail.scorecard.queries.asked import Asked, asked_of
from aftersail.scorecard.queries.behind import cases_behind
from aftersail.scorecard.queries.indicators import BY_CODE, INDICATORS
from aftersail.scorecard.queries.measured import measures
from aftersail.scorecard.queries.saving import saving_table
from aftersail.scorecard.queries.workload import By, What, load

router = Router(tags=["scorecard"])


class Question(Schema):
    """A period and filters; `period` is month, last_month, quarter, year, or two days such as 2026-01-01..2026-03-31."""

    period: str = Field("year", max_length=24)
    area: UUID | None = None
    station: UUID | None = None
    stage: LifecycleStage | None = None
    severity: Severity | None = None
    family: UUID | None = None

    def asked(self) -> Asked:
        """Return the question as the pages ask it."""
        given = {
            name: str(getattr(value, "value", value))
            for name, value in self.dict().items()
            if value is not None
        }
        return asked_of(given, timezone.localdate())


class FigureOut(Schema):
    """A figure: null where there is no data; `low` and `high` bound its 95 % interval; `apart` counts what is left out."""

    code: str
    value: float | None
    unit: str
    n: int
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    small_sample: bool
    apart: dict[str, int]


class CohortCase(Schema):
    """A case behind a figure."""

    id: UUID
    number: str
    state: str
    severity: str
    station_id: UUID | None
    due_on: datetime | None
    done_on: datetime | None
    late_hours: float | None


class LoadOut(Schema):
    """A grid: months across, lines down."""

    months: list[date]
    keys: list[str]
    labels: list[str]
    cells: list[list[float]]
    counted_at: datetime | None
    left_out: int


def _out(code: str, figure: Figure) -> dict[str, Any]:
    plain = {
        name: getattr(figure, name) for name in ("value", "n", "numerator", "denominator", "low", "high")
    }
    return {
        "code": code,
        "unit": str(figure.unit),
        "small_sample": figure.small,
        "apart": dict(figure.excluded),
        **plain,
    }


@router.get("/kpi", response=list[FigureOut])
@audience(*READERS, scope="scorecard:read")
def read_kpi(request: SignedInRequest, question: Query[Question]) -> list[dict[str, Any]]:
    """The key figures of a period that this account may see."""
    account, asked, now = request.user, question.asked(), timezone.now()
    codes = [
        i.code for i in INDICATORS if (sees_cost(account) if i.kind == "money" else sees_service(account))
    ]
    found = [_out(code, measure.figure) for code, measure in measures(account, asked, now, codes).items()]
    if sees_service(account):
        said = beside.opinion(account, asked)
        found += [
            _out("return_visits", beside.return_visit_figure(account, asked, now)),
            _out("csat", said.csat),
        ]
        found += [_out("nps", said.nps), _out("hours", beside.hours_figure(account, asked))]
    return found + ([_out("saving", beside.saving_figure(account, asked))] if sees_cost(account) else [])


@router.get("/kpi/{code}/cases", response=Listing[CohortCase])
@audience(*KNOWS_CASES, scope="scorecard:read")
def list_kpi_cases(
    request: SignedInRequest, code: str, paging: Query[Paging], question: Query[Question], side: str = ""
) -> HttpResponse:
    """The cases behind a figure; `side` is hit, miss, waiting or apart."""
    indicator = BY_CODE.get(code)
    if indicator is None or (indicator.kind == "money" and not sees_cost(request.user)):
        raise NotThere
    rows = cases_behind(request.user, question.asked(), indicator, timezone.now(), side)
    return listing(rows, tuple(CohortCase.model_fields), paging=paging, order="-reported_at")


@router.get("/workload", response=LoadOut)
@audience(*WORKLOAD_READERS, scope="scorecard:read")
def read_workload(
    request: SignedInRequest,
    by: By = "stage",
    what: What = "cases",
    stage: LifecycleStage | None = None,
    station: UUID | None = None,
) -> object:
    """Cases by month of report and stage, station or owner, from the rollup."""
    if what == "cost_cny" and not sees_cost(request.user):
        raise NotThere
    return load(
        by=by, what=what, until=timezone.localdate(), stage=stage.value if stage else "", station=station
    )


class SavingOut(Schema):
    """What one station's visits of a month cost, and would have cost from headquarters."""

    station_id: UUID | None
    month: date
    cases: int
    actual_cny: Decimal
    reference_cny: Decimal
    saved_cny: Decimal


@router.get("/saving", response=list[SavingOut], summary="Regional saving by station and month")
@audience(*(READERS & SEES_COST), scope="scorecard:read")
def read_saving(request: SignedInRequest, question: Query[Question]) -> list[dict[str, Any]]:
    """The regional saving of closed cases that have both costs (R18)."""
    months, table = saving_table(request.user, question.asked())
    return [
        {
            "station_id": row.station_id, "month": month, "cases": one.cases, "actual_cny": one.actual_cny,
            "reference_cny": one.reference_cny, "saved_cny": one.saved_cny,
        }
        for row in table
        for month, one in zip(months, row.months, strict=True)
        if one is not None
    ]  # fmt: skip
