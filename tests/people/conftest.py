"""Consultants, partners, policy and duties for the tests of this chapter, entered as the house enters them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from aftersail.core.masters import master_named
from aftersail.core.masters.saving import enter_record
from aftersail.core.scope import entered
from aftersail.people.actions.engagements import move_consultant, move_partner
from aftersail.people.models import Consultant, Partner
from aftersail.web.demo.small import World

DAY = timedelta(days=1)


def enter(world: World, register: str, who: str = "dispatcher", **values: Any) -> Any:
    """Enter a record as somebody of the house."""
    by = world.accounts[who]
    with entered(by.scope()):
        return enter_record(master_named(register), by=by, values=values, at=timezone.now())


def engaged_consultant(
    world: World, *, until: date | None = None, skill: str = "RAD", **changes: Any
) -> Consultant:
    """Engage the demo's consultant account for a year, with a speciality and a signed agreement."""
    today = timezone.localdate()
    values = {
        "number": "G001", "name": "周维岳", "account": world.accounts["consultant"], "source": "retired",
        "engaged_from": today - 10 * DAY, "engaged_until": until or today + 365 * DAY,
        "confidentiality_number": "BM-1", "confidentiality_signed_on": today - 20 * DAY,
    } | changes  # fmt: skip
    made: Consultant = enter(world, "people.consultants", **values)
    enter(world, "people.consultant-specialities", consultant=made, skill=world.skills[skill])
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        return move_consultant(by=by, consultant=made, move="engage", at=timezone.now())


def engaged_partner(
    world: World, *, organisation: Any = None, skill: str | None = "RAD", until: date | None = None
) -> Partner:
    """Engage a partner for radars in the area of Qingdao, with papers that run for a year."""
    today = timezone.localdate()
    last = until or today + 365 * DAY
    made: Partner = enter(
        world, "people.partners", code="P01", name="泊远船舶服务", organisation=organisation
    )
    enter(
        world, "people.partner-scopes", partner=made, line=1, skill=world.skills[skill] if skill else None,
        area=world.ports["QDG"].area, service="",
    )  # fmt: skip
    enter(
        world, "people.partner-qualifications", partner=made, kind="船舶修理资质", valid_from=today - 100 * DAY, expires_on=last,
    )  # fmt: skip
    enter(
        world, "people.partner-agreements", partner=made, number="XY-1", title="合作协议",
        signed_on=today - 100 * DAY, starts_on=today - 100 * DAY, ends_on=today + 365 * DAY,
    )  # fmt: skip
    by = world.accounts["dispatcher"]
    with entered(by.scope()):
        return move_partner(by=by, partner=made, move="engage", at=timezone.now())


@pytest.fixture
def today() -> date:
    return timezone.localdate()
