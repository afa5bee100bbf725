"""Addresses of the scorecard."""

from __future__ import annotations

from django.urls import path

from aftersail.scorecard import views
from aftersail.scorecard.views import consultants, ladder, partners, rotation, saving

app_name = "scorecard"
urlpatterns = [
    path("kpi/", views.kpi.kpi, name="kpi"),
    path("kpi/workload/", views.workload.workload, name="workload"),
    path("kpi/saving/", saving.saving, name="saving"),
    path("kpi/ladder/", ladder.ladder, name="ladder"),
    path("kpi/rotation/", rotation.rotation, name="rotation"),
    path("kpi/return-visits/", views.behind.return_visits, name="cohort_return_visits"),
    path("kpi/cards/", views.behind.cards, name="cohort_cards"),
    path("kpi/partners/", partners.partners, name="partners"),
    path("kpi/partners/<uuid:pk>/", partners.partner_panel, name="partner_panel"),
    path("kpi/consultants/", consultants.consultants, name="consultants"),
    path("kpi/consultants/<uuid:pk>/", consultants.consultant_panel, name="consultant_panel"),
    path("kpi/<slug:code>/cases/", views.behind.cases, name="cohort"),
]
