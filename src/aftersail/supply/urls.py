"""Addresses of the supply chapter."""

from __future__ import annotations

from aftersail.core.masters.pages import master_urls
from aftersail.supply import lists, registers

app_name = "supply"
urlpatterns = master_urls(registers.PARTS, lists.PARTS)
