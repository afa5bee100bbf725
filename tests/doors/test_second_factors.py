"""Facts about second factors: codes work once, wrong ones lock, roles must have one where the house says so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.doors import totp
from aftersail.core.doors.factors import begin_authenticator, confirm_authenticator
from aftersail.core.models import LogEntry, RecoveryCode, SecondFactor
from aftersail.core.scope import as_system
from aftersail.web.demo.accounts import DEMO_PASSWORD

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(("seconds", "code"), [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
])  # fmt: skip
def test_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_of(RFC_SECRET, totp.step_at(at)) == code
    assert totp.matching_step(RFC_SECRET, code, at + timedelta(seconds=30)) == totp.step_at(at)
    assert totp.matching_step(RFC_SECRET, code, at + timedelta(seconds=90)) is None


def enrol(account) -> tuple[str, list[str]]:
    """Take an app into use a minute ago, so that the code of now is a fresh one."""
    with as_system():
        secret = begin_authenticator(by=account)
        before = timezone.now() - timedelta(minutes=2)
        codes = confirm_authenticator(by=account, code=totp.code_of(secret, totp.step_at(before)), at=before)
    return secret, codes


def codes_shown(page: str) -> list[str]:
    return re.search(r"<pre[^>]*>(.*?)</pre>", page, re.S)[1].split()


def code_now(secret: str) -> str:
    return totp.code_of(secret, totp.step_at(timezone.now()))


def give_password(client: Client, name: str = "crew", onward: str = "/account/"):
    return client.post(
        "/sign-in/",
        {"username": name, "password": DEMO_PASSWORD, "next": onward},
        headers={"accept-language": "en"},
    )


def give_code(client: Client, code: str):
    return client.post("/sign-in/second-step/", {"code": code}, headers={"accept-language": "en"})


def test_an_app_is_taken_into_use_on_the_page_and_asked_for_at_the_next_sign_in(world, signed_in, client):
    crew = signed_in("crew")
    page = crew.get("/account/security/app/").content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert crew.post("/account/security/app/", {"code": "000000"}).status_code == 422
    shown = crew.post("/account/security/app/", {"code": code_now(secret)}).content.decode()
    codes = codes_shown(shown)
    assert len(codes) == 10
    assert secret not in crew.get("/account/security/").content.decode()
    with as_system():
        assert SecondFactor.objects.get().sealed_secret.find(secret) == -1
    assert give_password(client).headers["Location"] == "/sign-in/second-step/"
    assert client.get("/account/").status_code == 302  # the password alone opens nothing
    assert give_code(client, codes[0]).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_the_code_of_the_app_opens_and_the_log_says_by_what(world, client):
    secret, _codes = enrol(world.accounts["crew"])
    give_password(client)
    assert give_code(client, code_now(secret)).headers["Location"] == "/account/"
    with as_system():
        assert LogEntry.objects.get(event="core.SignedIn").data["means"] == "password+code"


def test_full_width_digits_of_a_chinese_keyboard_are_digits(world, client):
    secret, _codes = enrol(world.accounts["crew"])
    give_password(client)
    assert give_code(client, "１２３４５６七").status_code == 422
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code_now(secret))
    assert give_code(client, wide).status_code == 302


def test_a_used_code_is_not_taken_twice(world):
    secret, codes = enrol(world.accounts["crew"])
    code = code_now(secret)
    first, second = Client(), Client()
    give_password(first)
    give_password(second)
    assert give_code(first, code).status_code == 302
    assert give_code(second, code).status_code == 422
    assert give_code(second, codes[3]).status_code == 302
    third = Client()
    give_password(third)
    assert give_code(third, codes[3]).status_code == 422


def test_the_fifth_wrong_code_locks_even_the_right_one_out_from_whatever_address(world):
    secret, codes = enrol(world.accounts["crew"])
    for number in range(5):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        give_password(client)
        answer = give_code(client, "123123" if code_now(secret) != "123123" else "321321")
    assert answer.status_code == 429
    assert "15 minutes" in answer.content.decode()
    assert give_code(client, code_now(secret)).status_code == 429
    assert give_code(client, codes[0]).status_code == 429
    with as_system():
        failed = LogEntry.objects.filter(event="core.SignInFailed", data__means="code")
        assert failed.count() >= 4


def test_the_second_step_cannot_be_taken_without_the_first(world, client):
    secret, _codes = enrol(world.accounts["crew"])
    assert give_code(client, code_now(secret)).status_code == 422
    assert "Begin with your name" in give_code(client, code_now(secret)).content.decode()
    assert client.get("/account/").status_code == 302


def test_the_first_step_is_good_for_ten_minutes(world, client):
    secret, _codes = enrol(world.accounts["crew"])
    give_password(client)
    session = client.session
    session["second_step"] |= {"at": (timezone.now() - timedelta(minutes=11)).isoformat()}
    session.save()
    assert "Begin with your name" in give_code(client, code_now(secret)).content.decode()
    assert client.get("/account/").status_code == 302


def test_a_role_that_must_have_a_second_factor_sees_nothing_else_before(world, signed_in, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"admin"})
    admin = signed_in("admin")
    assert admin.get("/accounts/").headers["Location"] == "/account/security/"
    assert admin.get("/api/v1/accounts").status_code == 403
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", admin.get("/account/security/app/").content.decode())[1]
    admin.post("/account/security/app/", {"code": code_now(secret.replace(" ", ""))})
    assert admin.get("/accounts/").status_code == 200
    assert signed_in("crew").get("/account/").status_code == 200
    elsewhere = signed_in("admin")  # a session that began before the app was added
    assert elsewhere.get("/accounts/").headers["Location"] == "/sign-in/"


def test_the_last_factor_of_such_a_role_cannot_be_removed(world, signed_in, settings):
    settings.SECOND_FACTOR_ROLES = frozenset({"admin"})
    _secret, codes = enrol(world.accounts["admin"])
    admin = signed_in("admin")
    answer = admin.post("/account/security/app/remove/", {"code": codes[0]})
    assert answer.status_code == 422
    assert "Add another one before" in answer.content.decode()


def test_the_app_is_removed_with_a_code_only_and_takes_the_recovery_codes_along(world, signed_in):
    secret, _codes = enrol(world.accounts["crew"])
    crew = signed_in("crew")
    assert crew.post("/account/security/app/remove/", {"code": "1"}).status_code == 422
    assert crew.post("/account/security/app/remove/", {"code": code_now(secret)}).status_code == 302
    with as_system():
        assert not RecoveryCode.objects.exists()


def test_new_recovery_codes_void_the_old_ones(world, signed_in, client):
    _secret, codes = enrol(world.accounts["crew"])
    shown = signed_in("crew").post("/account/security/recovery-codes/").content.decode()
    fresh = codes_shown(shown)
    give_password(client)
    assert give_code(client, codes[0]).status_code == 422
    assert give_code(client, fresh[0]).status_code == 302


def test_an_administrator_resets_with_a_reason_and_the_log_keeps_it(world, admin, client):
    crew = world.accounts["crew"]
    enrol(crew)
    url = f"/accounts/{crew.pk}/second-factors/reset/"
    assert admin.post(url, {"reason": ""}).status_code == 422
    assert admin.post(url, {"reason": "called back on the known number"}).status_code == 302
    with as_system():
        entry = LogEntry.objects.get(event="core.SecondFactorsReset")
    assert entry.data["reason"] == "called back on the known number"
    assert entry.account_id == world.accounts["admin"].pk
    assert give_password(client).headers["Location"] == "/account/"


def test_nobody_else_resets(world, signed_in):
    crew = world.accounts["crew"]
    assert signed_in("dispatcher").post(f"/accounts/{crew.pk}/second-factors/reset/").status_code == 403


def test_a_token_is_not_asked_for_a_second_factor(world, settings, client):
    from aftersail.core.tokens import make_token

    settings.SECOND_FACTOR_ROLES = frozenset({"dispatcher"})
    with as_system():
        _token, key = make_token(
            by=world.accounts["dispatcher"], name="erp", scopes=["cases:read"], days=9, at=timezone.now()
        )
    assert client.get("/api/v1/me", headers={"authorization": f"Bearer {key}"}).status_code == 200
