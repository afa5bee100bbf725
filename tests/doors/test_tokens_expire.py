"""Facts about the end of API tokens: told a week before, once; ended by an administrator."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from aftersail.core.models import LogEntry, Notification
from aftersail.core.scope import as_system
from aftersail.core.tokens import EXPIRING, make_token, revoke_token, warn_of_expiry


def test_the_owner_of_a_token_is_told_once_a_week_before_it_expires(world, system_scope):
    dispatcher, now = world.accounts["dispatcher"], timezone.now()
    make_token(by=dispatcher, name="erp", scopes=["cases:read"], days=30, at=now)
    make_token(by=dispatcher, name="lasting", scopes=["cases:read"], days=None, at=now)
    revoked, _key = make_token(by=dispatcher, name="gone", scopes=["cases:read"], days=30, at=now)
    revoke_token(by=dispatcher, token_id=revoked.pk, at=now)
    assert warn_of_expiry(now + timedelta(days=22)) == 0
    assert warn_of_expiry(now + timedelta(days=24)) == 1
    assert warn_of_expiry(now + timedelta(days=25)) == 0
    notice = Notification.objects.get(event=EXPIRING)
    assert notice.account == dispatcher
    assert "erp" in notice.title
    assert notice.url == "/account/tokens/"


def test_an_administrator_ends_the_token_of_somebody_else_and_the_log_tells(world, signed_in, admin, client):
    with as_system():
        dispatcher = world.accounts["dispatcher"]
        token, key = make_token(by=dispatcher, name="erp", scopes=["cases:read"], days=30, at=timezone.now())
    url = f"/accounts/{dispatcher.pk}/tokens/{token.pk}/revoke/"
    bearer = {"authorization": f"Bearer {key}"}
    assert "erp" in admin.get(f"/accounts/{dispatcher.pk}/").content.decode()
    assert signed_in("manager").post(url).status_code == 403
    assert admin.post(f"/accounts/{world.accounts['crew'].pk}/tokens/{token.pk}/revoke/").status_code == 404
    assert client.get("/api/v1/me", headers=bearer).status_code == 200
    assert admin.post(url).status_code == 302
    assert client.get("/api/v1/me", headers=bearer).status_code == 401
    with as_system():
        entry = LogEntry.objects.get(event="core.TokenRevoked")
    assert entry.account_id == world.accounts["admin"].pk
