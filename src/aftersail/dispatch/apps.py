"""Chapter 3: who goes where, when, with what."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """The dispatch chapter."""

    name = "aftersail.dispatch"
    verbose_name = _("Dispatch")
