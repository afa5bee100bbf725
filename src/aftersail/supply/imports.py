"""What files can feed of the supply chapter."""

from __future__ import annotations

from aftersail.core.importing.fields import Names
from aftersail.core.importing.records import import_master
from aftersail.fleet.models import ProductFamily, Vessel
from aftersail.people.models import Staff, Station
from aftersail.supply import registers
from aftersail.supply.models import KitTemplate, Part, StockPlace

FAMILY = Names(ProductFamily, ("code", "name", "name_en"))
PART = Names(Part, ("number",))
PLACE = Names(StockPlace, ("code",))
STATION = Names(Station, ("code", "name", "name_en"))


def declare() -> None:
    """Let files feed the chapter's registers; called from the app's `ready`."""
    import_master(
        registers.PARTS,
        key=("number",),
        names={"family": FAMILY},
        examples={"number": "XX-0000", "name": "示例备件", "price_cny": "120.50", "lead_time_days": "14"},
        aliases={"number": ("件号", "备件号", "图号"), "price_cny": ("单价", "价格（元）")},
    )
    import_master(
        registers.ALTERNATES, key=("part", "alternate"), names={"part": PART, "alternate": PART},
        examples={"part": "XX-0000", "alternate": "XX-0001"}, aliases={"alternate": ("替代件", "代用件")},
    )  # fmt: skip
    import_master(
        registers.PLACES, key=("code",),
        names={"parent": PLACE, "station": STATION, "holder": Names(Staff, ("number", "name")), "vessel": Names(Vessel, ("hull_code", "name"))},
        examples={"code": "XX-A", "name": "示例库房", "kind": "station"}, aliases={"code": ("库位", "仓库代码")},
    )  # fmt: skip
    import_master(
        registers.LEVELS, key=("place", "part"), names={"place": PLACE, "part": PART},
        examples={"place": "XX-A", "part": "XX-0000", "reorder_point": "2", "order_up_to": "6"}, aliases={"reorder_point": ("安全库存",)},
    )  # fmt: skip
    import_master(
        registers.RECEIPTS, key=("document",), names={"target": PLACE, "part": PART},
        examples={"document": "期初-2026-0001", "target": "XX-A", "part": "XX-0000", "quantity": "10"},
        aliases={"target": ("仓库", "库位", "入库仓库"), "part": ("件号", "备件号"), "quantity": ("数量", "库存数量"), "document": ("单据", "单据行号")},
    )  # fmt: skip
    import_master(
        registers.KITS, key=("code",), names={"family": FAMILY}, examples={"code": "XX-KIT", "name": "示例携行清单"},
    )  # fmt: skip
    import_master(
        registers.KIT_LINES, key=("kit", "line_number"), names={"kit": Names(KitTemplate, ("code",)), "part": PART},
        examples={"kit": "XX-KIT", "line_number": "1", "part": "XX-0000", "quantity": "1"},
    )  # fmt: skip
    import_master(
        registers.TOOLS, key=("asset_number",), names={"station": STATION},
        examples={"asset_number": "T-0000", "name": "示例万用表", "tool_class": "万用表", "interval_months": "12"},
        aliases={"asset_number": ("资产编号", "器具编号"), "interval_months": ("检定周期", "检定周期（月）"), "due_on": ("有效期至", "检定有效期")},
    )  # fmt: skip
