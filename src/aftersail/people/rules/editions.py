"""When a policy or a chart of duties may be put in force, and how a row of duties is read (R01, R91)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

CELLS = (("", "—"), ("A", "A"), ("AR", "A R"), ("R", "R"), ("C", "C"), ("I", "I"))
"""What a role or person may have in an activity: who answers for it may also do it."""


def may_publish_policy(*, bilingual: bool, promises: int) -> Verdict:
    """A policy speaks both languages and promises something that can be measured."""
    return all_of(
        ALLOWED if bilingual else refuse(_("Write the policy in both languages first.")),
        ALLOWED if promises else refuse(_("Enter at least one promise with its number and measure first.")),
    )


def may_publish_duties(*, activities: int) -> Verdict:
    """A chart in force says something; that each activity has its one A is kept by the database."""
    return ALLOWED if activities else refuse(_("Enter at least one activity first."))


def may_acknowledge(*, in_force: bool, works_here: bool) -> Verdict:
    """Only the edition in force is acknowledged, by people who work here."""
    return all_of(
        ALLOWED
        if in_force
        else refuse(_("This edition is not in force. Open the one in force and acknowledge that.")),
        ALLOWED
        if works_here
        else refuse(_("Only active staff acknowledge the policy. Ask for your staff record to be linked.")),
    )


def may_state_duties(cells: Mapping[Any, str]) -> Verdict:
    """An activity has exactly one A; `cells` is holder → letters."""
    answering = sum("A" in letters for letters in cells.values())
    if answering == 1:
        return ALLOWED
    if not answering:
        return refuse(_("Nobody has the A. Name exactly one who answers for this activity."))
    return refuse(
        format_lazy(
            _("There are {n} As. Exactly one answers for an activity; give the others R, C or I."),
            n=answering,
        )
    )


def letters_of(accountable: bool, marks: Collection[str]) -> str:
    """Return a cell's letters, the A first."""
    return ("A" if accountable else "") + "".join(sorted(marks, key="RCI".index))
