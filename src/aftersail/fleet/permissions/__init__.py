"""Who may read and write which master of the fleet chapter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import CUSTOMER_SIDE, HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.fleet.models import (
    Contact,
    Customer,
    Equipment,
    Handover,
    Leftover,
    Permit,
    StateChange,
    Vessel,
)
from aftersail.fleet.states import (
    AUTHORS,
    FITTERS,
    HANDOVER,
    HANDOVER_KEEPERS,
    PERMIT,
    STATE_CHANGE,
    USERS,
    HandoverState,
    PermitState,
)
from aftersail.people.models import Station

HOUSE_READERS = HOUSE - {Role.ADMIN}
"""The house reads its registers; the administrator keeps accounts, not business."""

VESSEL_READERS = HOUSE_READERS | CUSTOMER_SIDE | {Role.YARD}
"""A customer opens its own ships, a yard the hulls that are open to it; which ones, the reach decides."""

CONTACT_READERS = HOUSE_READERS | CUSTOMER_SIDE
KEEPERS = frozenset({Role.DISPATCHER, Role.STATION_MANAGER})
DISPATCHERS = frozenset({Role.DISPATCHER})
PROMISE_KEEPERS = frozenset({Role.QUALITY})
HOUR_READERS = frozenset(
    {
        Role.CREW,
        Role.FLEET_MANAGER,
        Role.ENGINEER,
        Role.STATION_MANAGER,
        Role.SERVICE_MANAGER,
        Role.DISPATCHER,
    }
)
"""Who reads the hour meter: the crew, and whoever of the house is aboard or keeps the register."""


STATE_READERS = VESSEL_READERS
"""Whoever opens a ship also reads what is fitted aboard."""

PLANNERS = frozenset({*FITTERS, Role.DISPATCHER, Role.QUALITY})
CORRECTORS = frozenset({Role.QUALITY})
FREEZERS = frozenset({Role.QUALITY, Role.DISPATCHER, Role.STATION_MANAGER})
VERIFIERS = STATE_CHANGE.named("verify").roles | {Role.SERVICE_MANAGER}
"""The service manager may write down that the user confirmed, with the name of the person aboard."""

PERMIT_DECIDERS = PERMIT.named("approve").roles | PERMIT.named("submit").roles
PERMIT_AUTHORS = frozenset(AUTHORS)
LINEAGE_KEEPERS = frozenset({Role.DESIGNER, Role.QUALITY})
"""Versions, bills and the obsolescence register belong to design and quality."""


def _holds(account: Account, station: Station | None) -> bool:
    return account.has_role(Role.STATION_MANAGER) and station is not None and station.pk in account.reach_ids


def may_keep_catalogue(account: Account, _record: object) -> Verdict:
    """Customers, yards and the product catalogue are the dispatcher's."""
    if account.has_role(Role.DISPATCHER):
        return ALLOWED
    return refuse(_("Only the dispatcher changes customers, yards and the product catalogue."))


def may_keep_promises(account: Account, _record: object) -> Verdict:
    """Failure codes, warranty terms and service baselines are the quality engineer's."""
    if account.has_role(Role.QUALITY):
        return ALLOWED
    return refuse(_("Only quality engineers change failure codes, warranty terms and service baselines."))


def may_keep_vessel(account: Account, vessel: Vessel) -> Verdict:
    """A vessel is kept by the dispatcher or by the manager of its covering station."""
    if account.has_role(Role.DISPATCHER) or _holds(account, vessel.station):
        return ALLOWED
    return refuse(_("A vessel is changed by the dispatcher or by the manager of its covering station."))


def may_keep_equipment(account: Account, equipment: Equipment) -> Verdict:
    """Units aboard are kept by whoever keeps the vessel."""
    return may_keep_vessel(account, equipment.vessel)


def may_keep_milestones(account: Account, milestone: object) -> Verdict:
    """The dates of a hull are kept by whoever keeps the vessel."""
    vessel: Vessel = milestone.vessel  # type: ignore[attr-defined]
    return may_keep_vessel(account, vessel)


def may_keep_contact(account: Account, contact: Contact) -> Verdict:
    """People aboard are kept by whoever keeps the vessel, people ashore by the dispatcher or the service manager."""
    if account.has_role(Role.SERVICE_MANAGER, Role.DISPATCHER):
        return ALLOWED
    if contact.vessel is not None:
        return may_keep_vessel(account, contact.vessel)
    return refuse(_("Contacts ashore are kept by the dispatcher or a service manager."))


