"""Versions of models with their bills, and items that go out of production."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.products import ProductModel
from aftersail.fleet.states import ObsolescenceOption
from aftersail.people.models import Staff


class ProductVersion(Record):
    """A version in which a model was built, with its hardware and software designation."""

    reach = Reach(shared="the maker's catalogue")
    model = models.ForeignKey(ProductModel, models.PROTECT, related_name="versions", verbose_name=_("model"))
    code = models.CharField(_("version code"), max_length=40, unique=True)
    hardware = models.CharField(_("hardware designation"), max_length=40, blank=True)
    software = models.CharField(_("software designation"), max_length=30, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("predecessor"),
    )
    released_on = models.DateField(_("released on"), null=True, blank=True)
    end_of_support_on = models.DateField(_("end of support"), null=True, blank=True)
    note = models.CharField(_("what changed"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("product version")
        ordering = ("model", "code")

    def __str__(self) -> str:
        return self.code


class BillPosition(Record):
    """A position in the bill of a version: what is designed to sit there.

    Positions are numbered like chapters: `1.2` lies within `1`.
    """

    reach = Reach(shared="the maker's catalogue")
    product_version = models.ForeignKey(
        ProductVersion, models.CASCADE, related_name="bill", verbose_name=_("product version"), db_index=False
    )
    position = models.CharField(_("position in the bill"), max_length=30)
    name = models.CharField(_("name"), max_length=120)
    model = models.ForeignKey(ProductModel, models.PROTECT, related_name="+", verbose_name=_("model"))
    part_version = models.ForeignKey(
        ProductVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("version of the part"),
    )
    software_version = models.CharField(_("software version"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("bill position")
        ordering = ("product_version", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("product_version", "position"), name="position_is_filled_once_in_a_bill"
            ),
        )

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


class Obsolescence(Record):
    """An item that is no longer made, or soon will not be, and how it is provided for."""

    reach = Reach(shared="the maker's own register of items going out of production")
    item = models.CharField(_("obsolescent item"), max_length=120)
    part_number = models.CharField(_("part number"), max_length=60, blank=True)
    supplier = models.CharField(_("supplier"), max_length=80, blank=True)
    model = models.ForeignKey(
        ProductModel,
        models.PROTECT,
        related_name="obsolescence",
        verbose_name=_("used in model"),
        db_index=False,
    )
    last_buy_on = models.DateField(_("last-buy date"), null=True, blank=True)
    stock_cover_months = models.DecimalField(
        _("stock cover (months)"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    option = models.CharField(
        _("option"), max_length=10, choices=ObsolescenceOption, default=ObsolescenceOption.UNDECIDED
    )
    owner = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    resolved_on = models.DateField(_("resolved"), null=True, blank=True)

    class Meta:
        verbose_name = _("obsolescent item")
        ordering = ("last_buy_on",)
        constraints = (
            models.UniqueConstraint(fields=("model", "item"), name="obsolescent_item_is_kept_once"),
            models.CheckConstraint(
                condition=Q(stock_cover_months=None) | Q(stock_cover_months__gte=0),
                name="stock_cover_not_negative",
                violation_error_message=_("Stock cover cannot be negative."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.part_number}".strip()
