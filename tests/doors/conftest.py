"""What tests of the ground floor share: clients signed in as people of the small world."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from aftersail.core.models import Account
from aftersail.web.demo.small import World

BACKEND = "aftersail.core.signin.PasswordBackend"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Let refusals and labels read as the source has them; pages speak the language of their request."""
    with translation.override("en"):
        yield


@pytest.fixture
def signed_in(world: World) -> Callable[..., Client]:
    """Return a function that makes a client signed in as an account or a sign-in name, speaking English."""

    def sign_in(who: Account | str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(who if isinstance(who, Account) else world.accounts[who], backend=BACKEND)
        client.cookies["aftersail_language"] = language
        return client

    return sign_in


@pytest.fixture
def admin(signed_in: Callable[..., Client]) -> Client:
    """Return a client signed in as the administrator."""
    return signed_in("admin")
