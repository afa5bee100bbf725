"""Addresses of cases."""

from __future__ import annotations

from django.urls import path

from aftersail.cases.views import consultations, moves, needs, notes, pages, replay

app_name = "cases"
urlpatterns = [
    path("cases/", pages.cases, name="cases"),
    path("cases/board/", pages.board, name="board"),
    path("cases/board/drop/", moves.drop, name="drop"),
    path("cases/<uuid:case_id>/", pages.case, name="case"),
    path("cases/<uuid:case_id>/move/<slug:name>/", moves.move, name="move"),
    path("cases/<uuid:case_id>/note/<slug:kind>/", notes.note, name="note"),
    path("cases/<uuid:case_id>/confirm/", notes.confirm_word, name="confirm"),
    path("cases/<uuid:case_id>/tasks/<uuid:task_id>/", notes.finish_task, name="finish_task"),
    path("cases/<uuid:case_id>/parts/<uuid:owed_id>/<slug:outcome>/", notes.settle_part, name="settle_part"),
    path("cases/<uuid:case_id>/leftovers/<uuid:item_id>/", notes.settle_leftover, name="settle_leftover"),
    path("cases/<uuid:case_id>/consultants/", consultations.panel, name="consultants_panel"),
    path("cases/<uuid:case_id>/consultants/invite/", consultations.invite, name="invite_consultant"),
    path(
        "cases/<uuid:case_id>/consultants/<uuid:consultation_id>/end/",
        consultations.end,
        name="end_consultation",
    ),
    path(
        "cases/<uuid:case_id>/consultants/<uuid:consultation_id>/assess/",
        consultations.assess,
        name="assess_consultation",
    ),
    path("orders/<uuid:order_id>/approve/", notes.approve_order, name="approve_order"),
    path("orders/<uuid:order_id>/cancel/", notes.cancel_order, name="cancel_order"),
    path("orders/<uuid:order_id>/window/", notes.move_window, name="move_window"),
    path("orders/<uuid:order_id>/needs/", needs.needs, name="order_needs"),
    path("baselines/<uuid:pk>/replay/", replay.replay_baseline, name="replay"),
    path("baselines/<uuid:pk>/replay/<uuid:job_id>/", replay.replayed, name="replayed"),
    path("baselines/<uuid:pk>/replay-panel/", replay.replay_panel, name="replay_panel"),
    path("vessels/<uuid:vessel_id>/cases/", pages.vessel_panel, name="vessel_panel"),
    path("equipment/<uuid:equipment_id>/cases/", pages.equipment_panel, name="equipment_panel"),
    path("requests/<uuid:request_id>/case/", pages.request_panel, name="request_panel"),
    path("requests/<uuid:request_id>/open/", pages.open_from, name="open_from"),
    path("requests/<uuid:request_id>/join/<uuid:case_id>/", pages.join_to, name="join_to"),
]
