"""Chapter 3: who goes where, when, with what."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """Puts the queue on the rail and shows on a case who goes."""

    name = "aftersail.dispatch"
    verbose_name = _("Dispatch")

    def ready(self) -> None:
        """Join the shell and the case page."""
        from aftersail.core import attention, navigation, panels
        from aftersail.dispatch.permissions import ASSIGNMENT_READERS, PARTNER_READERS, READERS
        from aftersail.dispatch.queries.calendar import promises_touched
        from aftersail.dispatch.queries.drafts import drafts_from
        from aftersail.dispatch.queries.people import promised_days, sent_where
        from aftersail.dispatch.queries.plan_drafts import plan_on_board
        from aftersail.fleet.queries.effects import touches
        from aftersail.people import contributed

        drafts_from(plan_on_board)
        touches("promises", _("Promised engineers in these days"), promises_touched)
        navigation.entry("dispatch", _("Dispatch"), "dispatch:orders", "route", READERS, order=10)
        navigation.entry("dispatch", _("Dispatch board"), "dispatch:board", "layout-board", READERS, order=5)
        navigation.entry("dispatch", _("Load board"), "dispatch:load", "chart-bar", READERS, order=15)
        navigation.entry(
            "dispatch", _("Partner orders"), "dispatch:partner_orders", "transfer", PARTNER_READERS, order=20
        )
        attention.pages_of("dispatch.partnerorder", "dispatch:partner_order", "transfer")
        attention.pages_of("cases.workorder", "dispatch:proposal")
        attention.pages_of("dispatch.plandraft", "dispatch:plan_draft", "route")
        panels.register(
            "cases:case", "dispatch:case_panel", _("Who goes"), order=20,
            fits=lambda account, _case: account.has_role(*ASSIGNMENT_READERS),
        )  # fmt: skip
        contributed.tell_busy(promised_days)
        contributed.tell_life(sent_where)
