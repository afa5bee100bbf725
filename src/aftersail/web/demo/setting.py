"""The stage of the demo while it is being built: the rows so far, the present, and the people and things by name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from aftersail.core.models import Account, Organisation
from aftersail.fleet.models import (
    Customer,
    Equipment,
    FailureCode,
    Milestone,
    ProductFamily,
    ProductModel,
    Vessel,
    WarrantyTerm,
    Yard,
)
from aftersail.people.models import Area, CertificateKind, Leave, Partner, Port, Skill, Staff, Station
from aftersail.people.rules.rosters import Line
from aftersail.supply.models import Part
from aftersail.visits.models import Procedure
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.sheet import Sheet

LOCAL = ZoneInfo("Asia/Shanghai")
MONTHS = 18


@dataclass
class Setting:
    """Everything the history is told with; `present` is the instant at which it stops."""

    seed: int
    today: date
    present: datetime
    sheet: Sheet = field(default_factory=Sheet)
    house: Organisation = field(init=False)
    areas: dict[str, Area] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)
    skills: dict[str, Skill] = field(default_factory=dict)
    certificate_kinds: dict[str, CertificateKind] = field(default_factory=dict)
    rosters: dict[UUID, Line] = field(default_factory=dict)
    families: dict[str, ProductFamily] = field(default_factory=dict)
    models: dict[str, ProductModel] = field(default_factory=dict)
    parts: dict[tuple[str, str], Part] = field(default_factory=dict)
    procedures: dict[str, Procedure] = field(default_factory=dict)
    codes: dict[tuple[str, str], FailureCode] = field(default_factory=dict)
    terms: list[WarrantyTerm] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    yards: list[Yard] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    vessels: list[Vessel] = field(default_factory=list)
    units: list[Equipment] = field(default_factory=list)
    children: dict[UUID, dict[str, Equipment]] = field(default_factory=dict)
    milestones: dict[UUID, dict[str, Milestone]] = field(default_factory=lambda: defaultdict(dict))
    accounts: dict[str, Account] = field(default_factory=dict)
    desk: dict[str, list[Staff]] = field(default_factory=lambda: defaultdict(list))
    managers: dict[str, Staff] = field(default_factory=dict)
    stewards: dict[str, list[Staff]] = field(default_factory=lambda: defaultdict(list))
    engineers: dict[str, list[Staff]] = field(default_factory=lambda: defaultdict(list))
    levels: dict[UUID, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    leaves: dict[UUID, list[Leave]] = field(default_factory=lambda: defaultdict(list))
    crews: dict[UUID, Account] = field(default_factory=dict)
    owners: dict[UUID, Account] = field(default_factory=dict)
    _born: int = 0

    @property
    def begins(self) -> datetime:
        """The instant at which the told history begins: eighteen months ago."""
        return self.present - timedelta(days=round(MONTHS * 30.44))

    def dice(self, matter: str) -> Dice:
        """Return the random stream for a matter."""
        return Dice(self.seed, matter)

    def born(self) -> datetime:
        """Return when the next master record was made: before the history, one after the other."""
        self._born += 1
        return self.begins - timedelta(days=40) + timedelta(seconds=self._born)

    def make(self, model: type[Any], dice: Dice, /, **values: Any) -> Any:
        """Put a master record on the sheet."""
        born = self.born()
        return self.sheet.put(model(id=dice.id(born), **values), born)


def setting_for(seed: int, today: date | None, now: datetime) -> Setting:
    """Return an empty stage; without `today` the present is the last full hour, else nine o'clock of that day."""
    present = now.astimezone(LOCAL).replace(minute=0, second=0, microsecond=0)
    if today is not None:
        present = datetime.combine(today, time(9), LOCAL)
    return Setting(seed, present.date(), present.astimezone(UTC))
