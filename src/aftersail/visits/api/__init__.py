"""Routes of visits: the same commands as the pages, fit to be sent later with the device's own time and ids."""

from aftersail.visits.api.reading import router
from aftersail.visits.api.recording import router as recording_routes
from aftersail.visits.api.steps import router as step_routes

# The list's router is the chapter's own: inside another, its address would end in a slash, unlike everybody else's.
router.add_router("", recording_routes)
router.add_router("", step_routes)

__all__ = ["router"]
