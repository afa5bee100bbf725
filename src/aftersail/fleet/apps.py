"""What is served: customers, vessels, equipment and what was promised for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FleetConfig(AppConfig):
    """The fleet chapter."""

    name = "aftersail.fleet"
    verbose_name = _("Fleet")
