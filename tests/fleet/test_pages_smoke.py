"""Every page of the masters opens for the dispatcher in both languages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from aftersail.core.masters import masters
from aftersail.core.scope import as_system

pytestmark = pytest.mark.django_db
MASTERS = [m.name for m in masters() if m.app in {"people", "fleet", "supply"}]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("name", MASTERS)
def test_list_record_and_forms_open(world, signed_in, name, language):
    from aftersail.core.masters import master_named

    master = master_named(name)
    client = signed_in("dispatcher", language)
    assert client.get(master.url("list")).status_code == 200
    assert client.get(master.url("list") + "?format=xlsx").status_code == 200
    with as_system():
        record = master.model._base_manager.first()
    keeper = signed_in("quality" if "dispatcher" not in master.writers else "dispatcher", language)
    assert keeper.get(master.url("new")).status_code == 200
    if record is not None:
        assert client.get(master.url("detail", record)).status_code == 200
        assert keeper.get(master.url("edit", record)).status_code == 200


@pytest.mark.parametrize(
    "page", ["people:matrix", "fleet:history", "fleet:history_records", "importing:start"]
)
def test_other_pages_open(world, signed_in, page):
    assert signed_in("dispatcher").get(reverse(page)).status_code == 200
