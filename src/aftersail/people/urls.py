"""Addresses of the people chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.people import lists, queries, registers, views
from aftersail.people.lists import growth as growth_lists
from aftersail.people.lists import rosters as roster_lists
from aftersail.people.queries.growth import plans, trainings
from aftersail.people.registers import careers, development, kinds, rosters
from aftersail.people.views import calendar, growth, matrix, network

app_name = "people"
urlpatterns = [
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/<uuid:staff_id>/<uuid:skill_id>/<uuid:level_task_id>/", matrix.level, name="level"),
    path("network/", network.network, name="network"),
    path("defaults/", network.seed, name="seed"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/leave/<uuid:staff_id>/", calendar.ask_leave, name="leave_ask"),
    path("leaves/<uuid:leave_id>/<slug:move>/", calendar.leave_step, name="leave_step"),
    path("staff/<uuid:staff_id>/life/", growth.life, name="life"),
    path("staff/<uuid:staff_id>/draft-plan/", growth.draft, name="plan_draft"),
    path("ending-certificates/", growth.ending_papers, name="ending_papers"),
    *master_urls(registers.AREAS, lists.AREAS, rows=queries.areas),
    *master_urls(registers.PORTS, lists.PORTS, rows=queries.ports, template="people/port.html", more=views.about_port),
    *master_urls(registers.STATIONS, lists.STATIONS, rows=queries.stations, template="people/station.html", more=views.about_station),
    *master_urls(registers.COVERAGE, lists.COVERAGE),
    *master_urls(registers.STAFF, lists.STAFF, rows=views.staff_rows, template="people/staff.html", more=views.about_staff),
    *master_urls(registers.SKILLS, lists.SKILLS, rows=queries.skills),
    *master_urls(registers.STAFF_SKILLS, lists.STAFF_SKILLS),
    *master_urls(registers.CERTIFICATES, lists.CERTIFICATES),
    *master_urls(registers.LEAVES, lists.LEAVES, template="people/leave.html", more=calendar.about_leave),
    *master_urls(registers.JOURNEYS, roster_lists.JOURNEYS),
    *master_urls(kinds.TASK_TYPES, roster_lists.TASK_TYPES),
    *master_urls(kinds.CERTIFICATE_KINDS, roster_lists.CERTIFICATE_KINDS),
    *master_urls(rosters.PATTERNS, roster_lists.PATTERNS),
    *master_urls(rosters.ROSTER, roster_lists.ROSTER),
    *master_urls(development.REQUIREMENTS, growth_lists.REQUIREMENTS),
    *master_urls(development.PLANS, growth_lists.PLANS, rows=plans, template="people/plan.html", more=growth.about_plan),
    *master_urls(development.PLAN_ITEMS, growth_lists.PLAN_ITEMS),
    *master_urls(development.TRAININGS, growth_lists.TRAININGS, rows=trainings, template="people/training.html", more=growth.about_training),
    *master_urls(development.SEATS, growth_lists.SEATS),
    *master_urls(careers.CRITERIA, growth_lists.CRITERIA),
    *master_urls(careers.PROMOTIONS, growth_lists.PROMOTIONS),
    *master_urls(careers.POSTINGS, growth_lists.POSTINGS),
]  # fmt: skip
