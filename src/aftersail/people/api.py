"""The people chapter for programs: every register under its own address."""

from ninja import Router

from aftersail.core.masters.routes import add_master
from aftersail.people import registers

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
):
    add_master(router, _master)
