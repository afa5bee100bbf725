"""Chapter 7: what the customer thought, measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SatisfactionConfig(AppConfig):
    """Puts cards on the rail and on cases, and lets an open card hold a case open."""

    name = "aftersail.satisfaction"
    verbose_name = _("Satisfaction")

    def ready(self) -> None:
        """Join the shell, the case's page and the closing of cases."""
        from aftersail.cases.queries.closing import contributes_to_closing
        from aftersail.core import attention, navigation, panels
        from aftersail.core.roles import Role
        from aftersail.satisfaction.permissions import FIGURE_READERS, READERS
        from aftersail.satisfaction.queries import card_facts

        contributes_to_closing(card_facts)
        navigation.entry(
            "satisfaction", _("Satisfaction cards"), "satisfaction:cards", "message-report", READERS, order=20,
            pinned=frozenset({Role.CREW, Role.FLEET_MANAGER}), short=pgettext_lazy("phone bar", "Rating"),
        )  # fmt: skip
        navigation.entry(
            "satisfaction",
            _("Satisfaction figures"),
            "satisfaction:figures",
            "mood-happy",
            FIGURE_READERS,
            order=30,
        )
        attention.pages_of("satisfaction.satisfactioncard", "satisfaction:card")
        panels.register(
            "fleet:vessel", "satisfaction:vessel_panel", _("Satisfaction"), order=60,
            fits=lambda account, _vessel: account.has_role(*READERS),
        )  # fmt: skip
        panels.register(
            "cases:case", "satisfaction:case_panel", _("Satisfaction"), order=60,
            fits=lambda account, _case: account.has_role(*READERS),
        )  # fmt: skip
