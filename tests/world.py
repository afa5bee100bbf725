"""The small world (a maker, two customers, three vessels, four engineers, every account, no history) and its people signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from aftersail.core.models import Account
from aftersail.core.scope import as_system
from aftersail.web.demo.small import World, load_small

BACKEND = "aftersail.core.signin.PasswordBackend"


@pytest.fixture
def world(db: None) -> World:
    """Return the small world, made under every row; the test chooses its own scope afterwards."""
    with as_system():
        return load_small()


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
