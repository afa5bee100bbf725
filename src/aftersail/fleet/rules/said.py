"""Sentences kept as what they say, not how: a code with its arguments, put into words for each reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Reason
from aftersail.fleet.states import LifecycleStage

SENTENCES: dict[str, Reason] = {
    "no_term": _("No warranty term fits. Choose one."),
    "no_unit": _("The unit is not known yet, so its warranty is not either. Choose the unit."),
    "not_recorded": _("Nothing about this unit was on record by then."),
    "not_begun": _("The warranty has not begun by this date, or its starting date is missing. Enter it."),
    "runs": _("Runs to {until}, counted from {source}."),
    "ended": _("The warranty ended on {until}."),
    "hours_passed": _("The limit of {limit} running hours was passed."),
    "excluded": _("Cause {cause} is excluded by clause {clause}."),
    "cover_ended": _("Cover of {cover} ended on {until}."),
    "cover_until": _("Cover of {cover} runs to {until} only."),
    "inherited": _("Under the term of {unit}, of which it is a part."),
    "extended": _("Extended from {since} by {paper}."),
    "agreed": _("The end was agreed on {since} by {paper}."),
    "stood_still": _("Suspended from {since} to {until} by {paper}: {days} days added at the end."),
    "stood_still_lost": _("Suspended from {since} to {until} by {paper}: the clause adds nothing for that."),
    "suspended": _("Suspended since {since} by {paper}."),
    "repaired": _("Repaired on {since}: {months} months of its own from that day."),
    "repaired_longer": _(
        "Repaired on {since}: {months} months from that day, or the unit's own end if later."
    ),
    "repaired_remainder": _("Repaired on {since}: the remainder of the unit's term holds."),
    "recoverable": _("Recoverable from {supplier} until {until} under {clause}."),
    "not_recoverable": _("No longer recoverable from {supplier}: {clause} ended on {until}."),
    "recourse_not_begun": _("The term of {supplier} ({clause}) has not begun by this date."),
    "not_valid": _("not valid on {day}"),
    "wants": _("{condition}: the rule wants {wanted}, the case has {found}"),
    "less_specific": _("a more specific rule fits: {rule}"),
    "match": _("Rule {code} (edition {edition}) fits and no more specific rule does; its rank is: {rank}."),
}
"""Every sentence that is kept; a code once used keeps its arguments for ever, since old rows hold them."""

WORDS: dict[str, Mapping[str, Reason]] = {
    "source": {
        "delivery": _("delivery"),
        "commissioning": _("commissioning"),
        "shipment": _("shipment"),
        "agreement": _("a written agreement"),
        "repair": _("repair"),
    },
    "cover": {"parts": _("parts"), "labour": _("labour"), "travel": _("travel")},
    "condition": {
        "contract_number": _("contract"),
        "customer": _("customer"),
        "vessel": _("vessel"),
        "family": _("product family"),
        "criticality": _("criticality"),
        "severity": _("severity"),
        "stage": _("stage"),
    },
    "rank": {
        "default": _("default"),
        "product": _("product"),
        "vessel": _("vessel"),
        "contract": _("contract"),
    },
}
"""Arguments that are codes, and how they read."""


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence: reads in the language in force when it is shown; kept by `as_data`."""

    code: str
    args: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        given = dict(self.args)
        stage = given.get("condition") == "stage"
        shown = {name: _shown(name, value, stage=stage) for name, value in given.items()}
        return str(SENTENCES.get(self.code, self.code)).format_map(_Told(shown))

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {"say": self.code, **dict(self.args)}


class _Told(dict[str, str]):
    """An argument that an older edition of a sentence did not have reads as a dash."""

    def __missing__(self, key: str) -> str:
        return "—"


def say(code: str, /, **args: Any) -> Said:
    """Return a sentence; KeyError for a code that is not in the table."""
    if code not in SENTENCES:
        raise KeyError(code)
    return Said(code, tuple(args.items()))


def heard(kept: Any) -> Said | str:
    """Return a kept sentence: rows of older days hold plain words, which stay as they are."""
    if isinstance(kept, Mapping) and "say" in kept:
        return Said(str(kept["say"]), tuple((name, value) for name, value in kept.items() if name != "say"))
    return str(kept)


def heard_all(kept: Sequence[Any]) -> list[str]:
    """Return kept sentences in words."""
    return [str(heard(one)) for one in kept]


def _shown(name: str, value: Any, *, stage: bool) -> str:
    if name in WORDS:
        return str(WORDS[name].get(str(value), value))
    if stage and name in {"wanted", "found"} and value in LifecycleStage.values:
        return str(LifecycleStage(value).label)
    return str(value) if value not in {None, ""} else "—"
