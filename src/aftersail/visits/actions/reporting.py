"""The service report: frozen in both languages when signed, printed once, a new edition for each addendum."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from aftersail.core import shelf
from aftersail.core.log import record
from aftersail.core.models import StoredFile
from aftersail.visits.events import ReportIssued
from aftersail.visits.models import ServiceReport, Visit
from aftersail.visits.queries.report_content import LANGUAGES, report_content
from aftersail.visits.report.canonical import content_hash
from aftersail.visits.report.content import Addendum, House
from aftersail.visits.report.content import ServiceReport as Content
from aftersail.visits.report.render import render_service_report
from aftersail.visits.report.thaw import frozen, thawed

FONTS = (settings.WEB / "fonts",)
PRINT_TASK = "visits.print_reports"


def freeze_first_edition(visit: Visit, at: datetime) -> list[ServiceReport]:
    """Freeze what was just signed, in every language; part of signing."""
    return [_freeze(visit, report_content(visit, language, at), at) for language in LANGUAGES]


def freeze_next_edition(visit: Visit, at: datetime) -> list[ServiceReport]:
    """Freeze another edition: what was signed, word for word, and every addendum so far; part of adding one."""
    first = {report.language: report for report in visit.reports.filter(edition=1)}
    edition = max(visit.reports.values_list("edition", flat=True), default=0) + 1
    addenda = tuple(
        Addendum(number, one.author_name, one.text, one.added_at)
        for number, one in enumerate(visit.addenda.order_by("added_at", "pk"), 1)
    )
    made = []
    for language in LANGUAGES:
        signed = (
            thawed(first[language].content, picture_of)
            if language in first
            else report_content(visit, language, visit.signed_at or at)
        )
        made.append(_freeze(visit, replace(signed, version=edition, addenda=addenda), at))
    return made


def _freeze(visit: Visit, content: Content, at: datetime) -> ServiceReport:
    return ServiceReport.objects.create(
        number=visit.number, visit=visit, edition=content.version, language=content.language, content=frozen(content),
        content_hash=content_hash(content), frozen_at=at,
    )  # fmt: skip


def print_later(visit: Visit) -> None:
    """Have the frozen editions printed in the background, once the caller's transaction is through."""
    app.configure_task(PRINT_TASK).defer(visit_id=str(visit.pk))


@transaction.atomic
def print_reports(visit_id: UUID) -> list[ServiceReport]:
    """Print every frozen edition of a visit that is not printed yet; safe to run twice."""
    rows = (
        ServiceReport.objects.select_for_update(of=("self",))
        .filter(visit=visit_id, file=None)
        .order_by("edition", "language")
    )
    waiting = list(rows.select_related("visit__order__case"))
    for report in waiting:
        print_report(report)
    if waiting:
        newest = waiting[-1]
        event = ReportIssued(visit_id=visit_id, number=newest.number, edition=newest.edition)
        record(event, by=None, about=newest.visit, at=timezone.now())
    return waiting


@transaction.atomic
def print_report(report: ServiceReport) -> StoredFile:
    """Return the PDF of a frozen edition, printed now if nobody has; raises if the content no longer has its hash."""
    held = ServiceReport.objects.select_for_update(of=("self",)).select_related("file").get(pk=report.pk)
    if held.file is not None:
        return held.file
    content = replace(thawed(held.content, picture_of), frozen_hash=held.content_hash)
    pdf = render_service_report(content, font_paths=FONTS, house=House())
    visit = report.visit
    stored = StoredFile.objects.create(
        name=f"{held.number}-v{held.edition}-{held.language}.pdf", media_type="application/pdf", size=len(pdf), sha256=shelf.put(pdf),
        subject_type=visit._meta.label_lower, subject_id=visit.pk, purpose="report", for_customer=True, keys=visit.reach_keys(),
    )  # fmt: skip
    held.change(file=stored)
    report.file, report.version = stored, held.version
    return stored


def draft_report(visit: Visit, language: str, at: datetime) -> bytes:
    """Return the PDF of the record as it stands, marked as a draft."""
    content = replace(report_content(visit, language, at), signed_at=None)
    return render_service_report(content, font_paths=FONTS, house=House())


def picture_of(digest: str) -> bytes:
    """Return the bytes of a picture by its SHA-256."""
    return shelf.place_of(digest).read_bytes()
