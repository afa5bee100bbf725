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
from aftersail.fleet.rules.said import WORDS, Said, say

CalendarKind = Literal["24x7", "working"]
RestoreBy = Literal["days", "delivery", "quote"]
LAST_DAY = date.max


class Rank(IntEnum):
    """How specific a rule is; the greatest rank that fits wins."""

    DEFAULT = 1
    PRODUCT = 2
    VESSEL = 3
    CONTRACT = 4


RANK_CODES = {
    Rank.DEFAULT: "default",
    Rank.PRODUCT: "product",
    Rank.VESSEL: "vessel",
    Rank.CONTRACT: "contract",
}
RANK_NAMES: dict[Rank, Reason] = {rank: WORDS["rank"][code] for rank, code in RANK_CODES.items()}


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
    """What is known of a case when its target is chosen, by codes that people know; empty where not known."""

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
    id: str = ""

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


CONDITIONS: dict[str, Reason] = dict(WORDS["condition"])


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was considered: did it fit, and if not, every reason why."""

    code: str
    edition: int
    rank: Rank
    fits: bool
    reasons: tuple[Said, ...] = ()

    def as_data(self) -> dict[str, object]:
        """Return it as a case keeps it."""
        return {
            "rule": self.code,
            "edition": self.edition,
            "rank": RANK_CODES[self.rank],
            "fits": self.fits,
            "why": [reason.as_data() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class BaselineMatch:
    """The rule that holds, its target, why, and what else was tried (most specific first)."""

    rule: BaselineRule
    target: ServiceTarget
    why: Said
    trace: tuple[Tried, ...]

    def kept_trace(self, most: int) -> list[dict[str, object]]:
        """Return the nearest candidates as a case keeps them, the chosen one always among them, then why it holds."""
        near = list(self.trace[:most])
        chosen = next(tried for tried in self.trace if tried.fits)
        if chosen not in near:
            near[-1] = chosen
        kept = [tried.as_data() for tried in near]
        for one, tried in zip(kept, near, strict=True):
            if tried.fits:
                one["why"] = [self.why.as_data()]
                one["of"] = len(self.trace)
        return kept


def match_baseline(facts: BaselineFacts, rules: Sequence[BaselineRule], on: date) -> BaselineMatch:
    """The most specific rule that fits the facts on a day, with the trace of the choice.

    The trace holds every candidate, the less specific ones too: what fits but is passed over says by which rule.
    Raises :class:`Refused` when none fits, or when two of the same rank do.
    """
    trace: list[Tried] = []
    chosen: BaselineRule | None = None
    for rank in sorted(Rank, reverse=True):
        misfits = [(rule, _misfits(rule, facts, on)) for rule in rules if rule.rank == rank]
        fitting = [rule for rule, reasons in misfits if not reasons]
        if chosen is None and len(fitting) > 1:
            raise Refused([_overlap_reason(fitting[0], fitting[1])])
        passed = () if chosen is None else (say("less_specific", rule=f"{chosen.code} v{chosen.edition}"),)
        tried = [
            Tried(rule.code, rule.edition, rank, not reasons and chosen is None, reasons or passed)
            for rule, reasons in misfits
        ]
        trace.extend(sorted(tried, key=lambda one: (len(one.reasons), one.code, -one.edition)))
        if chosen is None and fitting:
            chosen = fitting[0]
    if chosen is None:
        raise Refused(
            [_("No service baseline fits this case. Add a default rule for its stage and severity.")]
        )
    why = say("match", code=chosen.code, edition=chosen.edition, rank=RANK_CODES[chosen.rank])
    return BaselineMatch(chosen, chosen.target, why, tuple(trace))


def check_no_overlap(rules: Sequence[BaselineRule]) -> Verdict:
    """Refuse a rule book in which two rules of one rank could fit the same case on the same day."""
    clashing = [pair for pair in combinations(rules, 2) if _overlap(*pair)]
    return all_of(*(refuse(_overlap_reason(*pair)) for pair in clashing)) if clashing else ALLOWED


def fits(rule: BaselineRule, facts: BaselineFacts) -> bool:
    """Whether the conditions of a rule hold, whatever the day."""
    return all(not (wanted := getattr(rule, name)) or wanted == getattr(facts, name) for name in CONDITIONS)


def _misfits(rule: BaselineRule, facts: BaselineFacts, on: date) -> tuple[Said, ...]:
    """Every reason why the rule does not fit; empty when it does."""
    reasons: list[Said] = []
    if not rule.valid_on(on):
        reasons.append(say("not_valid", day=on.isoformat()))
    for name in CONDITIONS:
        wanted, found = getattr(rule, name), getattr(facts, name)
        if wanted and wanted != found:
            reasons.append(say("wants", condition=name, wanted=wanted, found=found))
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
