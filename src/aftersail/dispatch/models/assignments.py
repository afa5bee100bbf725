"""Assignments: which engineer is promised to which work order, when, and why."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.people.models import Staff


class Assignment(Record):
    """One engineer's time promised to one work order; the database refuses two promises of the same time."""

    reach = Reach(through=("order",))
    order = models.ForeignKey(
        WorkOrder, models.PROTECT, related_name="assignments", verbose_name=_("work order")
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="assignments", verbose_name=_("engineer"), db_index=False
    )
    lead = models.BooleanField(_("leads"), default=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    travel_hours = models.DecimalField(_("travel (h)"), max_digits=6, decimal_places=2, default=0)
    distance_km = models.DecimalField(_("distance (km)"), max_digits=8, decimal_places=1, default=0)
    expected_until = models.DateTimeField(_("end expected"), null=True, blank=True)
    reasons = models.JSONField(_("what spoke for it"), default=list)
    override_reason = models.CharField(_("reason for choosing otherwise"), max_length=300, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)
    locked_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("locked by")
    )
    lock_reason = models.CharField(_("why it is locked"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("assignment")
        ordering = ("starts_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="assignment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(locked_at=None, locked_by=None)
                | (Q(locked_at__isnull=False, locked_by__isnull=False) & ~Q(lock_reason="")),
                name="lock_says_who_and_why",
            ),
            ExclusionConstraint(
                name="engineer_is_not_booked_twice",
                expressions=[
                    ("staff", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(released_at=None),
            ),
        )
        indexes = (models.Index(fields=("staff", "starts_at"), name="assignments_of_staff"),)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.starts_at:%Y-%m-%d}"

    @property
    def thread(self) -> UUID:
        """The case: who goes belongs on its timeline."""
        return self.order.case_id
