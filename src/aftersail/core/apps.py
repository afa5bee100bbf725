"""The ground floor: accounts, isolation, log, numbering, calendar, files, panels; no domain nouns."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Registers the step that keeps row-level security equal to what the models declare."""

    name = "aftersail.core"
    verbose_name = _("Ground floor")

    def ready(self) -> None:
        """Rebuild the second wall after every migration; offer the administration's pages."""
        from aftersail.core.importing.records import import_master
        from aftersail.core.importing.views import IMPORTERS
        from aftersail.core.navigation import entry
        from aftersail.core.organisations import ORGANISATIONS
        from aftersail.core.roles import Role
        from aftersail.core.walls import rebuild_walls

        post_migrate.connect(rebuild_walls, dispatch_uid="aftersail.core.walls")
        examples = {"name": "示例单位", "name_en": "Example Ltd", "kind": "customer"}
        import_master(ORGANISATIONS, key=("name",), names={}, examples=examples)
        keepers = frozenset({Role.ADMIN})
        entry("admin", _("Accounts"), "core:accounts", "users", keepers, 10)
        entry("admin", _("Organisations"), "core:organisations", "building", keepers, 15)
        entry("admin", _("Audit log"), "core:log", "shield-check", keepers | {Role.AUDITOR}, 20)
        entry("admin", _("Outgoing mail"), "core:outbox", "send", keepers, 30)
        entry("admin", _("Webhooks"), "core:webhooks", "webhook", keepers, 40)
        entry("data", _("Import from Excel"), "importing:start", "database-import", IMPORTERS, 10)
