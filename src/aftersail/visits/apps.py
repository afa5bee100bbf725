"""Chapter 4: work on board, by the procedure, signed off."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VisitsConfig(AppConfig):
    """Puts visits on the rail and on the pages of case, unit and ship."""

    name = "aftersail.visits"
    verbose_name = _("Visits")

    def ready(self) -> None:
        """Join the shell and the earlier chapters' pages."""
        from aftersail.core import attention, feeds, files, navigation, panels
        from aftersail.core.roles import Role
        from aftersail.supply.permissions import STOCK_READERS
        from aftersail.supply.queries.work import tells_work_of_tools
        from aftersail.visits.permissions import (
            FORM_READERS,
            FROM_SEA_LEADERS,
            LIST_READERS,
            READERS,
            REVIEWERS,
            may_fill,
            may_record,
        )
        from aftersail.visits.queries.feeds import visits_planned
        from aftersail.visits.queries.supplies import work_of_tool
        from aftersail.visits.queries.visits import to_sign_count

        feeds.provides(visits_planned)

        navigation.entry(
            "visits", _("My visits"), "visits:mine", "map-pin", frozenset({Role.ENGINEER}), order=10, pinned=True,
            short=pgettext_lazy("visits", "Mine"), count=to_sign_count,
        )  # fmt: skip
        navigation.entry(
            "visits", _("Visits"), "visits:list", "tool", LIST_READERS, order=20,
            pinned=frozenset({Role.CREW, Role.YARD}),
        )  # fmt: skip
        navigation.entry("visits", _("Review"), "visits:reviews", "clipboard-check", REVIEWERS, order=30)
        navigation.entry("visits", _("Forms"), "visits:forms", "clipboard-list", FORM_READERS, order=40)
        navigation.entry("visits", _("Trials"), "visits:trials", "stethoscope", FORM_READERS, order=50)
        navigation.entry("visits", _("Daily lists"), "visits:daily", "checklist", FORM_READERS, order=60)
        navigation.entry(
            "visits", _("From sea"), "visits:from_sea", "cloud-upload", FROM_SEA_LEADERS, order=35
        )
        attention.pages_of("visits.filledform", "visits:filled_form", "clipboard-list")
        files.attachable("visits.filledform", may_fill)
        tells_work_of_tools(work_of_tool)
        panels.register(
            "visits:visit", "visits:supplies_panel", _("Parts and tools"), order=20,
            fits=lambda account, _visit: account.has_role(*STOCK_READERS),
        )  # fmt: skip
        for page, url_name in (
            ("visits:visit", "visits:visit_forms_panel"),
            ("fleet:vessel", "visits:vessel_forms_panel"),
        ):
            panels.register(
                page,
                url_name,
                _("Forms"),
                order=25,
                fits=lambda account, _record: account.has_role(*FORM_READERS),
            )
        attention.pages_of("visits.visit", "visits:visit", "tool")
        files.attachable("visits.visit", may_record)
        for page, url_name, title in (
            ("cases:case", "visits:case_panel", _("Visits")),
            ("fleet:equipment", "visits:equipment_panel", _("Visits and service reports")),
            ("fleet:vessel", "visits:vessel_panel", _("Visits and service reports")),
        ):
            panels.register(
                page, url_name, title, order=30, fits=lambda account, _record: account.has_role(*READERS)
            )
