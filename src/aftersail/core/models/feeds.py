"""Calendar feeds: secret addresses under which a calendar program reads one person's or one team's days."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.record import Record


class CalendarFeed(Record):
    """A feed's owner and what it shows; only the hash of its address is kept, and it shows what the owner may see now."""

    class Kind(models.TextChoices):
        """Whose days."""

        PERSON = "person", _("My own days")
        TEAM = "team", _("A team's days")

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="feeds")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    team_id = models.UUIDField(_("team"), null=True)
    name = models.CharField(_("name"), max_length=60)
    language = models.CharField(max_length=8, default="zh-hans")
    digest = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_read_at = models.DateTimeField(_("last read"), null=True)

    class Meta:
        verbose_name = _("calendar feed")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
