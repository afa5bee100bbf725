"""Addresses of the people chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.people import lists, queries, registers, views

app_name = "people"
urlpatterns = [
    path("matrix/", views.skills_matrix, name="matrix"),
    *master_urls(registers.AREAS, lists.AREAS, rows=queries.areas),
    *master_urls(registers.PORTS, lists.PORTS, rows=queries.ports, template="people/port.html", more=views.about_port),
    *master_urls(registers.STATIONS, lists.STATIONS, rows=queries.stations, template="people/station.html", more=views.about_station),
    *master_urls(registers.COVERAGE, lists.COVERAGE),
    *master_urls(registers.STAFF, lists.STAFF, rows=views.staff_rows, template="people/staff.html", more=views.about_staff),
    *master_urls(registers.SKILLS, lists.SKILLS, rows=queries.skills),
    *master_urls(registers.STAFF_SKILLS, lists.STAFF_SKILLS),
    *master_urls(registers.CERTIFICATES, lists.CERTIFICATES),
    *master_urls(registers.LEAVES, lists.LEAVES),
]  # fmt: skip
