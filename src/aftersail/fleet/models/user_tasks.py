"""The user's trial and training tasks: busy days that planners may know, and what they are about, which few may (R37)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models.customers import Customer
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import TaskLevel, WindowEffect


class UserTask(Record):
    """Days in which a ship is busy with a task of its user, and what that means for service; no word of content."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="user_tasks", verbose_name=_("vessel"), db_index=False
    )
    level = models.CharField(_("level"), max_length=10, choices=TaskLevel, default=TaskLevel.VESSEL)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    effect = models.CharField(
        _("effect on service"), max_length=12, choices=WindowEffect, default=WindowEffect.BLOCKS
    )

    class Meta:
        verbose_name = _("user task")
        ordering = ("first_day",)
        constraints = (
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="user_task_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            ),
        )
        indexes = (models.Index(fields=("vessel", "first_day"), name="user_tasks_of_vessel"),)

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"


class UserTaskContent(Record):
    """What a task is about: for the owner's fleet manager and the hull's own service manager alone.

    Its own table, tied to customer and vessel but to no station: whoever plans from a station does not reach the row.
    """

    reach = Reach(columns=("customer_id", "vessel_id"))
    task = models.OneToOneField(UserTask, models.CASCADE, related_name="content", verbose_name=_("user task"))
    vessel = models.ForeignKey(Vessel, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("content"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("content of a user task")

    def __str__(self) -> str:
        return str(_("content of a user task"))
