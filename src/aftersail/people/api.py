"""The people chapter for programs: every register under its own address."""

from ninja import Router

from aftersail.core.masters.routes import add_master
from aftersail.people import registers
from aftersail.people.registers import careers, development, kinds, rosters

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
    registers.JOURNEYS,
    kinds.TASK_TYPES,
    kinds.CERTIFICATE_KINDS,
    rosters.PATTERNS,
    rosters.ROSTER,
    development.REQUIREMENTS,
    development.PLANS,
    development.PLAN_ITEMS,
    development.TRAININGS,
    development.SEATS,
    careers.CRITERIA,
    careers.PROMOTIONS,
    careers.POSTINGS,
):
    add_master(router, _master)
