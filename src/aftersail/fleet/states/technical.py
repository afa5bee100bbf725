"""Technical states, changes to them, permits and what goes out of production."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


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
