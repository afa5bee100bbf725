"""The registers that the supply chapter keeps."""

from aftersail.supply.registers.part import ALTERNATES, KIT_LINES, KITS, PARTS
from aftersail.supply.registers.stock import LEVELS, PLACES, RECEIPTS
from aftersail.supply.registers.tool import TOOLS

__all__ = ["ALTERNATES", "KITS", "KIT_LINES", "LEVELS", "PARTS", "PLACES", "RECEIPTS", "TOOLS"]
