"""Who may read and write which master of the fleet chapter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.models import Account
from aftersail.core.roles import CUSTOMER_SIDE, HOUSE, Role
from aftersail.core.verdicts import ALLOWED, Verdict, refuse
from aftersail.fleet.models import Contact, Customer, Equipment, Vessel
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


def is_keeper_of(account: Account, vessel: Vessel) -> bool:
    """Whether this account is the hull's own service manager or deputy."""
    staff = getattr(account, "staff", None)
    return staff is not None and staff.pk in {vessel.steward_id, vessel.deputy_id}
