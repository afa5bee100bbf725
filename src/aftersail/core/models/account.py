"""Who signs in, for which organisation, in which roles, and what they may reach."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.record import Record
from aftersail.core.roles import CUSTOMER_SIDE, HOUSE, SEES_EVERYTHING, Role
from aftersail.core.scope import Scope


class OrganisationKind(models.TextChoices):
    """On which side of the service an organisation stands."""

    HOUSE = "house", _("Maker")
    CUSTOMER = "customer", _("Customer")
    YARD = "yard", _("Yard")
    SUPPLIER = "supplier", _("Supplier or partner")


class Organisation(Record):
    """A body whose people sign in: the maker, a customer, a yard, a supplier."""

    reach = Reach(shared="its name stands on every account's badge and holds nothing else")
    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)

    class Meta:
        verbose_name = _("organisation")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with this sign-in name, in any letter case."""
        return self.get(username__iexact=username)


class Account(Record, AbstractBaseUser):
    """A person who signs in."""

    reach = Reach(
        shared="signing in must read it before a reach is known; lists of accounts are for administrators"
    )
    username = models.CharField(_("sign-in name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="accounts", verbose_name=_("organisation")
    )
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name=_("roles"), default=list)
    language = models.CharField(
        _("language"), max_length=8, default="zh-hans", choices=[("zh-hans", "中文"), ("en", "English")]
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[AccountManager] = AccountManager()  # type: ignore[assignment]
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def role_set(self) -> frozenset[str]:
        """The roles held, for set arithmetic."""
        return frozenset(self.roles)

    def has_role(self, *roles: str) -> bool:
        """Whether the account holds at least one of these roles."""
        return not self.role_set.isdisjoint(roles)

    @property
    def sees_everything(self) -> bool:
        """Whether some role of the account reaches every row."""
        return not self.role_set.isdisjoint(SEES_EVERYTHING)

    @property
    def is_house(self) -> bool:
        """Whether the person belongs to the maker."""
        return not self.role_set.isdisjoint(HOUSE)

    @property
    def is_customer(self) -> bool:
        """Whether the person belongs to a ship's owner."""
        return not self.role_set.isdisjoint(CUSTOMER_SIDE)

    @cached_property
    def _grants(self) -> tuple[frozenset[UUID], frozenset[UUID]]:
        rows = AccessGrant.objects.in_force(self).values_list("target_id", "glimpse")
        reach = frozenset(target for target, glimpse in rows if not glimpse)
        return reach, frozenset(target for target, glimpse in rows if glimpse)

    @property
    def reach_ids(self) -> frozenset[UUID]:
        """Ids of what the account reaches in full (customers, vessels, yards, stations, cases)."""
        return self._grants[0]

    @property
    def glimpse_ids(self) -> frozenset[UUID]:
        """Ids of rows that the account may open by themselves only."""
        return self._grants[1]

    def scope(self) -> Scope:
        """Return the scope under which the database works for this account."""
        if not self.is_active:
            return Scope.nothing()
        if self.sees_everything:
            return Scope.everything(self.pk)
        return Scope.reaching(self.reach_ids, self.glimpse_ids, self.pk)


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    """Grants by holder."""

    def in_force(self, account: Account) -> AccessGrantQuerySet:
        """Keep what the account holds now, itself or through its organisation."""
        holder = Q(account=account) | Q(account=None, organisation=account.organisation_id)
        return self.filter(holder, Q(until=None) | Q(until__gt=timezone.now()))


class AccessGrant(models.Model):
    """One thing that an account, or everybody of an organisation, may reach."""

    reach: ClassVar[Reach] = Reach(shared="it is read to find out the reach; it holds ids only")
    account = models.ForeignKey(
        Account, models.CASCADE, null=True, blank=True, related_name="grants", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    kind = models.CharField(_("kind"), max_length=20)
    target_id = models.UUIDField(_("what"))
    glimpse = models.BooleanField(_("the row itself only"), default=False)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("access grant")
        constraints = (
            models.CheckConstraint(
                condition=Q(account__isnull=False) ^ Q(organisation__isnull=False),
                name="grant_has_one_holder",
            ),
            models.UniqueConstraint(
                fields=("account", "organisation", "target_id", "glimpse"),
                nulls_distinct=False,
                name="grant_is_given_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"


class ApiToken(Record):
    """A key with which a program acts as an account, within scopes; only its hash is kept."""

    reach = Reach(shared="checking a token comes before a reach is known; only its SHA-256 is stored")
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"), default=list)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name
