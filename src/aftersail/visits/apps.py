"""Chapter 4: work on board, by the procedure, signed off."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    """The visits chapter."""

    name = "aftersail.visits"
    verbose_name = _("Visits")
