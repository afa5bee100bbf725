"""Work orders: what is to be done on board for a case."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models.case import Case
from aftersail.cases.states import OrderState
from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models import Port, Skill, Staff, TaskType


class WorkOrder(Record):
    """A piece of work on board, with the skill it takes and the window in which the ship can be reached.

    `after` ends before this one begins. Orders of one visit all name the same order in `visit_with`, which itself names none.
    """

    reach = Reach(through=("case",))
    number = models.CharField(_("number"), max_length=40, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="orders", verbose_name=_("case"))
    state = models.CharField(_("state"), max_length=12, choices=OrderState, default=OrderState.DRAFT)
    scope = models.TextField(_("scope of work"), max_length=4000)
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill required")
    )
    task = models.ForeignKey(
        TaskType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind of task")
    )
    level = models.PositiveSmallIntegerField(_("level required"), default=2)
    team_size = models.PositiveSmallIntegerField(_("people needed"), default=1)
    port = models.ForeignKey(Port, models.PROTECT, related_name="+", verbose_name=_("port"))
    window_from = models.DateTimeField(_("ship available from"))
    window_until = models.DateTimeField(_("ship available until"))
    window_moved_at = models.DateTimeField(_("window moved"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    work_hours = models.DecimalField(_("work (h)"), max_digits=5, decimal_places=1, default=4)
    certificate_kinds = models.JSONField(_("certificates required"), default=list, blank=True)
    tool_classes = models.JSONField(_("classes of tools needed"), default=list, blank=True)
    after = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("comes after")
    )
    visit_with = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="joined",
        verbose_name=_("in one visit with"),
    )
    parts_list = models.TextField(_("parts and tools to take"), max_length=2000, blank=True)
    safety_notes = models.TextField(_("risks and permits"), max_length=2000, blank=True)
    cost_estimate_cny = models.DecimalField(_("estimated cost"), max_digits=12, decimal_places=2, default=0)
    approved_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("work order")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(window_until__gt=F("window_from")), name="window_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(work_hours__gt=0), name="work_takes_time"),
            models.CheckConstraint(
                condition=(Q(after=None) | ~Q(after=F("id"))) & (Q(visit_with=None) | ~Q(visit_with=F("id"))),
                name="order_is_not_tied_to_itself",
            ),
            models.CheckConstraint(condition=Q(team_size__gt=0), name="somebody_does_the_work"),
        )
        indexes = (models.Index(fields=("state", "due_at"), name="orders_waiting"),)

    def __str__(self) -> str:
        return self.number

    @property
    def thread(self) -> UUID:
        """A work order's history is told on its case's timeline."""
        return self.case_id


class OrderMember(Record):
    """One more person whom a work order asks for besides the lead, and what that person must bring.

    `team_size` of the order counts them, so that lists need not.
    """

    reach = Reach(through=("order",))
    order = models.ForeignKey(
        WorkOrder, models.CASCADE, related_name="members", verbose_name=_("work order"), db_index=False
    )
    place = models.PositiveSmallIntegerField(_("place in the team"))
    skill = models.ForeignKey(
        Skill, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill required")
    )
    task = models.ForeignKey(
        TaskType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kind of task")
    )
    level = models.PositiveSmallIntegerField(_("level required"), default=2)
    certificate_kinds = models.JSONField(_("certificates required"), default=list, blank=True)

    class Meta:
        verbose_name = _("member of a team")
        ordering = ("order", "place")
        constraints = (
            models.UniqueConstraint(fields=("order", "place"), name="team_places_are_numbered_once"),
            models.CheckConstraint(condition=Q(place__gt=1), name="lead_is_the_first_of_a_team"),
        )

    def __str__(self) -> str:
        return f"{self.order_id} {self.place}"
