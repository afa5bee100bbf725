"""The handover's paper: frozen in both languages when accepted, printed once, a new edition for each addendum."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from aftersail.core import shelf
from aftersail.core.models import StoredFile
from aftersail.fleet.handover_paper.content import content_hash
from aftersail.fleet.handover_paper.render import render_handover
from aftersail.fleet.models import Handover, HandoverPaper
from aftersail.fleet.queries.handover import LANGUAGES, addenda_of, paper_content

FONTS = (settings.WEB / "fonts",)
PRINT_TASK = "fleet.print_handover"


def freeze_paper(handover: Handover, at: datetime) -> list[HandoverPaper]:
    """Freeze the next edition in every language: what was signed, word for word, and every addendum so far."""
    first = {one.language: one for one in handover.papers.filter(edition=1)}
    edition = max(handover.papers.values_list("edition", flat=True), default=0) + 1
    made = []
    for language in LANGUAGES:
        signed = first[language].content["signed"] if language in first else paper_content(handover, language)
        content = {"signed": signed, "addenda": addenda_of(handover, language)}
        paper = HandoverPaper(
            handover=handover,
            edition=edition,
            language=language,
            content=content,
            content_hash=content_hash(signed),
            frozen_at=at,
        )
        paper.save(force_insert=True)
        made.append(paper)
    return made


def print_later(handover: Handover) -> None:
    """Have the frozen editions printed in the background, once the caller's transaction is through."""
    app.configure_task(PRINT_TASK).defer(handover_id=str(handover.pk))


@transaction.atomic
def print_papers(handover_id: UUID) -> int:
    """Print every frozen edition of a handover that is not printed yet; safe to run twice."""
    waiting = list(
        HandoverPaper.objects.filter(handover=handover_id, file=None).order_by("edition", "language")
    )
    for paper in waiting:
        print_paper(paper)
    return len(waiting)


@transaction.atomic
def print_paper(paper: HandoverPaper) -> StoredFile:
    """Return the PDF of a frozen edition, printed now if nobody has; raises if the content no longer has its hash."""
    held = (
        HandoverPaper.objects.select_for_update(of=("self",))
        .select_related("file", "handover__vessel")
        .get(pk=paper.pk)
    )
    if held.file is not None:
        return held.file
    pdf = render_handover(
        held.content, language=held.language, edition=held.edition, frozen_hash=held.content_hash, at=held.frozen_at, font_paths=FONTS,
        picture_of=lambda digest: shelf.place_of(digest).read_bytes(),
    )  # fmt: skip
    handover = held.handover
    stored = StoredFile.objects.create(
        name=f"{handover.number}-v{held.edition}-{held.language}.pdf", media_type="application/pdf", size=len(pdf),
        sha256=shelf.put(pdf), subject_type=handover._meta.label_lower, subject_id=handover.pk, purpose="handover",
        for_customer=True, keys=handover.reach_keys(),
    )  # fmt: skip
    held.change(file=stored)
    return stored
