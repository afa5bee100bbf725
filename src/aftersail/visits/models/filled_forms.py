"""Forms as people filled them in: answers, signatures, addenda, and what follows from failed lines."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.cases.models import LeftoverItem
from aftersail.core.isolation import Reach
from aftersail.core.models import StoredFile
from aftersail.core.record import Record
from aftersail.fleet.models import Equipment, Leftover, Vessel
from aftersail.people.models import Station
from aftersail.visits.models.form_editions import FormDefinition, FormEdition
from aftersail.visits.models.visit import Visit
from aftersail.visits.rules.sheets import Sheet
from aftersail.visits.states import FilledState, FormSigner


class FilledForm(Record):
    """One filled sheet, under the edition in which it was begun for ever.

    values: answers by line. skipped: line → reason and approver. attempts: line → readings before a retest.
    witnessed: line → who
    saw it, or why those who were told did not come. results: line → pass, fail or skipped, as signed. day: of a daily list.
    """

    reach = Reach(columns=("station_id",), through=("visit", "vessel"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    form = models.ForeignKey(
        FormDefinition, models.PROTECT, related_name="filled", verbose_name=_("form"), db_index=False
    )
    edition = models.ForeignKey(FormEdition, models.PROTECT, related_name="filled", verbose_name=_("edition"))
    station = models.ForeignKey(Station, models.PROTECT, related_name="forms", verbose_name=_("station"))
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="forms", verbose_name=_("visit")
    )
    vessel = models.ForeignKey(
        Vessel, models.PROTECT, null=True, blank=True, related_name="forms", verbose_name=_("vessel")
    )
    equipment = models.ForeignKey(
        Equipment, models.PROTECT, null=True, blank=True, related_name="forms", verbose_name=_("equipment")
    )
    day = models.DateField(_("day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=FilledState, default=FilledState.DRAFT)
    values = models.JSONField(_("answers"), default=dict)
    skipped = models.JSONField(_("skipped lines"), default=dict)
    attempts = models.JSONField(_("readings before a retest"), default=dict)
    witnessed = models.JSONField(_("witnesses"), default=dict)
    results = models.JSONField(_("results"), default=dict)
    percent = models.PositiveSmallIntegerField(_("complete"), null=True, blank=True)
    security_label = models.CharField(_("security mark"), max_length=20, blank=True)
    software_version = models.CharField(_("software version"), max_length=60, blank=True)
    author_name = models.CharField(_("filled in by"), max_length=60)
    begun_at = models.DateTimeField(_("begun"))
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    void_reason = models.CharField(_("cancelled because"), max_length=300, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("filled form")
        ordering = ("-begun_at",)
        indexes = (
            models.Index(fields=("form", "state", "-begun_at"), name="filled_by_form"),
            models.Index(fields=("-begun_at",), name="filled_lately"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("form", "station", "day"),
                condition=Q(day__isnull=False) & ~Q(state="void"),
                name="a_station_fills_each_daily_list_once",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def thread(self) -> UUID:
        """The case of the visit, else the form itself."""
        return self.visit.thread if self.visit is not None else self.pk

    def sheet(self) -> Sheet:
        """Return the form as the rules know it."""
        signed = frozenset(self.signatures.values_list("role", flat=True))
        return Sheet(self.edition.definition, self.values, frozenset(self.skipped), signed, self.witnessed)


class FormSignature(Record):
    """A signature drawn under a form."""

    reach = Reach(through=("form",))
    form = models.ForeignKey(
        FilledForm, models.CASCADE, related_name="signatures", verbose_name=_("form"), db_index=False
    )
    role = models.CharField(_("signs as"), max_length=10, choices=FormSigner)
    name = models.CharField(_("name"), max_length=60)
    post = models.CharField(_("post"), max_length=60, blank=True)
    signed_at = models.DateTimeField(_("signed"))
    image = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature under a form")
        ordering = ("signed_at", "id")
        constraints = (models.UniqueConstraint(fields=("form", "role"), name="each_role_signs_a_form_once"),)

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.name}"


class FormAddendum(Record):
    """A correction to a signed form: said beside it, never instead of it."""

    reach = Reach(through=("form",))
    form = models.ForeignKey(FilledForm, models.CASCADE, related_name="addenda", verbose_name=_("form"))
    text = models.TextField(_("correction"), max_length=4000)
    author_name = models.CharField(max_length=60)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("addendum to a form")
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.text[:60]


class FollowUp(Record):
    """What a failed line asks for: a leftover of the case or of the ship where there is one, else a to-do of its own."""

    reach = Reach(through=("form",))
    form = models.ForeignKey(
        FilledForm, models.CASCADE, related_name="follow_ups", verbose_name=_("form"), db_index=False
    )
    line = models.CharField(_("line"), max_length=40)
    text = models.CharField(_("what is to be done"), max_length=300)
    raised_at = models.DateTimeField(_("raised"))
    raised_by = models.CharField(_("raised by"), max_length=60)
    item = models.ForeignKey(
        LeftoverItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leftover item"),
    )
    leftover = models.ForeignKey(
        Leftover, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leftover item")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True)
    settled_note = models.CharField(_("how it was settled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("follow-up of a form")
        ordering = ("raised_at", "id")
        constraints = (models.UniqueConstraint(fields=("form", "line"), name="a_line_is_followed_up_once"),)

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to see to it."""
        if self.item is not None:
            return self.item.done_at is None
        return self.leftover.fixed_on is None if self.leftover is not None else self.settled_at is None
