"""Whether people below the level needed go with somebody who may stand beside them (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

SUPERVISES_FROM = 3
"""From this level on somebody may stand beside another (difficult work, teaching)."""

MOST_SUPERVISED = 2
"""How many one supervisor may stand beside (default of the house)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of a team, with the level held of the skill that the work needs."""

    name: str
    level: int


def may_be_supervised(team: Sequence[Member], needed: int) -> Verdict:
    """Whether everybody below the level is stood beside: by somebody at the level and able to supervise, two at most each.

    Level 2 for work of level 3 goes with a level 3; nobody goes at level 0, and two of level 2 do not help each other.
    """
    below = [one for one in team if one.level < needed]
    if not below:
        return ALLOWED
    able = [one for one in team if one.level >= max(needed, SUPERVISES_FROM)]
    verdicts = []
    if not able:
        told = _(
            "{who}: level {level}, the work needs {needed}. Send somebody of level {able} or more along."
        )
        verdicts += [
            refuse(
                format_lazy(
                    told, who=one.name, level=one.level, needed=needed, able=max(needed, SUPERVISES_FROM)
                )
            )
            for one in below
        ]
    elif len(below) > MOST_SUPERVISED * len(able):
        told = _("{able} of the team may supervise {most} each; {below} are below the level.")
        verdicts.append(refuse(format_lazy(told, able=len(able), most=MOST_SUPERVISED, below=len(below))))
    unfit = [one for one in below if one.level == 0]
    verdicts += [
        refuse(
            format_lazy(
                _("{who} has no level of this skill at all; supervision begins at level 1."), who=one.name
            )
        )
        for one in unfit
    ]
    return all_of(*verdicts)
