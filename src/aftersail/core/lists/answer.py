"""Answering a request for a list: a page, a fragment of it, or a file with the whole filtered list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from aftersail.core.audience import SignedInRequest
from aftersail.core.lists.build import ListPage, Rows, build
from aftersail.core.lists.cells import painted_rows
from aftersail.core.lists.export import FORMATS, export
from aftersail.core.lists.saved import saved_for
from aftersail.core.lists.spec import Action, ListSpec

TEMPLATE = "core/list.html"


def page(
    request: SignedInRequest,
    spec: ListSpec,
    queryset: Rows,
    *,
    title: Any,
    subtitle: Any = "",
    actions: Sequence[Action] = (),
    template: str = TEMPLATE,
    **context: Any,
) -> HttpResponseBase:
    """Answer with the list, or with its export when the address says `format=xlsx` or `format=csv`.

    `queryset` must already be what the reader may see. Further keywords go to the template.
    """
    wanted = request.GET.get("format", "")
    if wanted in FORMATS:
        return export(request, spec, queryset, wanted, title=str(title))
    listed = build(request, spec, queryset)
    return answer(
        request, listed, template, {"title": title, "subtitle": subtitle, "actions": actions, **context}
    )


def answer(
    request: SignedInRequest, listed: ListPage, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Render a built page of a list."""
    spec, asked = listed.spec, listed.asked
    return render(request, template, {
        **context,
        "list": listed,
        "rows_html": painted_rows(listed.columns, listed.paths, listed.rows),
        "heads": [_head(column) for column in listed.columns],
        "fields": [filter_field(request, f, asked) for f in spec.filters_for(request.user.role_set)],
        "saved": saved_for(request, spec),
        "save_url": reverse("core:save_filter", args=[spec.page]),
        "notices": asked.notices,
    })  # fmt: skip


def _head(column: Any) -> dict[str, Any]:
    from aftersail.core.lists.cells import NUMERIC

    classes = "num" if column.kind in NUMERIC else ""
    return {"key": column.key, "label": column.label, "sort": bool(column.sort_path), "classes": classes}


def filter_field(request: SignedInRequest, wanted: Any, asked: Any) -> dict[str, Any]:
    """Return a filter as the filter bar shows it."""
    made: dict[str, Any] = {"kind": wanted.kind, "name": wanted.key, "label": wanted.label}
    if wanted.kind == "period":
        first, last = wanted.keys
        return made | {"first": first, "last": last, "from": asked.value(first), "to": asked.value(last)}
    options = [("1", wanted.label)] if wanted.kind == "flag" else wanted.options(request)
    return made | {
        "options": options,
        "value": asked.value(wanted.key),
        "all": wanted.all_label or wanted.label,
    }
