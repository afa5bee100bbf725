"""The visit on board, and the procedure it follows."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import WorkOrder
from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.fleet.models import ProductFamily
from aftersail.people.models import Port, Staff
from aftersail.visits.states import VisitState, WaitReason


class Procedure(Record):
    """A version of a work procedure: ordered steps in two languages."""

    reach = Reach(shared="house procedures")
    code = models.CharField(_("code"), max_length=30)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    family = models.ForeignKey(
        ProductFamily,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name=_("family"),
    )
    steps = models.JSONField(_("steps"), default=list)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("procedure")
        ordering = ("code", "-edition")
        constraints = (
            models.UniqueConstraint(fields=("code", "edition"), name="procedure_edition_is_unique"),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.edition}"


class Visit(Record):
    """One journey to a ship for one work order, and what was recorded there."""

    reach = Reach(through=("order",))
    number = models.CharField(_("number"), max_length=40, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="visits", verbose_name=_("work order"))
    lead = models.ForeignKey(
        Staff, models.PROTECT, related_name="visits", verbose_name=_("engineer"), db_index=False
    )
    state = models.CharField(_("state"), max_length=12, choices=VisitState, default=VisitState.ASSIGNED)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("procedure")
    )
    port = models.ForeignKey(
        Port, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("port")
    )
    planned_from = models.DateTimeField(_("planned from"))
    planned_until = models.DateTimeField(_("planned until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    set_out_at = models.DateTimeField(_("set out"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    began_at = models.DateTimeField(_("work began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("work finished"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    wait_reason = models.CharField(_("waiting for"), max_length=10, choices=WaitReason, blank=True)
    abort_reason = models.CharField(_("not done because"), max_length=300, blank=True)
    running_hours = models.DecimalField(
        _("running hours"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    environment = models.CharField(_("environment"), max_length=200, blank=True)
    diagnosis = models.TextField(_("diagnosis"), max_length=4000, blank=True)
    work_done = models.TextField(_("work done"), max_length=4000, blank=True)
    test_result = models.TextField(_("test result"), max_length=2000, blank=True)
    user_opinion = models.TextField(_("user's opinion"), max_length=2000, blank=True)
    restored = models.CharField(
        _("outcome"),
        max_length=10,
        blank=True,
        choices=[
            ("restored", _("Restored")),
            ("temporary", _("Temporarily restored")),
            ("not", _("Not restored")),
        ],
    )
    permanent_due_on = models.DateField(_("permanent repair by"), null=True, blank=True)
    software_change = models.CharField(_("software change"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("visit")
        ordering = ("-planned_from",)
        indexes = (models.Index(fields=("lead", "state"), name="visits_of_engineer"),)

    def __str__(self) -> str:
        return self.number

    @property
    def stage(self) -> str:
        """The stage of life in which the visit falls, as its case was judged; no case is without one (R02)."""
        return self.order.case.stage

    @property
    def thread(self) -> UUID:
        """The case: what happens on board belongs on its timeline."""
        return self.order.case_id
