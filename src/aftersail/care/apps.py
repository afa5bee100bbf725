"""Chapter 6: one-to-one service: return visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    """Puts return visits on the rail, on ships and on cases."""

    name = "aftersail.care"
    verbose_name = _("One-to-one service")

    def ready(self) -> None:
        """Join the shell and the pages of ships and cases."""
        from aftersail.care.permissions import READERS
        from aftersail.care.queries import visits_touched
        from aftersail.core import attention, navigation, panels
        from aftersail.fleet.queries.effects import touches

        touches("return_visits", _("Return visits that will be due on other days"), visits_touched)
        from aftersail.core.roles import Role

        navigation.entry(
            "satisfaction", _("Return visits"), "care:return_visits", "phone", READERS, order=10,
            pinned=frozenset({Role.SERVICE_MANAGER}),
        )  # fmt: skip
        attention.pages_of("care.returnvisit", "care:return_visit")
        for page, url_name in (("fleet:vessel", "care:vessel_panel"), ("cases:case", "care:case_panel")):
            panels.register(
                page,
                url_name,
                _("Return visits"),
                order=70,
                fits=lambda account, _record: account.has_role(*READERS),
            )
