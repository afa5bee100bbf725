"""Chapter 6: one-to-one service: return visits."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    """The care chapter."""

    name = "aftersail.care"
    verbose_name = _("Care")
