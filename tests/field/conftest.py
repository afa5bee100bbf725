"""A visit to be made, a phone to make it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from aftersail.core.scope import as_system
from aftersail.visits.models import Procedure
from tests.dispatch.conftest import story
from tests.field.line import Line
from tests.field.phone import Phone
from tests.visits.conftest import Aboard

__all__ = ["story"]

STEPS = 40
HOLD_POINTS = (5, 20)


def forty_steps() -> list[dict[str, Any]]:
    """A procedure of forty steps: every fourth is measured, two are hold points, some are not required."""
    return [
        {
            "text": f"检查第 {place} 项：电源、接线与紧固",
            "text_en": f"Check item {place}: supply, wiring, fastening",
            "required": place % 7 != 0,
            "hold_point": place in HOLD_POINTS,
            **({"unit": "V", "low": "22.8", "high": "25.2"} if place % 4 == 0 else {}),
        }
        for place in range(1, STEPS + 1)
    ]


@pytest.fixture
def aboard(story: Any, settings: Any, tmp_path: Path) -> Aboard:
    """A visit of forty steps, given to the engineer three hours ago."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with as_system():
        Procedure.objects.filter(family=story.world.radar.model.family).update(steps=forty_steps())
    return Aboard(story)


@pytest.fixture
def line(live_server: Any) -> Iterator[Line]:
    made = Line(str(live_server))
    yield made
    made.close()


@pytest.fixture
def phone_of(browser: Browser, line: Line, tmp_path: Path) -> Iterator[Callable[..., Phone]]:
    """Make phones; none may have complained at the end."""
    made: list[Phone] = []

    def make(**options: Any) -> Phone:
        phone = Phone(browser, tmp_path / f"profile-{len(made)}", line, **options)
        made.append(phone)
        phone.start()
        return phone

    yield make
    for phone in made:
        phone.stop()
    complaints = [one for phone in made for one in phone.complaints]
    assert not complaints, "the browser complained: " + "; ".join(complaints)


@pytest.fixture
def phone(phone_of: Callable[..., Phone]) -> Phone:
    return phone_of()
