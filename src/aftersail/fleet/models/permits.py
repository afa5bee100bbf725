"""Deviation permits and concessions: departures from the documents, for stated serials, until a stated day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.fleet.models.products import ProductModel
from aftersail.fleet.states import PermitKind, PermitState


class Permit(Record):
    """A deviation permit (before manufacture) or a concession (after it)."""

    reach = Reach(
        shared="terms by model and serial, without a customer's name; pages show it to the house only"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=PermitKind)
    number = models.CharField(_("number"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    model = models.ForeignKey(
        ProductModel, models.PROTECT, related_name="permits", verbose_name=_("model"), db_index=False
    )
    serials = models.CharField(
        _("serials covered"),
        max_length=400,
        help_text=_("Single serial numbers and ranges, separated by commas: A-0001…A-0020, A-0033"),
    )
    requirement = models.CharField(
        _("requirement"), max_length=120, help_text=_("Document and clause that is departed from.")
    )
    description = models.CharField(_("departure"), max_length=500)
    reason = models.CharField(_("reason"), max_length=500)
    conditions = models.CharField(_("conditions of use"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    state = models.CharField(
        _("state"), max_length=10, choices=PermitState, default=PermitState.DRAFT, editable=False
    )
    submitted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    approver_name = models.CharField(_("approver"), max_length=60, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decision_note = models.CharField(_("note on the decision"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = _("permit")
        ordering = ("-valid_from", "number")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="permit_ends_after_it_begins",
                violation_error_message=_("A permit must not end before it begins."),
            ),
        )
        indexes = (models.Index(fields=("model", "state"), name="permits_of_model"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
