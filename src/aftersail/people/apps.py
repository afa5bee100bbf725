"""The people who serve and the places they serve from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Puts the chapter's registers on the rail and says which page opens which record."""

    name = "aftersail.people"
    verbose_name = _("People and stations")

    def ready(self) -> None:
        """Declare the registers and their places on the rail."""
        from aftersail.core import navigation
        from aftersail.core.attention import pages_of
        from aftersail.people import imports, registers
        from aftersail.people.permissions import GROWTH_READERS, READERS
        from aftersail.people.registers import development

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
