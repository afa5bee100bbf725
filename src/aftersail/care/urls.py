"""Addresses of the care chapter."""

from django.urls import path

from aftersail.care import views

app_name = "care"
urlpatterns = [
    path("return-visits/", views.return_visits, name="return_visits"),
    path("return-visits/<uuid:visit_id>/", views.return_visit, name="return_visit"),
    path("return-visits/<uuid:visit_id>/record/", views.record_visit, name="record"),
    path("return-visits/<uuid:visit_id>/assign/", views.assign, name="assign"),
    path("return-visits/<uuid:visit_id>/not-reached/", views.not_reached, name="not_reached"),
    path("return-visits/<uuid:visit_id>/close/", views.close, name="close"),
    path("return-visits/of-vessel/<uuid:vessel_id>/", views.vessel_panel, name="vessel_panel"),
    path("return-visits/of-vessel/<uuid:vessel_id>/plan/", views.plan, name="plan"),
    path("return-visits/of-case/<uuid:case_id>/", views.case_panel, name="case_panel"),
]
