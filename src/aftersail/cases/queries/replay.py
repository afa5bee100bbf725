"""Past cases judged again under a draft of the baseline: attainment before and after, and which cases flip (R74)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from aftersail.cases import rules
from aftersail.cases.models import Case, Suspension
from aftersail.cases.queries.clocks import facts_of, house_calendar
from aftersail.cases.queries.replayed import CLOCKS, Flip, Replay
from aftersail.cases.states import CaseState
from aftersail.core.calendar import WorkingCalendar
from aftersail.core.models import Account
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import BaselineRule, ServiceBaseline
from aftersail.fleet.queries.promises import as_rules
from aftersail.fleet.rules import BaselineFacts, ServiceTarget, match_baseline
from aftersail.fleet.states import LIVE_BASELINE

Tell = Callable[[int, int], None]
"""Hears how many cases of how many have been judged."""
LEFT_OUT = (CaseState.MERGED, CaseState.REJECTED, CaseState.CANCELLED)
MOST_FLIPS = 20_000
"""So many flips are kept by name; all are counted."""
CHUNK = 2_000
ANY_DAY = date(1, 1, 1)


def replay(
    account: Account,
    baseline: ServiceBaseline,
    first: date,
    last: date,
    tell: Tell = lambda done, whole: None,
) -> Replay:
    """Judge the cases reported from `first` to `last` again as if the edition had been in force.

    Before is what each case was held to. After replaces the editions of the draft's family, and leaves contracts,
    vessels and other families as they were on the day of the report.
    """
    wanted = (
        Case.objects.visible_to(account)
        .filter(reported_at__date__gte=first, reported_at__date__lte=last)
        .exclude(state__in=LEFT_OUT)
        .exclude(baseline_code="")
    )
    ids = list(wanted.order_by("reported_at", "pk").values_list("pk", flat=True))
    found, judge, now = Replay(), _Judge(baseline), timezone.now()
    calendar = house_calendar()  # once: asking for it costs more than a case
    for start in range(0, len(ids), CHUNK):
        for place, (case, pauses) in enumerate(_with_pauses(ids[start : start + CHUNK]), start + 1):
            _replay_one(found, case, pauses, judge, calendar, now)
            tell(place, len(ids))
    found.flips.sort(key=lambda flip: (flip.after != "missed", flip.number))
    return found


def _with_pauses(ids: list[UUID]) -> Iterator[tuple[Case, list[Suspension]]]:
    cases = Case.objects.filter(pk__in=ids).select_related(
        "equipment__model__family",
        "vessel__customer",
        "vessel__lies_at",
        "vessel__home_port",
        "station__area",
    )
    pauses: dict[UUID, list[Suspension]] = defaultdict(list)
    for row in Suspension.objects.filter(case__in=ids):
        pauses[row.case_id].append(row)
    for case in cases:
        yield case, pauses[case.pk]


def _replay_one(
    found: Replay,
    case: Case,
    pauses: list[Suspension],
    judge: _Judge,
    calendar: WorkingCalendar,
    now: datetime,
) -> None:
    target = judge.target(case)
    found.cases += 1
    if target is None:
        found.unmatched += 1
        return
    facts = facts_of(case, pauses)
    before = {c.kind: c for c in rules.case_clocks(facts, calendar, now)}
    same = _promise(facts.target) == _promise(target)
    after = before
    if not same:
        found.changed += 1
        after = {c.kind: c for c in rules.case_clocks(replace(facts, target=target), calendar, now)}
    area = case.station.area.name if case.station else "—"
    groups = (found.whole, found.by_stage[case.stage], found.by_severity[case.severity], found.by_area[area])
    for kind in CLOCKS:
        was, would = _outcome(before[kind]), _outcome(after[kind])
        for group in groups:
            group.before[f"{kind} {was}"] += 1
            group.after[f"{kind} {would}"] += 1
        if was != would and {was, would} <= {"met", "missed"}:
            found.flipped += 1
            if len(found.flips) >= MOST_FLIPS:
                continue
            found.flips.append(
                Flip(
                    str(case.pk), case.number, case.title, kind, was, would,
                    _instant(before[kind].due_at), _instant(after[kind].due_at),
                    case.stage, case.severity, area,
                )
            )  # fmt: skip


class _Judge:
    """Chooses the target of a case under the draft; cases of one kind are judged once."""

    def __init__(self, baseline: ServiceBaseline) -> None:
        rows = BaselineRule.objects.select_related("family", "vessel", "customer", "baseline")
        others = rows.filter(baseline__state__in=LIVE_BASELINE).exclude(baseline__family=baseline.family_id)
        if baseline.family_id is None:
            others = rows.filter(baseline__state__in=LIVE_BASELINE, baseline__family__isnull=False)
        self._standing = [*as_rules(rows.filter(baseline=None)), *as_rules(others)]
        own = as_rules(rows.filter(baseline=baseline))
        self._own = [replace(rule, valid_from=ANY_DAY, valid_until=None) for rule in own]
        if baseline.family_id is not None:
            default = rows.filter(baseline__state__in=LIVE_BASELINE, baseline__family=None)
            known = {rule.id for rule in self._standing}
            self._standing += [rule for rule in as_rules(default) if rule.id not in known]
        self._edges = sorted({rule.valid_from for rule in self._standing} | {rule.valid_until for rule in self._standing if rule.valid_until})  # fmt: skip
        self._ships = {rule.vessel for rule in self._standing if rule.vessel}
        self._owners = {rule.customer for rule in self._standing if rule.customer}
        self._known: dict[Any, ServiceTarget | None] = {}

    def target(self, case: Case) -> ServiceTarget | None:
        """Return the target that would hold; None where no rule or two would."""
        model = case.equipment.model if case.equipment else None
        on = timezone.localdate(case.reported_at)
        facts = BaselineFacts(
            criticality=model.criticality if model else "B",
            severity=case.severity,
            stage=case.stage,
            family=model.family.code if model else "",
            vessel=case.vessel.hull_code if case.vessel.hull_code in self._ships else "",
            customer=case.vessel.customer.code if case.vessel.customer.code in self._owners else "",
        )
        key = (facts, sum(edge <= on for edge in self._edges), on in self._edges)
        if key not in self._known:
            self._known[key] = self._match(facts, on)
        return self._known[key]

    def _match(self, facts: BaselineFacts, on: date) -> ServiceTarget | None:
        book = [*self._own, *(rule for rule in self._standing if rule.valid_on(on))]
        named = [r for r in book if r.contract_number and (r.vessel or r.customer) and r.vessel in ("", facts.vessel) and r.customer in ("", facts.customer)]  # fmt: skip
        if named:
            facts = replace(facts, contract_number=max(named, key=lambda r: (bool(r.vessel), r.valid_from)).contract_number)  # fmt: skip
        try:
            return match_baseline(facts, book, on).target
        except Refused:
            return None


def _promise(target: ServiceTarget) -> tuple[Any, ...]:
    return (
        target.response_hours,
        target.onsite_hours,
        target.restore_days,
        target.answer_working_days,
        target.calendar,
    )


def _outcome(clock: rules.Clock) -> str:
    """Met, missed (overdue ones too), or open and not applicable together."""
    return str(clock.state) if clock.state in {rules.ClockState.MET, rules.ClockState.MISSED} else "open"


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""
