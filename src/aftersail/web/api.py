"""The API assembled: every chapter's routes under /api/v1, described by OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer

import aftersail
from aftersail.care.api import router as care_routes
from aftersail.cases.api import router as cases_routes
from aftersail.core.api import router as core_routes
from aftersail.core.api.envelope import JSON, to_json
from aftersail.core.api.parsing import Parser
from aftersail.core.api.refusals import Problem, install
from aftersail.core.api.signed_in import SIGNED_IN
from aftersail.core.audience import GUESTS, audience
from aftersail.core.importing.api import router as importing_routes
from aftersail.dispatch.api import router as dispatch_routes
from aftersail.fleet.api import router as fleet_routes
from aftersail.fleet.technical_api import router as technical_routes
from aftersail.intake.api import router as intake_routes
from aftersail.people.api import router as people_routes
from aftersail.satisfaction.api import router as satisfaction_routes
from aftersail.scorecard.api import router as scorecard_routes
from aftersail.supply.api import router as supply_routes
from aftersail.visits.api import router as visits_routes
from aftersail.visits.api.field import router as field_routes
from aftersail.visits.api.forms import filled_router as filled_form_routes
from aftersail.visits.api.forms import router as form_routes

ABOUT = """
Everything that a page can do. Sign in as a person (session cookie, `X-CSRFToken` on writes) or send a token.

Lists answer `{"items", "next", "count", "count_capped"}`; pass `next` as `cursor`. Refusals are problem documents
(RFC 9457) with `reasons`, or `errors` by field. Writes that create take an `id` (UUID) made by the caller: sent
twice, they make one record. Updates take the `version` that was read; 409 means that somebody was faster.
"""


class Orjson(BaseRenderer):
    """JSON by orjson, as lists are written."""

    media_type = JSON

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return the answer's body."""
        return to_json(data)


class Api(NinjaAPI):
    """The API, whose description names the refusals of every route."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI description."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        schema["components"].setdefault("schemas", {})["Problem"] = Problem.model_json_schema(
            ref_template="#/components/schemas/{model}"
        )
        definitions = schema["components"]["schemas"]["Problem"].pop("$defs", {})
        schema["components"]["schemas"].update(definitions)
        refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", {"description": "Refused", "content": refused})
        return schema


api = Api(
    title="Aftersail",
    version=aftersail.__version__,
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    auth=SIGNED_IN,
    renderer=Orjson(),
    parser=Parser(),
    urls_namespace="api",
)
install(api)
api.add_router(
    "/cases", cases_routes
)  # first, since addresses are tried in this order, and these are asked most
api.add_router("", core_routes)
api.add_router("", importing_routes)
api.add_router("/people", people_routes)
api.add_router("/fleet", fleet_routes)
api.add_router("/fleet", technical_routes)
api.add_router("/supply", supply_routes)
api.add_router("/requests", intake_routes)
api.add_router("/dispatch", dispatch_routes)
api.add_router("/visits", visits_routes)
api.add_router("/field", field_routes)
api.add_router("/forms", form_routes)
api.add_router("/filled-forms", filled_form_routes)
api.add_router("/care", care_routes)
api.add_router("/satisfaction", satisfaction_routes)
api.add_router("/scorecard", scorecard_routes)


@require_GET
@audience(*GUESTS)
def openapi(request: HttpRequest) -> HttpResponse:
    """Answer with the OpenAPI description."""
    return HttpResponse(to_json(api.get_openapi_schema(path_prefix="/api/v1/")), content_type=JSON)


@require_GET
@audience(*GUESTS)
def docs(request: HttpRequest) -> HttpResponse:
    """Show the API's description, readable and with a try-out; everything comes from this server."""
    settings = to_json(
        {"url": "openapi.json", "layout": "BaseLayout", "deepLinking": True, "docExpansion": "none"}
    ).decode()
    return render(request, "web/api_docs.html", {"api": api, "swagger_settings": settings})
