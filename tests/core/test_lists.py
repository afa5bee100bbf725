"""Facts about list pages: nothing in an address breaks them, and what they show is what they export."""

from __future__ import annotations

import pytest
from django.test import Client

from aftersail.core.models import Account
from aftersail.core.roles import Role

pytest_plugins = ["tests.world"]


@pytest.fixture
def admin(world) -> Client:
    client = Client()
    account = Account.objects.get(roles__contains=[Role.ADMIN])
    client.force_login(account, backend="aftersail.core.signin.PasswordBackend")
    return client


def test_a_list_shows_its_rows(admin):
    answer = admin.get("/accounts/")
    assert answer.status_code == 200
    print(answer.content.decode()[-9000:])
