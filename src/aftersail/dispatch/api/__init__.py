"""Routes of dispatch: everything the pages of dispatch can do."""

from aftersail.dispatch.api import assigning, board

router = assigning.router
router.add_router("", board.router)

__all__ = ["router"]
