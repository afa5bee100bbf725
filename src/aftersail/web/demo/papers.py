"""Frozen service reports of the newest signed visits; older ones are told by the record alone."""

from __future__ import annotations

from aftersail.fleet.handover_paper.content import content_hash as handover_hash
from aftersail.fleet.models import Handover, HandoverPaper
from aftersail.fleet.queries.handover import LANGUAGES as HANDOVER_LANGUAGES
from aftersail.fleet.queries.handover import paper_content
from aftersail.visits.models import ServiceReport, Visit
from aftersail.visits.queries.report_content import LANGUAGES, report_content
from aftersail.visits.report.canonical import content_hash
from aftersail.visits.report.thaw import frozen
from aftersail.web.demo.always import always
from aftersail.web.demo.telling import Tale

NEWEST = 60
"""Freezing reads a dozen tables for each visit: five thousand would take longer than all the rest."""


def freeze_handovers(tale: Tale) -> int:
    """Freeze the forms of the accepted handovers, as acceptance does; after the rows are written."""
    stage = tale.stage
    dice = stage.dice("handover papers")
    rows = []
    for known in stage.sheet.of(Handover):
        handover, at = Handover.objects.get(pk=known.pk), always(known.accepted_at)
        for language in HANDOVER_LANGUAGES:
            signed = paper_content(handover, language)
            rows.append(HandoverPaper(
                id=dice.id(at), handover=handover, edition=1, language=language, content={"signed": signed, "addenda": []},
                content_hash=handover_hash(signed), frozen_at=at,
            ))  # fmt: skip
    HandoverPaper.objects.bulk_create(rows)
    return len(rows)


def freeze_reports(tale: Tale) -> int:
    """Freeze the first edition of the newest signed visits, as signing does; after the rows are written."""
    stage = tale.stage
    dice = stage.dice("papers")
    signed = sorted(
        (visit for visit in stage.sheet.of(Visit) if visit.signed_at),
        key=lambda visit: (visit.signed_at, visit.number),
    )
    rows = []
    for known in signed[-NEWEST:]:
        visit, at = Visit.objects.get(pk=known.pk), always(known.signed_at)
        for language in LANGUAGES:
            content = report_content(visit, language, at)
            rows.append(ServiceReport(
                id=dice.id(at), number=visit.number, visit=visit, edition=content.version, language=content.language,
                content=frozen(content), content_hash=content_hash(content), frozen_at=at,
            ))  # fmt: skip
    ServiceReport.objects.bulk_create(rows)
    return len(rows)
