"""Facts about API tokens: shown once, bound by scope, time and role, dead when revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aftersail.core.audience import scopes_declared
from aftersail.core.models import ApiToken
from aftersail.core.scope import as_system
from aftersail.core.tokens import digest_of, make_token
from aftersail.core.verdicts import Refused


@pytest.fixture
def made(world, client):
    client.get("/sign-in/")  # the scopes are known once the addresses are loaded

    def make(*scopes: str, who: str = "admin", days: int | None = 30):
        with as_system():
            return make_token(
                by=world.accounts[who], name="test", scopes=list(scopes), days=days, at=timezone.now()
            )

    return make


def call(key: str, path: str = "/api/v1/accounts", **more):
    return Client().get(path, headers={"authorization": f"Bearer {key}", **more})


def test_a_token_acts_as_its_account_without_a_session(made, world):
    _token, key = made("accounts:read")
    answer = call(key, "/api/v1/me")
    assert answer.json()["username"] == world.accounts["admin"].username
    assert answer.json()["scopes"] == ["accounts:read"]
    assert call(key).json()["count"] == len(world.accounts)


def test_only_the_fingerprint_of_a_key_is_kept(made):
    token, key = made("accounts:read")
    assert token.digest == digest_of(key) != key


def test_a_scope_that_was_not_given_is_refused(made):
    _token, key = made("search:read")
    answer = call(key)
    assert answer.status_code == 403
    assert "accounts:read" in answer.json()["detail"]


def test_a_scope_gives_no_more_than_the_role(made):
    _token, key = made("accounts:read", who="crew")
    assert call(key).status_code == 403


@pytest.mark.parametrize("change", [
    {"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)},
])  # fmt: skip
def test_a_revoked_or_expired_token_opens_nothing(made, change):
    token, key = made("accounts:read")
    ApiToken.objects.filter(pk=token.pk).update(**change)
    answer = call(key)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_closed_account_takes_its_tokens_along(made, world):
    _token, key = made("accounts:read")
    with as_system():
        world.accounts["admin"].change(is_active=False)
    assert call(key).status_code == 401


@pytest.mark.parametrize("key", ["", "aft_wrong", "\u00ff" * 10, "a" * 5000])
def test_a_wrong_key_is_told_from_no_key_by_nobody(world, key):
    assert call(key.encode("utf-8").decode("latin-1")).status_code == 401


def test_a_token_opens_no_pages(made):
    _token, key = made("accounts:read")
    assert call(key, "/accounts/").status_code == 302


def test_a_token_makes_no_token_beyond_its_own_scopes(made):
    _token, key = made("tokens:write")
    beyond = Client().post("/api/v1/tokens", {"name": "x", "scopes": ["accounts:write"]}, "application/json",
                           headers={"authorization": f"Bearer {key}"})  # fmt: skip
    assert beyond.status_code == 422
    within = Client().post("/api/v1/tokens", {"name": "x", "scopes": ["tokens:write"]}, "application/json",
                           headers={"authorization": f"Bearer {key}"})  # fmt: skip
    assert within.status_code == 201
    assert call(within.json()["key"], "/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("scopes", "days"), [(["everything"], 1), ([], 1), (["search:read"], 0), (["search:read"], 731)]
)
def test_a_senseless_token_is_refused(world, client, system_scope, scopes, days):
    client.get("/sign-in/")
    with pytest.raises(Refused):
        make_token(by=world.accounts["admin"], name="x", scopes=scopes, days=days, at=timezone.now())


def test_the_page_shows_a_new_key_once_and_revokes(signed_in):
    client = signed_in("crew")
    page = client.post("/account/tokens/", {"name": "Logbook", "scopes": ["search:read"], "days": 30})
    key = page.context["key"]
    assert key in page.content.decode()
    assert key not in client.get("/account/tokens/").content.decode()
    assert call(key, "/api/v1/search?q=x").status_code == 200
    token = ApiToken.objects.get(digest=digest_of(key))
    assert signed_in("owner").post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert call(key, "/api/v1/search?q=x").status_code == 401


def test_scopes_are_chosen_in_two_groups_each_with_the_count_of_those_chosen(signed_in):
    page = signed_in("crew").post("/account/tokens/", {"name": "", "scopes": ["cases:read"], "days": 30})
    groups = {str(title): (len(boxes), chosen) for title, boxes, chosen in _groups(page, "scopes")}
    assert groups["Reading"][1] == 1
    assert groups["Changing"][1] == 0
    assert sum(boxes for boxes, _chosen in groups.values()) == len(scopes_declared())


def _groups(page, name):
    field = page.context["form"][name]
    return field.field.widget.get_context(name, field.value(), {})["groups"]
