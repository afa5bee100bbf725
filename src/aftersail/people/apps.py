"""The people who serve and the places they serve from."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Puts the chapter's registers on the rail and says which page opens which record."""

    name = "aftersail.people"
    verbose_name = _("People and stations")

    def ready(self) -> None:
        """Declare the registers and their places on the rail."""
        from aftersail.core import feeds, navigation
        from aftersail.core.attention import pages_of
        from aftersail.people import imports, registers
        from aftersail.people.permissions import GROWTH_READERS, READERS
        from aftersail.people.queries import days_away, teams_of
        from aftersail.people.registers import development

        feeds.teams_from(teams_of)
        feeds.provides(days_away)
        for order, master in enumerate(
            (registers.STATIONS, registers.STAFF, registers.CERTIFICATES, registers.LEAVES, registers.PORTS)
        ):
            navigation.entry("people", master.label, master.list_name, master.icon, READERS, order * 10)
        navigation.entry("people", _("Skills matrix"), "people:matrix", "layout-board", READERS, 15)
        navigation.entry("people", _("Map of stations"), "people:network", "map-2", READERS, 5)
        navigation.entry("people", _("Team calendar"), "people:calendar", "calendar", READERS, 12)
        navigation.entry(
            "people", _("Certificates that end"), "people:ending_papers", "clock", GROWTH_READERS, 22
        )
        for place, master in enumerate((development.PLANS, development.TRAININGS)):
            navigation.entry(
                "people", master.label, master.list_name, master.icon, GROWTH_READERS, 50 + place
            )
        for master in (
            registers.STATIONS, registers.STAFF, registers.PORTS, registers.LEAVES, registers.CERTIFICATES,
            development.PLANS, development.TRAININGS,
        ):  # fmt: skip
            pages_of(master.model._meta.label_lower, f"people:{master.noun}", master.icon)
        imports.declare()
        self._join_contracts_and_rules()

    def _join_contracts_and_rules(self) -> None:
        """Put consultants, partners, policy and duties on the rail."""
        from aftersail.core import navigation, reachable
        from aftersail.core.attention import pages_of
        from aftersail.core.roles import HOUSE
        from aftersail.people.permissions import READERS
        from aftersail.people.queries.engagements import access_limit
        from aftersail.people.registers import engagements, policy

        rail = navigation.entry
        rail("people", engagements.CONSULTANTS.label, "people:consultants", "stethoscope", READERS, 52)
        rail("people", engagements.PARTNERS.label, "people:partners", "building-factory-2", READERS, 54)
        rail("people", policy.POLICIES.label, "people:policy_now", "shield-check", HOUSE, 90)
        rail("people", policy.CHARTS.label, "people:duties_now", "sitemap", HOUSE, 92)
        for master in (engagements.CONSULTANTS, engagements.PARTNERS, policy.POLICIES, policy.CHARTS):
            pages_of(master.model._meta.label_lower, f"people:{master.noun}", master.icon)
        reachable.limit(access_limit)
        reachable.register(
            "partner", engagements.PARTNERS.model._meta.verbose_name, "people.Partner", ("code", "name")
        )
