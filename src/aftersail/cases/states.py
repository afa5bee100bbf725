"""States of a service case and of a work order, and every lawful move between them (HANDBOOK §4.1–4.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.roles import Role
from aftersail.core.states import Machine, move
from aftersail.fleet.states import ServiceType as ServiceType


class CaseState(models.TextChoices):
    """Where a case stands."""

    REGISTERED = "registered", _("Registered")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    TRIAGED = "triaged", _("Triaged")
    DIAGNOSING = "diagnosing", _("Diagnosing")
    RESOLVED_REMOTE = "resolved_remote", pgettext_lazy("case", "Resolved remotely")
    PLANNED = "planned", _("Planned")
    DISPATCHED = "dispatched", _("Dispatched")
    ON_SITE = "on_site", pgettext_lazy("case", "On site")
    TEMP_RESTORED = "temp_restored", pgettext_lazy("case", "Temporarily restored")
    RESTORED = "restored", pgettext_lazy("case", "Restored")
    CONFIRMING = "confirming", _("Confirming")
    CLOSED = "closed", _("Closed")
    SUSPENDED = "suspended", _("Suspended")
    MERGED = "merged", _("Merged")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")


S = CaseState
OPEN_STATES = frozenset(
    {
        S.REGISTERED,
        S.ACKNOWLEDGED,
        S.TRIAGED,
        S.DIAGNOSING,
        S.RESOLVED_REMOTE,
        S.PLANNED,
        S.DISPATCHED,
        S.ON_SITE,
        S.TEMP_RESTORED,
        S.RESTORED,
        S.CONFIRMING,
        S.SUSPENDED,
    }
)
BEFORE_RESTORED = frozenset(
    {
        S.REGISTERED,
        S.ACKNOWLEDGED,
        S.TRIAGED,
        S.DIAGNOSING,
        S.PLANNED,
        S.DISPATCHED,
        S.ON_SITE,
        S.TEMP_RESTORED,
    }
)
SUSPENDABLE = BEFORE_RESTORED - {S.REGISTERED, S.ON_SITE}

AGREED_IN = frozenset({S.RESOLVED_REMOTE, S.RESTORED, S.CONFIRMING})
"""States in which the customer is asked whether it works again."""

CUSTOMER_ROLES = (Role.CREW, Role.FLEET_MANAGER, Role.YARD)
DESK_ROLES = (Role.DISPATCHER, Role.STATION_MANAGER)
CARE_ROLES = (*DESK_ROLES, Role.SERVICE_MANAGER)
FIELD_ROLES = (*DESK_ROLES, Role.ENGINEER, Role.CONSULTANT)
REQUESTERS = (*CARE_ROLES, Role.CREW, Role.FLEET_MANAGER, Role.YARD)

CASE = Machine(
    noun="case",
    initial=S.REGISTERED,
    transitions=(
        move(
            "acknowledge",
            S.REGISTERED,
            S.ACKNOWLEDGED,
            CARE_ROLES,
            _("Acknowledge"),
            guard="owner_set",
            primary=True,
        ),
        move(
            "triage",
            {S.REGISTERED, S.ACKNOWLEDGED},
            S.TRIAGED,
            DESK_ROLES,
            _("Triage"),
            guard="triage_complete",
            primary=True,
        ),
        move("diagnose", {S.TRIAGED, S.PLANNED}, S.DIAGNOSING, FIELD_ROLES, _("Start diagnosis")),
        move(
            "resolve_remotely",
            {S.TRIAGED, S.DIAGNOSING},
            S.RESOLVED_REMOTE,
            FIELD_ROLES,
            pgettext_lazy("move", "Resolved remotely"),
            guard="answer_recorded",
        ),
        move(
            "plan",
            {S.TRIAGED, S.DIAGNOSING, S.TEMP_RESTORED, S.RESOLVED_REMOTE},
            S.PLANNED,
            DESK_ROLES,
            _("Plan a visit"),
            primary=True,
        ),
        move(
            "dispatch",
            {S.PLANNED, S.TEMP_RESTORED},
            S.DISPATCHED,
            DESK_ROLES,
            _("Dispatch"),
            guard="work_order_approved",
        ),
        move(
            "replan",
            {S.DISPATCHED, S.ON_SITE},
            S.PLANNED,
            FIELD_ROLES,
            _("Back to planning"),
            guard="no_one_on_the_way",
        ),
        move(
            "arrive",
            {S.DISPATCHED, S.TEMP_RESTORED},
            S.ON_SITE,
            FIELD_ROLES,
            _("Arrived on board"),
            guard="arrival_stamped",
        ),
        move(
            "restore_temporarily",
            {S.ON_SITE, S.DIAGNOSING},
            S.TEMP_RESTORED,
            FIELD_ROLES,
            pgettext_lazy("move", "Temporarily restored"),
            guard="test_recorded",
        ),
        move(
            "restore",
            {S.ON_SITE, S.TEMP_RESTORED, S.DIAGNOSING},
            S.RESTORED,
            FIELD_ROLES,
            pgettext_lazy("move", "Restored"),
            guard="test_recorded",
        ),
        move(
            "confirm",
            {S.RESTORED, S.RESOLVED_REMOTE},
            S.CONFIRMING,
            (*CARE_ROLES, Role.ENGINEER),
            _("Ask for confirmation"),
            primary=True,
        ),
        move("close", S.CONFIRMING, S.CLOSED, CARE_ROLES, _("Close"), guard="may_close", primary=True),
        move("suspend", SUSPENDABLE, S.SUSPENDED, DESK_ROLES, _("Suspend"), guard="listed_reason"),
        move("resume", S.SUSPENDED, S.TRIAGED, DESK_ROLES, _("Resume"), primary=True),
        move(
            "merge",
            BEFORE_RESTORED,
            S.MERGED,
            DESK_ROLES,
            _("Merge into another case"),
            guard="target_open",
            danger=True,
        ),
        move(
            "reject",
            {S.REGISTERED, S.ACKNOWLEDGED, S.TRIAGED},
            S.REJECTED,
            DESK_ROLES,
            _("Reject"),
            guard="reason_sent",
            danger=True,
        ),
        move(
            "cancel",
            BEFORE_RESTORED - {S.ON_SITE},
            S.CANCELLED,
            REQUESTERS,
            _("Cancel"),
            guard="no_one_on_the_way",
            danger=True,
        ),
        move("reopen", S.CLOSED, S.DIAGNOSING, REQUESTERS, _("Reopen"), guard="may_reopen", danger=True),
    ),
    terminal=frozenset({S.CLOSED, S.MERGED, S.REJECTED, S.CANCELLED}),
)


class SuspensionReason(models.TextChoices):
    """The only reasons for which a clock may pause."""

    SHIP_AWAY = "ship_away", _("Ship not available")
    USER_DELAY = "user_delay", _("Delay asked for by the user")
    PERMIT = "permit", _("Boarding or work permit awaited")


class ContactMeans(models.TextChoices):
    """How a customer was contacted."""

    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("E-mail")
    MESSAGE = "message", _("Message")
    TALK = "talk", _("In person")


class PartState(models.TextChoices):
    """Whether the ship has a part that was owed to it."""

    OWED = "owed", _("Owed")
    SUPPLIED = "supplied", _("Supplied")
    CANCELLED = "cancelled", _("No longer needed")


class OrderState(models.TextChoices):
    """How far a work order has come; the visit tells the rest."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    ASSIGNED = "assigned", _("Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_ORDERS = frozenset({OrderState.DRAFT, OrderState.APPROVED, OrderState.ASSIGNED, OrderState.IN_PROGRESS})

