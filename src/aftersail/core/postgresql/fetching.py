"""Rows of statements composed beforehand, with as little around each as there can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connections
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

Maker = Callable[[Sequence[Any]], Any]


def fetch(sql: str, values: Sequence[Any], read: Callable[[Any], object] | None = None) -> list[Any]:
    """Return the rows of a statement (see `DatabaseWrapper.fetch`)."""
    rows: list[Any] = connections["default"].fetch(sql, values, read)  # type: ignore[attr-defined]
    return rows


def maker_of(model: type[Model], names: Sequence[str], alias: str) -> Maker:
    """Return what makes a model of the values of a row: what `Model.from_db` does, field by field, done at once.

    Where a model is made in a way of its own, or somebody listens to its making, it is made by `from_db`. A field that
    was not read is read when it is asked for, as always.
    """
    if not _made_plainly(model):
        return lambda values: model.from_db(alias, names, values)

    def make(values: Sequence[Any]) -> Any:
        one = model.__new__(model)
        state = ModelState()
        state.db, state.adding = alias, False
        one.__dict__["_state"] = state
        one.__dict__.update(zip(names, values, strict=True))
        return one

    return make


def _made_plainly(model: type[Model]) -> bool:
    own = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__  # type: ignore[attr-defined]
    return not (own or pre_init.has_listeners(model) or post_init.has_listeners(model))


def populate(related: Any, row: Sequence[Any], one: Any) -> None:
    """Set a related model on `one`: what Django's `RelatedPopulator.populate` does, with models made by `maker_of`."""
    values = (
        related.reorder_for_init(row)
        if related.reorder_for_init
        else row[related.cols_start : related.cols_end]
    )
    if values[related.pk_idx] is None:
        related.local_setter(one, None)
        return
    make = related.__dict__.get("make")
    if make is None:
        make = related.make = maker_of(related.model_cls, related.init_list, related.db)
    made = make(values)
    for further in related.related_populators:
        populate(further, row, made)
    related.local_setter(one, made)
    related.remote_setter(made, one)
