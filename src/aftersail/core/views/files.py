"""Opening files."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.files import file_at
from aftersail.core.serving import served, served_small


@require_GET
@audience(*EVERYONE)
def file(request: SignedInRequest, file_id: UUID) -> HttpResponse:
    """Open a file of a record that the account sees."""
    return served(request, file_at(request.user, file_id))


@require_GET
@audience(*EVERYONE)
def small_picture(request: SignedInRequest, file_id: UUID, width: int) -> HttpResponse:
    """Show a photo small."""
    return served_small(request, file_at(request.user, file_id), width)
