"""Technical state: the ledger of what was fitted aboard, states frozen at a date, and changes waiting to be verified."""

from __future__ import annotations

from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach, VisibleQuerySet
from aftersail.core.record import Record
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.lineage import ProductVersion
from aftersail.fleet.models.products import ProductModel
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import ChangeKind, ChangeState, StateKind, StateStep, Whereto


class StateChange(Record):
    """A change to a unit aboard; the as-maintained state follows only when quality and user have verified it."""

    reach = Reach(through=("vessel",))
    number = models.CharField(_("number"), max_length=30, unique=True)
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, related_name="state_changes", verbose_name=_("vessel"), db_index=False
    )
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, related_name="state_changes", verbose_name=_("unit aboard")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ChangeKind)
    state = models.CharField(_("state"), max_length=10, choices=ChangeState, default=ChangeState.PLANNED)
    reason = models.CharField(_("reason"), max_length=300)
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    new_serial = models.CharField(_("new serial number"), max_length=60, blank=True)
    new_model = models.ForeignKey(
        ProductModel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new model")
    )
    new_version = models.ForeignKey(
        ProductVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("new version")
    )
    new_software = models.CharField(_("new software version"), max_length=30, blank=True)
    whereto = models.CharField(_("the old unit went"), max_length=10, choices=Whereto, blank=True)
    parts_stay = models.BooleanField(_("its parts stay and go onto the new unit"), default=True)
    installed_on = models.DateField(_("installed"), null=True, blank=True)
    installed_by = models.CharField(_("installed by"), max_length=60, blank=True)
    quality_name = models.CharField(_("verified by quality"), max_length=60, blank=True)
    quality_at = models.DateTimeField(null=True, blank=True)
    user_name = models.CharField(_("confirmed by the user"), max_length=60, blank=True)
    user_at = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="brought_by",
        verbose_name=_("new unit"),
    )

    class Meta:
        verbose_name = _("technical state change")
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("vessel", "state"), name="state_changes_of_vessel"),)
        constraints = (
            models.UniqueConstraint(
                fields=("equipment",),
                condition=models.Q(state__in=("planned", "installed")),
                name="one_open_change_for_a_unit",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def lead_days(self) -> int | None:
        """Days from planning to the second verification; None while one is missing."""
        if self.quality_at is None or self.user_at is None:
            return None
        return max(0, (max(self.quality_at, self.user_at) - self.created_at).days)

    @property
    def thread(self) -> UUID:
        """The unit's timeline tells of its changes."""
        return self.equipment_id


class StateEvent(models.Model):
    """A step in a hull's technical state; written once, never changed. Replaying a hull's steps gives its state.

    facts: what the step says of the unit, all of it when it comes aboard, else what became different.
    """

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="state_events", verbose_name=_("vessel"), db_index=False
    )
    equipment = models.ForeignKey(
        Equipment, models.CASCADE, related_name="state_events", verbose_name=_("unit aboard")
    )
    step = models.CharField(_("step"), max_length=10, choices=StateStep)
    happened_on = models.DateField(_("date"))
    recorded_at = models.DateTimeField(_("recorded"))
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    other = models.ForeignKey(
        Equipment, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("other unit")
    )
    change = models.ForeignKey(
        StateChange, models.CASCADE, null=True, blank=True, related_name="events", verbose_name=_("change")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    whereto = models.CharField(_("went"), max_length=10, choices=Whereto, blank=True)
    by_name = models.CharField(_("by"), max_length=60, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a technical state")
        ordering = ("happened_on", "pk")
        indexes = (models.Index(fields=("vessel", "happened_on", "id"), name="state_replayed"),)

    def __str__(self) -> str:
        return f"{self.happened_on} {self.get_step_display()}"


class FrozenState(Record):
    """A hull's technical state as it was at a date, kept as it was written down then."""

    reach = Reach(through=("vessel",))
    vessel = models.ForeignKey(
        Vessel, models.CASCADE, related_name="frozen_states", verbose_name=_("vessel"), db_index=False
    )
    kind = models.CharField(_("kind"), max_length=15, choices=StateKind)
    state_on = models.DateField(_("state on"))
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.CharField(_("by"), max_length=60, blank=True)
    nodes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("frozen technical state")
        ordering = ("vessel", "kind")
        constraints = (models.UniqueConstraint(fields=("vessel", "kind"), name="state_is_frozen_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.state_on}"
