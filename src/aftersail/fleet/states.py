"""Stages of a hull's life, phases of its user, and the grades of what can go wrong."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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


class TreeLevel(models.TextChoices):
    """How deep in the breakdown a unit lies; fleet and vessel are above it (after ISO 14224, our own reading)."""

    SYSTEM = "system", _("System")
    UNIT = "unit", pgettext_lazy("level", "Unit")
    SUBUNIT = "subunit", _("Subunit")
    ITEM = "item", pgettext_lazy("level", "Item")
    PART = "part", pgettext_lazy("level", "Part")


class StateKind(models.TextChoices):
    """The four technical states that are kept of a serial."""

    AS_DESIGNED = "as_designed", _("As designed")
    AS_BUILT = "as_built", _("As built")
    AS_DELIVERED = "as_delivered", _("As delivered")
    AS_MAINTAINED = "as_maintained", _("As maintained")


class StateStep(models.TextChoices):
    """What can happen to a technical state."""

    INSTALLED = "installed", pgettext_lazy("technical state", "Installed")
    REMOVED = "removed", pgettext_lazy("technical state", "Removed")
    SWAPPED = "swapped", _("Swapped in")
    SOFTWARE = "software", _("Software changed")
    VERSION = "version", _("Version changed")
    CORRECTED = "corrected", _("Corrected")


class ChangeKind(models.TextChoices):
    """What is done to a unit aboard."""

    SWAP = "swap", _("Swap the unit")
    SOFTWARE = "software", _("Load other software")
    VERSION = "version", _("Retrofit to another version")
    REMOVE = "remove", _("Remove the unit")


class ChangeState(models.TextChoices):
    """Where a change to a technical state stands; only a verified one counts (R14)."""

    PLANNED = "planned", _("Planned")
    INSTALLED = "installed", _("Installed, not verified")
    VERIFIED = "verified", _("Verified")
    CANCELLED = "cancelled", _("Cancelled")


class Whereto(models.TextChoices):
    """Where a removed unit went."""

    FACTORY = "factory", _("Back to the factory")
    STATION = "station", _("To the service station")
    ABOARD = "aboard", _("Kept aboard as a spare")
    OWNER = "owner", _("To the owner's store")
    SCRAPPED = "scrapped", _("Scrapped")


class PermitKind(models.TextChoices):
    """A departure from the documents: allowed before manufacture, or accepted after it."""

    DEVIATION = "deviation", _("Deviation permit")
    CONCESSION = "concession", _("Concession")


class PermitState(models.TextChoices):
    """Where a deviation permit or concession stands; expired is a flag, not a state."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", pgettext_lazy("permit", "Submitted")
    APPROVED = "approved", pgettext_lazy("permit", "Approved")
    REJECTED = "rejected", pgettext_lazy("permit", "Rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("permit", "Withdrawn")


class ObsolescenceOption(models.TextChoices):
    """How an item that is going out of production is provided for (our wording, aligned with IEC 62402)."""

    UNDECIDED = "undecided", _("Undecided")
    ALTERNATE = "alternate", _("Alternate item")
    LAST_BUY = "last_buy", _("Last buy")
    REPAIR = "repair", _("Repair and reclaim")
    REDESIGN = "redesign", _("Redesign")


USERS = (Role.CREW, Role.FLEET_MANAGER)
"""The user's side, which confirms what was done aboard its own ship."""

FITTERS = (Role.ENGINEER, Role.STATION_MANAGER)
C, P = ChangeState, PermitState

STATE_CHANGE = Machine(
    noun="technical state change",
    initial=C.PLANNED,
    transitions=(
        move("install", C.PLANNED, C.INSTALLED, FITTERS, _("Record as installed"), guard="serial_known", primary=True),
        move("verify", C.INSTALLED, C.VERIFIED, (Role.QUALITY, *USERS), _("Verify"), guard="quality_and_user", primary=True),
        move("return", C.INSTALLED, C.PLANNED, (Role.QUALITY,), _("Return to the installer"), guard="reason"),
        move(
            "cancel", C.PLANNED, C.CANCELLED, (*FITTERS, Role.DISPATCHER, Role.QUALITY), _("Cancel the change"), guard="reason",
            danger=True,
        ),
    ),
    terminal=frozenset({C.VERIFIED, C.CANCELLED}),
)  # fmt: skip

AUTHORS = (Role.QUALITY, Role.DESIGNER)
PERMIT = Machine(
    noun="permit",
    initial=P.DRAFT,
    transitions=(
        move("submit", P.DRAFT, P.SUBMITTED, AUTHORS, _("Submit for approval"), guard="complete", primary=True),
        move("approve", P.SUBMITTED, P.APPROVED, (Role.QUALITY, Role.EXECUTIVE), _("Approve"), guard="another_person", primary=True),
        move("return", P.SUBMITTED, P.DRAFT, (Role.QUALITY, Role.EXECUTIVE), _("Return to its author")),
        move("reject", P.SUBMITTED, P.REJECTED, (Role.QUALITY, Role.EXECUTIVE), _("Reject"), guard="reason", danger=True),
        move("withdraw", {P.DRAFT, P.APPROVED}, P.WITHDRAWN, (Role.QUALITY,), _("Withdraw the permit"), guard="reason", danger=True),
    ),
    terminal=frozenset({P.REJECTED, P.WITHDRAWN}),
)  # fmt: skip
LIVE_PERMITS = frozenset({P.SUBMITTED, P.APPROVED})
"""States in which a permit claims its serials, so that no other may claim them for the same requirement."""


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

    FLEET = "fleet", _("Fleet")
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
