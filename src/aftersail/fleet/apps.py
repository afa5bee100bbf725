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
        from aftersail.fleet import imports, registers
        from aftersail.fleet.permissions import CONTACT_READERS
        from aftersail.fleet.queries.onsite import promised_onsite_hours
        from aftersail.fleet.registers import lifecycle, technical
        from aftersail.people import contributed

        shown = (
            registers.VESSELS, registers.EQUIPMENT, registers.CUSTOMERS, registers.CONTACTS, lifecycle.MILESTONES,
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
        for master, order in technical.ON_THE_RAIL:
            navigation.entry("fleet", master.label, master.list_name, master.icon, master.readers, order)
        navigation.entry(
            "fleet", _("Warranties"), "fleet:warranties", "shield-check", registers.BASELINES.readers, 99
        )
        pages_of("fleet.servicebaseline", "fleet:baseline")
        for master in (
            registers.VESSELS, registers.EQUIPMENT, registers.CUSTOMERS, registers.MODELS, technical.VERSIONS,
            technical.PERMITS, technical.OBSOLESCENCE,
        ):  # fmt: skip
            pages_of(master.model._meta.label_lower, f"fleet:{master.noun}")
        _show_technical_states()
        panels.register(
            "fleet:equipment", "fleet:equipment_history", _("Imported history"), order=60, fits=_has_history
        )
        panels.register("people:station", "fleet:station_yards", _("Yards and vessels"), order=30)
        contributed.tell_targets(promised_onsite_hours)
        panels.register("fleet:equipment", "fleet:unit_warranty", _("Warranty in detail"), order=50)
        _join_lifecycle()
        imports.declare()


def _show_technical_states() -> None:
    """Put the tree and the changes on the rail, and the technical state on the pages of ships and units."""
    from aftersail.core import navigation, panels
    from aftersail.core.attention import pages_of
    from aftersail.fleet.permissions.technical_state import STATE_READERS

    navigation.entry("fleet", _("Equipment tree"), "fleet:fleets", "sitemap", STATE_READERS, 15)
    navigation.entry(
        "fleet", _("Technical state changes"), "fleet:state_changes", "arrows-exchange", STATE_READERS, 16
    )
    pages_of("fleet.statechange", "fleet:state_change", "arrows-exchange")
    panels.register("fleet:vessel", "fleet:vessel_state_panel", _("Technical state"), order=62)
    panels.register("fleet:equipment", "fleet:unit_state_panel", _("Technical state"), order=55)


def _join_lifecycle() -> None:
    """Put a hull's life on the rail and on the vessel's page: dates, readiness, handover, user tasks."""
    from aftersail.core import navigation, panels
    from aftersail.core.attention import pages_of
    from aftersail.core.roles import Role
    from aftersail.fleet import permissions as may
    from aftersail.fleet.permissions.handover import ACCOUNT_READERS, HANDOVER_READERS, LEFTOVER_READERS
    from aftersail.fleet.permissions.lifecycle import TASK_READERS
    from aftersail.fleet.registers import lifecycle

    navigation.entry("fleet", _("Handovers"), "fleet:handovers", "transfer", HANDOVER_READERS, 60)
    navigation.entry("fleet", _("Service accounts"), "fleet:accounts", "user-check", ACCOUNT_READERS, 62)
    navigation.entry("fleet", _("Warranty list"), "fleet:leftovers", "checklist", LEFTOVER_READERS, 64)
    navigation.entry("fleet", _("Leftovers we owe"), "fleet:owed", "checklist", frozenset({Role.YARD}), 64)
    navigation.entry("fleet", _("Service plans"), "fleet:readiness", "list-check", may.HOUSE_READERS, 66)
    navigation.entry("fleet", _("User tasks"), "fleet:user_tasks", "calendar-event", TASK_READERS, 68)
    navigation.entry(
        "fleet", _("Gate checklists"), "fleet:gate_questions", "clipboard-check", may.HOUSE_READERS, 140
    )
    pages_of("fleet.handover", "fleet:handover", "transfer")
    pages_of("fleet.gatereview", "fleet:gate", "clipboard-check")
    pages_of(lifecycle.LEFTOVERS.model._meta.label_lower, "fleet:leftover", "checklist")
    for url_name, title, order, readers in (
        ("fleet:handover_panel", _("Handover and warranty list"), 15, HANDOVER_READERS),
        ("fleet:readiness_panel", _("Readiness and gates"), 20, may.HOUSE_READERS),
        ("fleet:tasks_panel", _("User task calendar"), 25, TASK_READERS),
        ("fleet:dates_panel", _("History of the dates"), 80, may.VESSEL_READERS),
    ):
        panels.register("fleet:vessel", url_name, title, order=order, fits=_for(readers))


def _for(readers: frozenset[str]) -> Any:
    return lambda account, _vessel: account.has_role(*readers)


def _has_history(account: Any, unit: Any) -> bool:
    from aftersail.fleet.permissions import CONTACT_READERS
    from aftersail.fleet.queries import records

    return account.has_role(*CONTACT_READERS) and records(account).filter(equipment=unit).exists()
