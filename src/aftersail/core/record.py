"""The abstract row that every business table shares: id, version, birth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from aftersail.core.ids import new_id
from aftersail.core.isolation import Reach, VisibleQuerySet
from aftersail.core.postgresql.fetching import fetch
from aftersail.core.verdicts import Refused
from aftersail.core.writing import Write, change


class Stale(Refused):
    """Somebody else changed the record since this person opened it (HTTP 409)."""


@dataclass(frozen=True, slots=True)
class Change:
    """New values of a record and its next version, with the write that saves them if nobody was faster."""

    record: Record
    version: int
    values: Mapping[str, Any]
    write: Write

    def settle(self, *, happened: bool) -> None:
        """Set on the record what was saved; raises `Stale` where nothing was, and the caller's transaction ends."""
        if not happened:
            raise Stale(
                [_("Somebody else changed this record meanwhile. Reload it, then make your change again.")]
            )
        self.record.version = self.version
        for name, value in self.values.items():
            setattr(self.record, name, value)


class Record(models.Model):
    """A row with a client-made UUIDv7 and a version that grows with every change.

    Every concrete model states its `reach` (see `core.isolation`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, editable=False)

    reach: ClassVar[Reach]
    objects = VisibleQuerySet.as_manager()

    class Meta:
        """No table of its own."""

        abstract = True

    def change(self, seen: int | None = None, **values: Any) -> None:
        """Set fields and save just those, if nobody changed the row meanwhile.

        `seen` is the version that the person had in front of them; without it, the version as loaded.
        Raises `Stale` when the row has moved on.
        """
        step = self.changing(seen, **values)
        step.settle(happened=bool(fetch(step.write.sql, step.write.values)))

    def changing(self, seen: int | None = None, **values: Any) -> Change:
        """Return the same as a step yet to be carried out, to be logged and saved in one statement (`core.log`)."""
        expected = self.version if seen is None else seen
        fields = {
            name: getattr(value, "pk", value) if isinstance(value, models.Model) else value
            for name, value in values.items()
        }
        return Change(self, expected + 1, values, change(self, expected, fields))

    @property
    def thread(self) -> UUID:
        """The record whose timeline tells of this one; parts of a whole name the whole."""
        return self.pk

    def reach_keys(self) -> list[UUID]:
        """Return the ids whose holders may see this row, for rows of other tables that follow it."""
        keys = [self.pk if name in {"id", "pk"} else getattr(self, name) for name in self.reach.columns]
        for name in self.reach.through:
            parent = getattr(self, name)
            if parent is not None:
                keys += parent.reach_keys()
        return [key for key in keys if key is not None]
