"""Routes of webhooks: which programs are called, and how the calls went."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.models import MailState, WebhookDelivery, WebhookSubscription
from aftersail.core.roles import Role
from aftersail.core.webhooks.actions import change_webhook, make_webhook, renew_secret, send_again

router = Router(tags=["webhooks"])
READ, WRITE = "webhooks:read", "webhooks:write"


class WebhookOut(Schema):
    """A webhook without its secret."""

    id: UUID
    name: str
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime
    version: int


class WebhookIn(Schema):
    """A webhook to be made; the same `id` sent twice makes one."""

    id: UUID
    name: str = Field(max_length=60)
    url: str = Field(max_length=500)
    events: list[str] = Field(min_length=1, max_length=200)


class WebhookChange(Schema):
    """What is to hold from now on."""

    name: str = Field(max_length=60)
    url: str = Field(max_length=500)
    events: list[str] = Field(min_length=1, max_length=200)
    is_active: bool
    version: int = Field(ge=1, le=2**31 - 1)


class SecretOut(Schema):
    """The secret by which calls are signed, shown this once."""

    id: UUID
    secret: str


class CallOut(Schema):
    """How one call went."""

    id: UUID
    webhook_id: UUID
    event: str
    state: str
    attempts: int
    next_at: datetime
    sent_at: datetime | None
    last_status: int | None
    last_error: str
    created_at: datetime


class CallFilter(Schema):
    """Which calls."""

    state: Literal[tuple(MailState.values)] | None = None  # type: ignore[valid-type]
    webhook_id: UUID | None = None


@router.get("/webhooks", response=Listing[WebhookOut], summary="Webhooks")
@audience(Role.ADMIN, scope=READ)
def list_webhooks(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the programs that are called."""
    return listing(
        WebhookSubscription.objects.all(), tuple(WebhookOut.model_fields), paging=paging, order="name"
    )


@router.post("/webhooks", response={201: SecretOut}, summary="Make a webhook")
@audience(Role.ADMIN, scope=WRITE)
def create_webhook(request: SignedInRequest, wanted: WebhookIn) -> tuple[int, SecretOut]:
    """Make a webhook; the secret is in this answer only."""
    made, secret = make_webhook(by=request.user, at=timezone.now(), **wanted.model_dump())
    return 201, SecretOut(id=made.pk, secret=secret)


@router.put("/webhooks/{uuid:webhook_id}", response=WebhookOut, summary="Change a webhook")
@audience(Role.ADMIN, scope=WRITE)
def update_webhook(request: SignedInRequest, webhook_id: UUID, wanted: WebhookChange) -> WebhookSubscription:
    """Change a webhook; an inactive one is not called."""
    found = get_object_or_404(WebhookSubscription, pk=webhook_id)
    values = wanted.model_dump()
    return change_webhook(
        by=request.user, webhook=found, at=timezone.now(), seen=values.pop("version"), **values
    )


@router.post("/webhooks/{uuid:webhook_id}/secret", response=SecretOut, summary="Renew a webhook's secret")
@audience(Role.ADMIN, scope=WRITE)
def renew(request: SignedInRequest, webhook_id: UUID) -> SecretOut:
    """Sign with a new secret from now on."""
    found = get_object_or_404(WebhookSubscription, pk=webhook_id)
    return SecretOut(id=found.pk, secret=renew_secret(by=request.user, webhook=found, at=timezone.now()))


@router.get("/webhook-calls", response=Listing[CallOut], summary="Webhook calls")
@audience(Role.ADMIN, scope=READ)
def list_calls(request: SignedInRequest, paging: Query[Paging], wanted: Query[CallFilter]) -> HttpResponse:
    """List the calls, newest first."""
    asked = {key: value for key, value in wanted.model_dump().items() if value}
    rows = WebhookDelivery.objects.filter(**asked)
    return listing(rows, tuple(CallOut.model_fields), paging=paging, order="-created_at")


@router.post("/webhook-calls/{uuid:delivery_id}/again", response={204: None}, summary="Make a call again")
@audience(Role.ADMIN, scope=WRITE)
def again(request: SignedInRequest, delivery_id: UUID) -> tuple[int, None]:
    """Make a call once more."""
    found = get_object_or_404(WebhookDelivery, pk=delivery_id)
    send_again(by=request.user, delivery=found, at=timezone.now())
    return 204, None
