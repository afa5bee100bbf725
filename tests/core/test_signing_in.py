"""Facts about signing in: locked out after five failures, sent back only to ourselves, spoken to in one's language."""

from __future__ import annotations

import pytest
from django.test import Client

from aftersail.core.models import LogEntry
from aftersail.core.scope import as_system
from aftersail.web.demo.accounts import DEMO_PASSWORD


def attempt(client: Client, username: str = "crew", password: str = "wrong", **more: str):
    return client.post(
        "/sign-in/", {"username": username, "password": password, **more}, headers={"accept-language": "en"}
    )


def test_the_right_password_opens_and_the_log_says_so(world, client):
    answer = attempt(client, password=DEMO_PASSWORD)
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200
    with as_system():
        assert LogEntry.objects.filter(event="core.SignedIn", account_id=world.accounts["crew"].pk).exists()


def test_a_wrong_password_keeps_the_name_typed_and_says_what_happens_next(world, client):
    answer = attempt(client)
    assert answer.status_code == 422
    assert 'value="crew"' in answer.content.decode()
    assert "After five failures" in answer.content.decode()


def test_the_fifth_failure_locks_even_the_right_password_out(world, client):
    for _time in range(5):
        answer = attempt(client)
    assert answer.status_code == 429
    assert attempt(client, password=DEMO_PASSWORD).status_code == 429
    assert "15 minutes" in attempt(client).content.decode()
    assert attempt(client, username="owner", password=DEMO_PASSWORD).status_code == 302


def test_another_spelling_of_the_name_does_not_dodge_the_lock(world, client):
    for name in ("crew", "Crew", "CREW", "cRew", "creW"):
        attempt(client, username=name)
    assert attempt(client, username="CrEw", password=DEMO_PASSWORD).status_code == 429


def test_a_name_that_does_not_exist_reads_like_a_wrong_password(world, client):
    unknown, known = attempt(client, username="nobody"), attempt(client)
    assert unknown.status_code == known.status_code == 422
    assert "not right" in unknown.content.decode()


@pytest.mark.parametrize(("onward", "goes"), [
    ("/account/", "/account/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"),
])  # fmt: skip
def test_one_goes_on_to_an_address_of_ours_only(world, client, onward, goes):
    assert attempt(client, password=DEMO_PASSWORD, next=onward).headers["Location"] == goes


def test_a_page_asks_to_sign_in_and_comes_back(world, client):
    assert client.get("/account/?x=1").headers["Location"] == "/sign-in/?next=/account/%3Fx%3D1"


def test_a_closed_account_cannot_sign_in_and_its_open_session_ends(world, signed_in, client):
    crew = signed_in("crew")
    with as_system():
        world.accounts["crew"].change(is_active=False)
    assert crew.get("/account/").status_code == 302
    assert attempt(client, password=DEMO_PASSWORD).status_code == 422


def test_signing_out_takes_a_form_and_ends_the_session(signed_in):
    crew = signed_in("crew")
    assert crew.get("/sign-out/").status_code == 405
    crew.post("/sign-out/")
    assert crew.get("/account/").status_code == 302


def test_the_language_is_chosen_before_signing_in(world, client):
    assert "登录" in client.get("/sign-in/", headers={"accept-language": "zh-CN"}).content.decode()
    client.post("/i18n/language/", {"language": "en", "next": "/sign-in/"})
    assert "Sign in" in client.get("/sign-in/", headers={"accept-language": "zh-CN"}).content.decode()


def test_the_account_remembers_the_language(world, signed_in):
    crew = signed_in("crew")
    crew.post("/i18n/language/", {"language": "en"})
    del crew.cookies["aftersail_language"]
    world.accounts["crew"].refresh_from_db()
    assert world.accounts["crew"].language == "en"
    assert 'lang="en"' in crew.get("/account/", headers={"accept-language": "zh-CN"}).content.decode()


def test_a_new_password_needs_the_present_one_and_ends_other_sessions(world, signed_in):
    here, there = signed_in("crew"), signed_in("crew")
    wrong = {"present": "no", "password": "a much longer one", "again": "a much longer one"}
    assert here.post("/account/password/", wrong).status_code == 422
    assert (
        here.post(
            "/account/password/", wrong | {"present": DEMO_PASSWORD, "again": "another one"}
        ).status_code
        == 422
    )
    assert (
        here.post(
            "/account/password/", wrong | {"present": DEMO_PASSWORD, "password": "short", "again": "short"}
        ).status_code
        == 422
    )
    assert here.post("/account/password/", wrong | {"present": DEMO_PASSWORD}).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
