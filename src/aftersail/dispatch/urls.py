"""Addresses of dispatch."""

from django.urls import path

from aftersail.dispatch import views
from aftersail.dispatch.views import board, board_more, drops, inserting, load, partners, plans, promises

app_name = "dispatch"
urlpatterns = [
    path("dispatch/", views.orders, name="orders"),
    path("dispatch/board/", board.page, name="board"),
    path("dispatch/board/list/", promises.as_list, name="board_list"),
    path("dispatch/board/map/", board_more.map_of_day, name="board_map"),
    path("dispatch/board/plan.pdf", board_more.plan, name="plan"),
    path("dispatch/load/", load.load, name="load"),
    path("dispatch/plans/", plans.ask, name="plans"),
    path("dispatch/plans/anew/", plans.replan, name="replan"),
    path("dispatch/plans/threats/", plans.threats, name="threats"),
    path("dispatch/plans/<uuid:draft_id>/", plans.draft, name="plan_draft"),
    path("dispatch/plans/<uuid:draft_id>/publish/", plans.publish, name="plan_publish"),
    path("dispatch/plans/<uuid:draft_id>/publishing/", plans.publishing, name="plan_publishing"),
    path("dispatch/plans/<uuid:draft_id>/discard/", plans.discard, name="plan_discard"),
    path("dispatch/plans/of/<uuid:job_id>/", plans.of_job, name="plan_of_job"),
    path("dispatch/board/part/", board.part, name="board_part"),
    path("dispatch/board/watch/", board.watching, name="board_watch"),
    path("dispatch/board/verdicts/", drops.verdicts, name="board_verdicts"),
    path("dispatch/board/drop/", drops.drop, name="board_drop"),
    path("dispatch/board/undo/", drops.undo, name="board_undo"),
    path("dispatch/assignments/<uuid:assignment_id>/", promises.promise, name="assignment"),
    path("dispatch/assignments/<uuid:assignment_id>/move/", promises.move, name="move"),
    path("dispatch/assignments/<uuid:assignment_id>/lock/", promises.lock, name="lock"),
    path("dispatch/orders/<uuid:order_id>/", views.proposal, name="proposal"),
    path("dispatch/orders/<uuid:order_id>/assign/<uuid:staff_id>/", views.assign, name="assign"),
    path("dispatch/orders/<uuid:order_id>/insert/", inserting.insert, name="insert"),
    path("dispatch/assignments/<uuid:assignment_id>/release/", views.release, name="release"),
    path("dispatch/cases/<uuid:case_id>/panel/", views.case_panel, name="case_panel"),
    path("dispatch/orders/<uuid:order_id>/partners/", partners.partners_panel, name="partners_panel"),
    path("dispatch/orders/<uuid:order_id>/partners/<uuid:partner_id>/", partners.offer, name="offer"),
    path("partner-orders/", partners.partner_orders, name="partner_orders"),
    path("partner-orders/<uuid:given_id>/", partners.partner_order, name="partner_order"),
    path("partner-orders/<uuid:given_id>/report/", partners.partner_report, name="partner_report"),
    path("partner-orders/<uuid:given_id>/<slug:step>/", partners.partner_step, name="partner_step"),
]
