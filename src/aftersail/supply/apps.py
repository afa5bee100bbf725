"""What service consumes: parts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupplyConfig(AppConfig):
    """The supply chapter."""

    name = "aftersail.supply"
    verbose_name = _("Supply")
