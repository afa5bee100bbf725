"""The home page: the blocks of every role that a person holds."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.roles import Role
from aftersail.people.queries.policy import policy_to_acknowledge
from aftersail.web.home import customer, house, partner
from aftersail.web.home.blocks import Home, Maker

MAKERS: dict[Role, Maker] = {
    Role.DISPATCHER: house.dispatcher,
    Role.STATION_MANAGER: house.station_manager,
    Role.ENGINEER: house.engineer,
    Role.SERVICE_MANAGER: house.service_manager,
    Role.QUALITY: house.quality,
    Role.EXECUTIVE: house.executive,
    Role.DESIGNER: house.designer,
    Role.CONSULTANT: house.consultant,
    Role.AUDITOR: house.auditor,
    Role.FINANCE: house.finance,
    Role.ADMIN: house.admin,
    Role.CREW: customer.home,
    Role.FLEET_MANAGER: customer.home,
    Role.YARD: house.yard,
    Role.SUPPLIER: partner.home,
}
"""In the order in which a person with several roles sees them."""


@require_GET
@audience(*EVERYONE)
def home(request: SignedInRequest) -> HttpResponse:
    """Show what needs the signed-in person now."""
    now = timezone.now()
    shown = Home()
    for role, make in MAKERS.items():
        if role in request.user.role_set:
            shown.add(make(request, now))
    shown.blocks.sort(key=lambda block: (not block.count, not block.urgent))
    policy = policy_to_acknowledge(request.user) if request.user.is_house else None
    return render(request, "web/home.html", {"home": shown, "now": now, "policy": policy})
