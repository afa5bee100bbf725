"""Everything assembled: settings, root addresses, base templates, API, command line."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The house that holds the chapters."""

    name = "aftersail.web"
    verbose_name = _("House")

    def ready(self) -> None:
        """Name the rail's sections in the order of the story, and give lists the desk's looks."""
        from aftersail.core import reachable
        from aftersail.core.navigation import section
        from aftersail.web.painters import register_painters

        register_painters()
        for order, (code, label) in enumerate(SECTIONS):
            section(code, label, order)
        for kind, label, model, fields in REACHABLE:
            reachable.register(kind, label, model, fields)


SECTIONS = (
    ("home", ""),
    ("intake", _("The customer's voice")),
    ("cases", _("Cases")),
    ("dispatch", _("Dispatch")),
    ("visits", _("Work on board")),
    ("fleet", _("Ships and equipment")),
    ("people", _("People and stations")),
    ("supply", _("Parts and tools")),
    ("satisfaction", _("Care and satisfaction")),
    ("scorecard", _("Scorecard")),
    ("data", _("Data in and out")),
    ("admin", _("Administration")),
)

REACHABLE = (
    ("customer", _("Customer"), "fleet.Customer", ("code", "name", "name_en")),
    ("vessel", _("Vessel"), "fleet.Vessel", ("hull_code", "name", "name_en")),
    ("yard", _("Yard"), "fleet.Yard", ("code", "name")),
    ("station", _("Service station"), "people.Station", ("code", "name", "name_en")),
    ("case", _("Case"), "cases.Case", ("number",)),
)
