"""From the yard to service: the handover's form, its signatures and paper, and the service account it opens."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import StoredFile
from aftersail.core.record import Record
from aftersail.fleet.models.equipment import Equipment
from aftersail.fleet.models.vessels import Vessel
from aftersail.fleet.states import CheckResult, HandoverPart, HandoverSigner, HandoverState


class Handover(Record):
    """A handover from yard to service (交接验收单); once accepted it is corrected by addenda only."""

    reach = Reach(through=("vessel",))
    number = models.CharField(_("number"), max_length=40, unique=True)
    vessel = models.ForeignKey(Vessel, models.PROTECT, related_name="handovers", verbose_name=_("vessel"))
    state = models.CharField(_("state"), max_length=12, choices=HandoverState, default=HandoverState.DRAFT)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    place = models.CharField(_("place of handover"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    unready_reason = models.CharField(
        _("why delivered before everything was ready"), max_length=300, blank=True
    )
    late_reason = models.CharField(_("why the conversion was late"), max_length=300, blank=True)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    accepted_by = models.CharField(_("accepted by"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("handover")
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("vessel",),
                condition=~Q(state=HandoverState.CANCELLED),
                name="one_handover_of_a_vessel",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def searched_by(self) -> list[str]:
        """Words, beside number and vessel, by which people look for it."""
        return ["交接验收", "handover", self.vessel.name_en, self.place]


class HandoverItem(Record):
    """One thing handed over: a unit with its serial, a document, a spare, a test passed, a training held."""

    reach = Reach(through=("handover",))
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name=_("handover"))
    part = models.CharField(_("kind"), max_length=10, choices=HandoverPart)
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("equipment")
    )
    title = models.CharField(_("item"), max_length=160)
    identifier = models.CharField(_("serial or document number"), max_length=80, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    result = models.CharField(_("result"), max_length=8, choices=CheckResult, default=CheckResult.OPEN)
    note = models.CharField(_("note"), max_length=200, blank=True)
    checked_by = models.CharField(_("checked by"), max_length=60, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("handover item")
        ordering = ("part", "title", "identifier")

    def __str__(self) -> str:
        return f"{self.title} {self.identifier}".strip()

    @property
    def thread(self) -> UUID:
        """The handover, on whose timeline its items stand."""
        return self.handover_id


class HandoverSignature(Record):
    """One side's signature, drawn, with name, post and time."""

    reach = Reach(through=("handover",))
    handover = models.ForeignKey(
        Handover, models.CASCADE, related_name="signatures", verbose_name=_("handover"), db_index=False
    )
    side = models.CharField(_("signs for"), max_length=8, choices=HandoverSigner)
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    image = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature of a handover")
        ordering = ("signed_at",)
        constraints = (models.UniqueConstraint(fields=("handover", "side"), name="each_side_signs_once"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.name}"


class HandoverAddendum(Record):
    """A correction to an accepted handover: said beside it, never instead of it."""

    reach = Reach(through=("handover",))
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="addenda", verbose_name=_("handover"))
    text = models.TextField(_("correction"), max_length=2000)
    author_name = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("addendum to a handover")
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.text[:60]


class HandoverPaper(Record):
    """An edition of the handover's form as a PDF, frozen by the hash of what was signed."""

    reach = Reach(through=("handover",))
    handover = models.ForeignKey(
        Handover, models.PROTECT, related_name="papers", verbose_name=_("handover"), db_index=False
    )
    edition = models.PositiveSmallIntegerField(_("edition"))
    language = models.CharField(_("language"), max_length=8)
    content = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("handover form")
        ordering = ("-edition", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("handover", "edition", "language"), name="handover_edition_is_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.handover_id} v{self.edition}"


class ServiceAccount(Record):
    """A ship in service care (R41): since when, and how long its conversion from sale to service took."""

    reach = Reach(through=("vessel",))
    vessel = models.OneToOneField(
        Vessel, models.PROTECT, related_name="service_account", verbose_name=_("vessel")
    )
    handover = models.OneToOneField(
        Handover, models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("handover")
    )
    delivered_on = models.DateField(_("delivered"))
    opened_on = models.DateField(_("service account open since"))
    lag_days = models.PositiveSmallIntegerField(_("conversion (days)"), default=0)
    lag_working_days = models.PositiveSmallIntegerField(_("conversion (working days)"), default=0)
    late = models.BooleanField(_("late"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("service account")
        ordering = ("-opened_on",)

    def __str__(self) -> str:
        return f"{self.opened_on}"
