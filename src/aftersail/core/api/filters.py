"""Routes about the filters that people keep."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from aftersail.core.api.envelope import Listing, Paging, listing
from aftersail.core.audience import EVERYONE, SignedInRequest, audience
from aftersail.core.lists.saved import forget_filter, save_filter
from aftersail.core.models import SavedFilter
from aftersail.core.refusals import NotThere

router = Router(tags=["filters"])


class FilterOut(Schema):
    """A kept filter: the query string of a list page."""

    id: UUID
    page: str
    name: str
    query: str
    created_at: datetime


class FilterIn(Schema):
    """A filter to be kept."""

    page: str = Field(max_length=60, description="The list, such as cases:list")
    name: str = Field(max_length=60)
    query: str = Field(max_length=4000, description="Query string, such as state=waiting&sort=-reported_at")


@router.get("/filters", response=Listing[FilterOut], summary="My filters")
@audience(*EVERYONE, scope="filters:read")
def list_filters(request: SignedInRequest, paging: Query[Paging]) -> HttpResponse:
    """List the filters that the account keeps."""
    rows = SavedFilter.objects.filter(account=request.user)
    return listing(rows, tuple(FilterOut.model_fields), paging=paging, order="name")


@router.post("/filters", response={201: FilterOut}, summary="Keep a filter")
@audience(*EVERYONE, scope="filters:write")
def create_filter(request: SignedInRequest, wanted: FilterIn) -> tuple[int, SavedFilter]:
    """Keep a filter under a name; the same name again replaces it."""
    return 201, save_filter(by=request.user, page=wanted.page, name=wanted.name, query=wanted.query)


@router.delete("/filters/{uuid:filter_id}", response={204: None}, summary="Forget a filter")
@audience(*EVERYONE, scope="filters:write")
def delete_filter(request: SignedInRequest, filter_id: UUID) -> tuple[int, None]:
    """Forget a kept filter."""
    if not forget_filter(by=request.user, filter_id=filter_id):
        raise NotThere([_("There is no such filter.")])
    return 204, None
