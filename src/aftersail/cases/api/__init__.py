"""Routes for cases: everything the pages of cases can do."""

from ninja import Router

from aftersail.cases.api import moves, notes, orders, reading

router = Router()
assert moves.router is reading.router  # a path that is read and written must stand in one router: the first one answers
for _part in (reading, notes, orders):
    router.add_router("", _part.router)

__all__ = ["router"]
