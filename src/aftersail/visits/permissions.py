"""Who may see and do what with a visit."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.cases.permissions import sees_cost
from aftersail.core.models import Account
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.visits.models import FieldCommand, FieldDevice, FilledForm, FormEdition, Visit
from aftersail.visits.states import (
    FORM_EDITION,
    FORM_FILLERS,
    UNDER_WAY,
    UNSIGNED,
    VISIT,
    CommandOutcome,
    FilledState,
    VisitState,
)

READERS = frozenset(Role) - {Role.FINANCE, Role.SUPPLIER, Role.ADMIN, Role.DESIGNER}
"""Who reads visits of their reach; designers learn from them with ship and customer masked, which comes later."""

WRITERS = frozenset({Role.ENGINEER, Role.STATION_MANAGER})
MOVERS = frozenset(role for transition in VISIT for role in transition.roles)
REVIEWERS = frozenset({Role.QUALITY, Role.STATION_MANAGER})
LIST_READERS = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.ENGINEER, Role.CONSULTANT, Role.QUALITY,
    Role.EXECUTIVE, Role.AUDITOR, Role.CREW, Role.FLEET_MANAGER, Role.YARD,
})  # fmt: skip
DEVICE_OWNERS = WRITERS
DEVICE_KEEPERS = frozenset({Role.STATION_MANAGER, Role.DISPATCHER})
"""Who cuts lost devices off, and decides about what came from them, for their owners."""

CUTTERS_OFF = SETTLERS = DEVICE_OWNERS | DEVICE_KEEPERS
FROM_SEA_LEADERS = DEVICE_KEEPERS | {Role.QUALITY, Role.AUDITOR}
"""Who sees what came from sea of everybody in reach; the others see their own."""

FROM_SEA_READERS = DEVICE_OWNERS | FROM_SEA_LEADERS
FORM_DESIGNERS = frozenset({Role.QUALITY})
FORM_READERS = frozenset({
    Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR,
})  # fmt: skip
"""Who reads forms, blank and filled; customers and yards get them on paper."""

FILLERS = frozenset(FORM_FILLERS)
COST_POSTERS = frozenset({Role.STATION_MANAGER, Role.DISPATCHER, Role.QUALITY})

__all__ = [
    "COST_POSTERS",
    "CUTTERS_OFF",
    "DEVICE_KEEPERS",
    "DEVICE_OWNERS",
    "FILLERS",
    "FORM_DESIGNERS",
    "FORM_READERS",
    "FROM_SEA_LEADERS",
    "FROM_SEA_READERS",
    "LIST_READERS",
    "MOVERS",
    "READERS",
    "REVIEWERS",
    "SETTLERS",
    "WRITERS",
    "fills_forms",
    "may_correct",
    "may_correct_form",
    "may_cut_off",
    "may_design",
    "may_expect_end",
    "may_fill",
    "may_move_edition",
    "may_move_visit",
    "may_post_cost",
    "may_record",
    "may_send",
    "may_settle",
    "sees_cost",
]


def may_send(device: FieldDevice) -> Verdict:
    """Whether a device is still listened to."""
    if device.cut_off_at is None:
        return ALLOWED
    return refuse(
        _("This device was cut off. What it has not sent yet stays on it; ask the station manager.")
    )


def may_cut_off(by: Account, device: FieldDevice) -> Verdict:
    """Whether this person may cut a device off: its owner, and whoever leads the people or the accounts."""
    if by.pk == device.account_id or by.has_role(*DEVICE_KEEPERS):
        return ALLOWED
    return refuse(_("A device is cut off by its owner, the station manager or the dispatcher."))


def may_settle(by: Account, command: FieldCommand) -> Verdict:
    """Whether this person may say what was decided about a command that was not done."""
    if command.outcome == CommandOutcome.DONE:
        return refuse(_("This was carried out; there is nothing to decide."))
    if command.settled:
        return refuse(_("This was decided before."))
    if by.pk == command.account_id or by.has_role(*DEVICE_KEEPERS):
        return ALLOWED
    return refuse(_("This is decided by whoever sent it, the station manager or the dispatcher."))


def may_move_visit(by: Account, visit: Visit, move: str) -> Verdict:
    """Whether this person may take this step, by the transition table; an engineer only on visits of their own."""
    verdict = VISIT.may(move, visit.state, by.role_set)
    desk = VISIT.named(move).roles - {Role.ENGINEER}
    return verdict if by.has_role(*desk) else all_of(verdict, _goes_along(by, visit))


def may_record(by: Account, visit: Visit) -> Verdict:
    """Whether this person may write in the visit's record now."""
    if visit.state not in UNSIGNED:
        return refuse(_("The visit is signed or over. What was signed stays; add an addendum."))
    if not by.has_role(*WRITERS):
        return refuse(_("The record is written by the engineer on board."))
    return ALLOWED if by.has_role(Role.STATION_MANAGER) else _goes_along(by, visit)


