"""The register of tools."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from aftersail.core.masters import Master, Searched, one_by_one
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse
from aftersail.supply.actions.tooling import settle_tool
from aftersail.supply.models import Tool
from aftersail.supply.permissions import STOCK_READERS, may_keep_tool
from aftersail.supply.states import CARERS


def check_tool(tool: Tool) -> Verdict:
    """A tool that is calibrated has an interval, and falls due after it was calibrated."""
    return all_of(
        ALLOWED
        if tool.due_on is None or tool.interval_months
        else refuse(_("Enter the calibration interval, or leave the due day empty.")),
        ALLOWED
        if tool.due_on is None or tool.calibrated_on is None or tool.due_on > tool.calibrated_on
        else refuse(_("A calibration runs out after it was made. Correct the days.")),
    )


def _find_tool(tool: Tool) -> Searched:
    return Searched(f"{tool.asset_number} {tool.name}", tool.tool_class, (tool.name_en,))


TOOLS = Master(
    app="supply", noun="tool", plural="tools", slug="tools", model=Tool,
    label=_("Tools"), new_label=_("New tool"), icon="tool",
    fields=(
        "asset_number", "name", "name_en", "tool_class", "measuring_range", "accuracy", "station", "interval_months", "calibrated_on", "due_on",
        "limits",
    ),
    readers=STOCK_READERS, writers=frozenset(CARERS), may_write=may_keep_tool, check=check_tool, searched=_find_tool, settled=one_by_one(settle_tool), house_only=True,
)  # fmt: skip
