"""Customers, yards, and the people to talk to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Organisation
from aftersail.core.record import Record
from aftersail.people.models import Area, Port


class Customer(Record):
    """An owner of vessels whom we serve."""

    reach = Reach(columns=("id",), glimpse=True, holds=("vessels",))
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="customer",
        verbose_name=_("organisation"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="customers", verbose_name=_("area")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("customer")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Yard(Record):
    """A shipyard that builds or overhauls vessels."""

    reach = Reach(shared="names of shipyards")
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    organisation = models.OneToOneField(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="yard",
        verbose_name=_("organisation"),
    )
    port = models.ForeignKey(Port, models.PROTECT, related_name="yards", verbose_name=_("port"))

    class Meta:
        verbose_name = _("yard")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Contact(Record):
    """A person at the customer's or aboard, to be called by name."""

    reach = Reach(columns=("customer_id", "vessel_id"), through=("vessel",))
    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="contacts", verbose_name=_("customer")
    )
    vessel = models.ForeignKey(
        "fleet.Vessel",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("vessel"),
    )
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("contact")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
