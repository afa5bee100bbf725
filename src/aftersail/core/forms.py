"""Forms of the ground floor: what people type is read here and judged by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersail.core.masters.choosing import NamedChoiceField
from aftersail.core.models import Account, Organisation
from aftersail.core.reachable import kinds
from aftersail.core.roles import Role
from aftersail.core.tokens import LONGEST_DAYS
from aftersail.core.verdicts import Reason, Refused
from aftersail.core.widgets import FoldedChoices

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))


def add_reasons(form: forms.Form, refused: Refused) -> None:
    """Show the reasons of a refusal above the form."""
    for reason in refused.reasons:
        form.add_error(None, str(reason))


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(label=_("Password"), max_length=200, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "current-password"}))  # fmt: skip

    def __init__(self, *args: Any, reasons: Sequence[Reason] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons = reasons

    def full_clean(self) -> None:
        """Show why another way of signing in was refused, instead of what is missing from this form."""
        super().full_clean()
        if self.reasons:
            self._errors = ErrorDict(
                {NON_FIELD_ERRORS: self.error_class([str(reason) for reason in self.reasons])}
            )


CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "autofocus": True}


class CodeForm(forms.Form):
    """A code that an authenticator app shows."""

    code = forms.CharField(label=_("Security code"), max_length=20, widget=forms.TextInput(attrs=CODE))


class SecondStepForm(forms.Form):
    """A code of the app, a recovery code, or the answer of a passkey."""

    code = forms.CharField(
        label=_("Security code"),
        max_length=20,
        required=False,
        help_text=_("Six digits from the app, or one of your recovery codes."),
        widget=forms.TextInput(attrs=CODE | {"inputmode": "text"}),
    )
    credential = forms.CharField(required=False, max_length=10_000, widget=forms.HiddenInput)


class PasswordForm(forms.Form):
    """One's own password, old and new."""

    present = forms.CharField(
        label=_("Present password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least 10 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label=_("New password, again"), max_length=200, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}))  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Compare the two new passwords."""
        cleaned = super().clean() or {}
        if cleaned.get("password") != cleaned.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return cleaned


class TokenForm(forms.Form):
    """A token to be made."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("The program that will use it."))
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        widget=FoldedChoices,
        help_text=_("What the program may do; never more than your own roles allow."),
    )
    days = forms.IntegerField(label=_("Valid for days"), min_value=1, max_value=LONGEST_DAYS, initial=90)  # fmt: skip

    def __init__(self, *args: Any, scopes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (label, [(scope, scope) for scope in scopes if scope.endswith(kind)])
            for kind, label in (
                (":read", pgettext_lazy("scope", "Reading")),
                (":write", pgettext_lazy("scope", "Changing")),
            )
        ]


class AccountForm(forms.Form):
    """An account's particulars, roles and standing."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    organisation = NamedChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="zh-hans")
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name")  # type: ignore[attr-defined]

    @staticmethod
    def values_of(account: Account) -> dict[str, Any]:
        """Return what the form starts from."""
        names = ("name", "name_en", "email", "roles", "language", "is_active", "version")
        return {name: getattr(account, name) for name in names} | {"organisation": account.organisation_id}


class NewAccountForm(AccountForm):
    """An account to be opened."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, help_text=_("Letters, digits, dots, dashes.")
    )
    password = forms.CharField(label=_("First password"), max_length=200, strip=False, widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}), help_text=_("At least 10 characters; ask the person to change it."))  # fmt: skip
    version = None  # type: ignore[assignment]
    is_active = None  # type: ignore[assignment]
    field_order = (
        "id",
        "username",
        "name",
        "name_en",
        "organisation",
        "roles",
        "email",
        "language",
        "password",
    )


class GrantForm(forms.Form):
    """Something an account may reach, named by code or name."""

    kind = forms.ChoiceField(label=_("Kind"))
    words = forms.CharField(label=_("Code or name"), max_length=60)
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until withdrawn."),
    )
    glimpse = forms.BooleanField(label=_("The record itself only, nothing that hangs on it"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]
