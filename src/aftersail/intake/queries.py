"""Reads of requests."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import Equipment, Vessel
from aftersail.intake.models import Request
from aftersail.intake.states import RequestState


def requests_for(account: Account) -> QuerySet[Request]:
    """Return the requests that this account may see: its reach, and what it reported itself."""
    seen = Request.objects.visible_to(account)
    return seen.select_related("vessel", "equipment", "customer", "station")


def requests_waiting(account: Account) -> QuerySet[Request]:
    """Return the requests that nobody has settled yet, oldest first."""
    return requests_for(account).filter(state=RequestState.RECEIVED).order_by("received_at")


def request_by_id(account: Account, request_id: UUID) -> Request:
    """Return one request, or refuse as if it did not exist."""
    found = requests_for(account).filter(pk=request_id).first()
    if found is None:
        raise NotThere
    return found


def unit_of_label(token: str) -> Equipment | None:
    """Return the unit whose QR label carries this token; to be asked as the system, for guests."""
    return (
        Equipment.objects.select_related("vessel", "model").filter(label_token=token, removed_on=None).first()
    )


def request_of_tracking_code(code: str) -> Request | None:
    """Return the request a guest follows by its code; to be asked as the system, for guests."""
    cleaned = code.strip().upper().replace("-", "").replace(" ", "")
    return Request.objects.select_related("vessel", "equipment").filter(tracking_code=cleaned).first()


def vessel_named(text: str) -> Vessel | None:
    """Return the one vessel whose hull code or name is exactly this, if there is just one."""
    name = text.strip()
    found = (
        list(
            Vessel.objects.filter(Q(hull_code__iexact=name) | Q(name__iexact=name) | Q(name_en__iexact=name))[
                :2
            ]
        )
        if name
        else []
    )
    return found[0] if len(found) == 1 else None
