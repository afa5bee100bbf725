"""Routes of the ground floor: one's own account, notifications, search, files, filters, tokens, accounts, log."""

from ninja import Router

from aftersail.core.api import (
    accounts,
    attention,
    doors,
    files,
    filters,
    jobs,
    log,
    me,
    search,
    tokens,
    webhooks,
)

router = Router()
for _part in (me, tokens, doors, attention, search, files, filters, jobs, accounts, webhooks, log):
    router.add_router("", _part.router)

__all__ = ["router"]
