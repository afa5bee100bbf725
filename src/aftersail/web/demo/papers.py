"""Frozen service reports of the newest signed visits; older ones are told by the record alone."""

from __future__ import annotations

from aftersail.visits.models import ServiceReport, Visit
from aftersail.visits.queries.report_content import LANGUAGES, report_content
from aftersail.visits.report.canonical import content_hash
from aftersail.visits.report.thaw import frozen
from aftersail.web.demo.always import always
from aftersail.web.demo.telling import Tale

NEWEST = 60
"""Freezing reads a dozen tables for each visit: five thousand would take longer than all the rest."""


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
