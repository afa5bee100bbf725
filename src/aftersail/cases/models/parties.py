"""What several parties do and say in one case: tasks, comments, calls, parts owed, leftovers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models.case import Case
from aftersail.cases.states import ContactMeans, PartState
from aftersail.core.isolation import Reach
from aftersail.core.models import Organisation
from aftersail.core.record import Record
from aftersail.people.models import Staff
from aftersail.supply.models import Part


class CaseTask(Record):
    """A piece of the case that one party owes by a day (R03, R70)."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks", verbose_name=_("case"))
    party = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("party"))
    assignee = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    text = models.CharField(_("task"), max_length=300)
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("task")
        ordering = ("due_on",)

    def __str__(self) -> str:
        return self.text


class CaseComment(Record):
    """Something said in the case; internal remarks stay in the house."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="comments", verbose_name=_("case"))
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=60)
    text = models.TextField(_("comment"), max_length=4000)
    internal = models.BooleanField(_("internal"), default=False)
    said_at = models.DateTimeField()

    class Meta:
        verbose_name = _("comment")
        ordering = ("said_at",)

    def __str__(self) -> str:
        return self.text[:60]


class ContactAttempt(Record):
    """A documented call or message to the customer; two of them let an unanswered case close after seven days."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts", verbose_name=_("case"))
    means = models.CharField(_("means"), max_length=30, choices=ContactMeans)
    person = models.CharField(_("spoken to"), max_length=60, blank=True)
    reached = models.BooleanField(_("reached"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("when"))
    made_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("contact attempt")
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.means} {self.made_at:%Y-%m-%d}"


class CasePart(Record):
    """A part that the case still owes, or owed, to the ship."""

    reach = Reach(through=("case",))

    case = models.ForeignKey(Case, models.CASCADE, related_name="parts", verbose_name=_("case"))
    part = models.ForeignKey(Part, models.PROTECT, related_name="+", verbose_name=_("part"))
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=PartState, default=PartState.OWED)
    due_on = models.DateField(_("due"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("part owed")
        constraints = (
            models.CheckConstraint(condition=Q(quantity__gt=0), name="parts_are_counted_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.part_id} × {self.quantity}"


class LeftoverItem(Record):
    """Work left undone, with the party that owes it and where it was moved (R20)."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="leftovers", verbose_name=_("case"))
    text = models.CharField(_("item"), max_length=300)
    party = models.CharField(_("party"), max_length=120, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    moved_to = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="inherited", verbose_name=_("moved to")
    )

    class Meta:
        verbose_name = _("leftover item")
        ordering = ("due_on",)

    def __str__(self) -> str:
        return self.text
