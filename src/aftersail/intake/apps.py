"""Chapter 1: the customer's voice, on any channel."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """Puts requests on the rail and tells which page opens one."""

    name = "aftersail.intake"
    verbose_name = _("Intake")

    def ready(self) -> None:
        """Join the shell."""
        from aftersail.core import attention, files, navigation
        from aftersail.core.roles import Role
        from aftersail.intake.permissions import DESK_ENTRY, READERS, may_report
        from aftersail.intake.states import TRIAGE

        navigation.entry(
            "intake", _("Requests"), "intake:requests", "inbox", READERS, order=10,
            pinned=READERS - {Role.ENGINEER, Role.QUALITY, Role.EXECUTIVE, Role.AUDITOR},
        )  # fmt: skip
        navigation.entry("intake", _("Mailbox"), "intake:mailbox", "mail", frozenset(TRIAGE), order=20)
        navigation.quick_add(_("Fax"), "intake:fax_new", "printer", DESK_ENTRY, order=15)
        attention.pages_of("intake.request", "intake:request")
        files.attachable("intake.request", lambda account, _request: may_report(account))
