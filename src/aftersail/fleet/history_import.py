"""Feeding maintenance logs of any origin: units found or declared, dates stated or reckoned, every row kept once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftersail.core.importing.declared import Order, Written
from aftersail.core.importing.fields import Names
from aftersail.core.inserting import insert_many
from aftersail.core.log import entry_for
from aftersail.core.models import Account
from aftersail.core.tabular import Fault, Field, ImportPlan, Kind, PlannedRow
from aftersail.core.tabular.fingerprint import canonical, fingerprint_of
from aftersail.core.tabular.register import Existing, KeyValue
from aftersail.core.verdicts import Refused
from aftersail.fleet.declared_units import DeclaredUnits
from aftersail.fleet.events import HistoryImported, HistoryWithdrawn
from aftersail.fleet.models import Equipment, MaintenanceRecord
from aftersail.fleet.permissions import may_keep_equipment

BATCH = 2_000
LONGEST_KEY = 64
TEXTS = ("work_type", "system", "part", "action", "failure_mode")
NUMBERS = ("running_hours", "cost_cny")
EARLIEST = date(1900, 1, 1)

FIELDS: tuple[Field, ...] = (
    Field(name="source", label=gettext_lazy("source"), required=True, max_length=40, help=gettext_lazy("One name for the whole log; a constant.")),
    Field(name="equipment", label=gettext_lazy("equipment"), kind=Kind.REFERENCE, required=True, reference=gettext_lazy("serial number or name of a unit"), aliases=("asset", "unit", "设备编号")),
    Field(name="happened_on", label=gettext_lazy("date"), kind=Kind.DATE, minimum=EARLIEST, example="2024-03-01", aliases=("start date", "故障日期", "维修日期")),
    Field(name="age_days", label=gettext_lazy("days since the start"), kind=Kind.DECIMAL, places=3, minimum=Decimal(0), maximum=Decimal(100_000), help=gettext_lazy("For logs without dates: counted from the day that the import names.")),
    Field(name="text", label=gettext_lazy("description"), required=True, max_length=500, example="更换主泵轴封"),
    Field(name="work_type", label=gettext_lazy("work type"), max_length=30),
    Field(name="system", label=gettext_lazy("system"), max_length=80),
    Field(name="part", label=gettext_lazy("component"), max_length=80, aliases=("part", "部件", "零件")),
    Field(name="action", label=gettext_lazy("action"), max_length=80),
    Field(name="failure_mode", label=gettext_lazy("failure mode"), max_length=80, aliases=("FM",)),
    Field(name="running_hours", label=gettext_lazy("running hours"), kind=Kind.DECIMAL, places=1, minimum=Decimal(0), maximum=Decimal("99999999.9")),
    Field(name="cost_cny", label=gettext_lazy("cost"), kind=Kind.DECIMAL, places=2, minimum=Decimal("-9999999999"), maximum=Decimal("9999999999")),
)  # fmt: skip


class HistoryTarget:
    """Maintenance records during one import.

    Options of the order: `units` declares where units that are not registered yet are to be made (see
    `declared_units`); `day_zero` and `hours_per_day` date rows that have an age instead of a date:
    day_zero + age_days, or day_zero + running hours ÷ hours_per_day (24 when left out).
    """

    fields = FIELDS

    def __init__(self, order: Order) -> None:
        self.order = order
        feed = order.mapping.feeds.get("source")
        self._source = str(feed.constant) if feed is not None and feed.constant is not None else ""
        self._declared = DeclaredUnits.from_options(order.options.get("units"))
        self._zero, self._hours_per_day = _clock(order.options)
        self._new_units: dict[UUID, str] = {}

    def references(self, field: str, texts: Collection[str]) -> Mapping[str, Any]:
        """Return the units that texts name; with declared units, ids reserved for those that are missing."""
        known = Names(Equipment, ("serial_number", "name")).found(texts, self.order.by)
        if self._declared is not None:
            known = self._declared.found(texts)
            for text in texts:
                if text not in known:
                    known[text] = made = self._declared.reserve(text)
                    self._new_units[made] = text
        return known

    def existing(self, keys: Collection[KeyValue], fields: Sequence[str]) -> Mapping[KeyValue, Existing]:
        """Return the records of this source that these keys name, by the fingerprint they were imported with."""
        by_text = {_key_text(key): key for key in keys}
        rows = MaintenanceRecord._base_manager.filter(source=self._source, source_key__in=list(by_text))
        found = rows.values_list("source_key", "pk", "fingerprint")
        return {by_text[text]: Existing(pk, print_) for text, pk, print_ in found}

    def faults(
        self, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> Iterator[tuple[int, str, Fault]]:
        """Refuse rows that cannot be dated, lie in the future, or concern a unit that one may not keep."""
        if not self._source:
            raise Refused([_("Give the log one name: map “source” to a constant, not to a column.")])
        place = {name: index for index, name in enumerate(fields)}
        barred = self._barred({row[place["equipment"]] for row in rows})
        today = timezone.localdate()
        undated = Fault(
            "register.rule",
            text=gettext_lazy("The row has no date. Map a date, or an age and the day from which it counts."),
        )
        future = Fault("register.rule", text=gettext_lazy("The date lies in the future."))
        for index, row in enumerate(rows):
            day = self._day(place, row)
            if day is None:
                yield index, "happened_on" if "happened_on" in place else "", undated
            elif day > today:
                yield index, "happened_on" if "happened_on" in place else "", future
            if (reason := barred.get(row[place["equipment"]])) is not None:
                yield index, "equipment", reason

    def idle(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return nothing: the fingerprints tell changes exactly."""
        return []

    def write(self, plan: ImportPlan, *, at: datetime) -> list[Written]:
        """Write all records at once, units that were declared before them, and one line of log a unit."""
        place = {name: index for index, name in enumerate(plan.fields)}
        needed = {row.values[place["equipment"]] for row in (*plan.create, *plan.update)} & set(
            self._new_units
        )
        written: list[Written] = []
        if self._declared is not None and needed:
            wanted = {pk: self._new_units[pk] for pk in needed}
            written = self._declared.make(wanted, by=self.order.by, at=at)
        new = [self._record(MaintenanceRecord(), place, row) for row in plan.create]
        insert_many(new)
        kept = MaintenanceRecord._base_manager.select_for_update(of=("self",)).in_bulk(
            [row.id for row in plan.update]
        )
        for row in plan.update:
            record = kept[row.id]
            written.append(
                Written(row.row, record.pk, {"version": record.version, "values": _as_data(record)})
            )
            record.version += 1
            self._record(record, place, row)
        MaintenanceRecord._base_manager.bulk_update(kept.values(), [*_STORED, "version"], batch_size=BATCH)
        written += [Written(row.row, record.pk, None) for row, record in zip(plan.create, new, strict=True)]
        self._log([record.equipment_id for record in new], len(kept), at)
        return written

    def undo(self, written: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Remove what was imported, put changed records back, and take away units made for the purpose."""
        units = [w for w in written if w.before and "made" in w.before]
        rows = [w for w in written if not (w.before and "made" in w.before)]
        records = MaintenanceRecord._base_manager.select_for_update(of=("self",)).in_bulk(
            [w.subject_id for w in rows]
        )
        moved = [
            w
            for w in rows
            if w.subject_id not in records
            or records[w.subject_id].version != (w.before["version"] + 1 if w.before else 1)
        ]
        if moved:
            raise Refused(
                [
                    _("A later import changed %(count)s of these records. Undo that one first.")
                    % {"count": len(moved)}
                ]
            )
        made = [w.subject_id for w in rows if w.before is None]
        gone = Counter(records[pk].equipment_id for pk in made)
        MaintenanceRecord._base_manager.filter(pk__in=made).delete()
        for one in rows:
            if one.before is not None:
                _restore(records[one.subject_id], one.before)
        entries = [
            entry_for(HistoryWithdrawn(source=self._source, count=n), by=by, about=unit, at=at)
            for unit in Equipment._base_manager.select_related("vessel").filter(pk__in=gone)
            if (n := gone[unit.pk])
        ]
        insert_many(entries)
        try:
            DeclaredUnits.unmake(units, by=by, at=at)
        except ProtectedError as error:
            raise Refused(
                [_("Other records refer to units that this import made, so it cannot be undone.")]
            ) from error

    def _barred(self, units: set[Any]) -> dict[Any, Fault]:
        """Units whose vessel the importing person does not keep, with the reason."""
        if self.order.by is None:
            return {}
        known = Equipment._base_manager.select_related("vessel", "vessel__station").filter(pk__in=units)
        verdicts = {unit.pk: may_keep_equipment(self.order.by, unit) for unit in known}
        return {
            pk: Fault("register.rule", text=" ".join(force_str(reason) for reason in verdict.reasons))
            for pk, verdict in verdicts.items()
            if not verdict
        }

    def _day(self, place: Mapping[str, int], row: tuple[Any, ...]) -> date | None:
        def value(name: str) -> Any:
            return row[place[name]] if name in place else None

        if (day := value("happened_on")) is not None:
            return day  # type: ignore[no-any-return]
        if self._zero is None:
            return None
        if (age := value("age_days")) is not None:
            return self._zero + timedelta(days=float(age))
        if (hours := value("running_hours")) is not None:
            return self._zero + timedelta(days=float(hours) / self._hours_per_day)
        return None

    def _record(
        self, record: MaintenanceRecord, place: Mapping[str, int], row: PlannedRow
    ) -> MaintenanceRecord:
        values = row.values
        record.source, record.source_key, record.fingerprint = (
            self._source,
            _key_text(row.key),
            row.fingerprint,
        )
        record.equipment_id = values[place["equipment"]]
        record.happened_on = self._day(place, values) or EARLIEST
        record.text = values[place["text"]]
        for name in TEXTS:
            if name in place:
                setattr(record, name, values[place[name]] or "")
        for name in NUMBERS:
            if name in place:
                setattr(record, name, values[place[name]])
        return record

    def _log(self, units: Sequence[UUID], changed: int, at: datetime) -> None:
        counts = Counter(units)
        known = Equipment._base_manager.select_related("vessel").filter(pk__in=counts)
        entries = [
            entry_for(
                HistoryImported(source=self._source, count=counts[u.pk]), by=self.order.by, about=u, at=at
            )
            for u in known
        ]
        insert_many(entries)


_STORED = ("equipment", "source_key", "fingerprint", "happened_on", "text", *TEXTS, *NUMBERS)


def _key_text(key: KeyValue) -> str:
    """The key as it is kept: the hash of the row's content, or its key fields, hashed when they are long."""
    text = "|".join(canonical(part) for part in key)
    return text if len(text) <= LONGEST_KEY else fingerprint_of(key)


def _kept_field(name: str) -> Any:
    return MaintenanceRecord._meta.get_field(name)


def _as_data(record: MaintenanceRecord) -> dict[str, Any]:
    values = {name: getattr(record, _kept_field(name).attname) for name in _STORED}
    return {name: str(v) if isinstance(v, (UUID, Decimal, date)) else v for name, v in values.items()}


def _restore(record: MaintenanceRecord, before: Mapping[str, Any]) -> None:
    for name, value in before["values"].items():
        field = _kept_field(name)
        setattr(record, field.attname, UUID(value) if name == "equipment" else field.to_python(value))
    record.version += 1
    record.save()


def _clock(options: Mapping[str, Any]) -> tuple[date | None, float]:
    zero, per_day = options.get("day_zero"), options.get("hours_per_day", 24)
    try:
        day = zero if zero is None or isinstance(zero, date) else date.fromisoformat(str(zero))
        hours = float(per_day)
    except ValueError as error:
        raise Refused(
            [_("The day from which ages count is written like 2000-01-01, the hours a day as a number.")]
        ) from error
    if not 0 < hours <= 24:
        raise Refused([_("Hours a day lie between 0 and 24.")])
    return day, hours
