"""Addresses of the intake."""

from django.urls import path

from aftersail.intake import views

app_name = "intake"
urlpatterns = [
    path("r/<str:token>/", views.scan, name="scan"),
    path("track/", views.track, name="track"),
    path("track/<str:code>/", views.thanks, name="thanks"),
    path("requests/", views.requests, name="requests"),
    path("requests/new/", views.new, name="new"),
    path("requests/fax/", views.fax_new, name="fax_new"),
    path("requests/mailbox/", views.mailbox, name="mailbox"),
    path("requests/mailbox/read/", views.read_now, name="read_mailbox"),
    path("requests/mailbox/<uuid:mail_id>/", views.mail, name="mail"),
    path("requests/mailbox/<uuid:mail_id>/take-in/", views.take_in, name="take_in_mail"),
    path("requests/options/vessels/", views.vessel_options, name="vessel_options"),
    path("requests/options/units/", views.unit_options, name="unit_options"),
    path("requests/<uuid:request_id>/", views.request_page, name="request"),
    path("requests/<uuid:request_id>/identify/", views.identify, name="identify"),
    path("requests/<uuid:request_id>/answer/", views.answer, name="answer"),
]
