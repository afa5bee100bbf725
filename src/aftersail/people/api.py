"""The people chapter for programs: every register under its own address."""

from ninja import Router

from aftersail.core.masters.routes import add_master
from aftersail.people import registers
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
