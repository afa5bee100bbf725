"""The life of a hull: its stages, gates, handover, leftovers and the tasks of its user."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class HullStage(models.TextChoices):
    """Where a hull is in its life; the stages of the lifecycle picture (R02)."""

    DESIGN = "design", pgettext_lazy("stage", "Design")
    INSTALLATION = "installation", _("Installation")
    COMMISSIONING = "commissioning", _("Commissioning")
    MOORING_TRIAL = "mooring_trial", _("Mooring trial")
    SEA_TRIAL = "sea_trial", _("Sea trial")
    DELIVERY = "delivery", _("Delivery")
    IN_SERVICE = "in_service", _("In service")
    OVERHAUL = "overhaul", _("Overhaul")
    RETIREMENT = "retirement", _("Retirement")


_STAGE_MOVERS = (Role.DISPATCHER, Role.STATION_MANAGER)

HULL = Machine(
    noun="hull",
    initial=HullStage.DESIGN,
    transitions=(
        move("install", HullStage.DESIGN, HullStage.INSTALLATION, _STAGE_MOVERS, _("Begin installation"), guard="gate_passed"),
        move("commission", {HullStage.DESIGN, HullStage.INSTALLATION}, HullStage.COMMISSIONING, _STAGE_MOVERS, _("Begin commissioning"), guard="gate_passed"),
        move("moor", HullStage.COMMISSIONING, HullStage.MOORING_TRIAL, _STAGE_MOVERS, _("Begin mooring trial"), guard="gate_passed"),
        move("sail", {HullStage.COMMISSIONING, HullStage.MOORING_TRIAL}, HullStage.SEA_TRIAL, _STAGE_MOVERS, _("Begin sea trial"), guard="gate_passed"),
        move("deliver", {HullStage.COMMISSIONING, HullStage.MOORING_TRIAL, HullStage.SEA_TRIAL}, HullStage.DELIVERY, _STAGE_MOVERS, _("Deliver"), guard="gate_passed"),
        move("serve", HullStage.DELIVERY, HullStage.IN_SERVICE, _STAGE_MOVERS, _("Take into service"), guard="account_open"),
        move("overhaul", HullStage.IN_SERVICE, HullStage.OVERHAUL, _STAGE_MOVERS, _("Begin overhaul")),
        move("return", HullStage.OVERHAUL, HullStage.IN_SERVICE, _STAGE_MOVERS, _("End overhaul")),
        move("retire", {HullStage.IN_SERVICE, HullStage.OVERHAUL}, HullStage.RETIREMENT, _STAGE_MOVERS, _("Retire"), danger=True),
    ),
    terminal=frozenset({HullStage.RETIREMENT}),
)  # fmt: skip
"""The stages of a hull's life and the lawful moves between them; entering one is dated by a milestone."""


class ReadinessPart(models.TextChoices):
    """What must be ready before a hull is delivered (R09)."""

    STAFF = "staff", _("Staff")
    SPARES = "spares", _("Spares and tools")
    TRAINING = "training", _("Training")
    DOCUMENTS = "documents", _("Documents")


class GateState(models.TextChoices):
    """Whether a gate review has been passed (R08)."""

    OPEN = "open", _("Open")
    PASSED = "passed", pgettext_lazy("gate", "Passed")


class GateAnswer(models.TextChoices):
    """How one point of a gate's checklist stands."""

    OPEN = "open", _("Open")
    MET = "met", pgettext_lazy("gate", "Met")
    WAIVED = "waived", pgettext_lazy("gate", "Waived")


