"""Pages of the house itself: health, language."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import check_for_language
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as set_language_cookie

from aftersail.core.audience import GUESTS, audience


@require_GET
@audience(*GUESTS)
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@require_GET
@audience(*GUESTS)
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served: the database answers and its tables are there."""
    from django.db.utils import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1 from core_account limit 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


@require_POST
@audience(*GUESTS)
def set_language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the pages, for this browser and, when signed in, for the account."""
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and check_for_language(wanted) and wanted != request.user.language:
        request.user.change(language=wanted)
    return set_language_cookie(request)
