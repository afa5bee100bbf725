"""Addresses of the visits chapter."""

from django.urls import path

from aftersail.visits.views import lists, moves, page, panels, record, signing, supplies

app_name = "visits"
urlpatterns = [
    path("visits/", lists.register, name="list"),
    path("visits/mine/", lists.mine, name="mine"),
    path("visits/reviews/", lists.reviews, name="reviews"),
    path("visits/<uuid:visit_id>/", page.visit, name="visit"),
    path("visits/<uuid:visit_id>/move/<slug:name>/", moves.move, name="move"),
    path("visits/<uuid:visit_id>/wait/", moves.wait, name="wait"),
    path("visits/<uuid:visit_id>/expect/", moves.expect, name="expect"),
    path("visits/<uuid:visit_id>/abort/", moves.abort, name="abort"),
    path("visits/<uuid:visit_id>/return/", moves.send_back, name="return"),
    path("visits/<uuid:visit_id>/facts/", record.facts, name="facts"),
    path("visits/<uuid:visit_id>/hours/", record.hours, name="hours"),
    path("visits/<uuid:visit_id>/steps/<uuid:step_id>/", record.step, name="step"),
    path("visits/<uuid:visit_id>/findings/", record.finding, name="finding"),
    path(
        "visits/<uuid:visit_id>/findings/<uuid:finding_id>/remove/", record.drop_finding, name="drop_finding"
    ),
    path("visits/<uuid:visit_id>/parts/", record.part, name="part"),
    path("visits/<uuid:visit_id>/parts/<uuid:use_id>/remove/", record.drop_part, name="drop_part"),
    path("visits/<uuid:visit_id>/leftovers/", record.leftover, name="leftover"),
    path("visits/<uuid:visit_id>/owed/", record.owed, name="owed"),
    path("visits/<uuid:visit_id>/photos/", record.photo, name="photo"),
    path("visits/<uuid:visit_id>/cost/", record.cost, name="cost"),
    path("visits/<uuid:visit_id>/sign/", signing.sign, name="sign"),
    path("visits/<uuid:visit_id>/addenda/", signing.addendum, name="addendum"),
    path("visits/<uuid:visit_id>/report/draft/", signing.draft, name="draft"),
    path("visits/<uuid:visit_id>/report/<int:edition>/<str:language>/", signing.report, name="report"),
    path("visits/<uuid:visit_id>/supplies/", supplies.supplies_panel, name="supplies_panel"),
    path("visits/<uuid:visit_id>/tools/", supplies.add_tool, name="add_tool"),
    path("visits/<uuid:visit_id>/tools/<uuid:tool_use_id>/remove/", supplies.drop_tool, name="drop_tool"),
    path("visits/of-case/<uuid:case_id>/", panels.of_case, name="case_panel"),
    path("visits/of-unit/<uuid:equipment_id>/", panels.of_equipment, name="equipment_panel"),
    path("visits/of-ship/<uuid:vessel_id>/", panels.of_vessel, name="vessel_panel"),
]
