"""Routes about notifications and followed records."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.attention import follow, mark_read, record_at, unfollow
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.models import Notification, Subscription

router = Router(tags=["notifications"])


class NotificationOut(Schema):
    """Something the account was told."""

    id: UUID
    event: str
    title: str
    url: str
    created_at: datetime
    read_at: datetime | None


class Unread(Schema):
    """Which notifications."""

    unread: bool = Field(False, description="Only those not yet read")


class MarkRead(Schema):
    """Notifications to be marked; all of them when `ids` is null."""

    ids: list[UUID] | None = Field(None, max_length=500)


class SubscriptionOut(Schema):
    """A followed record."""

    subject_type: str
    subject_id: UUID
    created_at: datetime


@router.get("/notifications", response=Listing[NotificationOut], summary="My notifications")
@audience(*EVERYONE, scope="notifications:read")
def list_notifications(request: SignedInRequest, paging: Query[Paging], only: Query[Unread]) -> HttpResponse:
    """List what the account was told, newest first."""
    rows = Notification.objects.filter(account=request.user)
    rows = rows.filter(read_at=None) if only.unread else rows
    return listing(rows, tuple(NotificationOut.model_fields), paging=paging, order="-created_at")


@router.post("/notifications/read", response={204: None}, summary="Mark as read")
@audience(*EVERYONE, scope="notifications:write")
def read_notifications(request: SignedInRequest, wanted: MarkRead) -> tuple[int, None]:
    """Mark notifications as read; marking again changes nothing."""
    mark_read(request.user, wanted.ids)
    return 204, None


@router.get("/subscriptions", response=Listing[SubscriptionOut], summary="Records that I follow")
@audience(*EVERYONE, scope="notifications:read")
def list_subscriptions(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the followed records."""
    rows = Subscription.objects.filter(account=request.user)
    return listing(rows, tuple(SubscriptionOut.model_fields), paging=paging, order="-created_at")


@router.put(
    "/subscriptions/{str:subject_type}/{uuid:subject_id}", response={204: None}, summary="Follow a record"
)
@audience(*EVERYONE, scope="notifications:write")
def put_subscription(request: SignedInRequest, subject_type: str, subject_id: UUID) -> tuple[int, None]:
    """Follow a record that the account may see; following again changes nothing."""
    follow(request.user, record_at(request.user, subject_type, subject_id))
    return 204, None


@router.delete(
    "/subscriptions/{str:subject_type}/{uuid:subject_id}", response={204: None}, summary="Stop following"
)
@audience(*EVERYONE, scope="notifications:write")
def delete_subscription(request: SignedInRequest, subject_type: str, subject_id: UUID) -> tuple[int, None]:
    """Stop following a record."""
    unfollow(request.user, subject_id)
    return 204, None
