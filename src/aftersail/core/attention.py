"""Following records and being told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.core.isolation import visible
from aftersail.core.log import sentence
from aftersail.core.models import Account, LogEntry, Notification, Subscription
from aftersail.core.prepared import Prepared
from aftersail.core.record import Record
from aftersail.core.refusals import NotThere
from aftersail.core.writing import Write, carry_out, insertion

_addresses: dict[str, str] = {}
_icons: dict[str, str] = {}


def pages_of(subject_type: str, url_name: str, icon: str = "file-text") -> None:
    """Say which page opens a kind of record, and its icon in search results; called from an app's `ready`."""
    _addresses[subject_type] = url_name
    _icons[subject_type] = icon


def icon_of(subject_type: str) -> str:
    """Return the icon of a kind of record."""
    return _icons.get(subject_type, "file-text")


def address_of(subject_type: str, subject_id: UUID) -> str:
    """Return the page of a record, or an empty string when its kind has none."""
    from django.urls import reverse

    name = _addresses.get(subject_type)
    return reverse(name, args=[subject_id]) if name else ""


def kind_label(subject_type: str) -> str:
    """Return what people call a kind of record."""
    from django.apps import apps

    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except LookupError:  # a kind of a chapter that is no longer installed
        return str(_("Other"))


def record_at(account: Account, subject_type: str, subject_id: UUID) -> Record:
    """Return a record of a kind that has a page, if the account may see it; else `NotThere`."""
    from django.apps import apps

    found: Record | None = None
    if subject_type in _addresses:
        found = visible(apps.get_model(subject_type), account).filter(pk=subject_id).first()
    if found is None:
        raise NotThere([_("There is no such record, or it is not yours to see.")])
    return found


FOLLOWING = Prepared(
    lambda account, subject: Subscription.objects.filter(account=account, subject_id=subject).values_list(
        "pk"
    ),
    UUID,
    UUID,
)
UNREAD = Prepared(
    lambda account: (
        Notification.objects.filter(account=account, read_at=None).order_by().values_list("pk")[:100]
    ),
    UUID,
)


def is_following(account: Account, about: Record) -> bool:
    """Whether the account hears of what happens to a record."""
    return FOLLOWING.first(account.pk, about.pk) is not None


def follow(account: Account, about: Record) -> None:
    """Let an account hear of what happens to a record."""
    carry_out(following(account, about))


def following(account: Account, about: Record) -> Write:
    """Return the write by which an account comes to hear of what happens to a record."""
    followed = Subscription(account=account, subject_id=about.pk, subject_type=about._meta.label_lower)
    return insertion(followed, unless_there=True)


def unfollow(account: Account, subject_id: UUID) -> None:
    """Stop hearing of a record, even of one that can no longer be seen."""
    Subscription.objects.filter(account=account, subject_id=subject_id).delete()


def tell(account: Account, title: Any, *, about: Record, entry: LogEntry) -> None:
    """Notify one person, once per log entry."""
    with translation.override(account.language):
        Notification.objects.get_or_create(
            account=account,
            entry_id=entry.pk,
            defaults={
                "event": entry.event,
                "title": str(title)[:200],
                "url": address_of(about._meta.label_lower, about.pk),
            },
        )


def tell_followers(_event: Event, entry: LogEntry) -> None:
    """Reaction to every event that tells followers: notify those who may see it, but not who did it."""
    followers = Subscription.objects.filter(
        subject_id__in=[entry.subject_id, entry.thread_id]
    ).select_related("account")
    for subscription in followers:
        account = subscription.account
        if account.pk == entry.account_id or not account.is_active:
            continue
        if not (account.sees_everything or account.reach_ids & set(entry.keys)):
            continue
        if account.is_customer and not entry.for_customer:
            continue
        with translation.override(account.language):
            Notification.objects.get_or_create(
                account=account,
                entry_id=entry.pk,
                defaults={
                    "event": entry.event,
                    "title": sentence(entry)[:200],
                    "url": address_of(subscription.subject_type, subscription.subject_id),
                },
            )


def unread_count(account: Any) -> int:
    """Return how many notifications an account has not read, at most 100."""
    if not account.is_authenticated:
        return 0
    return len(UNREAD.rows(account.pk))


def mark_read(account: Account, ids: list[UUID] | None = None) -> None:
    """Mark notifications as read: the ones named, or all."""
    mine = Notification.objects.filter(account=account, read_at=None)
    (mine.filter(pk__in=ids) if ids is not None else mine).update(read_at=timezone.now())


def follow_button(account: Account, about: Record) -> dict[str, Any]:
    """Return what `core/parts/_follow_button.html` needs, to be given to the template as `follow`."""
    return {
        "subject_type": about._meta.label_lower,
        "subject_id": about.pk,
        "following": is_following(account, about),
    }
