"""The browser fixture: a real Chromium against a live server on the worker's own database."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page


@pytest.mark.django_db(transaction=True)
def test_the_browser_reaches_the_live_server_in_chinese(page: Page):
    response = page.goto("/no-such-page")
    assert response is not None
    assert response.status == 404
    assert page.locator("html").get_attribute("lang") == "zh-hans"


@pytest.mark.django_db(transaction=True)
def test_each_profile_is_new(new_context, system_scope):
    first, second = new_context(), new_context(locale="en")
    first.add_cookies([{"name": "mine", "value": "1", "url": "http://localhost"}])
    assert second.cookies() == []
    Session.objects.create(session_key="while-the-browser-runs", expire_date=timezone.now())
    assert Session.objects.count() == 1
