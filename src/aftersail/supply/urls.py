"""Addresses of the supply chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.supply import registers
from aftersail.supply.lists import part as part_lists
from aftersail.supply.lists import stock as stock_lists
from aftersail.supply.lists import tool as tool_lists
from aftersail.supply.views import board, count, issue, market, panels, scan, stock, tool, transfer

app_name = "supply"
SHOWN = "supply/master.html"
urlpatterns = [
    path("board/", board.stock_board, name="board"),
    path("calibration/", board.calibration_board, name="calibration"),
    path("stock/", stock.stock, name="stock"),
    path("stock/receive/", stock.receive, name="receive"),
    path("stock/carry/", stock.carry, name="carry"),
    path("stock/write-off/", stock.write_off, name="write_off"),
    path("issues/", issue.issue_list, name="issues"),
    path("issues/new/", issue.issue_new, name="issue_new"),
    path("issues/<uuid:issue_id>/", issue.issue, name="issue"),
    path("issues/<uuid:issue_id>/moves/<str:name>/", issue.issue_move, name="issue_move"),
    path("transfers/", transfer.transfer_list, name="transfers"),
    path("transfers/new/", transfer.transfer_new, name="transfer_new"),
    path("transfers/<uuid:transfer_id>/", transfer.transfer, name="transfer"),
    path("transfers/<uuid:transfer_id>/moves/<str:name>/", transfer.transfer_move, name="transfer_move"),
    path("counts/", count.count_list, name="counts"),
    path("counts/new/", count.count_new, name="count_new"),
    path("counts/<uuid:count_id>/", count.count, name="count"),
    path("counts/<uuid:count_id>/moves/<str:name>/", count.count_move, name="count_move"),
    path("orders/", market.order_list, name="orders"),
    path("orders/new/", market.order_new, name="order_new"),
    path("orders/figures/", market.market, name="market"),
    path("orders/<uuid:parts_order_id>/", market.order, name="order"),
    path("orders/<uuid:parts_order_id>/moves/<str:name>/", market.order_move, name="order_move"),
    path("orders/<uuid:parts_order_id>/quotation/<str:language>/", market.order_pdf, name="order_pdf"),
    path("scan/", scan.scan, name="scan"),
    path("scan/<str:kind>/<uuid:scanned_id>/", scan.scanned, name="scanned"),
    path("labels/<str:kind>/", scan.labels, name="labels"),
    path("spares/of-vessel/<uuid:vessel_id>/", panels.vessel_panel, name="vessel_panel"),
    path("impact/<uuid:impact_id>/", tool.judge, name="judge"),
    path("tools/<uuid:pk>/moves/<str:name>/", tool.tool_move, name="tool_move"),
    *master_urls(registers.PARTS, part_lists.PARTS, template=SHOWN, more=stock.about_part),
    *master_urls(registers.ALTERNATES, part_lists.ALTERNATES),
    *master_urls(registers.KITS, part_lists.KITS),
    *master_urls(registers.KIT_LINES, part_lists.KIT_LINES),
    *master_urls(registers.PLACES, stock_lists.PLACES, template=SHOWN, more=stock.about_place),
    *master_urls(registers.LEVELS, stock_lists.LEVELS),
    *master_urls(registers.RECEIPTS, stock_lists.MOVES),
    *master_urls(registers.TOOLS, tool_lists.TOOLS, detail=tool.tool),
]
