"""The roles of people, and which of them see every row (HANDBOOK §5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is here to do; one account may hold several."""

    CREW = "crew", _("Crew member")
    FLEET_MANAGER = "fleet_manager", _("Fleet manager")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    DISPATCHER = "dispatcher", _("Dispatcher")
    STATION_MANAGER = "station_manager", _("Station manager")
    ENGINEER = "engineer", _("Field engineer")
    CONSULTANT = "consultant", _("Service consultant")
    DESIGNER = "designer", _("Designer")
    QUALITY = "quality", _("Quality engineer")
    YARD = "yard", _("Yard coordinator")
    SUPPLIER = "supplier", _("Supplier")
    FINANCE = "finance", _("Finance and HR")
    EXECUTIVE = "executive", _("Executive")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("System administrator")


SEES_EVERYTHING = frozenset(
    {Role.DISPATCHER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR, Role.DESIGNER, Role.FINANCE}
)
"""Roles whose reach is every row; what they may open and do is still decided by permissions."""

CUSTOMER_SIDE = frozenset({Role.CREW, Role.FLEET_MANAGER})
"""People of the ship's owner: never see cost, liability drafts or other ships."""

OUTSIDE = CUSTOMER_SIDE | {Role.YARD, Role.SUPPLIER}
"""People who are not of the maker's house."""

HOUSE = frozenset(Role) - OUTSIDE
"""People of the maker's house."""

DESK = frozenset(
    {Role.DISPATCHER, Role.STATION_MANAGER, Role.SERVICE_MANAGER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR}
)
"""People who run the service from a desk and read its registers and figures."""
