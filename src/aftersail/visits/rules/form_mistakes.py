"""What is wrong with a form before anybody fills it in: each mistake with its place, in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Reason, Verdict, refuse
from aftersail.visits.rules.definitions import DECIDING, MEASURED, Definition, Field, Section
from aftersail.visits.states import FieldKind, FormKind, FormPoint, FormSigner, RequiredFrom, ShowIfTest

CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS = 300
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where something is wrong, and what."""

    place: Reason
    reason: Reason

    @property
    def said(self) -> Reason:
        """Place and reason as one sentence."""
        return (
            format_lazy("{place}: {reason}", place=self.place, reason=self.reason)
            if self.place
            else self.reason
        )


def refused_by(mistakes: tuple[Mistake, ...]) -> Verdict:
    """Return the refusal that names every mistake, or leave."""
    return refuse(*(one.said for one in mistakes)) if mistakes else ALLOWED


def mistakes_in(definition: Definition) -> tuple[Mistake, ...]:
    """Return everything that keeps a form from being published, in the order of the form."""
    found = [*_head(definition)]
    seen: dict[str, Field] = {}
    for section in definition.sections:
        found += _section(section, definition)
        for field in section.fields:
            found += (Mistake(_named(field), reason) for reason in _field(field, seen))
            seen[field.key] = field
    doubled = [role for role, count in Counter(definition.roles).items() if count > 1]
    if doubled:
        found.append(Mistake("", _("Each role signs a form once. Remove the second signature.")))
    return tuple(found)


def _head(definition: Definition) -> Iterator[Mistake]:
    if not CODE.fullmatch(definition.code):
        yield Mistake(_("Code"), _("Two to eight capital letters or digits, a letter first."))
    if definition.kind not in FormKind.values:
        yield Mistake(_("Kind"), _("Choose what the form is for."))
    if not (definition.label.zh and definition.label.en):
        yield Mistake(_("Title"), _("Give the title in Chinese and in English."))
    count = sum(1 for _field_ in definition.lines)
    if count == 0:
        yield Mistake("", _("A form needs at least one line to fill in."))
    if count > MOST_FIELDS:
        yield Mistake("", _("A form has at most 300 lines. Make two forms of it."))
    if not definition.roles:
        yield Mistake("", _("Somebody must sign: add a signature."))


def _section(section: Section, definition: Definition) -> Iterator[Mistake]:
    place = str(section.label) or section.key
    if not (section.label.zh and section.label.en):
        yield Mistake(place, _("Give the heading in Chinese and in English."))
    if not KEY.fullmatch(section.key) or sum(one.key == section.key for one in definition.sections) > 1:
        yield Mistake(place, _("Each section has a key of its own, of small letters and digits."))
    if section.party and section.party not in definition.roles:
        yield Mistake(
            place, _("The side that answers for this section does not sign the form. Add its signature.")
        )


def _field(field: Field, seen: dict[str, Field]) -> Iterator[Reason]:
    if field.key in seen:
        yield _("Another line has this key.")
    if not KEY.fullmatch(field.key):
        yield _("A key is of small letters, digits and underscores, a letter first, at most 40.")
    if not (field.label.zh and field.label.en):
        yield _("Say what the line asks for, in Chinese and in English.")
    if max(len(field.label.zh), len(field.label.en)) > LONGEST_LABEL:
        yield _("A line's text is at most 300 characters long.")
    if field.kind not in FieldKind.values:
        yield _("There is no such kind of line.")
        return
    yield from _limits(field)
    yield from _answers(field)
    yield from _stops(field)
    yield from _condition(field, seen)


def _limits(field: Field) -> Iterator[Reason]:
    limits = [limit for limit in (field.low, field.high) if limit is not None]
    if limits and field.kind not in MEASURED:
        yield _("Only numbers and readings have limits.")
    if not all(limit.is_finite() and abs(limit) < 10**12 for limit in limits):
        yield _("A limit is a number.")
    elif field.low is not None and field.high is not None and field.low > field.high:
        yield _("The low limit is above the high one.")
    if (limits or field.kind == FieldKind.GAUGE) and not field.unit:
        yield _("Give the unit of the reading; 1 where it has none.")
    if field.unit and field.kind not in MEASURED:
        yield _("Only numbers and readings have a unit.")


def _answers(field: Field) -> Iterator[Reason]:
    if field.kind == FieldKind.CHOICE:
        codes = [option.code for option in field.options]
        if len(codes) < 2:
            yield _("A choice needs two answers or more.")
        if len(set(codes)) < len(codes) or not all(codes) or max(map(len, codes), default=0) > 40:
            yield _("Each answer has a short code of its own.")
        if not all(option.label.zh and option.label.en for option in field.options):
            yield _("Give each answer in Chinese and in English.")
        if field.options and all(option.fails for option in field.options):
            yield _("At least one answer must pass.")
    elif field.options:
        yield _("Only choices have answers to choose from.")
    if field.expects is not None and field.kind != FieldKind.YES_NO:
        yield _("Only yes/no lines expect an answer.")
    if field.pair and field.kind != FieldKind.PHOTO:
        yield _("Only photos come in pairs of before and after.")
    if field.kind == FieldKind.SIGNATURE and field.role not in FormSigner.values:
        yield _("Say who signs here.")
    if field.role and field.kind != FieldKind.SIGNATURE:
        yield _("Only signatures have a role.")


def _stops(field: Field) -> Iterator[Reason]:
    if field.required and field.required not in RequiredFrom.values:
        yield _("Say from which stage on the line is required.")
    if field.point and field.point not in FormPoint.values:
        yield _("A stop is a hold point or a witness point.")
    if field.point == FormPoint.HOLD and not field.can_fail:
        yield _("A hold point is passed or not: give it limits, or an answer that is expected.")
    if field.point and field.kind == FieldKind.SIGNATURE:
        yield _("A signature is no stop of its own.")
    if field.follow_up and not field.can_fail:
        yield _(
            "This line cannot fail, so nothing can follow from it. Give it limits, or an answer that is expected."
        )
    if field.kind == FieldKind.SIGNATURE and (field.step or field.show_if or field.required):
        yield _("A signature is always asked for, and given last.")


def _condition(field: Field, seen: dict[str, Field]) -> Iterator[Reason]:
    rule = field.show_if
    if rule is None:
        return
    above = seen.get(rule.field)
    if above is None or above.kind not in DECIDING:
        yield _("Whether a line shows is decided by an earlier choice or yes/no line.")
        return
    if rule.test not in ShowIfTest.values or not rule.values:
        yield _("Say which answer shows the line.")
    if rule.test != ShowIfTest.IN and len(rule.values) > 1:
        yield _("Compare with one answer, or choose “is one of”.")
    answers = {True, False} if above.kind == FieldKind.YES_NO else {one.code for one in above.options}
    if not all(
        value in answers and isinstance(value, bool) == (above.kind == FieldKind.YES_NO)
        for value in rule.values
    ):
        yield _("The earlier line has no such answer.")


def _named(field: Field) -> Reason:
    return str(field.label) or field.key
