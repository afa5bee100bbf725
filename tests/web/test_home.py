"""Facts about the home page: every chair finds what needs it now, and nobody finds what is not theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aftersail.care.actions import plan_after_delivery
from aftersail.cases.models import CaseTask, Suspension
from aftersail.core.scope import as_system
from aftersail.intake.models import Request
from aftersail.satisfaction.actions import answer_card, hand_out_card
from tests.scorecard.making import make_case, make_visit

pytestmark = pytest.mark.django_db
NOW = timezone.now()
EVERYBODY = (
    "dispatcher", "manager", "engineer", "steward", "quality", "executive", "auditor", "designer", "finance", "consultant", "admin", "crew",
    "owner", "yard", "supplier",
)  # fmt: skip
MOST_QUERIES = 36


def home(world, username: str, language: str = "en") -> str:
    client = Client()
    client.cookies["aftersail_language"] = language
    client.force_login(world.accounts[username], backend="aftersail.core.signin.PasswordBackend")
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def busy(world):
    """A day on which something waits for every chair."""
    fault = {"equipment": world.radar, "mode": world.codes["mode-NOO"], "visits_made": 1}
    late = make_case(
        world,
        NOW - timedelta(days=4),
        state="triaged",
        severity="S1",
        title="Late radar",
        next_due_at=NOW - timedelta(hours=2),
        **fault,
    )
    make_case(world, NOW - timedelta(days=3), state="restored", title="Uncoded radar", **fault)
    make_case(
        world,
        NOW - timedelta(days=1),
        state="diagnosing",
        title="Soon due",
        next_due_at=NOW + timedelta(hours=5),
    )
    paused = make_case(world, NOW - timedelta(days=9), state="suspended", title="Paused ship")
    other = make_case(
        world, NOW - timedelta(days=2), vessel=world.yard_vessel, state="planned", title="Yard secret"
    )
    make_visit(world, late, NOW - timedelta(hours=1), state="work_done")
    make_visit(world, late, NOW - timedelta(hours=1), state="signed", signed_at=NOW)
    with as_system():
        Suspension.objects.create(
            case=paused,
            reason="ship_away",
            evidence="AIS",
            review_on=timezone.localdate(),
            from_at=NOW - timedelta(days=5),
        )
        Request.objects.create(
            number="RQ-1",
            channel="qr",
            text="No picture on screen",
            vessel=world.vessel,
            customer=world.customer,
            station=world.station,
            stage="warranty",
            reporter_name="x",
            received_at=NOW - timedelta(hours=3),
        )
        plan_after_delivery(
            by=None, vessel=world.vessel, delivered_on=timezone.localdate() - timedelta(days=40), at=NOW
        )
        hand_out_card(by=None, case=late, event="ad_hoc", at=NOW)
        answer_card(
            by=None, card=hand_out_card(by=None, case=paused, event="ad_hoc", at=NOW), overall=1, at=NOW
        )
        CaseTask.objects.create(
            case=other, party=world.yard.organisation, text="Lay the cable", due_on=timezone.localdate()
        )
    return world


@pytest.mark.parametrize("username", EVERYBODY)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_chair_has_a_home_on_an_empty_day(world, username, language):
    home(world, username, language)


@pytest.mark.parametrize(
    ("username", "finds"),
    [
        ("dispatcher", ("No picture on screen", "Late radar", "Soon due", "Paused ship")),
        ("manager", ("Late radar", "On board today", "Visits to review")),
        ("engineer", ("To be signed or corrected", "V-TEST-")),
        ("quality", ("Visits to review", "× 2", "Uncoded radar", "1 / 5")),
        ("steward", ("Late radar", "Return visits to make", "Cards without an answer")),
        ("executive", ("Serious and overdue", "Late radar", "1 / 5")),
        ("crew", ("Report a fault", "Late radar", "We know how urgent it is", "Please answer")),
        ("owner", ("Report a fault", "Late radar", "Key figures of our ships")),
        ("yard", ("Lay the cable", "Yard secret", "NP-201")),
        ("designer", ("× 2",)),
    ],
)
def test_the_home_shows_what_waits(busy, username, finds):
    page = home(busy, username)
    for text in finds:
        assert text in page, text


@pytest.mark.parametrize(
    ("username", "never"),
    [
        ("crew", ("Yard secret", "1 / 5")),
        ("other_crew", ("Late radar", "No picture on screen", "BC-101")),
        ("yard", ("Late radar", "No picture on screen")),
        ("designer", ("BC-101", "碧川")),
        ("finance", ("Late radar", "No picture on screen")),
        ("admin", ("Late radar", "No picture on screen")),
        ("other_engineer", ("Late radar",)),
    ],
)
def test_the_home_hides_what_is_not_theirs(busy, username, never):
    page = home(busy, username)
    for text in never:
        assert text not in page, text


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_home_asks_the_database_a_fixed_number_of_times(busy, username):
    home(busy, username)
    for n in range(12):
        make_case(
            busy,
            NOW - timedelta(days=n),
            state="triaged",
            title=f"More {n}",
            next_due_at=NOW - timedelta(hours=n),
        )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        home(busy, username)
    work = [query for query in asked.captured_queries if "set_config" not in query["sql"]]
    assert len(work) <= MOST_QUERIES
