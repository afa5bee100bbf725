"""The register of organisations: the bodies whose people sign in, kept by the administrators."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from aftersail.core.accounts import may_administer
from aftersail.core.lists import Column, Filter, ListSpec
from aftersail.core.masters import Master
from aftersail.core.models import Account, Organisation, OrganisationKind
from aftersail.core.roles import Role
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse


def _may_keep(by: Account, _organisation: Organisation | None) -> Verdict:
    return may_administer(by)


def check_organisation(organisation: Organisation) -> Verdict:
    """An organisation keeps its kind while people of that kind sign in for it, and a name is borne once."""
    others = Organisation.objects.exclude(pk=organisation.pk)
    before = Organisation.objects.filter(pk=organisation.pk).values_list("kind", flat=True).first()
    moved = before is not None and before != organisation.kind
    return all_of(
        refuse(_("An organisation of this name is there already."))
        if others.filter(name=organisation.name).exists()
        else ALLOWED,
        refuse(_("People sign in for this organisation; its kind no longer changes. Enter another one."))
        if moved and Account.objects.filter(organisation=organisation).exists()
        else ALLOWED,
    )


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: values[name].strip() for name in ("name", "name_en") if name in values}


ORGANISATIONS = Master(
    app="core", noun="organisation", plural="organisations", slug="organisations", model=Organisation,
    label=_("Organisations"), new_label=_("New organisation"), icon="building",
    fields=("name", "name_en", "kind"),
    readers=frozenset({Role.ADMIN}), writers=frozenset({Role.ADMIN}), may_write=_may_keep,
    check=check_organisation, tidied=_tidy,
    scope="accounts",
    help=_("The bodies whose people sign in: the maker's house, customers, yards, suppliers and partners."),
)  # fmt: skip

LISTED = ListSpec(
    page="core:organisations",
    columns=(
        Column("name", _("Name"), english="name_en", sort=True, link="core:organisation", title=True),
        Column("kind", _("Kind"), kind="choice", choices=OrganisationKind.choices, sort=True),
    ),
    default_sort="name",
    filters=(Filter("kind", _("Kind"), choices=OrganisationKind.choices),),
    search_paths=("name", "name_en"),
)
