"""Who may see which rows, declared once per model and enforced twice: in every query and in PostgreSQL.

A model states its reach; `visible_to` turns that into a filter and `policy_sql` into a row-level security
policy, so a query that forgets the filter still shows nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from aftersail.core.scope import EVERYTHING_ROLE, SCOPED_ROLE

if TYPE_CHECKING:
    from aftersail.core.models import Account

REACH = "(select current_setting('aftersail.reach', true))::uuid[]"
GLIMPSE = "(select current_setting('aftersail.glimpse', true))::uuid[]"
ACCOUNT = "(select nullif(current_setting('aftersail.account', true), ''))::uuid"


@dataclass(frozen=True, slots=True)
class Reach:
    """How a row is tied to the people who may see it.

    columns: id columns of which one must be among the account's reach.
    glimpse: the row itself may also be opened by a glimpse of its id.
    through: a foreign key whose row must be visible (`case`), the rule being that row's own.
    holds: the accessor of rows of which one must be visible (a customer is seen by who sees one of its vessels).
    keys: an array column of ids, for rows of many kinds (search entries, log entries, files).
    own: the column naming the account to which the row belongs.
    writable: whether a scoped account may insert and change such rows at all.
    shared: the reason why everyone who is signed in may read the table.
    """

    columns: tuple[str, ...] = ()
    glimpse: bool = False
    through: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    keys: str = ""
    own: str = ""
    shared: str = ""

    def condition(self, model: type[models.Model], account: Account) -> Q:
        """Return the filter for an account whose reach is limited."""
        reach, glimpse = account.reach_ids, account.glimpse_ids
        wanted = Q(pk__in=[])
        for column in self.columns:
            wanted |= Q(**{f"{column}__in": reach})
        if self.glimpse:
            wanted |= Q(pk__in=glimpse)
        for name in self.through:
            parent = _related(model, name)
            wanted |= Q(**{f"{name}__in": visible(parent, account)})
        for name in self.holds:
            child, key = _held(model, name)
            wanted |= Q(pk__in=visible(child, account).values(key.attname))
        if self.keys:
            wanted |= Q(**{f"{self.keys}__overlap": list(reach)})
        if self.own:
            wanted |= Q(**{self.own: account.pk})
        return wanted

    def policy(self, model: type[models.Model]) -> str:
        """Return the SQL expression that says the same as `condition`."""
        table, pk = model._meta.db_table, model._meta.pk.column
        parts = [f'"{_column(model, c)}" = any({REACH})' for c in self.columns]
        if self.glimpse:
            parts.append(f'"{pk}" = any({GLIMPSE})')
        for name in self.through:
            parent = _related(model, name)._meta
            parts.append(
                f'exists (select 1 from "{parent.db_table}" seen where seen."{parent.pk.column}" = "{table}"."{_column(model, name)}")'
            )
        for name in self.holds:
            held, key = _held(model, name)
            child = held._meta
            parts.append(
                f'exists (select 1 from "{child.db_table}" held where held."{key.column}" = "{table}"."{pk}")'
            )
        if self.keys:
            parts.append(f'"{self.keys}" && {REACH}')
        if self.own:
            parts.append(f'"{_column(model, self.own)}" = {ACCOUNT}')
        return " or ".join(parts) or "false"


def _related(model: type[models.Model], name: str) -> type[models.Model]:
    related = model._meta.get_field(name).related_model
    assert isinstance(related, type)  # a foreign key: a reach that names anything else is our own mistake
    return related


def _held(model: type[models.Model], name: str) -> tuple[type[models.Model], models.ForeignKey[Any, Any]]:
    relation = model._meta.get_field(name)
    assert isinstance(relation, models.ForeignObjectRel)
    key = relation.field
    assert isinstance(key, models.ForeignKey)
    return key.model, key


def _column(model: type[models.Model], name: str) -> str:
    """Return the column of a field named as declared: `pk`, the field's name, or a foreign key's `…_id`."""
    if name == "pk":
        return str(model._meta.pk.column)
    return next(str(f.column) for f in model._meta.concrete_fields if name in {f.name, f.attname})


M = TypeVar("M", bound=models.Model, covariant=True)


class VisibleQuerySet(models.QuerySet[M]):
    """A queryset that every read starts from: `Case.objects.visible_to(account)`."""

    def visible_to(self, account: Account) -> Self:
        """Keep the rows that this account may see."""
        reach: Reach = self.model.reach  # type: ignore[attr-defined]  # every model with rows to hide declares it
        if reach.shared or account.sees_everything:
            return self
        return self.filter(reach.condition(self.model, account))


def visible(model: type[models.Model], account: Account) -> models.QuerySet[Any]:
    """Return the rows of `model` that this account may see."""
    return VisibleQuerySet[models.Model](model).visible_to(account)


def protected_models() -> list[type[models.Model]]:
    """Return every model of ours that declares a reach which is not shared."""
    return [m for m in apps.get_models() if (r := getattr(m, "reach", None)) is not None and not r.shared]


def policy_statements(model: type[models.Model]) -> list[str]:
    """Return the SQL that makes PostgreSQL enforce the model's reach; safe to run again."""
    table, reach = model._meta.db_table, model.reach  # type: ignore[attr-defined]
    expression = reach.policy(model)
    return [
        f'alter table "{table}" enable row level security',
        f'alter table "{table}" force row level security',
        f'drop policy if exists owner_all on "{table}"',
        f'drop policy if exists everything_all on "{table}"',
        f'drop policy if exists scoped_reach on "{table}"',
        f'create policy owner_all on "{table}" to current_user using (true) with check (true)',
        f'create policy everything_all on "{table}" to {EVERYTHING_ROLE} using (true) with check (true)',
        f'create policy scoped_reach on "{table}" to {SCOPED_ROLE} using ({expression}) with check ({expression})',
    ]
