"""Routes of dispatch: everything the pages of dispatch can do."""

from aftersail.dispatch.api import assigning, board, inserting, plans

router = assigning.router
router.add_router("", board.router)
router.add_router("", plans.router)
router.add_router("", inserting.router)

__all__ = ["router"]
