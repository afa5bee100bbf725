"""What a person asked to hear of, what they were told, and the filters they keep."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.record import Record


class Subscription(Record):
    """An account follows a record."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="subscriptions", db_index=False)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()

    class Meta:
        verbose_name = _("subscription")
        constraints = (models.UniqueConstraint(fields=("account", "subject_id"), name="followed_once"),)
        indexes = (models.Index(fields=("subject_id",), name="followers_of"),)

    def __str__(self) -> str:
        return f"{self.account_id} → {self.subject_id}"


class Notification(Record):
    """Something a person should know, with the page to open."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="notifications", db_index=False)
    event = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=200)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    entry_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField(_("read"), null=True)
    mail_settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        ordering = ("-created_at",)
        constraints = (models.UniqueConstraint(fields=("account", "entry_id"), name="told_once"),)
        indexes = (
            models.Index(
                fields=("account", "-created_at"), condition=models.Q(read_at=None), name="unread_of"
            ),
            models.Index(
                fields=("account", "created_at"),
                condition=models.Q(mail_settled_at=None),
                name="not_settled_by_mail",
            ),
        )

    def __str__(self) -> str:
        return self.title


class SavedFilter(Record):
    """A named filter of a list, private or shared with the house."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="filters", db_index=False)
    page = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("saved filter")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("account", "page", "name"), name="filter_named_once"),)

    def __str__(self) -> str:
        return self.name
