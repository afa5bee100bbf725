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


class CommandOutcome(models.TextChoices):
    """What became of a command that a device sent."""

    DONE = "done", pgettext_lazy("command", "Done")
    REFUSED = "refused", pgettext_lazy("command", "Refused")
    CONFLICT = "conflict", pgettext_lazy("command", "Conflict")
    FAILED = "failed", pgettext_lazy("command", "Failed here")
