"""A visit in the small world, at whatever step a test needs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aftersail.cases.models import WorkOrder
from aftersail.core.ids import new_id
from aftersail.core.scope import as_system, entered
from aftersail.dispatch.models import Assignment
from aftersail.people.models import Staff
from aftersail.visits.actions.findings import record_finding
from aftersail.visits.actions.making import visit_for
from aftersail.visits.actions.moving import accept_visit, arrive, begin_work, finish_work, set_out
from aftersail.visits.actions.recording import record_step, save_facts, save_hours
from aftersail.visits.actions.signing import Signed, sign_visit
from aftersail.visits.models import Visit
from aftersail.visits.queries.visits import visit_by_id
from tests.dispatch.conftest import Story, story
from tests.visits.report_samples import handwriting

__all__ = ["story"]


class Aboard:
    """One visit told step by step, by its engineer and at hours that follow one another."""

    def __init__(self, story: Story, **order: Any) -> None:
        self.story, self.now = story, story.now
        self.order: WorkOrder = story.order(**order)
        story.assign(self.order)
        with as_system():
            visit = visit_for(order=self.order, at=self.now - timedelta(hours=3))
        assert visit is not None
        self.pk = visit.pk

    def at(self, minutes: int) -> datetime:
        """An instant so many minutes after the assignment, three hours ago."""
        return self.now - timedelta(hours=3) + timedelta(minutes=minutes)

    def do(self, action: Callable[..., Any], minutes: int, who: str = "engineer", **values: Any) -> Any:
        """Let somebody do something to the visit in their own scope."""
        account = self.story.account(who)
        with entered(account.scope()):
            return action(by=account, visit=visit_by_id(account, self.pk), at=self.at(minutes), **values)

    def working(self) -> Aboard:
        self.do(accept_visit, 5)
        self.do(set_out, 10)
        self.do(arrive, 40)
        self.do(begin_work, 45)
        return self

    def step(self, place: int, minutes: int, result: str = "pass", **values: Any) -> Any:
        account = self.story.account("engineer")
        with entered(account.scope()):
            step = visit_by_id(account, self.pk).steps.get(place=place)
            return record_step(by=account, step=step, result=result, at=self.at(minutes), **values)

    def recorded(self, outcome: str = "restored", **facts: Any) -> Aboard:
        self.step(1, 50)
        self.step(2, 55, reading=Decimal("24.1"))
        self.step(3, 60)
        values = {
            "work_done": "更换电源模块",
            "test_result": "通电两小时正常",
            "diagnosis": "电源模块无输出",
            "restored": outcome,
            "running_hours": Decimal("1305.5"),
        }
        self.do(save_facts, 62, values=values | facts)
        codes = self.story.world.codes
        self.do(
            record_finding, 63, id=new_id(), text="电源模块烧毁", mode=codes["mode-NOO"], mechanism=codes["mechanism-4.3"], cause=codes["cause-3.4"],
            equipment=self.story.world.radar,
        )  # fmt: skip
        return self

    def finished(self, outcome: str = "restored", **facts: Any) -> Aboard:
        self.recorded(outcome, **facts)
        self.do(finish_work, 120)
        return self

    def hours(self, *entries: tuple[str, str, str]) -> None:
        people = {key: Staff.objects.get(pk=one.pk) for key, one in self.story.world.staff.items()}
        self.do(
            save_hours, 121, entries=[(people[who], kind, Decimal(hours)) for who, kind, hours in entries]
        )

    def signed(self) -> Aboard:
        self.do(sign_visit, 130, signatures=self.signatures())
        return self

    def signatures(self) -> list[Signed]:
        return [
            Signed("engineer", "程远帆", handwriting(3), self.at(128), "服务工程师"),
            Signed("user", "郑轮机", handwriting(7), self.at(129), "轮机长"),
        ]

    def visit(self) -> Visit:
        with as_system():
            return Visit.objects.select_related("order__case").get(pk=self.pk)


@pytest.fixture
def aboard(story: Story) -> Callable[..., Aboard]:
    return lambda **order: Aboard(story, **order)


@pytest.fixture(autouse=True)
def _files_apart(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signed_in(story: Story) -> Callable[[str], Client]:
    """Sign somebody in at the desk."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(story.account(name), backend="aftersail.core.signin.PasswordBackend")
        return client

    return sign_in


def with_a_mate(story: Story, visit: Any, who: str = "other_engineer") -> Assignment:
    """Let somebody go along on a visit."""
    with as_system():
        order = Visit.objects.get(pk=visit.pk).order_id
        lead = Assignment.objects.get(order=order, lead=True, released_at=None)
        return Assignment.objects.create(
            order=lead.order,
            staff=story.world.staff[who],
            lead=False,
            starts_at=lead.starts_at,
            ends_at=lead.ends_at,
        )
