"""Routes for cases: everything the pages of cases can do."""

from aftersail.cases.api import consultations, moves, needs, notes, orders, reading

assert (
    moves.router is reading.router
)  # a path that is read and written must stand in one router: the first one answers
# The list's router is the chapter's own: inside another, its address would end in a slash, unlike everybody else's.
router = reading.router
for _part in (notes, orders, needs, consultations):
    router.add_router("", _part.router)

__all__ = ["router"]
