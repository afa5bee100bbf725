"""Stages, severities, kinds: the words that every chapter speaks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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

    DESIGN = "design", _("Design released")
    EQUIPMENT_DUE = "equipment_due", _("Equipment due at yard")
    INSTALLATION = "installation", _("Installation")
    COMMISSIONING = "commissioning", _("Commissioning")
    MOORING_TRIAL = "mooring_trial", _("Mooring trial")
    SEA_TRIAL = "sea_trial", _("Sea trial")
    DELIVERY = "delivery", _("Delivery")
    OVERHAUL = "overhaul", _("Overhaul")
    OVERHAUL_DONE = "overhaul_done", _("Overhaul finished")
    RETIREMENT = "retirement", _("Retirement")


class ServiceType(models.TextChoices):
    """The four services that form one chain (R20)."""

    COMMISSIONING = "commissioning", _("Installation and commissioning")
    TRIAL_SUPPORT = "trial_support", _("Trial support")
    REPAIR = "repair", _("Equipment repair")
    WARRANTY = "warranty", _("Warranty service")


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
