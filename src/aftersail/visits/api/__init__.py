"""Routes of visits: the same commands as the pages, fit to be sent later with the device's own time and ids."""

from ninja import Router

from aftersail.visits.api.reading import router as reading_routes
from aftersail.visits.api.recording import router as recording_routes
from aftersail.visits.api.steps import router as step_routes

router = Router(tags=["visits"])
router.add_router("", reading_routes)
router.add_router("", recording_routes)
router.add_router("", step_routes)

__all__ = ["router"]
