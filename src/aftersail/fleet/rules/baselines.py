"""Which service target a case is held to, and why that one (HANDBOOK §6, R75)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import combinations
from typing import Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Refused, Verdict, all_of, refuse

CalendarKind = Literal["24x7", "working"]
RestoreBy = Literal["days", "delivery", "quote"]
LAST_DAY = date.max


class Rank(IntEnum):
    """How specific a rule is; the greatest rank that fits wins."""

    DEFAULT = 1
    PRODUCT = 2
    VESSEL = 3
    CONTRACT = 4


RANK_NAMES: dict[Rank, Reason] = {
    Rank.DEFAULT: _("default"),
    Rank.PRODUCT: _("product"),
    Rank.VESSEL: _("vessel"),
    Rank.CONTRACT: _("contract"),
}


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """What was promised: hours to respond and to be on site, days to restore, working days to answer.

    None means no target of that kind. ``restore_by`` "delivery" or "quote" means the restoration date comes
    from the hull's delivery or from the quotation instead of a number of days.
    """

    response_hours: float | None = None
    onsite_hours: float | None = None
    restore_days: float | None = None
    answer_working_days: int | None = None
    calendar: CalendarKind = "24x7"
    rule_code: str = ""
    rule_edition: int = 1
    restore_by: RestoreBy = "days"

    def __post_init__(self) -> None:
        given = (self.response_hours, self.onsite_hours, self.restore_days, self.answer_working_days)
        if any(value is not None and value <= 0 for value in given):
            raise ValueError("a target must be positive, or absent")


@dataclass(frozen=True, slots=True)
class BaselineFacts:
    """What is known of a case when its target is chosen; empty where not known."""

    criticality: str
    severity: str
    stage: str
    family: str = ""
    vessel: str = ""
    customer: str = ""
    contract_number: str = ""


@dataclass(frozen=True, slots=True)
class BaselineRule:
    """A row of the baseline: its conditions (empty fits everything), its target, and when it is valid.

    ``valid_from`` and ``valid_until`` are both included.
    """

    code: str
    target: ServiceTarget
    valid_from: date
    valid_until: date | None = None
    edition: int = 1
    contract_number: str = ""
    customer: str = ""
    vessel: str = ""
    family: str = ""
    criticality: str = ""
    severity: str = ""
    stage: str = ""

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("a rule must not end before it begins")

    @property
    def rank(self) -> Rank:
        """Contract (or one customer) > vessel > product family > default."""
        if self.contract_number or self.customer:
            return Rank.CONTRACT
        if self.vessel:
            return Rank.VESSEL
        return Rank.PRODUCT if self.family else Rank.DEFAULT

    def valid_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.valid_from <= day <= (self.valid_until or LAST_DAY)


CONDITIONS: dict[str, Reason] = {
    "contract_number": _("contract"),
    "customer": _("customer"),
    "vessel": _("vessel"),
    "family": _("product family"),
    "criticality": _("criticality"),
    "severity": _("severity"),
    "stage": _("stage"),
}


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was considered: did it fit, and if not, every reason why."""

    code: str
    edition: int
    rank: Rank
    fits: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class BaselineMatch:
    """The rule that holds, its target, why, and what else was tried (most specific first)."""

    rule: BaselineRule
    target: ServiceTarget
    why: Reason
    trace: tuple[Tried, ...]


def match_baseline(facts: BaselineFacts, rules: Sequence[BaselineRule], on: date) -> BaselineMatch:
    """The most specific rule that fits the facts on a day, with the trace of the choice.

    Raises :class:`Refused` when none fits, or when two of the same rank do.
    """
    trace: list[Tried] = []
    for rank in sorted(Rank, reverse=True):
        misfits = [(rule, _misfits(rule, facts, on)) for rule in rules if rule.rank == rank]
        tried = [Tried(rule.code, rule.edition, rank, not reasons, reasons) for rule, reasons in misfits]
        trace.extend(sorted(tried, key=lambda one: (len(one.reasons), one.code, -one.edition)))
        fitting = [rule for rule, reasons in misfits if not reasons]
        if len(fitting) > 1:
            raise Refused([_overlap_reason(fitting[0], fitting[1])])
        if fitting:
            why = format_lazy(
                _(
                    "Rule {code} (edition {edition}) fits and no more specific rule does; its rank is: {rank}."
                ),
                code=fitting[0].code,
                edition=fitting[0].edition,
                rank=RANK_NAMES[rank],
            )
            return BaselineMatch(fitting[0], fitting[0].target, why, tuple(trace))
    raise Refused([_("No service baseline fits this case. Add a default rule for its stage and severity.")])


def check_no_overlap(rules: Sequence[BaselineRule]) -> Verdict:
    """Refuse a rule book in which two rules of one rank could fit the same case on the same day."""
    clashing = [pair for pair in combinations(rules, 2) if _overlap(*pair)]
    return all_of(*(refuse(_overlap_reason(*pair)) for pair in clashing)) if clashing else ALLOWED


def _misfits(rule: BaselineRule, facts: BaselineFacts, on: date) -> tuple[Reason, ...]:
    """Every reason why the rule does not fit; empty when it does."""
    reasons: list[Reason] = []
    if not rule.valid_on(on):
        reasons.append(format_lazy(_("not valid on {day}"), day=on.isoformat()))
    for name, label in CONDITIONS.items():
        wanted, found = getattr(rule, name), getattr(facts, name)
        if wanted and wanted != found:
            reasons.append(
                format_lazy(
                    _("{condition}: the rule wants {wanted}, the case has {found}"),
                    condition=label,
                    wanted=wanted,
                    found=found or "—",
                )
            )
    return tuple(reasons)


def _overlap(one: BaselineRule, other: BaselineRule) -> bool:
    """Whether some case on some day would fit both rules equally well."""
    if one.rank != other.rank:
        return False
    if max(one.valid_from, other.valid_from) > min(
        one.valid_until or LAST_DAY, other.valid_until or LAST_DAY
    ):
        return False
    pairs = ((getattr(one, name), getattr(other, name)) for name in CONDITIONS)
    return all(not left or not right or left == right for left, right in pairs)


def _overlap_reason(one: BaselineRule, other: BaselineRule) -> Reason:
    return format_lazy(
        _("Rules {one} and {other} have the same rank and fit the same case. Narrow one, or end it earlier."),
        one=f"{one.code} v{one.edition}",
        other=f"{other.code} v{other.edition}",
    )
