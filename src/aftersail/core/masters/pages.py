"""The pages of a register: list, record, form to enter, form to change, removal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.lists import Action, ListSpec
from aftersail.core.lists import page as list_page
from aftersail.core.masters.declared import Master
from aftersail.core.masters.facts import facts_of, history_of
from aftersail.core.masters.forms import form_for
from aftersail.core.masters.naming import belonging, named
from aftersail.core.masters.saving import change_record, enter_record, remove_record
from aftersail.core.models import Account
from aftersail.core.panels import panels_of
from aftersail.core.refusals import Forbidden
from aftersail.core.verdicts import Refused

View = Callable[..., HttpResponseBase]
More = Callable[[SignedInRequest, Any], Mapping[str, Any]]
Rows = Callable[[Account], "models.QuerySet[Any]"]
"""What an account may see, with the relations and annotations that the list's columns need."""


def master_urls(
    master: Master,
    spec: ListSpec,
    *,
    rows: Rows | None = None,
    detail: View | None = None,
    template: str = "core/masters/detail.html",
    more: More | None = None,
) -> list[URLPattern]:
    """Return the addresses of a register's pages; `detail` replaces the plain record page, `more` feeds its template."""
    slug, app_noun = master.slug, master.noun
    record_page = detail or detail_view(master, template, more)
    urls = [
        path(f"{slug}/", list_view(master, spec, rows), name=master.plural),
        path(f"{slug}/new/", new_view(master), name=f"{app_noun}_new"),
        path(f"{slug}/<uuid:pk>/", record_page, name=app_noun),
        path(f"{slug}/<uuid:pk>/edit/", edit_view(master), name=f"{app_noun}_edit"),
    ]
    if master.removable:
        urls.append(path(f"{slug}/<uuid:pk>/remove/", remove_view(master), name=f"{app_noun}_remove"))
    return urls


def list_view(master: Master, spec: ListSpec, rows: Rows | None = None) -> View:
    """Return the view that lists a register and exports it."""

    @audience(*master.readers)
    @require_GET
    def show_list(request: SignedInRequest) -> HttpResponseBase:
        actions = []
        if request.user.has_role(*master.writers):
            actions.append(Action(master.new_label, master.url("new")))
        found = (rows or master.rows)(request.user)
        return list_page(request, spec, found, title=master.label, subtitle=master.help, actions=actions)

    return show_list


def detail_view(master: Master, template: str, more: More | None = None) -> View:
    """Return the view of one record: its facts, what later chapters know of it, what was done to it."""

    @audience(*master.readers)
    @require_GET
    def show_record(request: SignedInRequest, pk: UUID) -> HttpResponse:
        record = master.seen(request.user, pk)
        return render(request, template, record_context(master, request, record, more))

    return show_record


def record_context(
    master: Master, request: SignedInRequest, record: Any, more: More | None = None
) -> dict[str, Any]:
    """Return what every record page shows, with `more` from the register."""
    account = request.user
    may_write = account.has_role(*master.writers) and bool(master.may_write(account, record))
    return {
        "master": master,
        "record": record,
        "title": named(record),
        "belongs_to": belonging(record),
        "list_url": master.url("list"),
        "edit_url": master.url("edit", record) if may_write else "",
        "remove_url": master.url("remove", record) if may_write and master.removable else "",
        "facts": facts_of(master, record, account),
        "panels": panels_of(f"{master.app}:{master.noun}", account, record),
        "history": history_of(record, account),
        **(more(request, record) if more else {}),
    }


def new_view(master: Master) -> View:
    """Return the view that enters a record."""

    @audience(*master.writers)
    @require_http_methods(["GET", "POST"])
    def enter(request: SignedInRequest) -> HttpResponse:
        form = form_for(master, request.user, request)
        if request.method == "POST" and form.is_valid():
            try:
                record = enter_record(
                    master, by=request.user, values=form.typed(), at=timezone.now(), record_id=form.wanted_id
                )
            except Forbidden:
                raise
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect(master.url("detail", record))
        return _form_page(request, master, form, title=str(master.new_label), back=master.url("list"))

    return enter


def edit_view(master: Master) -> View:
    """Return the view that changes a record; somebody else's change meanwhile is told, never overwritten."""

    @audience(*master.writers)
    @require_http_methods(["GET", "POST"])
    def change(request: SignedInRequest, pk: UUID) -> HttpResponse:
        record = get_object_or_404(master.rows(request.user), pk=pk)
        verdict = master.may_write(request.user, record)
        if not verdict:
            raise Forbidden(verdict.reasons)
        title = named(record)
        form = form_for(master, request.user, request, record)
        if request.method == "POST" and form.is_valid():
            try:
                change_record(
                    master,
                    by=request.user,
                    record=master.rows(request.user).get(pk=pk),
                    values=form.typed(),
                    at=timezone.now(),
                    seen=form.seen,
                )
            except Forbidden:
                raise
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect(master.url("detail", record))
        return _form_page(request, master, form, title=title, back=master.url("detail", record))

    return change


def remove_view(master: Master) -> View:
    """Return the view that takes a record away."""

    @audience(*master.writers)
    @require_POST
    def remove(request: SignedInRequest, pk: UUID) -> HttpResponse:
        record = get_object_or_404(master.rows(request.user), pk=pk)
        remove_record(master, by=request.user, record=record, at=timezone.now())
        messages.success(request, _("Removed."))
        back = request.POST.get("next", "")
        return redirect(back if _is_ours(back) else master.url("list"))

    return remove


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def _form_page(request: SignedInRequest, master: Master, form: Any, *, title: str, back: str) -> HttpResponse:
    context = {"master": master, "form": form, "title": title, "back": back, "list_url": master.url("list")}
    return render(request, "core/masters/form.html", context, status=422 if form.is_bound else 200)
