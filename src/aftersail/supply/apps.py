"""What service consumes: parts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    """Puts the parts catalogue on the rail."""

    name = "aftersail.supply"
    verbose_name = _("Supply")

    def ready(self) -> None:
        """Declare the register and its place on the rail."""
        from aftersail.core import navigation
        from aftersail.core.attention import pages_of
        from aftersail.supply import imports, registers

        part = registers.PARTS
        navigation.entry("supply", part.label, part.list_name, part.icon, part.readers, 10)
        pages_of(part.model._meta.label_lower, "supply:part")
        imports.declare()
