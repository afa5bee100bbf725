"""Units that a log speaks of but no register knows: made under a vessel and model that the import declares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from aftersail.core.ids import new_id
from aftersail.core.importing.declared import Written
from aftersail.core.log import record as log
from aftersail.core.masters import Master, master_named
from aftersail.core.masters.events import RecordRemoved
from aftersail.core.masters.saving import enter_record
from aftersail.core.models import Account, SearchEntry
from aftersail.core.verdicts import Refused
from aftersail.fleet.models import Customer, Equipment, ProductFamily, ProductModel, Vessel

SHAPE = {"customer": "code", "vessel": "hull_code", "family": "code", "model": "code"}
KINDS: dict[str, Any] = {
    "customer": Customer,
    "vessel": Vessel,
    "family": ProductFamily,
    "model": ProductModel,
}
REGISTERS = {
    "customer": "fleet.customers",
    "vessel": "fleet.vessels",
    "family": "fleet.families",
    "model": "fleet.models",
}
MOST = 1_000


@dataclass(frozen=True, slots=True)
class DeclaredUnits:
    """Where missing units are made: a vessel (of a customer) and a model (of a family), each known or described.

    `name` is how a unit is called aboard; `{unit}` in it stands for the log's own word, which becomes the serial
    number. What exists already under its code is used as it is.
    """

    vessel: Mapping[str, Any]
    model: Mapping[str, Any]
    customer: Mapping[str, Any]
    family: Mapping[str, Any]
    name: str

    @classmethod
    def from_options(cls, options: Any) -> DeclaredUnits | None:
        """Read the option `units` of an import; None when there is none. Raises `Refused` for a wrong one."""
        if not options:
            return None
        given = {part: options.get(part) or {} for part in SHAPE}
        name = options.get("name", "{unit}")
        wrong = [
            p
            for p, v in given.items()
            if not isinstance(v, Mapping) or any(not isinstance(x, str) for x in v.values())
        ]
        if (
            wrong
            or not isinstance(name, str)
            or not given["vessel"].get("hull_code")
            or not given["model"].get("code")
        ):
            raise Refused(
                [_("Units to be made need at least vessel.hull_code and model.code, all written as texts.")]
            )
        return cls(**given, name=name)

    def found(self, texts: Collection[str]) -> dict[str, Any]:
        """Return the units that texts name by serial number or name: aboard the declared vessel, or of the model."""
        meant = Q(vessel__hull_code=self.vessel["hull_code"]) | Q(model__code=self.model["code"])
        named: dict[str, Any] = {}
        for pk, serial, name in Equipment._base_manager.filter(meant).values_list(
            "pk", "serial_number", "name"
        ):
            named.setdefault(name, pk)
            named[serial] = pk
        return {text: named[text] for text in texts if text in named}

    @staticmethod
    def reserve(text: str) -> UUID:
        """Return the id under which the unit of this name will be made."""
        return new_id()

    def make(self, wanted: Mapping[UUID, str], *, by: Account | None, at: datetime) -> list[Written]:
        """Make the units, and before them what of customer, vessel, family and model is missing."""
        if len(wanted) > MOST:
            raise Refused(
                [_("The log names %(count)s unknown units. Import the units first.") % {"count": len(wanted)}]
            )
        made: list[Written] = []
        customer = self._ensure("customer", {}, by, at, made) if self.customer else None
        family = self._ensure("family", {}, by, at, made) if self.family else None
        vessel = self._ensure("vessel", {"customer": customer} if customer else {}, by, at, made)
        model = self._ensure("model", {"family": family} if family else {}, by, at, made)
        equipment = master_named("fleet.equipment")
        for pk, text in sorted(wanted.items(), key=lambda item: item[1]):
            values = {
                "vessel": vessel,
                "model": model,
                "serial_number": text[:60],
                "name": self.name.replace("{unit}", text)[:120],
            }
            enter_record(equipment, by=by, values=values, at=at, record_id=pk)
            made.append(Written(0, pk, {"made": equipment.name}))
        return made

    def _ensure(
        self, part: str, related: Mapping[str, Any], by: Account | None, at: datetime, made: list[Written]
    ) -> Any:
        stated, key = getattr(self, part), SHAPE[part]
        known = KINDS[part]._base_manager.filter(**{key: stated[key]}).first()
        if known is not None:
            return known
        master = master_named(REGISTERS[part])
        if (
            not stated.get("name")
            or (part == "vessel" and "customer" not in related)
            or (part == "model" and "family" not in related)
        ):
            raise Refused(
                [
                    _("There is no %(what)s “%(code)s”. Enter it first, or describe it in full.")
                    % {"what": master.label, "code": stated[key]}
                ]
            )
        values = {name: value for name, value in stated.items() if name in master.fields}
        record = enter_record(master, by=by, values={**values, **related}, at=at)
        made.append(Written(0, record.pk, {"made": master.name}))
        return record

    @staticmethod
    def unmake(made: Sequence[Written], *, by: Account | None, at: datetime) -> None:
        """Take away what `make` made, the last first; ProtectedError when something refers to it by now."""
        order = ["fleet.equipment", "fleet.vessels", "fleet.models", "fleet.customers", "fleet.families"]
        for one in sorted(made, key=lambda w: order.index(w.before["made"]) if w.before else 0):
            master: Master = master_named((one.before or {})["made"])
            record = master.model._base_manager.filter(pk=one.subject_id).first()
            if record is None:
                continue
            log(RecordRemoved(register=master.name, title=str(record)[:120]), by=by, about=record, at=at)
            record.delete()
            SearchEntry.objects.filter(pk=one.subject_id).delete()
