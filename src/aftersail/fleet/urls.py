"""Addresses of the fleet chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.fleet import lists, promise_lists, queries, registers, technical_lists
from aftersail.fleet import technical_registers as technical
from aftersail.fleet.views import (
    baselines,
    equipment,
    history,
    lineage,
    state_changes,
    station,
    technical_state,
    tree,
    vessel,
    warranty,
)

app_name = "fleet"
urlpatterns = [
    path("history/", history.what_it_says, name="history"),
    path("history/records/", history.history_records, name="history_records"),
    path("history/records/<uuid:pk>/", history.history_record, name="history_record"),
    path("equipment/<uuid:pk>/history/", history.history_panel, name="equipment_history"),
    path("equipment/<uuid:pk>/warranty/", warranty.unit_warranty, name="unit_warranty"),
    path("warranties/", warranty.expiring, name="warranties"),
    path("baselines/gaps/", baselines.gaps, name="baseline_gaps"),
    path("baselines/<uuid:pk>/targets/", baselines.fill, name="baseline_targets"),
    path("baselines/<uuid:pk>/services/", baselines.services, name="baseline_services"),
    path("baselines/<uuid:pk>/next/", baselines.draft, name="baseline_next"),
    path("baselines/<uuid:pk>/moves/<slug:name>/", baselines.move, name="baseline_move"),
    path("equipment/<uuid:pk>/hours/", equipment.read_hours, name="equipment_hours"),
    path("equipment/<uuid:pk>/qr.svg", equipment.equipment_qr, name="equipment_qr"),
    path("equipment/<uuid:pk>/label.pdf", equipment.equipment_label, name="equipment_label"),
    path("stations/<uuid:station_id>/yards/", station.station_yards, name="station_yards"),
    path("vessels/<uuid:pk>/labels.pdf", equipment.vessel_labels, name="vessel_labels"),
    path("tree/", tree.fleets, name="fleets"),
    path("tree/<uuid:customer_id>/", tree.ships, name="fleet_ships"),
    path("vessels/<uuid:vessel_id>/tree/", tree.vessel_tree, name="tree"),
    path("equipment/<uuid:equipment_id>/parts/", tree.parts, name="tree_parts"),
    path("vessels/<uuid:vessel_id>/technical-state/", technical_state.compare, name="technical_state"),
    path("vessels/<uuid:vessel_id>/freeze/", technical_state.freeze, name="freeze_state"),
    path("vessels/<uuid:vessel_id>/state-panel/", technical_state.vessel_panel, name="vessel_state_panel"),
    path("equipment/<uuid:equipment_id>/state-panel/", technical_state.unit_panel, name="unit_state_panel"),
    path("equipment/<uuid:equipment_id>/change/", state_changes.plan, name="plan_change"),
    path("equipment/<uuid:equipment_id>/correct/", state_changes.correct, name="correct_state"),
    path("state-changes/", state_changes.changes, name="state_changes"),
    path("state-changes/<uuid:change_id>/", state_changes.change, name="state_change"),
    path("state-changes/<uuid:change_id>/install/", state_changes.install, name="install_change"),
    path("state-changes/<uuid:change_id>/verify/", state_changes.verify, name="verify_change"),
    path("state-changes/<uuid:change_id>/return/", state_changes.send_back, name="return_change"),
    path("state-changes/<uuid:change_id>/cancel/", state_changes.cancel, name="cancel_change"),
    path("permits/<uuid:permit_id>/move/<str:name>/", lineage.move, name="move_permit"),
    *master_urls(technical.VERSIONS, technical_lists.VERSIONS, template="fleet/product_version.html", more=lineage.about_version),
    *master_urls(technical.BILL, technical_lists.BILL),
    *master_urls(technical.OBSOLESCENCE, technical_lists.OBSOLESCENCE),
    *master_urls(technical.PERMITS, technical_lists.PERMITS, template="fleet/permit.html", more=lineage.about_permit),
    *master_urls(technical.SCHEMES, technical_lists.SCHEMES),
    *master_urls(technical.FUNCTIONS, technical_lists.FUNCTIONS),
    *master_urls(registers.CUSTOMERS, lists.CUSTOMERS, rows=queries.customers, template="fleet/customer.html", more=vessel.about_customer),
    *master_urls(registers.YARDS, lists.YARDS, template="fleet/yard.html", more=vessel.about_yard),
    *master_urls(registers.CONTACTS, lists.CONTACTS),
    *master_urls(registers.VESSELS, lists.VESSELS, rows=queries.vessels, template="fleet/vessel.html", more=vessel.about_vessel),
    *master_urls(registers.MILESTONES, lists.MILESTONES),
    *master_urls(registers.EQUIPMENT, lists.EQUIPMENT, template="fleet/equipment.html", more=equipment.about_equipment),
    *master_urls(registers.FAMILIES, lists.FAMILIES),
    *master_urls(registers.MODELS, lists.MODELS, rows=queries.models_in_use, template="fleet/model.html", more=lineage.about_model),
    *master_urls(registers.CODES, lists.CODES),
    *master_urls(registers.WARRANTY_TERMS, lists.WARRANTY_TERMS),
    *master_urls(registers.SUPPLIER_WARRANTIES, promise_lists.SUPPLIER_WARRANTIES),
    *master_urls(registers.ADJUSTMENTS, promise_lists.ADJUSTMENTS),
    *master_urls(registers.BASELINES, promise_lists.BASELINES, template="fleet/baseline.html", more=baselines.about_baseline),
    *master_urls(registers.BASELINE_RULES, lists.BASELINE_RULES),
]  # fmt: skip
