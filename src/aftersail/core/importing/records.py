"""Feeding a register that people also keep by hand: the same rules, the same log and search, many rows at once."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from aftersail.core.importing.declared import Importable, Order, Written
from aftersail.core.importing.fields import Names, from_model, tabular_field, values_of
from aftersail.core.importing.following import BATCH, log_records, settle
from aftersail.core.importing.undoing import undo_records
from aftersail.core.inserting import insert_many, update_many
from aftersail.core.masters import Master
from aftersail.core.masters.values import plain
from aftersail.core.models import Account
from aftersail.core.tabular import AMBIGUOUS, Fault, Field, ImportPlan, Key, PlannedRow
from aftersail.core.tabular.fingerprint import fingerprint_of
from aftersail.core.tabular.register import Existing, KeyValue
from aftersail.core.verdicts import Refused, Verdict

_names: dict[str, Mapping[str, Names]] = {}


def names_in(register: str) -> Mapping[str, Names]:
    """Return how files name the related records of a register, by field; nothing where files do not feed it."""
    return _names.get(register, {})


def import_master(
    master: Master,
    *,
    key: tuple[str, ...],
    names: Mapping[str, Names],
    examples: Mapping[str, str] | None = None,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
) -> Importable:
    """Let files feed a register: `key` names a record, `names` says how texts name related ones."""
    _names[master.name] = names

    def fields() -> list[Field]:
        return [
            tabular_field(
                field,
                example=(examples or {}).get(field.name, ""),
                aliases=(aliases or {}).get(field.name, ()),
                required=True if field.name in key else None,
            )
            for field in master.model_fields()
            if not isinstance(field, models.ManyToManyField)
            and (not isinstance(field, models.ForeignKey) or field.name in names)
        ]

    return Importable(
        name=master.name,
        label=master.label,
        icon=master.icon,
        fields=fields,
        key=Key(fields=key),
        writers=master.writers,
        make=lambda order: RecordTarget(master, fields(), key, names, order),
        page=master.list_name,
    )


class RecordTarget:
    """One register during one import; records that rows name are read once and kept here until they are written."""

    def __init__(
        self,
        master: Master,
        fields: list[Field],
        key: tuple[str, ...],
        names: Mapping[str, Names],
        order: Order,
    ) -> None:
        self.master, self.order, self._names = master, order, names
        self._fields = fields
        self._key = order.mapping.key.fields or key
        if set(self._key) != set(key):
            told = ", ".join(key)
            raise Refused([_("Rows of this register are told apart by: %s. Set these as the key.") % told])
        self._by_name = {f.name: f for f in master.model_fields()}
        self._kept: dict[KeyValue, Any] = {}
        self._future: dict[KeyValue, Any] = {}
        self._related: dict[str, dict[Any, Any]] = {}

    @property
    def fields(self) -> Sequence[Field]:
        """What can be fed, in the order of the form."""
        return self._fields

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """Return the records that texts name, as far as the importing person may see them."""
        names = self._names[field]
        found = names.found(texts, self.order.by)
        known = {pk for pk in found.values() if pk is not AMBIGUOUS}
        self._related[field] = names.model._default_manager.in_bulk(list(known))
        return found

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """Return the records that these keys name."""
        self._read(keys)
        shown = [self._by_name[name] for name in fields]
        return {
            key: Existing(kept.pk, fingerprint_of(from_model(f, kept) for f in shown))
            for key in keys
            if (kept := self._kept.get(key)) is not None
        }

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, str, Fault]]:
        """Say which rows the register's rules and the person's rights refuse, each as the record would then be."""
        places = [fields.index(name) for name in self._key]
        keys = [tuple(row[place] for place in places) for row in rows]
        self._read(set(keys))
        for index, (key, row) in enumerate(zip(keys, rows, strict=True)):
            kept = self._kept.get(key)
            future = copy.copy(kept) if kept is not None else self.master.model()
            self._fill(future, fields, row)
            self._future[key] = future
            if kept is not None and not self._changes(key):
                continue  # what changes nothing is not a change to be refused
            yield from ((index, name, fault) for name, fault in self._wrong(kept, future, fields))

    def idle(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return updates whose tidied values are what the record holds already."""
        return [row for row in plan.update if not self._changes(row.key)]

    def write(self, plan: ImportPlan, *, at: datetime) -> list[Written]:
        """Write all rows at once, with log, search and what follows from each."""
        new = [(row.row, self._future[row.key]) for row in plan.create]
        moved = [
            (row.row, self._kept[row.key], self._future[row.key], c)
            for row in plan.update
            if (c := self._changes(row.key))
        ]
        try:
            with transaction.atomic():
                insert_many([record for _n, record in new])
                self._save_changes(moved)
        except IntegrityError as error:
            raise Refused(
                [_("The rows contradict each other or records that exist: %s") % _constraint(error)]
            ) from error
        made, by = [record for _n, record in new], self.order.by
        log_records(self.master, made, [(k, f, c) for _n, k, f, c in moved], by=by, at=at)
        settle(self.master, made, [(f, frozenset(c)) for _n, _k, f, c in moved], by=by, at=at)
        written = [Written(row, record.pk, None) for row, record in new]
        for row, kept, _future, changed in moved:
            values = {name: plain(getattr(kept, self._by_name[name].attname)) for name in changed}
            written.append(Written(row, kept.pk, {"version": kept.version, "values": values}))
        return written

    def undo(self, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Remove what was made and put back what was changed; Refused when somebody changed or used it since."""
        undo_records(self.master, written, by=by, at=at)

    def _read(self, keys: Collection[KeyValue]) -> None:
        """Load the records that keys name, once each, as the importing person may see them."""
        wanted = [key for key in keys if key not in self._kept]
        attnames = [self._by_name[name].attname for name in self._key]
        records = self.master.model._base_manager.all()
        if related := [name for name, field in self._by_name.items() if field.many_to_one]:
            records = records.select_related(*related)
        for start in range(0, len(wanted), BATCH):
            chunk = wanted[start : start + BATCH]
            fits = {f"{a}__in": {key[i] for key in chunk} for i, a in enumerate(attnames)}
            asked = set(chunk)
            for record in records.filter(**fits):
                key = tuple(getattr(record, a) for a in attnames)
                if key in asked:
                    self._kept[key] = record

    def _fill(self, record: Any, fields: Sequence[str], row: tuple[Any, ...]) -> None:
        values = self.master.tidied(values_of(self._by_name, fields, row))
        for attname, value in values.items():
            setattr(record, attname, value)
        for name, known in self._related.items():
            if (
                name in fields
                and (related := known.get(getattr(record, self._by_name[name].attname))) is not None
            ):
                setattr(record, name, related)

    def _wrong(self, kept: Any, future: Any, fields: Sequence[str]) -> Iterator[tuple[str, Fault]]:
        by = self.order.by
        if by is not None:
            for record in (kept, future) if kept is not None else (future,):
                if not (verdict := self.master.may_write(by, record)):
                    yield "", _told(verdict)
                    return
        try:
            # Related records were looked up already; validating them would ask the database once a row.
            future.clean_fields(
                exclude={
                    f.name for f in future._meta.concrete_fields if f.is_relation or f.name not in fields
                }
            )
        except ValidationError as error:
            for name, told in error.message_dict.items():
                yield name, Fault("register.rule", text=" ".join(told))
            return
        if not (verdict := self.master.check(future)):
            yield "", _told(verdict)

    def _changes(self, key: KeyValue) -> list[str]:
        kept, future = self._kept[key], self._future[key]
        return [
            n
            for n, f in self._by_name.items()
            if not f.many_to_many and from_model(f, kept) != from_model(f, future)
        ]

    def _save_changes(self, moved: Sequence[tuple[int, Any, Any, list[str]]]) -> None:
        for _row, kept, future, _changed in moved:
            future.version = kept.version + 1
        if moved:
            touched = sorted({name for *_others, changed in moved for name in changed})
            update_many([future for _row, _kept, future, _changed in moved], [*touched, "version"])


def _told(verdict: Verdict) -> Fault:
    return Fault("register.rule", text=" ".join(force_str(reason) for reason in verdict.reasons))


def _constraint(error: IntegrityError) -> str:
    """The part of the database's message that names the values, which a person can look for."""
    lines = force_str(error).splitlines()
    return lines[-1].removeprefix("DETAIL:").strip() if lines else ""
