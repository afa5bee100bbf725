"""Addresses of the fleet chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.fleet import lists, promise_lists, queries, registers
from aftersail.fleet.views import baselines, equipment, history, vessel, warranty

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
    path("vessels/<uuid:pk>/labels.pdf", equipment.vessel_labels, name="vessel_labels"),
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
    *master_urls(registers.SUPPLIER_WARRANTIES, promise_lists.SUPPLIER_WARRANTIES),
    *master_urls(registers.ADJUSTMENTS, promise_lists.ADJUSTMENTS),
    *master_urls(registers.BASELINES, promise_lists.BASELINES, template="fleet/baseline.html", more=baselines.about_baseline),
    *master_urls(registers.BASELINE_RULES, lists.BASELINE_RULES),
]  # fmt: skip
