"""Editions of the baseline, and what is agreed about a warranty."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move

BASELINE_DRAFTERS = frozenset({Role.QUALITY})
BASELINE_REVIEWERS = frozenset({Role.QUALITY, Role.EXECUTIVE})


class RepairedPart(models.TextChoices):
    """What a repaired part gets by its clause."""

    REMAINDER = "remainder", _("the remainder of the term")
    OWN = "own", _("months of its own")
    LONGER = "longer", _("the longer of both")


class WarrantyChange(models.TextChoices):
    """What can be agreed about, or happen to, the warranty of one unit."""

    TERM = "term", _("Own term")
    AGREED = "agreed", _("End agreed")
    EXTENDED = "extended", _("Extension")
    SUSPENDED = "suspended", _("Suspension")
    REPAIRED = "repaired", _("Repaired or replaced")


class BaselineState(models.TextChoices):
    """From a draft to what holds, and what held before."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    DROPPED = "dropped", _("Dropped")


LIVE_BASELINE = (BaselineState.IN_FORCE, BaselineState.SUPERSEDED)
"""Editions by which cases are or were judged; which one on a day, their dates say."""

BASELINE = Machine(
    "service baseline",
    BaselineState.DRAFT,
    (
        move("review", BaselineState.DRAFT, BaselineState.REVIEWED, BASELINE_REVIEWERS, _("Reviewed, sound"), primary=True),
        move("send_back", BaselineState.REVIEWED, BaselineState.DRAFT, BASELINE_REVIEWERS, _("Back to draft")),
        move("enforce", BaselineState.REVIEWED, BaselineState.IN_FORCE, BASELINE_REVIEWERS, _("Put in force"), primary=True),
        move("drop", (BaselineState.DRAFT, BaselineState.REVIEWED), BaselineState.DROPPED, BASELINE_DRAFTERS, _("Drop the draft"), danger=True),
    ),
    terminal=frozenset({BaselineState.SUPERSEDED, BaselineState.DROPPED}),
)  # fmt: skip
"""Superseding is nobody's move: it follows when the next edition is put in force."""
