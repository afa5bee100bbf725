"""The service case: one problem with one owner and honest clocks."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.states import BoardColumn, CaseState, ServiceType, SuspensionReason
from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import BaselineRule, Customer, Equipment, FailureCode, Vessel, Yard
from aftersail.fleet.rules import heard, heard_all
from aftersail.fleet.states import LifecycleStage, Severity, UserPhase, WarrantyStatus
from aftersail.intake.models import Request
from aftersail.intake.states import Channel
from aftersail.people.models import Staff, Station

SELDOM_SET = ("mode", "mechanism", "cause", "merged_into", "repeat_of", "open_to_yard", "baseline_rule")
"""What most cases do not name, at least when they are opened: their indexes leave those out, so that nothing is written for them."""


class Case(Record):
    """A service case.

    `customer`, `open_to_yard` and `station` are copied from the vessel as keys of isolation. The baseline and the
    warranty verdict are kept as judged, so that a rule loosened later re-scores nothing. Due instants are stored
    for lists; `cases.rules` computes them.
    """

    reach = Reach(columns=("id", "vessel_id", "customer_id", "open_to_yard_id", "station_id"))
    pauses: list[Suspension] | None = None
    """Its suspensions, once read; whoever writes one forgets them here (`cases.queries.clocks.pauses_of`)."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=CaseState, default=CaseState.REGISTERED)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    request = models.OneToOneField(
        Request, models.PROTECT, null=True, blank=True, related_name="case", verbose_name=_("request")
    )
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, related_name="cases", verbose_name=_("vessel"), db_index=False
    )
    equipment = models.ForeignKey(
        Equipment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("equipment"),
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="cases", verbose_name=_("customer"), db_index=False
    )
    open_to_yard = models.ForeignKey(
        Yard, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("station"),
        db_index=False,
    )
    owner = models.ForeignKey(
        Staff,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_cases",
        verbose_name=_("owner"),
        db_index=False,
    )
    service_type = models.CharField(
        _("service type"), max_length=20, choices=ServiceType, default=ServiceType.REPAIR
    )
    stage = models.CharField(_("lifecycle stage"), max_length=20, choices=LifecycleStage)
    user_phase = models.CharField(_("phase"), max_length=12, choices=UserPhase, blank=True)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity, blank=True)
    reporter_name = models.CharField(_("reported by"), max_length=60, blank=True)
    reporter_phone = models.CharField(_("telephone"), max_length=60, blank=True)

    baseline_code = models.CharField(_("baseline"), max_length=40, blank=True)
    baseline_trace = models.JSONField(default=list, blank=True)
    response_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    onsite_hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    restore_days = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    answer_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    around_the_clock = models.BooleanField(default=True)
    warranty = models.CharField(
        _("warranty"), max_length=8, choices=WarrantyStatus, default=WarrantyStatus.UNKNOWN
    )
    warranty_clause = models.CharField(_("clause"), max_length=40, blank=True)
    warranty_days_left = models.IntegerField(_("days left"), null=True, blank=True)
    warranty_covers = models.JSONField(default=list, blank=True)
    warranty_reason = models.CharField(_("why"), max_length=300, blank=True)
    warranty_overridden = models.BooleanField(default=False)
    warranty_overridden_by = models.CharField(max_length=60, blank=True)
    warranty_overridden_at = models.DateTimeField(null=True, blank=True)
    warranty_said = models.JSONField(default=dict, blank=True)
    baseline_rule = models.ForeignKey(
        BaselineRule,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("baseline rule"),
        db_index=False,
    )
    nearness = models.CharField(max_length=12, blank=True)
    onsite_factor = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    occurred_at = models.DateTimeField(_("occurred"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported"))
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    responded_at = models.DateTimeField(_("responded"), null=True, blank=True)
    dispatched_at = models.DateTimeField(_("dispatched"), null=True, blank=True)
    onsite_asked_at = models.DateTimeField(_("visit asked for"), null=True, blank=True)
    ship_available_at = models.DateTimeField(_("ship available"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    temp_restored_at = models.DateTimeField(_("temporarily restored"), null=True, blank=True)
    restored_at = models.DateTimeField(_("restored"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    temp_signed = models.BooleanField(_("temporary state signed by the user"), default=False)
    permanent_due_at = models.DateTimeField(_("permanent repair due"), null=True, blank=True)
    response_due_at = models.DateTimeField(_("response due"), null=True, blank=True)
    onsite_due_at = models.DateTimeField(_("on site due"), null=True, blank=True)
    restore_due_at = models.DateTimeField(_("restore due"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)

    mode = models.ForeignKey(
        FailureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("failure mode"),
        db_index=False,
    )
    mechanism = models.ForeignKey(
        FailureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("failure mechanism"),
        db_index=False,
    )
    cause = models.ForeignKey(
        FailureCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("failure cause"),
        db_index=False,
    )
    resolution = models.TextField(_("resolution"), max_length=4000, blank=True)
    test_record = models.TextField(_("test record"), max_length=2000, blank=True)
    visits_made = models.PositiveSmallIntegerField(_("visits"), default=0)
    cost_cny = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, default=0)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
        db_index=False,
    )
    repeat_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("repeat of"),
        db_index=False,
    )
    unconfirmed = models.BooleanField(_("closed without the customer's confirmation"), default=False)
    reopened_count = models.PositiveSmallIntegerField(_("reopened"), default=0)

    class Meta:
        verbose_name = _("case")
        ordering = ("-reported_at",)
        constraints = (models.CheckConstraint(condition=~Q(stage=""), name="case_carries_a_lifecycle_stage"),)
        indexes = (
            models.Index(fields=("-reported_at", "-id"), name="cases_newest"),
            models.Index(fields=("state", "-reported_at"), name="cases_by_state"),
            models.Index(fields=("station", "-reported_at"), name="cases_of_station"),
            models.Index(fields=("vessel", "-reported_at"), name="cases_of_vessel"),
            models.Index(fields=("customer", "-reported_at"), name="cases_of_customer"),
            models.Index(fields=("equipment", "-reported_at"), name="cases_of_equipment"),
            models.Index(fields=("owner", "-reported_at"), name="cases_of_owner"),
            models.Index(
                fields=("state", "next_due_at"), condition=~Q(state="closed"), name="cases_due_next"
            ),
            models.Index(fields=("-closed_at",), condition=Q(state="closed"), name="cases_closed_last"),
            *(
                models.Index(
                    fields=(name,), condition=Q(**{f"{name}__isnull": False}), name=f"cases_by_{name}"
                )
                for name in SELDOM_SET
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def warranty_by_rule(self) -> list[str]:
        """Why the rule judged the warranty so, in the reader's language; older rows hold words already."""
        kept = self.warranty_said.get("reasons")
        if kept is not None:
            return heard_all(kept)
        return [self.warranty_reason] if self.warranty_reason and not self.warranty_overridden else []

    @property
    def warranty_why(self) -> str:
        """Why the warranty stands as it does: the reason given by hand, else the rule's."""
        return self.warranty_reason if self.warranty_overridden else " ".join(self.warranty_by_rule)

    @property
    def recovery_told(self) -> str:
        """What the supplier's warranty says, in the reader's language."""
        back = self.warranty_said.get("recourse") or {}
        return (
            " ".join(filter(None, (str(heard(back["said"])), str(back.get("claims", "")))))
            if back.get("said")
            else ""
        )

    @property
    def baseline_told(self) -> list[dict[str, object]]:
        """The rules that were weighed for the clocks, each with why, in the reader's language."""
        return [
            {
                "rule": one["rule"],
                "edition": one["edition"],
                "fits": one["fits"],
                "why": heard_all(one["why"]),
                "of": one.get("of"),
            }
            for one in self.baseline_trace
        ]

    @property
    def warranty_tone(self) -> str:
        """How loudly the warranty verdict is shown."""
        return {"in": "good", "out": "neutral"}.get(self.warranty, "attention")


class Suspension(Record):
    """A stretch of time for which the clocks of a case stood still, and why."""

    reach = Reach(through=("case",))
    case = models.ForeignKey(Case, models.CASCADE, related_name="suspensions", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=12, choices=SuspensionReason)
    evidence = models.CharField(_("evidence"), max_length=300)
    review_on = models.DateField(_("review on"))
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("suspension")
        ordering = ("from_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
                name="suspension_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("case",), condition=Q(until_at=None), name="one_suspension_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.from_at:%Y-%m-%d}"


class WipLimit(Record):
    """How many cases a station may have in a column of the board; without a station, the house default."""

    reach = Reach(shared="a house rule")
    column = models.CharField(_("column"), max_length=12, choices=BoardColumn)
    station = models.ForeignKey(
        Station, models.CASCADE, null=True, blank=True, related_name="wip_limits", verbose_name=_("station")
    )
    limit = models.PositiveSmallIntegerField(_("limit"))

    class Meta:
        verbose_name = _("work-in-progress limit")
        constraints = (
            models.UniqueConstraint(
                fields=("column", "station"), nulls_distinct=False, name="one_limit_per_column"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_column_display()}: {self.limit}"
