"""Chapter 7: what the customer thought, measured."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SatisfactionConfig(AppConfig):
    """The satisfaction chapter."""

    name = "aftersail.satisfaction"
    verbose_name = _("Satisfaction")
