"""Chapter 2: one problem, one owner, honest clocks."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Puts cases on the rail, and the making of a case on a request's page."""

    name = "aftersail.cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Join the shell."""
        from aftersail.cases.actions.carrying import bring_leftovers
        from aftersail.cases.permissions import READERS
        from aftersail.cases.queries.mailed import is_s1, request_of_case
        from aftersail.cases.queries.planned import orders_touched
        from aftersail.cases.states import CARE_ROLES
        from aftersail.core import attention, navigation, panels
        from aftersail.core.mail.notices import urgent_when
        from aftersail.core.roles import CUSTOMER_SIDE, DESK, Role
        from aftersail.fleet.actions.leftovers import gathers
        from aftersail.fleet.queries.effects import touches
        from aftersail.intake.queries import numbers_found_by

        gathers(bring_leftovers)
        touches("orders", _("Work orders planned in these days"), orders_touched)
        desk = READERS - CUSTOMER_SIDE - {Role.YARD}
        navigation.entry("cases", _("Cases"), "cases:cases", "stethoscope", READERS, order=10, pinned=True)
        navigation.entry("cases", _("Board"), "cases:board", "columns-3", desk, order=20, pinned=True)
        attention.pages_of("cases.case", "cases:case")
        urgent_when(is_s1)
        numbers_found_by(request_of_case)
        panels.register(
            "intake:request",
            "cases:request_panel",
            _("Make it a case"),
            order=10,
            fits=lambda account, _r: account.has_role(*CARE_ROLES),
        )
        panels.register(
            "fleet:vessel",
            "cases:vessel_panel",
            _("Cases"),
            order=10,
            fits=lambda account, _v: account.has_role(*READERS),
        )
        panels.register(
            "fleet:equipment",
            "cases:equipment_panel",
            _("Cases"),
            order=10,
            fits=lambda account, _e: account.has_role(*READERS),
        )
        panels.register(
            "cases:case",
            "cases:consultants_panel",
            _("Service consultants"),
            order=30,
            fits=lambda account, _c: account.is_house,
        )
        panels.register(
            "fleet:baseline",
            "cases:replay_panel",
            _("Simulator"),
            order=10,
            fits=lambda account, _b: account.has_role(*(DESK & READERS)),
        )
