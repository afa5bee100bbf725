"""Importing tables into registers: checked by row and column first, then all or nothing, and undone exactly.

`core.tabular` reads files and plans; this package knows the database: which registers can be fed (`declared`), how
records are matched and written (`records`), and what became of every row of a file (`batches`).
"""

from aftersail.core.importing.declared import Importable, Order, importable_named, importables

__all__ = ["Importable", "Order", "importable_named", "importables"]
