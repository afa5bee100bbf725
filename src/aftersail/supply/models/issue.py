"""The issue slip of a part (备件领用单), with the old part that is due back for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff, Station
from aftersail.supply.models.part import Part
from aftersail.supply.models.place import StockPlace
from aftersail.supply.states import IssueState, OldPartState, Purpose


class PartIssue(Record):
    """Parts of one kind that somebody asks for, gets, and accounts for.

    `work_ref` and `work_number` name the work order for which they are; a later chapter knows it.
    """

    reach = Reach(columns=("station_id",))
    number = models.CharField(_("number"), max_length=40, unique=True)
    station = models.ForeignKey(Station, models.PROTECT, related_name="issues", verbose_name=_("station"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="issues", verbose_name=_("part"))
    instead_of = models.ForeignKey(
        Part, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stands in for")
    )
    quantity = models.PositiveIntegerField(_("quantity"))
    place = models.ForeignKey(StockPlace, models.PROTECT, related_name="issues", verbose_name=_("warehouse"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose, default=Purpose.WARRANTY)
    charge_party = models.CharField(_("charged to"), max_length=120, blank=True)
    requester = models.ForeignKey(Staff, models.PROTECT, related_name="issues", verbose_name=_("asked by"))
    work_ref = models.UUIDField(_("work order"), null=True, blank=True, db_index=True)
    work_number = models.CharField(_("work order"), max_length=40, blank=True)
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vessel")
    )
    state = models.CharField(_("state"), max_length=12, choices=IssueState, default=IssueState.REQUESTED)
    urgent = models.BooleanField(_("urgent (S1)"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    requested_at = models.DateTimeField(_("asked for"))
    wanted_on = models.DateField(_("wanted"), null=True, blank=True)
    approver = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    issuer = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    at_once = models.BooleanField(_("filled from stock at once"), null=True, blank=True)
    backordered_at = models.DateTimeField(_("backordered"), null=True, blank=True)
    expected_on = models.DateField(_("expected"), null=True, blank=True)
    reserved_at = models.DateTimeField(_("reserved"), null=True, blank=True)
    serials = models.JSONField(_("serial numbers"), default=list, blank=True)
    consumed = models.PositiveIntegerField(_("used"), default=0)
    returned = models.PositiveIntegerField(_("returned"), default=0)
    reconciled_at = models.DateTimeField(_("reconciled"), null=True, blank=True)
    old_state = models.CharField(_("old part"), max_length=10, choices=OldPartState, default="", blank=True)
    old_due_on = models.DateField(_("old part due"), null=True, blank=True)
    old_serial = models.CharField(_("old serial number"), max_length=60, blank=True)
    old_received_at = models.DateTimeField(_("old part received"), null=True, blank=True)
    old_finding = models.CharField(_("what the old part shows"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("part issue")
        ordering = ("-requested_at",)
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="issue_is_counted_from_one"),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("consumed") + F("returned")), name="issue_accounts_for_no_more"
            ),
        )
        indexes = (models.Index(fields=("state", "-requested_at"), name="issues_by_state"),)

    def __str__(self) -> str:
        return self.number

    @property
    def left(self) -> int:
        """How many are still in somebody's hands."""
        return self.quantity - self.consumed - self.returned if self.issued_at else 0
