"""The people chapter for programs: every register under its own address."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.masters.routes import add_master
from aftersail.core.roles import HOUSE
from aftersail.people import registers
from aftersail.people.actions.editions import acknowledge_policy
from aftersail.people.models import ServicePolicy
from aftersail.people.registers import engagements, policy

router = Router(tags=["people"])
for _master in (
    registers.AREAS,
    registers.PORTS,
    registers.STATIONS,
    registers.COVERAGE,
    registers.STAFF,
    registers.SKILLS,
    registers.STAFF_SKILLS,
    registers.CERTIFICATES,
    registers.LEAVES,
    policy.POLICIES,
    policy.PROMISES,
    policy.CHARTS,
    policy.ACTIVITIES,
    engagements.CONSULTANTS,
    engagements.SPECIALITIES,
    engagements.CLEARANCES,
    engagements.ABSENCES,
    engagements.PARTNERS,
    engagements.SCOPES,
    engagements.QUALIFICATIONS,
    engagements.RATES,
    engagements.AGREEMENTS,
    engagements.SCORE_WEIGHTS,
    engagements.SCORE_ENTRIES,
):
    add_master(router, _master)


@router.post(
    "/policies/{uuid:pk}/acknowledge", response={204: None}, summary="Acknowledge the policy in force"
)
@audience(*HOUSE, scope="people:write")
def acknowledge(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Say that one has read the policy; saying it twice is once."""
    policy = get_object_or_404(ServicePolicy.objects.visible_to(request.user), pk=pk)
    acknowledge_policy(by=request.user, policy=policy, at=timezone.now())
    return HttpResponse(status=204)
