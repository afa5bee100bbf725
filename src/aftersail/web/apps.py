"""Everything assembled: settings, root addresses, base templates, API, command line."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """The house that holds the chapters."""

    name = "aftersail.web"
    verbose_name = _("House")
