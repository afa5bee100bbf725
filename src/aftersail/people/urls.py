"""Addresses of the people chapter."""

from __future__ import annotations

from django.urls import path

from aftersail.core.masters.pages import master_urls
from aftersail.people import lists, queries, registers, views
from aftersail.people.lists import engagements as engaged_lists
from aftersail.people.lists import growth as growth_lists
from aftersail.people.lists import policy as policy_lists
from aftersail.people.lists import rosters as roster_lists
from aftersail.people.queries import engagements as engaged
from aftersail.people.queries import policy as rules_in_force
from aftersail.people.queries.growth import plans, trainings
from aftersail.people.registers import careers, development, engagements, kinds, policy, rosters
from aftersail.people.views import calendar, growth, matrix, network
from aftersail.people.views import engagements as engaged_views
from aftersail.people.views import policy as policy_views

app_name = "people"
urlpatterns = [
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/<uuid:staff_id>/<uuid:skill_id>/<uuid:level_task_id>/", matrix.level, name="level"),
    path("network/", network.network, name="network"),
    path("defaults/", network.seed, name="seed"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/leave/<uuid:staff_id>/", calendar.ask_leave, name="leave_ask"),
    path("leaves/<uuid:leave_id>/moves/<slug:move>/", calendar.leave_step, name="leave_step"),
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
    *master_urls(registers.CERTIFICATES, lists.CERTIFICATES, template="people/paper.html", more=views.about_paper),
    *master_urls(registers.LEAVES, lists.LEAVES, template="people/leave.html", more=calendar.about_leave),
    *master_urls(registers.JOURNEYS, roster_lists.JOURNEYS),
    *master_urls(registers.TRAVEL_MODES, roster_lists.TRAVEL_MODES),
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
    path("policy/", policy_views.policy_now, name="policy_now"),
    path("policies/<uuid:pk>/acknowledge/", policy_views.acknowledge, name="policy_acknowledge"),
    path("policies/<uuid:pk>/publish/", policy_views.publish_policy, name="policy_publish"),
    path("policies/<uuid:pk>/draft/", policy_views.draft_policy, name="policy_draft"),
    path("policies/<uuid:pk>/print/", policy_views.print_policy, name="policy_print"),
    *master_urls(policy.POLICIES, policy_lists.POLICIES, rows=rules_in_force.policies, template="people/policy.html", more=policy_views.about_policy),
    *master_urls(policy.PROMISES, policy_lists.PROMISES),
    path("duties/", policy_views.duties_now, name="duties_now"),
    path("duty-charts/<uuid:pk>/publish/", policy_views.publish_chart, name="chart_publish"),
    path("duty-charts/<uuid:pk>/draft/", policy_views.draft_chart, name="chart_draft"),
    path("duty-charts/<uuid:pk>/print/", policy_views.print_chart, name="chart_print"),
    *master_urls(policy.CHARTS, policy_lists.CHARTS, rows=rules_in_force.charts, template="people/duties.html", more=policy_views.about_chart),
    path("duty-activities/<uuid:pk>/duties/", policy_views.state_duties, name="activity_duties"),
    *master_urls(policy.ACTIVITIES, policy_lists.ACTIVITIES, template="people/activity.html", more=policy_views.about_activity),
    path("consultants/<uuid:pk>/move/", engaged_views.move_consultant, name="consultant_move"),
    *master_urls(engagements.CONSULTANTS, engaged_lists.CONSULTANTS, rows=engaged.consultants, template="people/consultant.html", more=engaged_views.about_consultant),
    *master_urls(engagements.SPECIALITIES, engaged_lists.SPECIALITIES),
    *master_urls(engagements.CLEARANCES, engaged_lists.CLEARANCES, template="people/paper.html", more=views.about_paper),
    *master_urls(engagements.ABSENCES, engaged_lists.ABSENCES),
    path("partners/<uuid:pk>/move/", engaged_views.move_partner, name="partner_move"),
    *master_urls(engagements.PARTNERS, engaged_lists.PARTNERS, rows=engaged.partners, template="people/partner.html", more=engaged_views.about_partner),
    *master_urls(engagements.SCOPES, engaged_lists.SCOPES),
    *master_urls(engagements.QUALIFICATIONS, engaged_lists.QUALIFICATIONS, template="people/paper.html", more=views.about_paper),
    *master_urls(engagements.RATES, engaged_lists.RATES),
    *master_urls(engagements.AGREEMENTS, engaged_lists.AGREEMENTS),
    *master_urls(engagements.SCORE_WEIGHTS, engaged_lists.SCORE_WEIGHTS),
    *master_urls(engagements.SCORE_ENTRIES, engaged_lists.SCORE_ENTRIES),
]  # fmt: skip
