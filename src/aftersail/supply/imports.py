"""What files can feed of the supply chapter."""

from __future__ import annotations

from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.fleet.models import ProductFamily
from aftersail.supply import registers


def declare() -> None:
    """Let files feed the parts catalogue; called from the app's `ready`."""
    import_master(
        registers.PARTS,
        key=("number",),
        names={"family": Names(ProductFamily, ("code", "name", "name_en"))},
        examples={"number": "XX-0000", "name": "示例备件", "price_cny": "120.50", "lead_time_days": "14"},
        aliases={"number": ("件号", "备件号", "图号"), "price_cny": ("单价", "价格（元）")},
    )
