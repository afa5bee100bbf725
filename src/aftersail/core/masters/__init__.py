"""Masters: the registers that people keep by hand, each declared once for its forms, lists, API, log and search.

An app declares a `Master` for every register it keeps (in its `registers` room) and gets pages from `pages`,
API operations from `routes` and the writing itself from `saving`, so that forty screens behave as one.
"""

from aftersail.core.masters.declared import Master, Searched, master_named, masters, one_by_one

__all__ = ["Master", "Searched", "master_named", "masters", "one_by_one"]
