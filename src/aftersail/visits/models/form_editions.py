"""Forms as the house designs them: a form, and its editions, of which an active one never changes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.fleet.models import ProductFamily
from aftersail.visits.rules.definitions import Definition
from aftersail.visits.rules.form_schema import from_schema
from aftersail.visits.states import EditionState, FormKind


class FormDefinition(Record):
    """A form of the house, whatever its edition; `title` and `kind` are those of its newest edition."""

    reach = Reach(shared="house forms, blank")
    code = models.CharField(_("code"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=FormKind)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    phase = models.CharField(_("user's activity"), max_length=12, blank=True)
    family = models.ForeignKey(
        ProductFamily,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="forms",
        verbose_name=_("product family"),
    )

    class Meta:
        verbose_name = _("form")
        ordering = ("kind", "code")

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FormEdition(Record):
    """An edition of a form: its JSON Schema, open to change while it is a draft, then never again."""

    reach = Reach(shared="house forms, blank")
    form = models.ForeignKey(
        FormDefinition, models.PROTECT, related_name="editions", verbose_name=_("form"), db_index=False
    )
    number = models.PositiveSmallIntegerField(_("edition"))
    state = models.CharField(_("state"), max_length=8, choices=EditionState, default=EditionState.DRAFT)
    schema = models.JSONField(_("content"), default=dict)
    note = models.CharField(_("what changed and why"), max_length=500, blank=True)
    drafted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("drafted by")
    )
    published_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )
    active_from = models.DateTimeField(_("active from"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("form edition")
        ordering = ("form", "-number")
        constraints = (
            models.UniqueConstraint(fields=("form", "number"), name="form_editions_are_numbered_once"),
            models.UniqueConstraint(
                fields=("form",), condition=Q(state="active"), name="one_edition_of_a_form_is_active"
            ),
            models.UniqueConstraint(
                fields=("form",), condition=Q(state="draft"), name="one_edition_of_a_form_is_drafted"
            ),
        )

    def __str__(self) -> str:
        return f"{self.form.code} v{self.number}"

    @property
    def definition(self) -> Definition:
        """The form that the content describes."""
        return from_schema(self.schema)
