"""States of a visit on board and every lawful move between them (HANDBOOK §4.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move


class VisitState(models.TextChoices):
    """Where a visit stands."""

    ASSIGNED = "assigned", _("Assigned")
    ACCEPTED = "accepted", _("Accepted")
    TRAVELLING = "travelling", _("Travelling")
    ARRIVED = "arrived", _("Arrived")
    WORKING = "working", _("Working")
    WAITING = "waiting", _("Waiting")
    WORK_DONE = "work_done", _("Work done")
    SIGNED = "signed", _("Signed")
    RETURNED = "returned", _("Returned for correction")
    REVIEWED = "reviewed", _("Reviewed")
    CLOSED = "closed", _("Closed")
    ABORTED = "aborted", _("Aborted")


class RecordPart(models.TextChoices):
    """Sections of a visit's record, as the timeline names them."""

    FACTS = "facts", _("diagnosis and work")
    HOURS = "hours", _("hours")
    FINDING = "finding", _("finding")
    FINDING_REMOVED = "finding removed", _("finding removed")
    PART = "part", _("part moved")
    PART_REMOVED = "part removed", _("part removed")
    PHOTO = "photo", _("photo")
    TOOL = "tool", _("tool used")
    TOOL_REMOVED = "tool removed", _("tool removed")
    COST = "cost", _("cost")


class WaitReason(models.TextChoices):
    """Why work on board stands still."""

    PARTS = "parts", pgettext_lazy("waiting for", "Parts")
    ACCESS = "access", _("Access to the equipment")
    TEST = "test", _("Test conditions")
    WEATHER = "weather", _("Weather")


V = VisitState
CREW_OF_VISIT = (Role.ENGINEER, Role.STATION_MANAGER)
UNSIGNED = frozenset({V.ASSIGNED, V.ACCEPTED, V.TRAVELLING, V.ARRIVED, V.WORKING, V.WAITING, V.WORK_DONE})
ON_BOARD = frozenset({V.ARRIVED, V.WORKING, V.WAITING})
UNDER_WAY = ON_BOARD | {V.TRAVELLING}

VISIT = Machine(
    noun="visit",
    initial=V.ASSIGNED,
    transitions=(
        move("accept", V.ASSIGNED, V.ACCEPTED, CREW_OF_VISIT, _("Accept"), primary=True),
        move("set_out", V.ACCEPTED, V.TRAVELLING, CREW_OF_VISIT, _("Set out"), primary=True),
        move(
            "arrive",
            {V.TRAVELLING, V.ACCEPTED},
            V.ARRIVED,
            CREW_OF_VISIT,
            _("Arrived on board"),
            primary=True,
        ),
        move("begin", {V.ARRIVED, V.WAITING}, V.WORKING, CREW_OF_VISIT, _("Start work"), primary=True),
        move("wait", V.WORKING, V.WAITING, CREW_OF_VISIT, _("Wait"), guard="wait_reason"),
        move(
            "finish",
            V.WORKING,
            V.WORK_DONE,
            CREW_OF_VISIT,
            _("Work done"),
            guard="steps_and_hold_points",
            primary=True,
        ),
        move("resume", V.WORK_DONE, V.WORKING, CREW_OF_VISIT, _("Back to work")),
        move(
            "sign", V.WORK_DONE, V.SIGNED, CREW_OF_VISIT, _("Sign off"), guard="signed_by_user", primary=True
        ),
        move(
            "return", V.SIGNED, V.RETURNED, (Role.QUALITY, Role.STATION_MANAGER), _("Return for correction")
        ),
        move(
            "correct",
            V.RETURNED,
            V.SIGNED,
            CREW_OF_VISIT,
            _("Correction added"),
            guard="addendum",
            primary=True,
        ),
        move(
            "review",
            V.SIGNED,
            V.REVIEWED,
            (Role.QUALITY, Role.STATION_MANAGER),
            _("Review passed"),
            primary=True,
        ),
        move(
            "close",
            {V.SIGNED, V.REVIEWED},
            V.CLOSED,
            (Role.STATION_MANAGER, Role.DISPATCHER, Role.QUALITY),
            _("Close"),
            guard="cost_and_parts",
            primary=True,
        ),
        move(
            "abort",
            UNSIGNED,
            V.ABORTED,
            (*CREW_OF_VISIT, Role.DISPATCHER),
            _("Not done, because…"),
            guard="abort_reason",
            danger=True,
        ),
    ),
    terminal=frozenset({V.CLOSED, V.ABORTED}),
)


class HoursKind(models.TextChoices):
    """What time was spent on."""

    TRAVEL = "travel", _("Travel")
    WAIT = "wait", _("Waiting")
    WORK = "work", _("Work")


class StepResult(models.TextChoices):
    """Outcome of a step."""

    PASS = "pass", _("Passed")
    FAIL = "fail", _("Not passed")
    SKIPPED = "skipped", _("Skipped")


class SignerRole(models.TextChoices):
    """In what capacity somebody signs."""

    ENGINEER = "engineer", _("Engineer")
    USER = "user", _("User")
    YARD = "yard", _("Yard")


class CostKind(models.TextChoices):
    """What money was spent on (HANDBOOK §2.8)."""

    LABOUR = "labour", _("Labour")
    TRAVEL = "travel", _("Travel and lodging")
    PARTS = "parts", _("Parts")
    FREIGHT = "freight", _("Freight")
    OUTSIDE = "outside", _("Outside services")


