"""Addresses of the fleet chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.fleet import lifecycle_lists, lists, queries, registers
from aftersail.fleet.views import accounts, equipment, gates, handover, history, milestones, user_tasks, vessel

app_name = "fleet"
urlpatterns = [
    path("history/", history.what_it_says, name="history"),
    path("history/records/", history.history_records, name="history_records"),
    path("history/records/<uuid:pk>/", history.history_record, name="history_record"),
    path("equipment/<uuid:pk>/history/", history.history_panel, name="equipment_history"),
    path("equipment/<uuid:pk>/hours/", equipment.read_hours, name="equipment_hours"),
    path("equipment/<uuid:pk>/qr.svg", equipment.equipment_qr, name="equipment_qr"),
    path("equipment/<uuid:pk>/label.pdf", equipment.equipment_label, name="equipment_label"),
    path("vessels/<uuid:pk>/labels.pdf", equipment.vessel_labels, name="vessel_labels"),
    path("milestones/<uuid:pk>/move/", milestones.move_date, name="move_date"),
    path("vessels/<uuid:vessel_id>/dates/", milestones.dates_panel, name="dates_panel"),
    path("vessels/<uuid:vessel_id>/stage/", milestones.enter_stage, name="enter_stage"),
    path("vessels/<uuid:vessel_id>/readiness/", gates.readiness_panel, name="readiness_panel"),
    path("vessels/<uuid:vessel_id>/readiness/plan/", gates.plan, name="plan_readiness"),
    path("vessels/<uuid:vessel_id>/gates/", gates.begin_gate, name="begin_gate"),
    path("gates/<uuid:gate_id>/", gates.gate, name="gate"),
    path("gates/<uuid:gate_id>/pass/", gates.let_pass, name="pass_gate"),
    path("gate-points/<uuid:point_id>/answer/", gates.answer, name="answer_point"),
    path("handovers/", handover.handovers, name="handovers"),
    path("handovers/<uuid:handover_id>/", handover.handover, name="handover"),
    path("handovers/<uuid:handover_id>/particulars/", handover.particulars, name="handover_particulars"),
    path("handovers/<uuid:handover_id>/items/", handover.add, name="handover_add"),
    path("handovers/<uuid:handover_id>/in-order/", handover.check_part, name="handover_check_part"),
    path("handovers/<uuid:handover_id>/leftovers/", handover.add_leftover, name="handover_leftover"),
    path("handovers/<uuid:handover_id>/sign/", handover.sign, name="handover_sign"),
    path("handovers/<uuid:handover_id>/addenda/", handover.correct, name="handover_correct"),
    path("handovers/<uuid:handover_id>/paper/<int:edition>/<str:language>/", handover.paper, name="handover_paper"),
    path("handovers/<uuid:handover_id>/step/<str:step>/", handover.move, name="handover_move"),
    path("handover-items/<uuid:handover_item_id>/check/", handover.check, name="check_item"),
    path("vessels/<uuid:vessel_id>/handover/", handover.handover_panel, name="handover_panel"),
    path("vessels/<uuid:vessel_id>/handover/start/", handover.start, name="start_handover"),
    path("service-accounts/", accounts.accounts, name="accounts"),
    path("service-accounts/of/<uuid:vessel_id>/open/", accounts.open_one, name="open_account"),
    path("owed/", accounts.owed, name="owed"),
    path("owed/<uuid:leftover_id>/", accounts.owed_item, name="owed_item"),
    path("owed/<uuid:leftover_id>/settle/<str:step>/", accounts.settle, name="settle_leftover"),
    path("user-tasks/", user_tasks.user_tasks, name="user_tasks"),
    path("user-tasks/of/<uuid:vessel_id>/", user_tasks.calendar, name="task_calendar"),
    path("user-tasks/of/<uuid:vessel_id>/panel/", user_tasks.tasks_panel, name="tasks_panel"),
    path("user-tasks/of/<uuid:vessel_id>/new/", user_tasks.new_task, name="task_new"),
    path("user-tasks/<uuid:user_task_id>/edit/", user_tasks.edit_task, name="task_edit"),
    path("user-tasks/<uuid:user_task_id>/remove/", user_tasks.remove_task, name="task_remove"),
    *master_urls(registers.LEFTOVERS, lifecycle_lists.LEFTOVERS, template="fleet/leftover.html", more=accounts.about_leftover),
    *master_urls(registers.READINESS, lifecycle_lists.READINESS),
    *master_urls(registers.GATE_QUESTIONS, lifecycle_lists.GATE_QUESTIONS),
    *master_urls(registers.CUSTOMERS, lists.CUSTOMERS, rows=queries.customers, template="fleet/customer.html", more=vessel.about_customer),
    *master_urls(registers.YARDS, lists.YARDS, template="fleet/yard.html", more=vessel.about_yard),
    *master_urls(registers.CONTACTS, lists.CONTACTS),
    *master_urls(registers.VESSELS, lists.VESSELS, rows=queries.vessels, template="fleet/vessel.html", more=vessel.about_vessel),
    *master_urls(registers.MILESTONES, lists.MILESTONES),
    *master_urls(registers.EQUIPMENT, lists.EQUIPMENT, template="fleet/equipment.html", more=equipment.about_equipment),
    *master_urls(registers.FAMILIES, lists.FAMILIES),
    *master_urls(registers.MODELS, lists.MODELS, rows=queries.models_in_use),
    *master_urls(registers.CODES, lists.CODES),
    *master_urls(registers.WARRANTY_TERMS, lists.WARRANTY_TERMS),
    *master_urls(registers.BASELINE_RULES, lists.BASELINE_RULES),
]  # fmt: skip
