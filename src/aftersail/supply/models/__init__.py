"""Tables of the supply chapter."""

from aftersail.supply.models.counting import CountLine, StockCount, Transfer
from aftersail.supply.models.issue import PartIssue
from aftersail.supply.models.kit import KitLine, KitTemplate
from aftersail.supply.models.move import StockBalance, StockMove, StockTotal
from aftersail.supply.models.order import OrderDelivery, OrderLine, PartsOrder
from aftersail.supply.models.part import Part, PartAlternate
from aftersail.supply.models.place import StockLevel, StockPlace
from aftersail.supply.models.tool import Calibration, ImpactItem, ImpactReview, Tool, ToolLoan

__all__ = [
    "Calibration",
    "CountLine",
    "ImpactItem",
    "ImpactReview",
    "KitLine",
    "KitTemplate",
    "OrderDelivery",
    "OrderLine",
    "Part",
    "PartAlternate",
    "PartIssue",
    "PartsOrder",
    "StockBalance",
    "StockCount",
    "StockLevel",
    "StockMove",
    "StockPlace",
    "StockTotal",
    "Tool",
    "ToolLoan",
    "Transfer",
]