def may_expect_end(by: Account, visit: Visit) -> Verdict:
    """Whether this person may say when the work on board will be finished."""
    if visit.state not in UNDER_WAY:
        return refuse(_("The work has not begun, or it is done."))
    if by.has_role(Role.STATION_MANAGER, Role.DISPATCHER):
        return ALLOWED
    return _goes_along(by, visit)


def may_correct(by: Account, visit: Visit) -> Verdict:
    """Whether this person may add an addendum to what was signed."""
    if visit.signed_at is None:
        return refuse(_("The visit is not signed yet; its record can simply be changed."))
    if not by.has_role(*WRITERS, Role.QUALITY):
        return refuse(_("Addenda are written by the engineer, the station manager or quality."))
    return ALLOWED if by.has_role(Role.STATION_MANAGER, Role.QUALITY) else _goes_along(by, visit)


def may_post_cost(by: Account, visit: Visit) -> Verdict:
    """Whether this person may enter what a visit cost."""
    if visit.state in {VisitState.CLOSED, VisitState.ABORTED}:
        return refuse(_("The visit is closed; its cost is posted."))
    if not by.has_role(*COST_POSTERS):
        return refuse(_("Cost is posted by the station manager, the dispatcher or quality."))
    return ALLOWED


def _goes_along(by: Account, visit: Visit) -> Verdict:
    staff = getattr(by, "staff", None)
    if staff is not None and (
        visit.lead_id == staff.pk or visit.order.assignments.filter(staff=staff, released_at=None).exists()
    ):
        return ALLOWED
    return refuse(_("This visit is another engineer's. Ask the dispatcher if you are to take it over."))


def may_design(by: Account) -> Verdict:
    """Whether this person may draft, change, publish and retire forms: they belong to quality (R65)."""
    return ALLOWED if by.has_role(*FORM_DESIGNERS) else refuse(_("Forms are designed by quality engineers."))


def may_move_edition(by: Account, edition: FormEdition, move: str) -> Verdict:
    """Whether this person may take this step with an edition, by the transition table."""
    return FORM_EDITION.may(move, edition.state, by.role_set)


def may_fill(by: Account, form: FilledForm) -> Verdict:
    """Whether this person may fill in or sign this form now."""
    if form.state == FilledState.SIGNED:
        return refuse(_("The form is signed. What was signed stays; add an addendum."))
    if form.state == FilledState.VOID:
        return refuse(_("The form was cancelled. Begin another one."))
    return fills_forms(by)


def fills_forms(by: Account) -> Verdict:
    """Whether this person's role fills in forms, and settles what they raised."""
    if by.has_role(*FORM_FILLERS):
        return ALLOWED
    return refuse(_("Your role reads forms, it does not fill them in."))


def may_correct_form(by: Account, form: FilledForm) -> Verdict:
    """Whether this person may write an addendum to this form."""
    if form.state != FilledState.SIGNED:
        return refuse(_("The form is not signed yet; it can simply be changed."))
    return fills_forms(by)
