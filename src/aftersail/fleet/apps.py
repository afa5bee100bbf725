"""What is served: customers, vessels, equipment and what was promised for them."""

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
        from aftersail.fleet import imports, registers
        from aftersail.fleet.permissions import CONTACT_READERS

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
        navigation.entry(
            "fleet", _("Warranties"), "fleet:warranties", "shield-check", registers.BASELINES.readers, 99
        )
        pages_of("fleet.servicebaseline", "fleet:baseline")
        for master in (registers.VESSELS, registers.EQUIPMENT, registers.CUSTOMERS, registers.MODELS):
            pages_of(master.model._meta.label_lower, f"fleet:{master.noun}")
        panels.register(
            "fleet:equipment", "fleet:equipment_history", _("Imported history"), order=60, fits=_has_history
        )
        panels.register("fleet:equipment", "fleet:unit_warranty", _("Warranty in detail"), order=50)
        imports.declare()


def _has_history(account: Any, unit: Any) -> bool:
    from aftersail.fleet.permissions import CONTACT_READERS
    from aftersail.fleet.queries import records

    return account.has_role(*CONTACT_READERS) and records(account).filter(equipment=unit).exists()