def may_read_hours(account: Account, _equipment: Equipment) -> Verdict:
    """Who sees a unit and stands by its meter may report the hours."""
    if account.has_role(*HOUR_READERS):
        return ALLOWED
    return refuse(_("Running hours are reported by the crew, the engineer or the station."))


def may_open_customer(account: Account, customer: Customer) -> bool:
    """Whether the customer's own page is for this account."""
    return account.has_role(*HOUSE_READERS) or (account.is_customer and customer.pk in account.reach_ids)


HANDOVER_READERS = frozenset(
    {
        Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR,
        Role.CREW, Role.FLEET_MANAGER, Role.YARD,
    }
)  # fmt: skip
"""Who opens handovers of its reach: the house's service people, the ship's owner, the yard while the hull is open to it."""

HANDOVER_WRITERS = frozenset(HANDOVER_KEEPERS)
CHECKERS = HANDOVER_WRITERS | {Role.ENGINEER}
SIGNERS = frozenset(HANDOVER.named("sign").roles)
ACCOUNT_READERS = frozenset(
    {Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR}
)
LEFTOVER_READERS = HOUSE_READERS | CUSTOMER_SIDE
"""The warranty list as a register; a yard has its own list of what it owes."""

TASK_READERS = HOUSE_READERS | CUSTOMER_SIDE
TASK_WRITERS = frozenset({Role.FLEET_MANAGER, Role.SERVICE_MANAGER})
SIDE_OF_ROLE: dict[str, str] = {Role.YARD: "yard", Role.CREW: "user", Role.FLEET_MANAGER: "user"}


def is_keeper_of(account: Account, vessel: Vessel) -> bool:
    """Whether this account is the hull's own service manager or deputy."""
    staff = getattr(account, "staff", None)
    return staff is not None and staff.pk in {vessel.steward_id, vessel.deputy_id}


def may_keep_handover(account: Account, vessel: Vessel) -> Verdict:
    """A handover is the dispatcher's, the covering station's manager's, or the hull's own service manager's."""
    own = account.has_role(Role.SERVICE_MANAGER) and is_keeper_of(account, vessel)
    if own or may_keep_vessel(account, vessel):
        return ALLOWED
    return refuse(
        _(
            "A handover is kept by the dispatcher, the manager of the covering station or the hull's service manager."
        )
    )


def may_move_handover(account: Account, handover: Handover, name: str) -> Verdict:
    """Whether this person may take this step now, by the transition table."""
    return all_of(
        HANDOVER.may(name, handover.state, account.role_set), may_keep_handover(account, handover.vessel)
    )


def may_check_items(account: Account, handover: Handover) -> Verdict:
    """Items are checked in the draft, by the keepers or by an engineer who reaches the hull."""
    if handover.state != HandoverState.DRAFT:
        return refuse(_("Items are changed in the draft only. Take the handover back to draft first."))
    if account.has_role(Role.ENGINEER):
        return ALLOWED
    return may_keep_handover(account, handover.vessel)


def may_sign_for(account: Account, handover: Handover, side: str) -> Verdict:
    """Yard and user sign for themselves; the maker's keeper may collect every signature on one device."""
    verdict = HANDOVER.may("sign", handover.state, account.role_set)
    if not verdict:
        return verdict
    if account.has_role(*HANDOVER_KEEPERS):
        return may_keep_handover(account, handover.vessel)
    sides = {SIDE_OF_ROLE[role] for role in account.role_set if role in SIDE_OF_ROLE}
    return ALLOWED if side in sides else refuse(_("You may sign for your own side only."))


def may_keep_leftover(account: Account, leftover: Leftover) -> Verdict:
    """Leftovers are kept by whoever keeps the handover of the hull."""
    return may_keep_handover(account, leftover.vessel)


def may_fix_leftover(account: Account, leftover: Leftover) -> Verdict:
    """What is put right is told by the yard that owes it, or by the house."""
    if account.has_role(Role.YARD):
        owes = leftover.yard_id is not None and leftover.yard_id in account.reach_ids
        return ALLOWED if owes else refuse(_("Another party owes this item."))
    if account.has_role(Role.ENGINEER, *HANDOVER_KEEPERS):
        return ALLOWED
    return refuse(
        _("What is put right is told by the yard that owes it, by the engineer or by the service manager.")
    )


