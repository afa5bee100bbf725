"""Chapter 2: one problem, one owner, honest clocks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The cases chapter."""

    name = "aftersail.cases"
    verbose_name = _("Cases")
