"""Facts about passkeys, in a real browser with a virtual device: made, used as second step, used alone, never elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from aftersail.core.models import Passkey
from aftersail.core.scope import as_system
from aftersail.web.demo.accounts import DEMO_PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def device(page: Page) -> tuple[CDPSession, str]:
    """Put a device with a fingerprint reader into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def give_password(page: Page) -> None:
    page.goto("/sign-in/?next=/account/security/")
    page.fill("[name=username]", "crew")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "aftersail_language", "value": "en", "url": page.url}])


def test_a_passkey_is_made_and_opens_the_second_step_and_by_itself(
    world, new_context: Callable[..., object], live_server
):
    context = new_context(locale="en-US", base_url=str(live_server).replace("127.0.0.1", "localhost"))
    page = context.new_page()
    session, authenticator = device(page)
    give_password(page)
    page.fill("#id_passkey_name", "bridge computer")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Keep these recovery codes now")).to_be_visible()
    assert re.search(r"[2-9a-z]{5}-[2-9a-z]{5}", page.locator("pre").inner_text())
    with as_system():
        assert Passkey.objects.get().name == "bridge computer"
    sign_out(page)

    give_password(page)
    expect(page).to_have_url(re.compile("/second-step/"))
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/account/security/"))
    sign_out(page)

    page.goto("/sign-in/?next=/account/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile("/account/security/"))
    expect(page.get_by_text("bridge computer")).to_be_visible()
    sign_out(page)

    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.goto("/sign-in/?next=/account/security/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The device gave no passkey")).to_be_visible()

    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    with as_system():
        Passkey.objects.all().delete()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("not known here")).to_be_visible()


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", '{"id": "####"}', '{"id": "AAAA", "response": {}}', "x" * 9000]
)
def test_an_answer_that_no_device_gave_opens_nothing(world, client, answer):
    client.get("/sign-in/passkey/options/")
    assert client.post("/sign-in/passkey/", {"credential": answer}).status_code == 422
    assert client.get("/account/").status_code == 302


def test_a_challenge_is_good_for_one_answer(world, client):
    client.get("/sign-in/passkey/options/")
    client.post("/sign-in/passkey/", {"credential": "{}"})
    late = client.post("/sign-in/passkey/", {"credential": "{}"}, headers={"accept-language": "en"})
    assert "too late" in late.content.decode()
