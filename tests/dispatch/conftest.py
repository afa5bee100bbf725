"""A case with an approved work order in the small world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from aftersail.cases.actions.judging import triage_case
from aftersail.cases.actions.opening import open_case
from aftersail.cases.actions.orders import approve_order, draft_order
from aftersail.cases.models import Case, WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.models import Account
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.actions import assign_order
from aftersail.dispatch.engine import plan
from aftersail.dispatch.models import Assignment
from aftersail.dispatch.queries.planning import PlanAsked, picture_of
from aftersail.dispatch.queries.proposals import proposal_for
from aftersail.dispatch.rules.planning import SETTLING
from aftersail.dispatch.rules.plans import step_kept
from aftersail.dispatch.rules.timeline import LOCAL, Timeline
from aftersail.web.demo.small import World


@dataclass
class Story:
    """The small world with a fault on the ship's radar, reported some hours ago."""

    world: World
    now: datetime = field(default_factory=timezone.now)

    def account(self, name: str) -> Account:
        """An account as a new request would load it, with the grants of this moment."""
        return Account.objects.get(username=self.world.accounts[name].username)

    def case(self, **changes: Any) -> Case:
        by = self.account("dispatcher")
        values = {
            "vessel": self.world.vessel,
            "equipment": self.world.radar,
            "reported_at": self.now - timedelta(hours=6),
        } | changes
        with as_system():
            case = open_case(
                by=by,
                id=new_id(),
                title="雷达无图像",
                channel="phone",
                at=self.now - timedelta(hours=6),
                **values,
            )
            return triage_case(
                by=by, case=case, severity="S2", stage=case.stage, at=self.now - timedelta(hours=5)
            )

    def order(self, case: Case | None = None, **changes: Any) -> WorkOrder:
        by = self.account("dispatcher")
        case = case or self.case()
        at = self.now - timedelta(hours=4)
        values: dict[str, Any] = {
            "scope": "检查雷达电源", "port": self.world.ports["QDG"], "skill": self.world.skills["RAD"], "level": 2,
            "window_from": self.now - timedelta(hours=4), "window_until": self.now + timedelta(days=3), "work_hours": Decimal(4),
        }  # fmt: skip
        with as_system():
            order = draft_order(by=by, case=case, id=new_id(), at=at, **(values | changes))
            return approve_order(by=by, order=order, at=at)

    def assign(
        self,
        order: WorkOrder,
        *,
        by: str = "dispatcher",
        who: str = "engineer",
        at: datetime | None = None,
        **changes: Any,
    ) -> Assignment:
        at = at or self.now - timedelta(hours=3)
        staff = self.world.staff[who]
        account = self.account(by)
        with entered(account.scope()):
            order = WorkOrder.objects.select_related("case__vessel", "port", "skill").get(pk=order.pk)
            fits = next(
                (p for p in proposal_for(order, at).ranking.proposals if p.candidate.key == staff.number),
                None,
            )
            starts_at = fits.earliest_start if fits else at + timedelta(hours=1)
            values: dict[str, Any] = {
                "id": new_id(),
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=4),
            } | changes
            return assign_order(by=account, order=order, staff=staff, at=at, **values)


@pytest.fixture
def story(world: World) -> Story:
    return Story(world)


@pytest.fixture
def on_behalf() -> Callable[[Account], Any]:
    """Enter an account's own scope, as its request would."""
    return lambda account: entered(account.scope())


@pytest.fixture
def everything() -> Iterator[None]:
    with as_system():
        yield


@pytest.fixture
def visitor(story: Story) -> Callable[[str], Client]:
    """Sign somebody in, reading English."""

    def entering(name: str) -> Client:
        client = Client()
        client.force_login(story.account(name), backend="aftersail.core.signin.PasswordBackend")
        client.cookies["aftersail_language"] = "en"
        return client

    return entering


@pytest.fixture
def planning(story):
    """Plan the coming two weeks as the dispatcher, always the same way."""

    class Planning:
        account = story.account("dispatcher")
        line = Timeline(timezone.localdate(), 14)

        def picture(self, **asked):
            with entered(self.account.scope()), translation.override("en"):
                return picture_of(self.account, PlanAsked(self.line, **asked), story.now + SETTLING)

        def plan(self, **asked):
            return plan(self.picture(**asked), seconds=0, iterations=300)

        def step(self, made, order):
            return next(one for one in made.steps if one.order_id == order.pk)

        def step_of(self, draft, order):
            return next(one for one in map(step_kept, draft.steps) if one.order_id == order.pk)

        def day(self, story, number, hour):
            """The hour of the n-th coming day on which the engineers are on duty."""
            days = [day for day in self.picture().days if day > timezone.localdate()]
            return datetime.combine(days[number], datetime.min.time(), LOCAL) + timedelta(hours=hour)  # fmt: skip

    return Planning()
