"""Facts about the pages of the cards: the guest's page, the desk's, and who reads which words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.scope import as_system, entered
from aftersail.satisfaction import figures
from aftersail.satisfaction.actions import answer_card, hand_out_card
from aftersail.satisfaction.models import SatisfactionCard
from tests.scorecard.making import make_case, make_visit

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORDS = "雷达修好了,谢谢"


@pytest.fixture
def card(world):
    case = make_case(world, NOW - timedelta(days=3))
    with as_system():
        return hand_out_card(
            by=None, case=case, visit=make_visit(world, case, NOW - timedelta(days=1)), event="visit", at=NOW
        )


def signed_in(world, username: str) -> Client:
    client = Client()
    client.force_login(world.accounts[username], backend="aftersail.core.signin.PasswordBackend")
    return client


def read(card) -> SatisfactionCard:
    with as_system():
        return SatisfactionCard.objects.get(pk=card.pk)


def test_a_guest_answers_with_one_tap_and_is_thanked(card):
    client = Client()
    address = f"/s/{card.token}/"
    assert client.get(address).status_code == 200
    sent = client.post(address, {"version": card.version, "overall": "5"})
    assert sent.status_code == 302
    assert client.get(address).status_code == 200
    kept = read(card)
    assert (kept.state, kept.overall, kept.channel, kept.entered_by) == ("answered", 5, "qr", None)


def test_a_second_sending_changes_nothing(card):
    client = Client()
    for overall in ("2", "5"):
        client.post(f"/s/{card.token}/", {"version": card.version, "overall": overall})
    assert read(card).overall == 2


def test_a_form_without_the_overall_score_comes_back_with_what_was_typed(card):
    answer = Client().post(f"/s/{card.token}/", {"version": card.version, "comment": WORDS, "patience": "4"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert WORDS in page
    assert 'value="4" checked' in page


def test_a_guest_may_rather_not_answer(card):
    client = Client()
    assert (
        client.post(f"/s/{card.token}/decline/", {"version": card.version, "code": "unreachable"}).status_code
        == 422
    )
    assert (
        client.post(f"/s/{card.token}/decline/", {"version": card.version, "code": "no_time"}).status_code
        == 302
    )
    assert read(card).decline_code == "no_time"


def test_an_unknown_address_is_not_there():
    assert Client().get("/s/abcdefghijklmnopqrst/").status_code == 404


def test_the_engineer_signed_in_on_the_phone_cannot_answer_for_the_customer(world, card):
    client = signed_in(world, "engineer")
    assert client.post(f"/s/{card.token}/", {"version": card.version, "overall": "5"}).status_code == 422
    assert (
        client.post(
            f"/satisfaction/cards/{card.pk}/answer/", {"version": card.version, "overall": "5"}
        ).status_code
        == 403
    )
    assert read(card).state == "open"


def test_the_crew_answers_signed_in(world, card):
    client = signed_in(world, "crew")
    assert client.get(f"/satisfaction/cards/{card.pk}/answer/").status_code == 200
    client.post(
        f"/satisfaction/cards/{card.pk}/answer/",
        {"version": card.version, "overall": "4", "nps": "9", "product": "5"},
    )
    kept = read(card)
    assert (kept.overall, kept.nps, kept.channel) == (4, 9, "portal")


def test_the_desk_writes_down_a_telephone_answer(world, card):
    client = signed_in(world, "steward")
    data = {"version": card.version, "overall": "3", "channel": "phone", "respondent": "郑轮机"}
    assert client.post(f"/satisfaction/cards/{card.pk}/answer/", data).status_code == 302
    page = client.get(f"/satisfaction/cards/{card.pk}/").content.decode()
    assert "叶知秋" in page


def test_crews_of_other_ships_do_not_find_the_card(world, card):
    client = signed_in(world, "other_crew")
    assert client.get(f"/satisfaction/cards/{card.pk}/").status_code == 404
    assert (
        client.post(f"/satisfaction/cards/{card.pk}/answer/", {"version": 1, "overall": 1}).status_code == 404
    )
    assert client.get("/api/v1/satisfaction/cards").json()["items"] == []


def test_the_customers_words_are_for_those_who_act_on_them(world, card):
    with as_system():
        answer_card(by=None, card=card, overall=5, comment=WORDS, at=NOW)
    for username in ("steward", "quality", "crew", "executive"):
        assert WORDS in signed_in(world, username).get(f"/satisfaction/cards/{card.pk}/").content.decode()
    engineer = signed_in(world, "engineer")
    for address in (
        f"/satisfaction/cards/{card.pk}/",
        "/satisfaction/cards/",
        f"/satisfaction/of-case/{card.case_id}/",
    ):
        assert WORDS not in engineer.get(address).content.decode()
    assert engineer.get("/api/v1/satisfaction/cards").json()["items"][0]["comment"] == ""
    for username in ("designer", "yard", "finance", "supplier"):
        if username in world.accounts:
            assert signed_in(world, username).get("/satisfaction/cards/").status_code == 403


def test_figures_say_n_and_interval_and_count_what_the_list_shows(world):
    with as_system():
        for n, overall in enumerate((5, 5, 4, 2, 5, 3)):
            one = hand_out_card(
                by=None,
                case=make_case(world, NOW - timedelta(days=9)),
                event="ad_hoc",
                at=NOW - timedelta(days=2),
            )
            answer_card(
                by=None,
                card=one,
                overall=overall,
                nps=(10, 9, 8, 3, 10, 6)[n],
                items={"patience": overall},
                at=NOW - timedelta(days=1),
            )
    account = world.accounts["quality"]
    with entered(account.scope()):
        cards = figures.answered_between(account, NOW - timedelta(days=30), NOW)
        said = figures.measured(cards)
        items = figures.items_of(cards)
    assert (said.csat.numerator, said.csat.n) == (4, 6)
    assert said.csat.low == pytest.approx(30.0, abs=0.1)
    assert said.nps.value == pytest.approx(100 * (3 - 2) / 6)
    assert {f.item: f.csat.n for f in items}["patience"] == 6
    subjects = {f.subject: f for f in figures.subjects_of(items)}
    assert subjects["product"].csat.value is None
    assert subjects["service"].index.value == pytest.approx(25 * (4 - 1))
    client = signed_in(world, "quality")
    page = client.get("/satisfaction/figures/").content.decode()
    assert "66.7" in page
    listed = client.get(
        "/satisfaction/cards/", {"state": "answered", "opinion": "satisfied"}
    ).content.decode()
    assert listed.count("SC-TEST-") == 4


def test_a_customers_figures_rest_on_its_own_answers(world):
    with as_system():
        for vessel, overall in ((world.vessel, 5), (world.yard_vessel, 1)):
            one = hand_out_card(
                by=None, case=make_case(world, NOW - timedelta(days=9), vessel=vessel), event="ad_hoc", at=NOW
            )
            answer_card(by=None, card=one, overall=overall, at=NOW)
    account = world.accounts["owner"]
    with entered(account.scope()):
        assert (
            figures.measured(
                figures.answered_between(account, NOW - timedelta(days=1), NOW + timedelta(days=1))
            ).csat.value
            == 100
        )
    assert signed_in(world, "owner").get("/satisfaction/figures/").status_code == 200
