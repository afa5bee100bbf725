"""Who has the dispatch board open, so that two dispatchers know of each other."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record


class BoardPresence(Record):
    """One account's last sign of life on the board; a row each, written anew while the page is visible."""

    reach = Reach(shared="names of colleagues with the board open; pages show them to the desk only")
    account = models.OneToOneField(
        Account, models.CASCADE, related_name="board_presence", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=60)
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        verbose_name = _("board presence")
        indexes = (models.Index(fields=("seen_at",), name="board_presence_lately"),)

    def __str__(self) -> str:
        return self.name
