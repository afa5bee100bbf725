"""A model's line: who came before and after, in which versions it was built, what goes out of production."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from aftersail.core.models import Account
from aftersail.fleet.models import Equipment, Obsolescence, ProductModel, ProductVersion
from aftersail.fleet.rules.lineage import is_near


@dataclass(frozen=True, slots=True)
class Generation:
    """A model in a line, with how many units serve and whether its support ends soon or has ended."""

    model: ProductModel
    units: int
    near: bool
    ended: bool
    current: bool


def line_of(account: Account, model: ProductModel, on: date) -> list[Generation]:
    """Return the line of a model from its first ancestor to its last descendants."""
    ancestors: list[ProductModel] = []
    before = model.predecessor
    while before is not None and before not in ancestors:
        ancestors.insert(0, before)
        before = before.predecessor
    line = [*ancestors, model, *_after(model, {model.pk})]
    counted = dict(
        Equipment.objects.visible_to(account)
        .filter(model__in=line, removed_on=None)
        .order_by()
        .values_list("model_id")
        .annotate(n=Count("pk"))
    )
    return [
        Generation(
            one, counted.get(one.pk, 0), is_near(one.end_of_support_on, model.family.alert_months, on),
            one.end_of_support_on is not None and one.end_of_support_on <= on, one.pk == model.pk,
        )
        for one in line
    ]  # fmt: skip


def _after(model: ProductModel, seen: set[UUID]) -> Iterator[ProductModel]:
    for one in model.successors.order_by("code"):
        if one.pk not in seen:
            seen.add(one.pk)
            yield one
            yield from _after(one, seen)


def versions_of(account: Account, model: ProductModel) -> Any:
    """Return the versions of a model in the order of their release, with the units in each."""
    seen = Equipment.objects.visible_to(account).filter(removed_on=None)
    rows = ProductVersion.objects.filter(model=model).select_related("predecessor")
    counted = rows.annotate(
        unit_count=Count("units", filter=Q(units__in=seen), distinct=True),
        positions=Count("bill", distinct=True),
    )
    return counted.order_by("released_on", "code")


def unversioned(account: Account, model: ProductModel) -> int:
    """Return how many units of a model are aboard without a known version."""
    return (
        Equipment.objects.visible_to(account)
        .filter(model=model, removed_on=None, product_version=None)
        .count()
    )


def going_out(model: ProductModel) -> Any:
    """Return the unresolved items of a model that go out of production."""
    return Obsolescence.objects.filter(model=model, resolved_on=None).select_related("owner")


def ending(on: date) -> Iterator[tuple[Any, str, date, str]]:
    """Yield what comes to its end within its family's months ahead: (record, words, day, "support" or "last buy")."""
    for model in ProductModel.objects.exclude(end_of_support_on=None).select_related("family"):
        if is_near(model.end_of_support_on, model.family.alert_months, on):
            assert model.end_of_support_on is not None
            yield model, str(model), model.end_of_support_on, "support"
    versions = ProductVersion.objects.exclude(end_of_support_on=None).select_related("model__family")
    for version in versions:
        if is_near(version.end_of_support_on, version.model.family.alert_months, on):
            assert version.end_of_support_on is not None
            yield version.model, f"{version.model.code} {version.code}", version.end_of_support_on, "support"
    items = Obsolescence.objects.filter(resolved_on=None).exclude(last_buy_on=None)
    for item in items.select_related("model__family"):
        if is_near(item.last_buy_on, item.model.family.alert_months, on):
            assert item.last_buy_on is not None
            yield item, f"{item} ({item.model.code})", item.last_buy_on, "last buy"


def units_aboard(model_id: UUID) -> int:
    """Return how many units of a model serve, of every customer."""
    return Equipment.objects.filter(model=model_id, removed_on=None, parent=None).count()
