"""Who may see and do what with a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import Case, Consultation, WorkOrder
from aftersail.cases.states import (
    AGREED_IN,
    CARE_ROLES,
    CASE,
    CUSTOMER_ROLES,
    DESK_ROLES,
    FIELD_ROLES,
    OPEN_ORDERS,
    WORK_ORDER,
    OrderState,
)
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse

READERS = frozenset(Role) - {Role.FINANCE, Role.SUPPLIER, Role.ADMIN}
"""Finance sees cost, suppliers their tasks, administrators no business content."""

SEES_COST = frozenset(
    {
        Role.DISPATCHER,
        Role.STATION_MANAGER,
        Role.SERVICE_MANAGER,
        Role.ENGINEER,
        Role.EXECUTIVE,
        Role.AUDITOR,
        Role.FINANCE,
        Role.QUALITY,
    }
)
IDENTITY_MASKED = frozenset({Role.DESIGNER})
"""Roles that see the technical record with ship and customer masked, unless another role shows them."""

PARTIES = frozenset(
    {*CARE_ROLES, *FIELD_ROLES, Role.QUALITY, Role.DESIGNER, Role.YARD, Role.CREW, Role.FLEET_MANAGER}
)


def may_move(by: Account, case: Case, move: str) -> Verdict:
    """Whether this person may make this move, by the transition table."""
    return CASE.may(move, case.state, by.role_set)


def may_open_case(by: Account) -> Verdict:
    """Whether this person may make a case of a request."""
    return _one_of(
        by, CARE_ROLES, _("Cases are opened by the dispatcher, the station or the service manager.")
    )


def may_write_in(by: Account, case: Case) -> Verdict:
    """Whether this person may comment, add tasks and evidence."""
    told = _("Your role may read this case but not write in it.")
    return all_of(_one_of(by, tuple(PARTIES), told), _not_over(case))


def may_confirm(by: Account, case: Case) -> Verdict:
    """Whether this person may say for the customer that it works again."""
    asked = case.state in AGREED_IN
    return all_of(
        _one_of(
            by, CUSTOMER_ROLES, _("Only the customer can confirm. Note their call, or have the visit signed.")
        ),
        ALLOWED
        if asked
        else refuse(_("There is nothing to confirm yet. You are asked once the fault is solved.")),
    )


def may_change_owner(by: Account, case: Case) -> Verdict:
    """Whether this person may give the case to another owner."""
    return all_of(
        _one_of(
            by, CARE_ROLES, _("The owner is changed by the dispatcher, the station or the service manager.")
        ),
        _not_over(case),
    )


def may_override_warranty(by: Account, case: Case) -> Verdict:
    """Whether this person may judge the warranty otherwise than the rule."""
    return _one_of(
        by,
        (Role.DISPATCHER, Role.STATION_MANAGER, Role.QUALITY),
        _("The warranty verdict is changed by dispatch, the station manager or quality."),
    )


def may_settle_owed(by: Account, case: Case) -> Verdict:
    """Whether this person may settle parts owed and leftovers."""
    return _one_of(
        by, (*CARE_ROLES, Role.ENGINEER), _("Parts owed and leftovers are settled by the service side.")
    )


def may_code_case(by: Account, case: Case) -> Verdict:
    """Whether this person may set mode, mechanism and cause."""
    return _one_of(
        by, (*FIELD_ROLES, Role.QUALITY), _("Failure codes are set by engineers, dispatch and quality.")
    )


def may_draft_order(by: Account, case: Case) -> Verdict:
    """Whether this person may write a work order."""
    return all_of(
        _one_of(by, DESK_ROLES, _("Work orders are written by the dispatcher or the station manager.")),
        _not_over(case),
    )


def may_move_order(by: Account, order: WorkOrder, move: str) -> Verdict:
    """Whether this person may make this move of a work order."""
    return WORK_ORDER.may(move, order.state, by.role_set)


def may_move_window(by: Account, order: WorkOrder) -> Verdict:
    """Whether this person may note that the ship can be reached at other times."""
    told = _("When a ship can be reached is noted by the dispatcher, the station or the service manager.")
    still = ALLOWED if order.state in OPEN_ORDERS else refuse(_("This work order is over."))
    return all_of(_one_of(by, CARE_ROLES, told), still)


def may_change_needs(by: Account, order: WorkOrder) -> Verdict:
    """Whether this person may say anew what an order needs: nobody may be promised to it yet."""
    told = _("What an order needs is said before somebody is promised. Release who is promised first.")
    still = ALLOWED if order.state in {OrderState.DRAFT, OrderState.APPROVED} else refuse(told)
    return all_of(
        _one_of(by, DESK_ROLES, _("Work orders are written by the dispatcher or the station manager.")), still
    )


def masked(by: Account) -> bool:
    """Whether ship and customer are to be masked for this person."""
    return by.role_set <= IDENTITY_MASKED


def sees_cost(by: Account) -> bool:
    """Whether amounts of money may be shown to this person."""
    return not by.role_set.isdisjoint(SEES_COST)


def _one_of(by: Account, roles: tuple[str, ...], told: object) -> Verdict:
    return ALLOWED if by.has_role(*roles) else refuse(told)  # type: ignore[arg-type]


def _not_over(case: Case) -> Verdict:
    if case.state not in CASE.terminal:
        return ALLOWED
    return refuse(_("The case is over. Reopen it, or open a new one."))


def may_assess_consultation(by: Account, consultation: Consultation) -> Verdict:
    """Whether this person may sign for a consultant's work and grade it (R51); nobody does for themselves."""
    told = _("Consultants are assessed by the dispatcher, the station or the service manager.")
    himself = consultation.consultant.account_id == by.pk
    own = refuse(_("Nobody assesses their own work.")) if himself else ALLOWED
    return all_of(_one_of(by, CARE_ROLES, told), own)


def may_invite_consultant(by: Account, case: Case) -> Verdict:
    """Whether this person may let a service consultant into the case, or take that back."""
    told = _("Consultants are invited by the dispatcher, the station or the service manager.")
    return all_of(_one_of(by, CARE_ROLES, told), _not_over(case))
