"""Administration of accounts: who signs in, in which roles, reaching what."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aftersail.core import lists
from aftersail.core.accounts import change_account, grant_access, open_account, set_password, withdraw_access
from aftersail.core.audience import SignedInRequest, audience
from aftersail.core.doors.administered import doors_of
from aftersail.core.forms import AccountForm, GrantForm, NewAccountForm, add_reasons
from aftersail.core.ids import new_id
from aftersail.core.models import AccessGrant, Account, Organisation
from aftersail.core.reachable import find, kinds, names_of
from aftersail.core.roles import Role
from aftersail.core.scope import as_system
from aftersail.core.timeline import timeline
from aftersail.core.verdicts import Refused

ROLE_LABELS = dict(Role.choices)


def roles_cell(roles: list[str]) -> str:
    """Return the roles as people read them."""
    return _(", ").join(str(ROLE_LABELS.get(role, role)) for role in roles)


ACCOUNTS = lists.ListSpec(
    page="core:accounts",
    columns=(
        lists.Column("username", gettext_lazy("Sign-in name"), sort=True, link="core:account_edit", title=True),
        lists.Column("name", gettext_lazy("Full name"), sort=True, english="name_en"),
        lists.Column("organisation", gettext_lazy("Organisation"), path="organisation__name", english="organisation__name_en", sort=True),
        lists.Column("roles", gettext_lazy("Roles"), paint=roles_cell, export=roles_cell),
        lists.Column("is_active", gettext_lazy("Active"), kind="yes", sort=True),
        lists.Column("created_at", gettext_lazy("Created"), kind="moment", sort=True, phone=False),
    ),
    default_sort="username",
    filters=(
        lists.Filter("organisation", gettext_lazy("Organisation"), path="organisation_id",
                     choices=lists.choices_from(lambda _account: Organisation.objects.all(), "name", "name_en")),
        lists.Filter("role", gettext_lazy("Role"), choices=Role.choices, apply=lambda role, _request: Q(roles__contains=[role])),
        lists.Filter("is_active", gettext_lazy("Active"), choices=[("True", gettext_lazy("Active only")), ("False", gettext_lazy("Closed only"))]),
    ),
    search_paths=("username", "name", "name_en", "email"),
    placeholder=gettext_lazy("Sign-in name, name or e-mail"),
)  # fmt: skip


@require_GET
@audience(Role.ADMIN)
def accounts(request: SignedInRequest) -> HttpResponseBase:
    """List every account."""
    return lists.page(
        request, ACCOUNTS, Account.objects.all(), title=_("Accounts"),
        actions=[lists.Action(_("New account"), reverse("core:account_new"), "user-plus")],
    )  # fmt: skip


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@audience(Role.ADMIN)
def account_new(request: SignedInRequest) -> HttpResponse:
    """Open an account."""
    form = NewAccountForm(request.POST or None, initial={"id": new_id()})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            opened = open_account(by=request.user, at=timezone.now(), account_id=given.pop("id"), **given)
        except Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("The account %s is open.") % opened.username)
            return redirect("core:account_edit", opened.pk)
    return render(request, "core/account_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@audience(Role.ADMIN)
def account_edit(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Change an account's particulars, roles and standing."""
    account = get_object_or_404(Account, pk=account_id)
    form = AccountForm(request.POST or None, initial=AccountForm.values_of(account))
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            change_account(
                by=request.user, account=account, at=timezone.now(), seen=given.pop("version"), **given
            )
        except Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("The account is changed."))
            return redirect("core:account_edit", account.pk)
    return _edit_page(request, account, form=form)


@sensitive_post_parameters("password")
@require_POST
@audience(Role.ADMIN)
def account_password(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Give an account a new password."""
    account = get_object_or_404(Account, pk=account_id)
    try:
        set_password(
            by=request.user, account=account, password=request.POST.get("password", ""), at=timezone.now()
        )
    except Refused as refused:
        return _edit_page(request, account, password_reasons=refused.reasons)
    messages.success(request, _("The password is set. Tell it to the person by another way than mail."))
    return redirect("core:account_edit", account.pk)


@require_POST
@audience(Role.ADMIN)
def grant_new(request: SignedInRequest, account_id: UUID) -> HttpResponse:
    """Let an account reach something."""
    account = get_object_or_404(Account, pk=account_id)
    form = GrantForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        until = given["until"] and timezone.make_aware(
            datetime.combine(given["until"] + timedelta(days=1), time.min)
        )
        try:
            with as_system():
                target = find(given["kind"], given["words"])
            grant_access(by=request.user, account=account, kind=given["kind"], target_id=target, at=timezone.now(),
                         until=until, glimpse=given["glimpse"], reason=given["reason"])  # fmt: skip
        except Refused as refused:
            add_reasons(form, refused)
        else:
            messages.success(request, _("Access is granted, from the next click of the person on."))
            return redirect("core:account_edit", account.pk)
    return _edit_page(request, account, grant_form=form)


@require_POST
@audience(Role.ADMIN)
def grant_withdraw(request: SignedInRequest, account_id: UUID, grant_id: int) -> HttpResponse:
    """Take back what an account was let reach."""
    grant = get_object_or_404(AccessGrant, pk=grant_id, account_id=account_id)
    withdraw_access(by=request.user, grant=grant, at=timezone.now())
    messages.success(request, _("Access is withdrawn."))
    return redirect("core:account_edit", account_id)


def _edit_page(request: SignedInRequest, account: Account, **shown: Any) -> HttpResponse:
    grants = list(
        AccessGrant.objects.filter(account=account)
        | AccessGrant.objects.filter(organisation=account.organisation_id)
    )
    labels = dict(kinds())
    with as_system():
        names = names_of([(grant.kind, grant.target_id) for grant in grants])
        history = timeline(request.user, account)
        doors = doors_of(account)
    rows = [
        {
            "grant": grant,
            "kind": labels.get(grant.kind, grant.kind),
            "name": names.get(grant.target_id, str(grant.target_id)),
        }
        for grant in grants
    ]
    context = {
        "account": account,
        "form": AccountForm(initial=AccountForm.values_of(account)),
        "grant_form": GrantForm(),
        "grants": rows,
        "timeline": history,
        "doors": doors,
    } | shown
    failed = bool(shown.get("password_reasons")) or any(getattr(f, "errors", None) for f in shown.values())
    return render(request, "core/account_edit.html", context, status=422 if failed else 200)