class HandoverState(models.TextChoices):
    """How far a handover from yard to service has come."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", pgettext_lazy("handover", "Items checked")
    SIGNED = "signed", pgettext_lazy("handover", "Signed by all")
    ACCEPTED = "accepted", pgettext_lazy("handover", "Accepted")
    CANCELLED = "cancelled", _("Cancelled")


HANDOVER_KEEPERS = (Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER)

HANDOVER = Machine(
    noun="handover",
    initial=HandoverState.DRAFT,
    transitions=(
        move("check", HandoverState.DRAFT, HandoverState.CHECKED, HANDOVER_KEEPERS, _("Items are checked"), guard="every_item_answered", primary=True),
        move("sign", HandoverState.CHECKED, HandoverState.SIGNED, (*HANDOVER_KEEPERS, Role.YARD, Role.CREW, Role.FLEET_MANAGER), _("Sign"), guard="yard_user_and_maker"),
        move("accept", HandoverState.SIGNED, HandoverState.ACCEPTED, HANDOVER_KEEPERS, _("Accept and open the service account"), guard="steward_and_deputy", primary=True),
        move("reopen", {HandoverState.CHECKED, HandoverState.SIGNED}, HandoverState.DRAFT, HANDOVER_KEEPERS, _("Back to draft")),
        move("cancel", {HandoverState.DRAFT, HandoverState.CHECKED, HandoverState.SIGNED}, HandoverState.CANCELLED, HANDOVER_KEEPERS, _("Cancel handover"), danger=True),
    ),
    terminal=frozenset({HandoverState.ACCEPTED, HandoverState.CANCELLED}),
)  # fmt: skip
"""From the yard's draft to an accepted handover (交接验收单)."""


class HandoverPart(models.TextChoices):
    """What kind of thing is handed over."""

    UNIT = "unit", _("Units and serial numbers")
    DOCUMENT = "document", _("Documents")
    SPARE = "spare", _("Spares and tools")
    TEST = "test", _("Tests passed")
    TRAINING = "training", _("Training done")


class CheckResult(models.TextChoices):
    """What the check of one item found."""

    OPEN = "open", _("Not checked")
    OK = "ok", pgettext_lazy("check", "In order")
    MISSING = "missing", pgettext_lazy("check", "Missing or faulty")
    NOT_APPLICABLE = "n_a", _("Not applicable")


class HandoverSigner(models.TextChoices):
    """The three sides that sign a handover."""

    YARD = "yard", pgettext_lazy("signer", "Yard")
    USER = "user", pgettext_lazy("signer", "User")
    MAKER = "maker", pgettext_lazy("signer", "Maker")


class OwedBy(models.TextChoices):
    """Which side owes a leftover item."""

    MAKER = "maker", pgettext_lazy("party", "Maker")
    YARD = "yard", pgettext_lazy("party", "Yard")
    SUPPLIER = "supplier", pgettext_lazy("party", "Supplier")
    USER = "user", pgettext_lazy("party", "User")


class LeftoverClass(models.TextChoices):
    """How much a leftover matters."""

    SAFETY = "safety", _("Safety or function")
    MAJOR = "major", pgettext_lazy("leftover", "Major")
    MINOR = "minor", pgettext_lazy("leftover", "Minor")


class TaskLevel(models.TextChoices):
    """At which level of the user's organisation a trial or training task is set (R37)."""

    FLEET = "fleet", pgettext_lazy("level", "Fleet")
    FORMATION = "formation", _("Formation")
    VESSEL = "vessel", pgettext_lazy("level", "Single vessel")


class WindowEffect(models.TextChoices):
    """What a user's task means for service in those days."""

    BLOCKS = "blocks", _("Blocks service")
    PRIORITISES = "prioritises", _("Service goes first")
    INFORMS = "informs", _("Service as agreed")


class LeftoverStep(models.TextChoices):
    """What happens to a leftover item until it is off the warranty list."""

    FIXED = "fixed", pgettext_lazy("leftover", "Put right")
    ACCEPTED = "accepted", pgettext_lazy("leftover", "Accepted by the user")


class StewardGap(models.TextChoices):
    """Why a ship has nobody to turn to (R42)."""

    NO_STEWARD = "no_steward", _("no service manager is named")
    NO_DEPUTY = "no_deputy", _("no deputy is named")
    SAME_PERSON = "same_person", _("service manager and deputy are the same person")
    LEFT = "left", _("the service manager or the deputy has left")
    BOTH_AWAY = "both_away", _("the service manager and the deputy are both on leave")