def may_accept_leftover(account: Account, leftover: Leftover) -> Verdict:
    """The user accepts what was put right; the hull's service manager may note the user's word."""
    if account.is_customer or may_keep_leftover(account, leftover):
        return ALLOWED
    return refuse(_("The ship's owner accepts what was put right; its service manager may note it."))


def may_keep_readiness(account: Account, item: object) -> Verdict:
    """The service plan of a hull is kept by whoever keeps its handover."""
    return may_keep_handover(account, item.vessel)  # type: ignore[attr-defined]


def may_keep_gates(account: Account, _record: object) -> Verdict:
    """The checklists of gates are the quality engineer's."""
    if account.has_role(Role.QUALITY):
        return ALLOWED
    return refuse(_("Only quality engineers change the checklists of gates."))


def may_review_gate(account: Account, vessel: Vessel) -> Verdict:
    """A gate is reviewed by quality or by whoever keeps the vessel."""
    if account.has_role(Role.QUALITY):
        return ALLOWED
    return may_keep_vessel(account, vessel)


def may_waive(account: Account) -> Verdict:
    """A mandatory point is waived by quality or the executive, over their name."""
    if account.has_role(Role.QUALITY, Role.EXECUTIVE):
        return ALLOWED
    return refuse(_("A mandatory point is waived by the quality engineer or the executive."))


def may_read_task_content(account: Account, vessel: Vessel) -> bool:
    """Whether what the user's tasks are about is for this account: need-to-know (HANDBOOK §5)."""
    if account.has_role(Role.FLEET_MANAGER):
        return vessel.customer_id in account.reach_ids
    return account.has_role(Role.SERVICE_MANAGER) and is_keeper_of(account, vessel)


def may_keep_tasks(account: Account, vessel: Vessel) -> Verdict:
    """The user task calendar is the owner's fleet manager's; the hull's service manager may enter what the user says."""
    if may_read_task_content(account, vessel):
        return ALLOWED
    return refuse(
        _("The task calendar is kept by the owner's fleet manager or the hull's own service manager.")
    )


def may_plan_change(account: Account, _unit: object) -> Verdict:
    """Changes are planned by whoever fits units, by dispatch or by quality."""
    if account.has_role(*PLANNERS):
        return ALLOWED
    return refuse(_("Changes are planned by the engineer, the station, dispatch or quality."))


def may_move_change(account: Account, change: StateChange, move: str) -> Verdict:
    """Whether this person may take this step with a change, by the transition table."""
    roles = account.role_set
    if move == "verify" and Role.SERVICE_MANAGER in roles:
        roles = roles | {Role.CREW}
    return STATE_CHANGE.may(move, change.state, roles)


def verifying_side(account: Account) -> str:
    """Return for whom an account verifies: "quality", "user", or "" for neither."""
    if account.has_role(Role.QUALITY):
        return "quality"
    return "user" if account.has_role(*USERS, Role.SERVICE_MANAGER) else ""


def may_correct_state(account: Account, _unit: object) -> Verdict:
    """What the technical state says wrongly is put right by quality."""
    if account.has_role(*CORRECTORS):
        return ALLOWED
    return refuse(_("Only quality engineers correct a technical state. Plan a change instead."))


def may_freeze_state(account: Account, _vessel: object) -> Verdict:
    """A hull's state is frozen by quality, dispatch or the station."""
    if account.has_role(*FREEZERS):
        return ALLOWED
    return refuse(_("A technical state is frozen by quality, dispatch or the station manager."))


def may_keep_permit(account: Account, permit: Permit) -> Verdict:
    """A permit is written by quality or design while it is a draft."""
    if not account.has_role(*AUTHORS):
        return refuse(_("Permits are written by quality engineers and designers."))
    if permit.state != PermitState.DRAFT:
        return refuse(_("Only a draft can be changed. Return the permit to its author, or write a new one."))
    return ALLOWED


def may_move_permit(account: Account, permit: Permit, move: str) -> Verdict:
    """Whether this person may take this step with a permit, by the transition table."""
    return PERMIT.may(move, permit.state, account.role_set)


def may_keep_lineage(account: Account, _record: object) -> Verdict:
    """Versions, bills and obsolescence are kept by design and quality."""
    if account.has_role(*LINEAGE_KEEPERS):
        return ALLOWED
    return refuse(
        _("Versions, bills and the obsolescence register are kept by designers and quality engineers.")
    )
