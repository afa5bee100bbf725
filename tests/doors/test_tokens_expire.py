"""Facts about the end of API tokens: told a week before, once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from aftersail.core.models import Notification
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
