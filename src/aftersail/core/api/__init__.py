"""Routes of the ground floor: one's own account, notifications, search, files, filters, tokens, accounts, log."""

from ninja import Router

from aftersail.core.api import accounts, attention, files, filters, log, me, search, tokens

router = Router()
for _part in (me, tokens, attention, search, files, filters, accounts, log):
    router.add_router("", _part.router)

__all__ = ["router"]
