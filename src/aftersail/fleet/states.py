"""Stages of a hull's life, phases of its user, and the grades of what can go wrong."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move

BASELINE_DRAFTERS = frozenset({Role.QUALITY})
BASELINE_REVIEWERS = frozenset({Role.QUALITY, Role.EXECUTIVE})


class LifecycleStage(models.TextChoices):
    """Where in its life the unit is; the rows of the service-level table (HANDBOOK §6)."""

    COMMISSIONING = "commissioning", _("Installation and commissioning")
    TRIAL = "trial", _("Mooring and sea trials")
    TAKEOVER = "takeover", _("Take-over (first 3 months)")
    WARRANTY = "warranty", _("Warranty")
    IN_SERVICE = "in_service", _("Out of warranty")
    LEGACY = "legacy", _("Old model")


class UserPhase(models.TextChoices):
    """What the crew was doing: 接装, 用装, 养装, 修装."""

    TAKEOVER = "takeover", _("Take-over")
    USE = "use", _("Use")
    UPKEEP = "upkeep", _("Upkeep")
    REPAIR = "repair", _("Repair")


class Criticality(models.TextChoices):
    """What hangs on the product."""

    A = "A", _("A: safety or mission")
    B = "B", _("B: important")
    C = "C", _("C: general")


class Severity(models.TextChoices):
    """How bad it is (HANDBOOK §6)."""

    S1 = "S1", _("S1: unusable or unsafe")
    S2 = "S2", _("S2: degraded")
    S3 = "S3", _("S3: minor")
    S4 = "S4", _("S4: question or suggestion")


class MilestoneKind(models.TextChoices):
    """The dates of a hull that service is planned from."""

    EQUIPMENT_DUE = "equipment_due", _("Equipment due at yard")
    COMMISSIONING = "commissioning", _("Commissioning")
    MOORING_TRIAL = "mooring_trial", _("Mooring trial")
    SEA_TRIAL = "sea_trial", _("Sea trial")
    DELIVERY = "delivery", _("Delivery")
    OVERHAUL = "overhaul", _("Overhaul")
    RETIREMENT = "retirement", _("Retirement")


class WarrantyStatus(models.TextChoices):
    """The verdict at intake."""

    IN = "in", _("In warranty")
    OUT = "out", _("Out of warranty")
    UNKNOWN = "unknown", _("Not yet known")


class CodeKind(models.TextChoices):
    """Which question a failure code answers (after ISO 14224)."""

    MODE = "mode", _("Failure mode")
    MECHANISM = "mechanism", _("Failure mechanism")
    CAUSE = "cause", _("Failure cause")
    DETECTION = "detection", _("Detection method")
    ACTIVITY = "activity", _("Maintenance activity")


class RestoreBy(models.TextChoices):
    """Where a restoration date comes from."""

    DAYS = "days", _("The days stated")
    DELIVERY = "delivery", _("The hull's delivery")
    QUOTE = "quote", _("The quotation")


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