class CommandKind(models.TextChoices):
    """What a device may ask for."""

    MOVE = "move", pgettext_lazy("command", "Moved on")
    FACTS = "facts", pgettext_lazy("command", "Facts of the visit")
    STEP = "step", pgettext_lazy("command", "Step")
    HOURS = "hours", pgettext_lazy("command", "Hours")
    FINDING = "finding", pgettext_lazy("command", "Finding")
    FINDING_REMOVED = "finding_removed", pgettext_lazy("command", "Finding removed")
    PART = "part", pgettext_lazy("command", "Part used")
    PART_REMOVED = "part_removed", pgettext_lazy("command", "Part removed")
    TOOL = "tool", pgettext_lazy("command", "Tool used")
    PHOTO = "photo", pgettext_lazy("command", "Photo")
    LEFTOVER = "leftover", pgettext_lazy("command", "Left over")
    OWED_PART = "owed_part", pgettext_lazy("command", "Part owed")
    SIGN = "sign", pgettext_lazy("command", "Signatures")
    ADDENDUM = "addendum", pgettext_lazy("command", "Addendum")
    FORM = "form", pgettext_lazy("command", "Form filled in")
    FORM_SIGNED = "form_signed", pgettext_lazy("command", "Form signed")
    FORM_ADDENDUM = "form_addendum", pgettext_lazy("command", "Addendum to a form")
    EXPECTED_FINISH = "expected_finish", pgettext_lazy("command", "Finish expected")
    DECISION = "decision", pgettext_lazy("command", "Decided about what was not done")


class Settlement(models.TextChoices):
    """What a person decided about a command that was not done."""

    KEPT = "kept", _("What stands here stays")
    AGAIN = "again", _("Sent again from the device")
    CORRECTED = "corrected", _("Corrected at the desk")


SETTLED_AT_THE_DESK = (Settlement.KEPT, Settlement.CORRECTED)
"""What can be decided without the device."""


class CommandOutcome(models.TextChoices):
    """What became of a command that a device sent."""

    DONE = "done", pgettext_lazy("command", "Done")
    REFUSED = "refused", pgettext_lazy("command", "Refused")
    CONFLICT = "conflict", pgettext_lazy("command", "Conflict")
    FAILED = "failed", pgettext_lazy("command", "Failed here")


class FormKind(models.TextChoices):
    """What a form is for."""

    RECORD = "record", pgettext_lazy("form", "Service form")
    PROCEDURE = "procedure", _("Work procedure")
    TRIAL = "trial", _("Trial sheet")
    DAILY = "daily", _("Daily list")


class FieldKind(models.TextChoices):
    """What a line of a form takes."""

    TEXT = "text", pgettext_lazy("line of a form", "Text")
    NUMBER = "number", pgettext_lazy("line of a form", "Number")
    CHOICE = "choice", pgettext_lazy("line of a form", "Choice")
    YES_NO = "yes_no", pgettext_lazy("line of a form", "Yes or no")
    DATE = "date", pgettext_lazy("line of a form", "Date")
    DATETIME = "datetime", pgettext_lazy("line of a form", "Date and time")
    PHOTO = "photo", pgettext_lazy("line of a form", "Photos")
    PART = "part", _("Parts in and out")
    TOOL = "tool", _("Tools used")
    GAUGE = "gauge", _("Reading of a gauge")
    FAILURE = "failure", _("Failure codes")
    SIGNATURE = "signature", pgettext_lazy("line of a form", "Signature")


class FormSigner(models.TextChoices):
    """In what capacity somebody signs a form."""

    ENGINEER = "engineer", _("Engineer")
    USER = "user", _("User")
    YARD = "yard", _("Yard")
    STATION = "station", _("Station manager")
    QUALITY = "quality", _("Quality engineer")
    APPROVER = "approver", _("Approver")


class FormPoint(models.TextChoices):
    """What a line stops for."""

    HOLD = "hold", _("Hold point")
    WITNESS = "witness", _("Witness point")


class RequiredFrom(models.TextChoices):
    """From which stage on a line must be filled in."""

    BEGIN = "begin", _("Always")
    WORK_DONE = "work_done", _("From work done on")
    SIGN = "sign", _("When it is signed")


class ShowIfTest(models.TextChoices):
    """How a line that decides about another is compared."""

    IS = "is", _("is")
    IN = "in", _("is one of")
    NOT = "not", _("is not")


class EditionState(models.TextChoices):
    """Where an edition of a form stands."""

    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class FilledState(models.TextChoices):
    """Where a filled form stands."""

    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    VOID = "void", _("Cancelled")


FORM_EDITION = Machine(
    noun="form edition",
    initial=EditionState.DRAFT,
    transitions=(
        move(
            "publish", EditionState.DRAFT, EditionState.ACTIVE, (Role.QUALITY,), _("Publish"),
            guard="definition_without_mistakes", primary=True,
        ),
        move("retire", EditionState.ACTIVE, EditionState.RETIRED, (Role.QUALITY,), _("Retire"), danger=True),
    ),
    terminal=frozenset({EditionState.RETIRED}),
)  # fmt: skip

SKIP_APPROVERS = (Role.STATION_MANAGER, Role.QUALITY, Role.DISPATCHER)
"""Who may approve that a step is skipped, of a visit or of a form."""

FORM_FILLERS = (Role.ENGINEER, Role.STATION_MANAGER, Role.DISPATCHER, Role.SERVICE_MANAGER, Role.QUALITY)
FILLED_FORM = Machine(
    noun="filled form",
    initial=FilledState.DRAFT,
    transitions=(
        move(
            "sign", FilledState.DRAFT, FilledState.SIGNED, FORM_FILLERS, _("Sign"), guard="complete_and_signed", primary=True
        ),
        move("cancel", FilledState.DRAFT, FilledState.VOID, FORM_FILLERS, _("Cancel the form"), guard="reason", danger=True),
    ),
    terminal=frozenset({FilledState.SIGNED, FilledState.VOID}),
)  # fmt: skip
