"""What is served: customers, vessels, equipment and what was promised for them."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    """Puts the chapter's registers on the rail, says which page opens which record, adds the history panel."""

    name = "aftersail.fleet"
    verbose_name = _("Fleet")

    def ready(self) -> None:
        """Declare the registers, their places on the rail, and the panel of a unit's imported history."""
        from aftersail.core import navigation, panels
        from aftersail.core.attention import pages_of
        from aftersail.fleet import imports, registers, technical_registers
        from aftersail.fleet.permissions import CONTACT_READERS
        from aftersail.fleet.queries.onsite import promised_onsite_hours
        from aftersail.people import contributed

        shown = (
            registers.VESSELS, registers.EQUIPMENT, registers.CUSTOMERS, registers.CONTACTS, registers.MILESTONES,
            registers.MODELS, registers.FAMILIES, registers.YARDS,
        )  # fmt: skip
        for order, master in enumerate(shown):
            navigation.entry("fleet", master.label, master.list_name, master.icon, master.readers, order * 10)
        navigation.entry("fleet", _("Maintenance history"), "fleet:history", "chart-bar", CONTACT_READERS, 45)
        for order, master in enumerate(
            (
                registers.BASELINES, registers.BASELINE_RULES, registers.WARRANTY_TERMS, registers.SUPPLIER_WARRANTIES,
                registers.ADJUSTMENTS, registers.CODES,
            )
        ):  # fmt: skip
            navigation.entry(
                "fleet", master.label, master.list_name, master.icon, master.readers, 100 + order * 10
            )
        for master, order in technical_registers.ON_THE_RAIL:
            navigation.entry("fleet", master.label, master.list_name, master.icon, master.readers, order)
        navigation.entry(
            "fleet", _("Warranties"), "fleet:warranties", "shield-check", registers.BASELINES.readers, 99
        )
        pages_of("fleet.servicebaseline", "fleet:baseline")
        for master in (
            registers.VESSELS, registers.EQUIPMENT, registers.CUSTOMERS, registers.MODELS, technical_registers.VERSIONS,
            technical_registers.PERMITS, technical_registers.OBSOLESCENCE,
        ):  # fmt: skip
            pages_of(master.model._meta.label_lower, f"fleet:{master.noun}")
        _show_technical_states()
        panels.register(
            "fleet:equipment", "fleet:equipment_history", _("Imported history"), order=60, fits=_has_history
        )
        panels.register("people:station", "fleet:station_yards", _("Yards and vessels"), order=30)
        contributed.tell_targets(promised_onsite_hours)
        panels.register("fleet:equipment", "fleet:unit_warranty", _("Warranty in detail"), order=50)
        imports.declare()


def _show_technical_states() -> None:
    """Put the tree and the changes on the rail, and the technical state on the pages of ships and units."""
    from aftersail.core import navigation, panels
    from aftersail.core.attention import pages_of
    from aftersail.fleet.permissions import STATE_READERS

    navigation.entry("fleet", _("Equipment tree"), "fleet:fleets", "sitemap", STATE_READERS, 15)
    navigation.entry(
        "fleet", _("Technical state changes"), "fleet:state_changes", "arrows-exchange", STATE_READERS, 16
    )
    pages_of("fleet.statechange", "fleet:state_change", "arrows-exchange")
    panels.register("fleet:vessel", "fleet:vessel_state_panel", _("Technical state"), order=62)
    panels.register("fleet:equipment", "fleet:unit_state_panel", _("Technical state"), order=55)


def _has_history(account: Any, unit: Any) -> bool:
    from aftersail.fleet.permissions import CONTACT_READERS
    from aftersail.fleet.queries import records

    return account.has_role(*CONTACT_READERS) and records(account).filter(equipment=unit).exists()
