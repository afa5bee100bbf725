"""The people who serve and the places they serve from."""

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
        from aftersail.people.permissions import READERS
        from aftersail.people.queries import days_away, teams_of

        feeds.teams_from(teams_of)
        feeds.provides(days_away)
        for order, master in enumerate(
            (registers.STATIONS, registers.STAFF, registers.CERTIFICATES, registers.LEAVES, registers.PORTS)
        ):
            navigation.entry("people", master.label, master.list_name, master.icon, READERS, order * 10)
        navigation.entry("people", _("Skills matrix"), "people:matrix", "layout-board", READERS, 15)
        navigation.entry(
            "people", registers.SKILLS.label, registers.SKILLS.list_name, registers.SKILLS.icon, READERS, 60
        )
        navigation.entry(
            "people",
            registers.COVERAGE.label,
            registers.COVERAGE.list_name,
            registers.COVERAGE.icon,
            READERS,
            70,
        )
        navigation.entry(
            "people", registers.AREAS.label, registers.AREAS.list_name, registers.AREAS.icon, READERS, 80
        )
        for master in (registers.STATIONS, registers.STAFF, registers.PORTS):
            pages_of(master.model._meta.label_lower, f"people:{master.noun}")
        imports.declare()
