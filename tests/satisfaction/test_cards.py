"""Facts about satisfaction cards: who answers, what an answer is, and that a case waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from aftersail.cases.actions.moving import close_case
from aftersail.cases.events import CaseMoved
from aftersail.cases.models import ContactAttempt
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import LogEntry
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.satisfaction.actions import answer_card, decline_card, hand_out_card
from aftersail.satisfaction.handlers import ask_after_remote_help, ask_after_visit
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.satisfaction.queries import card_facts
from aftersail.satisfaction.states import ATTITUDE, CONDUCT, Item
from aftersail.visits.events import VisitSigned
from tests.scorecard.making import make_case, make_visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("system_scope")]
NOW = timezone.now()


@pytest.fixture
def case(world):
    codes = {
        name: world.codes[key]
        for name, key in (("mode", "mode-NOO"), ("mechanism", "mechanism-2.4"), ("cause", "cause-1.2"))
    }
    return make_case(
        world, NOW - timedelta(days=3), state="confirming", restored_at=NOW - timedelta(days=1), confirmed_at=NOW, visits_made=1,
        acknowledged_at=NOW - timedelta(days=3), responded_at=NOW - timedelta(days=3), resolution="done", **codes,
    )  # fmt: skip


@pytest.fixture
def visit(world, case):
    return make_visit(world, case, NOW - timedelta(days=1), state="signed", signed_at=NOW)


@pytest.fixture
def card(case, visit):
    return hand_out_card(by=None, case=case, visit=visit, event="visit", at=NOW)


def signed(visit, case) -> LogEntry:
    event = VisitSigned(
        visit_id=visit.pk,
        case_id=case.pk,
        number=visit.number,
        signer="x",
        signed_at=NOW,
        restored="restored",
    )
    with transaction.atomic():
        return record(event, by=None, about=visit, at=NOW)


def test_R85_a_signed_visit_asks_for_one_card_however_often_it_is_told(world, case, visit):
    entry = signed(visit, case)
    event = VisitSigned.from_data(entry.data)
    ask_after_visit(event, entry)
    ask_after_visit(event, entry)
    assert SatisfactionCard.objects.filter(case=case, visit=visit, event="visit").count() == 1


def test_R85_a_case_solved_from_afar_asks_for_one_card(world):
    case = make_case(world, NOW - timedelta(days=1), state="resolved_remote", visits_made=0)
    with transaction.atomic():
        event = CaseMoved(move="resolve_remotely", source="triaged", target="resolved_remote")
        entry = record(event, by=None, about=case, at=NOW)
    ask_after_remote_help(event, entry)
    ask_after_remote_help(event, entry)
    assert list(case.cards.values_list("event", flat=True)) == ["remote"]


def test_R85_a_case_cannot_close_with_an_open_card_and_closes_when_it_is_answered(world, case, card):
    steward = world.accounts["dispatcher"]
    with pytest.raises(Refused) as refused:
        close_case(by=steward, case=case, at=NOW)
    assert "card" in str(refused.value) or "满意度" in str(refused.value)
    answer_card(by=None, card=card, overall=5, at=NOW)
    assert close_case(by=steward, case=case, at=NOW).state == "closed"


def test_R85_a_case_closes_with_a_card_declined_by_code(world, case, card):
    decline_card(by=world.accounts["crew"], card=card, code="no_time", at=NOW)
    assert card_facts(case) == {"card": "declined", "decline_code": "no_time"}
    assert close_case(by=world.accounts["dispatcher"], case=case, at=NOW).state == "closed"


def test_one_open_card_among_several_holds_the_case(world, case, card):
    answer_card(by=None, card=card, overall=4, at=NOW)
    hand_out_card(by=world.accounts["steward"], case=case, event="ad_hoc", at=NOW)
    assert card_facts(case)["card"] == "open"


def test_a_case_without_a_card_says_so(case):
    assert card_facts(case)["card"] == "none"


def test_R07_patience_care_and_thoroughness_are_scored_and_kept(card):
    answer_card(by=None, card=card, overall=4, items={item.value: 5 for item in ATTITUDE}, at=NOW)
    assert dict(card.items.values_list("item", "score")) == {"patience": 5, "care": 5, "thoroughness": 5}


def test_R31_the_four_conduct_items_are_scored_and_count_to_the_service(card):
    answer_card(by=None, card=card, overall=4, items={item.value: 3 for item in CONDUCT}, at=NOW)
    assert set(card.items.values_list("item", "subject")) == {(item.value, "service") for item in CONDUCT}


def test_R89_every_scored_item_belongs_to_one_of_three_subjects(card):
    answer_card(by=None, card=card, overall=4, items={item.value: 4 for item in Item}, at=NOW)
    subjects = dict(card.items.values_list("item", "subject"))
    assert (subjects["product"], subjects["delivery"], subjects["service"]) == (
        "product",
        "delivery",
        "service",
    )
    assert set(subjects.values()) == {"product", "delivery", "service"}


def test_R88_a_card_may_be_handed_out_at_any_time_by_the_desk_only(world, case):
    assert hand_out_card(by=world.accounts["steward"], case=case, event="ad_hoc", at=NOW).state == "open"
    with pytest.raises(Refused):
        hand_out_card(by=world.accounts["engineer"], case=case, event="ad_hoc", at=NOW)


def test_the_engineer_of_the_visit_may_not_rate_it_nor_decline_it(world, card):
    for username in ("engineer",):
        with pytest.raises(Refused):
            answer_card(
                by=world.accounts[username],
                card=card,
                overall=5,
                channel="phone",
                respondent="郑轮机",
                at=NOW,
            )
        with pytest.raises(Refused):
            decline_card(by=world.accounts[username], card=card, code="no_time", at=NOW)


def test_a_station_manager_who_went_on_board_may_not_write_down_the_rating(world, case):
    led = make_visit(world, case, NOW, lead="manager")
    card = hand_out_card(by=None, case=case, visit=led, event="visit", at=NOW)
    with pytest.raises(Refused):
        answer_card(
            by=world.accounts["manager"], card=card, overall=5, channel="phone", respondent="郑轮机", at=NOW
        )
    written = answer_card(
        by=world.accounts["steward"], card=card, overall=3, channel="phone", respondent="郑轮机", at=NOW
    )
    assert (written.channel, written.entered_by) == ("phone", world.accounts["steward"])


def test_the_desk_says_by_which_channel_and_who_answered(world, card):
    desk = world.accounts["dispatcher"]
    with pytest.raises(Refused):
        answer_card(by=desk, card=card, overall=5, respondent="郑轮机", at=NOW)
    with pytest.raises(Refused):
        answer_card(by=desk, card=card, overall=5, channel="phone", at=NOW)


def test_an_answer_is_given_once_and_never_edited(world, card):
    answer_card(by=None, card=card, overall=2, at=NOW)
    with pytest.raises(Refused):
        answer_card(by=None, card=card, overall=5, at=NOW)
    with pytest.raises(Refused):
        answer_card(by=world.accounts["crew"], card=card, overall=5, at=NOW)
    with pytest.raises(Refused):
        decline_card(by=None, card=card, code="no_time", at=NOW)
    card.refresh_from_db()
    assert (card.overall, card.state) == (2, "answered")


@pytest.mark.parametrize(
    "wrong",
    [
        {"overall": 6},
        {"overall": 3, "nps": 11},
        {"overall": 3, "effort": 0},
        {"overall": 3, "items": {"patience": 9}},
        {"overall": 3, "items": {"hair": 3}},
    ],
)
def test_scores_outside_their_scale_are_refused(card, wrong):
    with pytest.raises(Refused):
        answer_card(by=None, card=card, at=NOW, **wrong)


def test_unreachable_needs_three_documented_tries_since_the_card_was_handed_out(world, case, card):
    desk = world.accounts["steward"]
    for n in range(3):
        with pytest.raises(Refused):
            decline_card(by=desk, card=card, code="unreachable", at=NOW)
        ContactAttempt.objects.create(
            id=new_id(), case=case, means="phone", reached=False, made_at=NOW + timedelta(hours=n)
        )
    assert decline_card(by=desk, card=card, code="unreachable", at=NOW).decline_code == "unreachable"


def test_the_timeline_tells_of_the_card_without_its_scores(card, case):
    answer_card(by=None, card=card, overall=1, comment="很差", at=NOW)
    with as_system():
        told = LogEntry.objects.filter(thread_id=case.pk, event__startswith="satisfaction.")
        assert told.count() == 2
        assert not any("overall" in entry.data or "很差" in str(entry.data) for entry in told)
