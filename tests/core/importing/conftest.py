"""What tests of the import wizard share: people signed in, speaking English or Chinese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from aftersail.core.models import Account
from aftersail.web.demo.small import World

BACKEND = "aftersail.core.signin.PasswordBackend"


@pytest.fixture
def signed_in(world: World) -> Callable[..., Client]:
    """Return a function that makes a client signed in as an account or a sign-in name."""

    def sign_in(who: Account | str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(who if isinstance(who, Account) else world.accounts[who], backend=BACKEND)
        client.cookies["aftersail_language"] = language
        return client

    return sign_in
