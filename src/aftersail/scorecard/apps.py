"""Chapter 8: figures and what they rest on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardConfig(AppConfig):
    """The scorecard chapter."""

    name = "aftersail.scorecard"
    verbose_name = _("Scorecard")
