"""Chapter 1: the customer's voice, on any channel."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntakeConfig(AppConfig):
    """The intake chapter."""

    name = "aftersail.intake"
    verbose_name = _("Intake")
