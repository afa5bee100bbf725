"""The people who serve and the places they serve from."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """The people chapter."""

    name = "aftersail.people"
    verbose_name = _("People and stations")
