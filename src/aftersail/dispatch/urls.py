"""Addresses of dispatch."""

from django.urls import path

from aftersail.dispatch import views

app_name = "dispatch"
urlpatterns = [
    path("dispatch/", views.orders, name="orders"),
    path("dispatch/orders/<uuid:order_id>/", views.proposal, name="proposal"),
    path("dispatch/orders/<uuid:order_id>/assign/<uuid:staff_id>/", views.assign, name="assign"),
    path("dispatch/assignments/<uuid:assignment_id>/release/", views.release, name="release"),
    path("dispatch/cases/<uuid:case_id>/panel/", views.case_panel, name="case_panel"),
]
