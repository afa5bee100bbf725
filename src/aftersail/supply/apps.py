"""What service consumes and works with: parts, stock, tools."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    """Puts parts, stock, tools and the parts market on the rail."""

    name = "aftersail.supply"
    verbose_name = _("Supply")

    def ready(self) -> None:
        """Declare the registers and their places on the rail."""
        from aftersail.core import attention, files, navigation, panels
        from aftersail.supply import imports, registers
        from aftersail.supply.permissions import (
            MARKET_READERS,
            REQUESTERS,
            SPARES_READERS,
            STOCK_READERS,
            may_keep_tool,
        )

        part = registers.PARTS
        navigation.entry("supply", part.label, part.list_name, part.icon, part.readers, 10)
        readers = frozenset(STOCK_READERS)
        for order, label, page, icon, roles in (
            (5, _("Stock board"), "supply:board", "layout-board", readers),
            (15, _("Stock"), "supply:stock", "building-warehouse", readers),
            (20, _("Part issues"), "supply:issues", "package", readers),
            (25, _("Transfers"), "supply:transfers", "truck", readers),
            (30, _("Stock counts"), "supply:counts", "checklist", readers),
            (35, registers.RECEIPTS.label, "supply:receipts", "history", registers.RECEIPTS.readers),
            (40, registers.PLACES.label, "supply:places", "sitemap", readers),
            (46, registers.KITS.label, "supply:kits", "clipboard-list", readers),
            (50, _("Calibration board"), "supply:calibration", "gauge", readers),
            (55, registers.TOOLS.label, "supply:tools", "tools", readers),
            (60, _("Parts market"), "supply:orders", "receipt", frozenset(MARKET_READERS)),
            (70, _("Scan"), "supply:scan", "qrcode", readers),
        ):
            navigation.entry("supply", label, page, icon, roles, order)
        navigation.quick_add(_("Ask for parts"), "supply:issue_new", "package", frozenset(REQUESTERS), 60)
        attention.pages_of(part.model._meta.label_lower, "supply:part")
        attention.pages_of("supply.tool", "supply:tool", "tool")
        attention.pages_of("supply.partissue", "supply:issue", "package")
        attention.pages_of("supply.partsorder", "supply:order", "receipt")
        files.attachable("supply.tool", may_keep_tool)
        panels.register(
            "fleet:vessel", "supply:vessel_panel", _("Onboard spares"), order=80,
            fits=lambda account, _vessel: account.has_role(*SPARES_READERS),
        )  # fmt: skip
        imports.declare()