WORK_ORDER = Machine(
    noun="work order",
    initial=OrderState.DRAFT,
    transitions=(
        move(
            "approve",
            OrderState.DRAFT,
            OrderState.APPROVED,
            (Role.STATION_MANAGER, Role.DISPATCHER),
            _("Approve"),
            guard="within_cost_limit",
            primary=True,
        ),
        move(
            "assign",
            OrderState.APPROVED,
            OrderState.ASSIGNED,
            DESK_ROLES,
            _("Assign"),
            guard="engineer_fits",
            primary=True,
        ),
        move(
            "unassign", OrderState.ASSIGNED, OrderState.APPROVED, (*DESK_ROLES, Role.ENGINEER), _("Take back")
        ),
        move("start", OrderState.ASSIGNED, OrderState.IN_PROGRESS, (*DESK_ROLES, Role.ENGINEER), _("Start")),
        move(
            "finish",
            OrderState.IN_PROGRESS,
            OrderState.DONE,
            (*DESK_ROLES, Role.ENGINEER, Role.QUALITY),
            _("Finish"),
        ),
        move(
            "abort",
            OrderState.IN_PROGRESS,
            OrderState.APPROVED,
            (*DESK_ROLES, Role.ENGINEER),
            _("Abort the visit"),
        ),
        move(
            "cancel",
            {OrderState.DRAFT, OrderState.APPROVED, OrderState.ASSIGNED},
            OrderState.CANCELLED,
            DESK_ROLES,
            _("Cancel"),
            danger=True,
        ),
    ),
    terminal=frozenset({OrderState.DONE, OrderState.CANCELLED}),
)


class BoardColumn(models.TextChoices):
    """Columns of the kanban (R56)."""

    TODO = "todo", _("To do")
    DOING = "doing", _("Doing")
    WAITING = "waiting", _("Waiting")
    VERIFY = "verify", _("Verify")
    DONE = "done", _("Done")


COLUMN_OF: dict[str, BoardColumn] = {
    S.REGISTERED: BoardColumn.TODO,
    S.ACKNOWLEDGED: BoardColumn.TODO,
    S.TRIAGED: BoardColumn.TODO,
    S.DIAGNOSING: BoardColumn.DOING,
    S.PLANNED: BoardColumn.DOING,
    S.DISPATCHED: BoardColumn.DOING,
    S.ON_SITE: BoardColumn.DOING,
    S.SUSPENDED: BoardColumn.WAITING,
    S.TEMP_RESTORED: BoardColumn.WAITING,
    S.RESOLVED_REMOTE: BoardColumn.VERIFY,
    S.RESTORED: BoardColumn.VERIFY,
    S.CONFIRMING: BoardColumn.VERIFY,
    S.CLOSED: BoardColumn.DONE,
}
