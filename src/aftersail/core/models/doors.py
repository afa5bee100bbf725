"""How a person proves who they are beside a password: codes, passkeys, names held by other houses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.isolation import Reach
from aftersail.core.models.account import Account
from aftersail.core.record import Record


class SecondFactor(Record):
    """An account's authenticator app, and how often codes of the account were wrong lately.

    The secret is sealed with the installation's key. `last_step` is the newest time step whose code was taken, so
    that none is taken twice.
    """

    reach = Reach(own="account_id")
    account = models.OneToOneField(Account, models.CASCADE, related_name="second_factor")
    sealed_secret = models.CharField(max_length=400, blank=True)
    confirmed_at = models.DateTimeField(_("in use since"), null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second factor")

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(Record):
    """A code for the day when the telephone is lost; only its keyed hash is kept, and it works once."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes", db_index=False)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("recovery code")
        constraints = (models.UniqueConstraint(fields=("account", "digest"), name="recovery_code_made_once"),)

    def __str__(self) -> str:
        return str(self.account_id)


class Passkey(Record):
    """A key in a person's device (WebAuthn); we hold its public half."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.BinaryField(unique=True, max_length=1024)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("passkey")
        ordering = ("created_at",)

    def __str__(self) -> str:
        return self.name


class OutsideIdentity(Record):
    """The name under which another house knows an account: an identity provider's subject, or a directory's name."""

    reach = Reach(own="account_id")
    account = models.ForeignKey(Account, models.CASCADE, related_name="identities")
    provider = models.CharField(_("known to"), max_length=200)
    subject = models.CharField(_("under the name"), max_length=255)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name = _("outside identity")
        ordering = ("provider", "subject")
        constraints = (
            models.UniqueConstraint(fields=("provider", "subject"), name="outside_identity_is_one_account"),
        )

    def __str__(self) -> str:
        return f"{self.subject} @ {self.provider}"
