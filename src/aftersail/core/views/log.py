"""The audit log on a page, and its verification."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from aftersail.core import lists
from aftersail.core.attention import address_of, kind_label
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.audit import verify_chain
from aftersail.core.events import Event
from aftersail.core.log import sentence_of
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.trail import entries_for

READERS = (Role.AUDITOR, Role.ADMIN)


def event_choices(_request: SignedInRequest) -> list[tuple[str, str]]:
    """Return every kind of event with its sentence, values left open."""
    named = [
        (name, re.sub(r"%\(\w+\)s", "…", str(kind.label)) or name) for name, kind in Event.registry.items()
    ]
    return sorted(named, key=lambda pair: pair[0])


def what_cell(name: str, data: dict[str, Any]) -> str:
    """Return what was done, as a sentence."""
    return sentence_of(name, data)


def record_cell(subject_id: UUID, subject_type: str) -> SafeString:
    """Return the record's id, short, as a link to its page if it has one."""
    short, address = str(subject_id)[-12:], address_of(subject_type, subject_id)
    if not address:
        return format_html('<span class="mono" title="{}">{}</span>', subject_id, short)
    return format_html('<a class="mono" href="{}" title="{}">{}</a>', address, subject_id, short)


def _whole_id(subject_id: UUID, _subject_type: str) -> str:
    return str(subject_id)


def _of_person(value: str, _request: SignedInRequest) -> Q:
    return Q(account_id=UUID(value))


LOG = lists.ListSpec(
    page="core:log",
    columns=(
        lists.Column("recorded_at", gettext_lazy("When"), kind="moment", sort=True),
        lists.Column("account_name", gettext_lazy("Who")),
        lists.Column("event", gettext_lazy("What"), also=("data",), paint=what_cell, export=what_cell, title=True),
        lists.Column("subject_type", gettext_lazy("Kind of record"), paint=kind_label, phone=False),
        lists.Column("subject_id", gettext_lazy("Record"), also=("subject_type",), paint=record_cell, export=_whole_id, phone=False),
    ),
    default_sort="-recorded_at",
    filters=(
        lists.Filter("recorded", gettext_lazy("When"), kind="period", path="recorded_at"),
        lists.Filter("who", gettext_lazy("Who"), choices=lists.choices_from(lambda _account: Account.objects.all(), "name", "name_en"), apply=_of_person),
        lists.Filter("event", gettext_lazy("What"), choices=event_choices),
    ),
    empty=gettext_lazy("Everything that is done in this house will be written here, and never changed."),
)  # fmt: skip


@require_GET
@audience(*READERS)
def log(request: SignedInRequest) -> HttpResponseBase:
    """List what was done: auditors read everything, administrators what concerns accounts and files."""
    with as_system():
        return lists.page(request, LOG, entries_for(request.user), title=_("Audit log"), template="core/log.html",
                          subtitle=_("Append-only; every entry seals the one before it."))  # fmt: skip


@require_POST
@audience(*READERS)
def verify(request: SignedInRequest) -> HttpResponse:
    """Recompute the hash chain and say what was found."""
    with as_system():
        report = verify_chain()
    template = (
        "core/parts/_verification.html" if "HX-Request" in request.headers else "core/verification.html"
    )
    return render(request, template, {"report": report, "breaks": report.breaks[:50]})
