"""Routes for cases: everything the pages of cases can do."""

from ninja import Router

from aftersail.cases.api import moves, notes, orders, reading

router = Router()
for _part in (reading, moves, notes, orders):
    router.add_router("", _part.router)

__all__ = ["router"]
