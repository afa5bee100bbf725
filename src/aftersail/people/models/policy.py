"""What the house promises: the service policy in editions, its promises, and who has read it (R01)."""

from __future__ import annotations

from uuid import UUID

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.people.models.staff import Staff
from aftersail.people.states import EditionState


class ServicePolicy(Record):
    """One edition of the service policy, in both languages; only one is in force."""

    reach = Reach(shared="what the house promises is for everybody to read")
    edition = models.PositiveSmallIntegerField(_("edition"), unique=True)
    state = models.CharField(_("state"), max_length=12, choices=EditionState, default=EditionState.DRAFT)
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120)
    text = models.TextField(_("text"), max_length=8000)
    text_en = models.TextField(_("English text"), max_length=8000)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    superseded_on = models.DateField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("service policy")
        ordering = ("-edition",)
        constraints = (
            models.UniqueConstraint(
                fields=("state",), condition=Q(state="in_force"), name="one_policy_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(in_force_from__isnull=False), name="policy_in_force_has_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.edition}"

    @property
    def name(self) -> str:
        """How lists call it."""
        return self.title

    @property
    def name_en(self) -> str:
        """How English lists call it."""
        return self.title_en


class PolicyPromise(Record):
    """One promise of a policy, with the number that it can be held to."""

    reach = Reach(shared="what the house promises is for everybody to read")
    policy = models.ForeignKey(
        ServicePolicy,
        models.CASCADE,
        related_name="promises",
        verbose_name=_("service policy"),
        db_index=False,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=1, validators=[MinValueValidator(1)])
    text = models.CharField(_("promise"), max_length=200)
    text_en = models.CharField(_("English promise"), max_length=300)
    number = models.DecimalField(_("promised number"), max_digits=9, decimal_places=2)
    measure = models.CharField(_("measured in"), max_length=40)
    measure_en = models.CharField(_("measured in (English)"), max_length=60)

    class Meta:
        verbose_name = _("promise")
        ordering = ("policy", "position")
        constraints = (models.UniqueConstraint(fields=("policy", "position"), name="promise_has_its_place"),)

    def __str__(self) -> str:
        return self.text

    @property
    def thread(self) -> UUID:
        """A promise is told of on its policy's page."""
        return self.policy_id


class PolicyAcknowledgement(Record):
    """One person has read one edition of the policy."""

    reach = Reach(shared="who has read the policy is shown to the whole house; no rating in it")
    policy = models.ForeignKey(
        ServicePolicy,
        models.PROTECT,
        related_name="acknowledgements",
        verbose_name=_("service policy"),
        db_index=False,
    )
    staff = models.ForeignKey(
        Staff, models.PROTECT, related_name="acknowledgements", verbose_name=_("staff member")
    )
    acknowledged_at = models.DateTimeField(_("read on"))

    class Meta:
        verbose_name = _("acknowledgement")
        constraints = (
            models.UniqueConstraint(fields=("policy", "staff"), name="policy_is_acknowledged_once"),
        )

    def __str__(self) -> str:
        return f"{self.policy_id} {self.staff_id}"

    @property
    def thread(self) -> UUID:
        """It is told of on the policy's page."""
        return self.policy_id
