"""The supply chapter for programs."""

from ninja import Router

from aftersail.core.masters.routes import add_master
from aftersail.supply import registers

router = Router(tags=["supply"])
add_master(router, registers.PARTS)
