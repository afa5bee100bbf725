"""Return visits: coming back to ask how it goes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.care.states import ReturnVisitKind, ReturnVisitState
from aftersail.cases.models import Case
from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff


class ReturnVisit(Record):
    """A call or visit owed to a ship by a day (R79)."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(Vessel, models.CASCADE, related_name="return_visits", verbose_name=_("vessel"))
    case = models.ForeignKey(
        Case, models.CASCADE, null=True, blank=True, related_name="return_visits", verbose_name=_("case")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReturnVisitKind)
    state = models.CharField(
        _("state"), max_length=12, choices=ReturnVisitState, default=ReturnVisitState.GENERATED
    )
    due_on = models.DateField(_("due"))
    assignee = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    last_tried_at = models.DateTimeField(_("last tried"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    interviewee = models.CharField(_("spoken to"), max_length=60, blank=True)
    condition = models.TextField(_("running condition"), max_length=2000, blank=True)
    problems = models.TextField(_("problems"), max_length=2000, blank=True)
    suggestions = models.TextField(_("suggestions"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("return visit")
        ordering = ("due_on",)
        constraints = (
            models.UniqueConstraint(
                fields=("case", "kind"),
                condition=~models.Q(case=None),
                name="one_return_visit_per_case_and_kind",
            ),
            models.UniqueConstraint(
                fields=("vessel", "kind", "due_on"),
                condition=models.Q(case=None),
                name="one_return_visit_per_ship_kind_and_day",
            ),
        )
        indexes = (models.Index(fields=("state", "due_on"), name="return_visits_due"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
