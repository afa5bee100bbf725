"""Facts about signing in by an identity provider: a real one over HTTP, with every way in which it may go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from aftersail.core.calling import ANYWHERE, call
from aftersail.core.doors.configured import Oidc, role_map
from aftersail.core.models import LogEntry, OutsideIdentity
from aftersail.core.scope import as_system
from tests.doors.servers.provider import CLIENT, SECRET, Provider, provider
from tests.doors.test_second_factors import enrol


@pytest.fixture
def idp(settings) -> Iterator[Provider]:
    cache.clear()
    with provider() as made:
        made.person = {"sub": "u-17", "email": "crew@ship.example", "email_verified": True}
        settings.OIDC = Oidc(issuer=made.issuer, client_id=CLIENT, client_secret=SECRET)
        yield made
    cache.clear()


@pytest.fixture
def crew(world):
    with as_system():
        world.accounts["crew"].change(email="Crew@ship.example")
    return world.accounts["crew"]


def go_through(client: Client, onward: str = "/account/"):
    """Walk as a browser does: to the provider and back."""
    started = client.get("/sign-in/provider/", {"next": onward}, headers={"accept-language": "en"})
    if started.status_code != 302:
        return started
    back = _location(started.headers["Location"])
    return client.get(back, headers={"accept-language": "en"})


def _location(url: str) -> str:
    """Ask the provider and return where it sends the browser, on our side."""
    import http.client

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    there = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return f"{there.path}?{there.query}"


def test_a_verified_address_links_the_account_once_and_opens_it(crew, idp, client):
    assert (
        "Sign in with my organisation"
        in client.get("/sign-in/", headers={"accept-language": "en"}).content.decode()
    )
    assert go_through(client).headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    with as_system():
        assert OutsideIdentity.objects.get().account == crew
        assert LogEntry.objects.filter(event="core.IdentityLinked", subject_id=crew.pk).count() == 1
        crew.change(email="new@ship.example")
    again = Client()
    assert (
        go_through(again).headers["Location"] == "/account/"
    )  # known by its subject, whatever its address now


def test_the_challenge_goes_along_and_the_verifier_stays_here(crew, idp, client):
    there = client.get("/sign-in/provider/").headers["Location"]
    asked = parse_qs(urlsplit(there).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert client.session["oidc_errand"][2] not in there


def test_an_address_that_is_not_verified_links_nothing(crew, idp, client):
    idp.person["email_verified"] = False
    answer = go_through(client)
    assert answer.status_code == 422
    assert "u-17" in answer.content.decode()
    with as_system():
        assert not OutsideIdentity.objects.exists()


def test_an_address_of_two_accounts_links_neither(crew, world, idp, client):
    with as_system():
        world.accounts["owner"].change(email="crew@ship.example")
    assert go_through(client).status_code == 422


def test_the_address_may_be_told_at_the_user_info_only(crew, idp, client):
    idp.told_at_userinfo_only = True
    assert go_through(client).headers["Location"] == "/account/"


def test_a_linked_subject_needs_no_address(crew, idp, client, admin):
    idp.person = {"sub": "u-17"}
    url = f"/accounts/{crew.pk}/identities/"
    assert admin.post(url, {"provider": idp.issuer, "subject": "u-17"}).status_code == 302
    assert go_through(client).headers["Location"] == "/account/"
    assert admin.post(url, {"provider": idp.issuer, "subject": "u-17"}).status_code == 422


def test_a_closed_account_is_refused(crew, idp, client):
    assert go_through(Client()).status_code == 302
    with as_system():
        crew.change(is_active=False)
    answer = go_through(client)
    assert answer.status_code == 422
    assert "closed" in answer.content.decode()
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("spoil", [
    {"nonce": "another"}, {"aud": "another program"}, {"iss": "https://evil.example"}, {"exp": 1_000_000_000}, {"nonce": None},
    {"sub": None}, {"exp": None}, {"aud": [CLIENT, "other"], "azp": "other"}, {"aud": [CLIENT, "other"]}, {"azp": "other"},
])  # fmt: skip
def test_a_token_that_is_not_for_this_sign_in_is_refused(crew, idp, client, spoil):
    idp.spoil = spoil
    assert go_through(client).status_code == 422
    assert client.get("/account/").status_code == 302


def test_a_forged_signature_is_refused(crew, idp, client):
    idp.forge = True
    assert go_through(client).status_code == 422


def test_a_token_without_a_signature_is_refused(crew, idp, client):
    idp.algorithm = "none"
    assert go_through(client).status_code == 422


def test_a_new_key_of_the_provider_is_fetched_when_a_token_names_it(crew, idp, client):
    assert go_through(Client()).status_code == 302
    idp.renew_key()
    assert go_through(client).headers["Location"] == "/account/"
    assert idp.asked.count("/keys") == 2
    assert idp.asked.count("/.well-known/openid-configuration") == 1


def test_what_comes_back_must_have_been_begun_in_this_browser(crew, idp, client):
    back = _location(client.get("/sign-in/provider/").headers["Location"])
    assert Client().get(back).status_code == 422
    assert client.get(back.replace("state=", "state=x")).status_code == 422
    back = _location(client.get("/sign-in/provider/").headers["Location"])
    assert client.get(back.split("state=")[0] + "state=状态").status_code == 422
    back = _location(client.get("/sign-in/provider/").headers["Location"])
    client.get("/sign-in/provider/back/")
    assert client.get(back).status_code == 422  # the errand is good for one return


def test_a_code_is_exchanged_once(crew, idp, client):
    back = _location(client.get("/sign-in/provider/").headers["Location"])
    client_session = client.session["oidc_errand"]
    assert client.get(back).status_code == 302
    client.post("/sign-out/")
    session = client.session
    session["oidc_errand"] = client_session
    session.save()
    assert client.get(back).status_code == 422


def test_one_goes_on_to_an_address_of_ours_only(crew, idp, client):
    assert go_through(client, onward="https://evil.example/").headers["Location"] == "/"


def test_groups_give_roles_where_the_house_says_so(world, idp, settings, client):
    settings.OIDC = Oidc(
        issuer=idp.issuer,
        client_id=CLIENT,
        client_secret=SECRET,
        role_map=role_map("desk=dispatcher; lab=quality designer"),
    )
    dispatcher = world.accounts["dispatcher"]
    with as_system():
        dispatcher.change(email="lin@house.example")
    idp.person = {
        "sub": "u-1",
        "email": "lin@house.example",
        "email_verified": True,
        "groups": ["lab", "else"],
    }
    assert go_through(client).status_code == 302
    dispatcher.refresh_from_db()
    assert sorted(dispatcher.roles) == ["designer", "quality"]
    idp.person["groups"] = []
    refused = go_through(Client())
    assert refused.status_code == 422
    assert "None of your groups" in refused.content.decode()


def test_groups_make_no_dispatcher_of_a_customer(crew, idp, settings, client):
    settings.OIDC = Oidc(
        issuer=idp.issuer, client_id=CLIENT, client_secret=SECRET, role_map=role_map("desk=dispatcher")
    )
    idp.person["groups"] = ["desk"]
    assert go_through(client).status_code == 422
    crew.refresh_from_db()
    assert crew.roles == ["crew"]


def test_the_second_step_is_asked_unless_the_provider_has_asked_it(crew, idp):
    enrol(crew)
    first, second = Client(), Client()
    assert go_through(first).headers["Location"] == "/sign-in/second-step/"
    idp.person["amr"] = ["pwd", "otp"]
    assert go_through(second).headers["Location"] == "/account/"


def test_a_provider_that_calls_itself_otherwise_is_not_believed(crew, idp, settings, client):
    settings.OIDC = Oidc(issuer=idp.issuer + "/", client_id=CLIENT, client_secret=SECRET)
    assert go_through(client).status_code == 422


def test_a_silent_provider_is_told_and_passwords_still_work(world, settings, client):
    cache.clear()
    settings.OIDC = Oidc(issuer="http://127.0.0.1:9", client_id=CLIENT)
    answer = go_through(client)
    assert answer.status_code == 422
    assert "did not answer" in answer.content.decode()


def test_a_call_does_not_follow_redirects(idp):
    back = call("GET", f"{idp.issuer}/authorize?state=s&redirect_uri=http://127.0.0.1:1/", allowed=ANYWHERE)
    assert back.status == 302
