"""Short ways to make a case and take it somewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.cases.actions import judging, moving, opening, orders
from aftersail.cases.models import Case, WorkOrder
from aftersail.core.ids import new_id
from aftersail.intake.actions import receive_request
from aftersail.web.demo.small import World


@pytest.fixture
def now() -> datetime:
    """The instant at which a test plays."""
    return timezone.now()


@pytest.fixture
def opened(world: World, system_scope: None, now: datetime) -> Callable[..., Case]:
    """Open a case on the radar of `vessel`, reported some hours ago."""

    def make(hours_ago: float = 1, **values: Any) -> Case:
        return opening.open_case(
            by=world.account("dispatcher"),
            id=new_id(),
            at=now,
            reported_at=now - timedelta(hours=hours_ago),
            **{"vessel": world.vessel, "equipment": world.radar, "title": "雷达无回波", "channel": "phone"}
            | values,
        )

    return make


@pytest.fixture
def triaged(world: World, opened: Callable[..., Case], now: datetime) -> Callable[..., Case]:
    """Open a case and triage it S2 in warranty."""

    def make(severity: str = "S2", stage: str = "warranty", **values: Any) -> Case:
        case = opened(**values)
        return judging.triage_case(
            by=world.account("dispatcher"),
            case=case,
            severity=severity,
            stage=stage,
            owner=case.owner or world.staff["engineer"],
            at=now,
        )

    return make


@pytest.fixture
def confirming(world: World, triaged: Callable[..., Case], now: datetime) -> Callable[..., Case]:
    """Take a case through a remote solution to confirmation, with its codes complete."""

    def make(**values: Any) -> Case:
        by, case = world.account("dispatcher"), triaged(**values)
        moving.resolve_remotely(by=by, case=case, answer="重新上电后恢复", at=now)
        codes = world.codes
        judging.code_case(
            by=by,
            case=case,
            mode=codes["mode-NOO"],
            mechanism=codes["mechanism-4.3"],
            cause=codes["cause-3.4"],
            at=now,
        )
        return moving.ask_confirmation(by=by, case=case, at=now)

    return make


@pytest.fixture
def ordered(world: World, now: datetime) -> Callable[..., WorkOrder]:
    """Write a work order for a case."""

    def make(case: Case, **values: Any) -> WorkOrder:
        given = {
            "scope": "检查收发机",
            "port": world.ports["QDG"] if "QDG" in world.ports else next(iter(world.ports.values())),
        }
        return orders.draft_order(
            by=world.account("dispatcher"), case=case, id=new_id(), window_from=now, window_until=now + timedelta(days=3),
            work_hours=Decimal(4), at=now, **given | values,
        )  # fmt: skip

    return make


@pytest.fixture
def reported(world: World, system_scope: None, now: datetime) -> Callable[..., Any]:
    """Take in a request as the crew of `vessel` would send it."""

    def make(**values: Any) -> Any:
        given = {
            "channel": "portal",
            "text": "雷达没有回波",
            "reporter_name": "陈航",
            "equipment": world.radar,
        }
        return receive_request(by=None, id=new_id(), at=now, **given | values)

    return make


@pytest.fixture
def signed_in(signed_in: Callable[..., Client]) -> Callable[..., Client]:
    """Return a function that makes a client signed in by a sign-in name, speaking Chinese as the house does."""
    return lambda who: signed_in(who, "zh-hans")
