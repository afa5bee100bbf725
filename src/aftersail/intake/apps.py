"""Chapter 1: the customer's voice, on any channel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Puts requests on the rail and tells which page opens one."""

    name = "aftersail.intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        """Join the shell."""
        from aftersail.core import attention, navigation
        from aftersail.core.roles import Role
        from aftersail.intake.permissions import READERS

        navigation.entry(
            "intake", _("Requests"), "intake:requests", "inbox", READERS, order=10,
            pinned=READERS - {Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR},
        )  # fmt: skip
        attention.pages_of("intake.request", "intake:request")
