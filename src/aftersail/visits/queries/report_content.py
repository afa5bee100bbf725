"""Rows to the content of a service report, in the words of one language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language

from aftersail.core.files import content_of
from aftersail.core.models import Organisation, OrganisationKind, StoredFile
from aftersail.fleet.models import FailureCode
from aftersail.visits.models import Finding, Visit, VisitStep
from aftersail.visits.queries.record import people_on
from aftersail.visits.report import content as told
from aftersail.visits.states import HoursKind, StepResult

LANGUAGES = ("zh-hans", "en")
OUTCOMES = {
    "pass": told.Outcome.PASSED,
    "fail": told.Outcome.FAILED,
    "skipped": told.Outcome.SKIPPED,
    "": told.Outcome.OPEN,
}
RESTORATIONS = {
    "restored": told.Restoration.PERMANENT, "temporary": told.Restoration.TEMPORARY, "not": told.Restoration.NOT_RESTORED,
}  # fmt: skip
MOMENTS = {"before": told.Moment.BEFORE, "during": told.Moment.DURING, "after": told.Moment.AFTER}


def report_content(
    visit: Visit, language: str, prepared_at: datetime, *, version: int = 1
) -> told.ServiceReport:
    """Return what a visit's report says in one language; without the user's signature it is a draft."""
    with translation.override(language):
        return _content(visit, language, prepared_at, version)


def _content(visit: Visit, language: str, prepared_at: datetime, version: int) -> told.ServiceReport:
    order, case = visit.order, visit.order.case
    finding = visit.findings.order_by("pk").select_related("mode", "mechanism", "cause").first()
    return told.ServiceReport(
        form_number=visit.number,
        version=version,
        language=language,
        prepared_at=prepared_at,
        institute=_institute(),
        security_mark=settings.SECURITY_MARK,
        station=_name(visit.lead.station),
        customer=_name(case.customer),
        vessel=told.Vessel(_name(case.vessel), case.vessel.hull_code),
        equipment=_equipment(visit),
        service_type=str(case.get_service_type_display()),
        lifecycle_stage=str(case.get_stage_display()),
        user_phase=str(case.get_user_phase_display()),
        fault_at=case.occurred_at or case.reported_at,
        symptom=case.description or case.title,
        environment=visit.environment,
        case_number=case.number,
        work_order_number=order.number,
        engineers=tuple(_name(one) for one in people_on(visit).order_by("number")),
        stamps=told.Stamps(visit.set_out_at, visit.arrived_at, visit.began_at, visit.finished_at),
        hours=_hours(visit),
        diagnosis=visit.diagnosis,
        failure_mode=_code(finding.mode if finding else None),
        failure_mechanism=_code(finding.mechanism if finding else None),
        failure_cause=_code(finding.cause if finding else None),
        actions="\n".join(
            part for part in (visit.work_done, visit.software_change, *_further(visit, finding)) if part
        ),
        steps=tuple(_step(step) for step in visit.steps.select_related("done_by")),
        tests=tuple(_measurement(step) for step in visit.steps.all() if step.reading is not None)
        + _test(visit),
        parts=tuple(_parts(visit)),
        leftovers=tuple(
            told.Leftover(one.text, one.party, one.due_on)
            for one in case.leftovers.filter(done_at=None, moved_to=None)
        ),
        warranty=told.Warranty(
            str(case.get_warranty_display()), case.warranty_clause, case.warranty_days_left
        ),
        restoration=RESTORATIONS.get(visit.restored),
        permanent_due_on=visit.permanent_due_on,
        user_opinion=visit.user_opinion,
        photos=tuple(_photos(visit)),
        signatures=tuple(
            told.Signature(
                told.SignerRole(one.role), one.name, one.post, one.signed_at, content_of(one.image)
            )
            for one in visit.signatures.select_related("image")
        ),
        signed_at=visit.signed_at,
    )


def _institute() -> str:
    if settings.HOUSE_NAME:
        return str(settings.HOUSE_NAME)
    house = Organisation.objects.filter(kind=OrganisationKind.HOUSE).order_by("created_at").first()
    return _name(house) if house else ""


def _equipment(visit: Visit) -> told.Equipment:
    unit = visit.order.case.equipment
    if unit is None:
        return told.Equipment(running_hours=visit.running_hours)
    hours = visit.running_hours if visit.running_hours is not None else unit.running_hours
    return told.Equipment(unit.model.code, unit.name, unit.serial_number, unit.software_version, hours)


def _hours(visit: Visit) -> tuple[told.PersonHours, ...]:
    by_person: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for entry in visit.hours.select_related("staff").order_by("staff__number"):
        by_person[_name(entry.staff)][entry.kind] = entry.hours
    zero = Decimal(0)
    return tuple(
        told.PersonHours(
            person,
            hours.get(HoursKind.TRAVEL, zero),
            hours.get(HoursKind.WAIT, zero),
            hours.get(HoursKind.WORK, zero),
        )
        for person, hours in by_person.items()
    )


def _step(step: VisitStep) -> told.Step:
    reading = f"{step.reading.normalize():f} {step.unit}".strip() if step.reading is not None else ""
    result = " ".join(part for part in (reading, step.note) if part)
    done_by = _name(step.done_by) if step.done_by else ""
    return told.Step(str(step.place), _text(step), OUTCOMES[step.result], result, done_by, step.done_at)


def _measurement(step: VisitStep) -> told.Measurement:
    low, high = (f"{limit.normalize():f}" if limit is not None else "" for limit in (step.low, step.high))
    limits = f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""
    passed = {StepResult.PASS: True, StepResult.FAIL: False}.get(step.result)  # type: ignore[call-overload]
    reading = f"{step.reading.normalize():f} {step.unit}".strip() if step.reading is not None else ""
    return told.Measurement(_text(step), f"{limits} {step.unit}".strip(), reading, passed)


def _test(visit: Visit) -> tuple[told.Measurement, ...]:
    return (
        (told.Measurement(visit.test_result, passed=visit.restored in {"restored", "temporary"}),)
        if visit.test_result
        else ()
    )


def _parts(visit: Visit) -> Iterable[told.PartMoved]:
    for use in visit.parts.select_related("part").order_by("pk"):
        quantity = Decimal(use.quantity)
        if use.serial_out:
            yield told.PartMoved(
                told.Direction.OUT, use.part.number, _name(use.part), quantity, (use.serial_out,)
            )
        if use.serial_in or not use.serial_out:
            serials = (use.serial_in,) if use.serial_in else ()
            yield told.PartMoved(told.Direction.IN, use.part.number, _name(use.part), quantity, serials)


def _photos(visit: Visit) -> Iterable[told.Photo]:
    rows = StoredFile.objects.filter(subject_id=visit.pk, purpose__in=MOMENTS, for_customer=True)
    for stored in rows.order_by("created_at", "id"):
        if stored.is_image:
            yield told.Photo(content_of(stored), stored.caption, MOMENTS[stored.purpose], stored.caption)


def _further(visit: Visit, main: Finding | None) -> Iterable[str]:
    """The findings beside the main one, in words: the form has one place for codes."""
    for finding in visit.findings.select_related("mode").order_by("pk"):
        if main is None or finding.pk != main.pk:
            yield f"{finding.mode.code} {finding.text}"


def _code(code: FailureCode | None) -> told.Code:
    return told.Code(code.code, _name(code)) if code else told.Code()


def _text(step: VisitStep) -> str:
    return (_english() and step.text_en) or step.text


def _name(record: Any) -> str:
    return str((_english() and record.name_en) or record.name)


def _english() -> bool:
    return (get_language() or "").startswith("en")
