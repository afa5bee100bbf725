"""Filters that people keep: a name for the query string of a list, private to the account."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists.spec import ListSpec, spec_of
from aftersail.core.models import Account, SavedFilter
from aftersail.core.verdicts import Refused

MOST = 30


def tidy(spec: ListSpec, query: str) -> str:
    """Keep the parameters of a query string that the list understands, without page and format, in a fixed order."""
    lawful = {"q", "sort", *(key for wanted in spec.filters for key in wanted.keys)}
    pairs = [
        (k, v)
        for k, v in parse_qsl(query.lstrip("?"), max_num_fields=200)
        if k in lawful and v and "\x00" not in v
    ]
    return urlencode(sorted(pairs))


def saved_for(request: SignedInRequest, spec: ListSpec) -> list[dict[str, Any]]:
    """Return the reader's filters of a list: label, address, whether it is the one in force, how to forget it."""
    present = tidy(spec, request.META.get("QUERY_STRING", "")[:4000])
    kept = SavedFilter.objects.filter(account=request.user, page=spec.page).values_list("pk", "name", "query")
    return [
        {
            "label": name,
            "url": f"{request.path}?{query}",
            "active": query == present,
            "delete_url": reverse("core:delete_filter", args=[pk]),
        }
        for pk, name, query in kept
    ]


@transaction.atomic
def save_filter(*, by: Account, page: str, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it. Raises `Refused`."""
    spec = spec_of(page)
    if spec is None:
        raise Refused([_("There is no such list.")])
    name = " ".join(name.replace("\x00", "").split())[:60]
    if not name:
        raise Refused([_("Give the filter a name.")])
    wanted = tidy(spec, query)
    if len(wanted) > 1000:
        raise Refused([_("This filter is too long to keep.")])
    mine = SavedFilter.objects.filter(account=by, page=page)
    if mine.exclude(name=name).count() >= MOST:
        raise Refused([_("You keep many filters of this list already. Forget one first.")])
    kept, _fresh = SavedFilter.objects.update_or_create(
        account=by, page=page, name=name, defaults={"query": wanted}
    )
    return kept


def forget_filter(*, by: Account, filter_id: Any) -> bool:
    """Forget one of one's own filters; whether there was one."""
    deleted, _by_model = SavedFilter.objects.filter(account=by, pk=filter_id).delete()
    return bool(deleted)
