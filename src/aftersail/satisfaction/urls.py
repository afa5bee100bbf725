"""Addresses of the satisfaction chapter."""

from django.urls import path

from aftersail.satisfaction import views

app_name = "satisfaction"
urlpatterns = [
    path("s/<str:token>/", views.public.ask, name="public"),
    path("s/<str:token>/decline/", views.public.decline, name="public_decline"),
    path("satisfaction/cards/", views.desk.cards, name="cards"),
    path("satisfaction/figures/", views.figures.figures, name="figures"),
    path("satisfaction/cards/<uuid:card_id>/", views.desk.card, name="card"),
    path("satisfaction/cards/<uuid:card_id>/answer/", views.desk.answer, name="answer"),
    path("satisfaction/cards/<uuid:card_id>/decline/", views.desk.decline, name="decline"),
    path("satisfaction/of-vessel/<uuid:vessel_id>/", views.desk.vessel_panel, name="vessel_panel"),
    path("satisfaction/of-case/<uuid:case_id>/", views.desk.case_panel, name="case_panel"),
    path("satisfaction/of-case/<uuid:case_id>/hand-out/", views.desk.hand_out, name="hand_out"),
]
