"""What every storyteller of the demo has at hand: the stage, the log, the diaries, the pictures of signatures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aftersail.cases.models import Case, CasePart, Suspension
from aftersail.core.models import Account
from aftersail.core.record import Record
from aftersail.dispatch.models import Assignment
from aftersail.fleet.models import Vessel
from aftersail.people.models import Staff, Station
from aftersail.satisfaction.models import SatisfactionCard
from aftersail.web.demo.always import always
from aftersail.web.demo.chronicle import Chronicle
from aftersail.web.demo.clockwork import Clockwork
from aftersail.web.demo.crewing import Crewing
from aftersail.web.demo.demand import Report
from aftersail.web.demo.dice import Dice
from aftersail.web.demo.setting import LOCAL, Setting
from aftersail.web.demo.signatures import Picture
from aftersail.web.demo.words import Telling


@dataclass
class Tale:
    """The shared means of telling."""

    stage: Setting
    log: Chronicle
    clockwork: Clockwork
    crewing: Crewing
    pictures: list[Picture]
    cases: list[CaseTale] = field(default_factory=list)


@dataclass
class CaseTale:
    """One case being told: its rows, who works on it, and what its fault sounds like."""

    tale: Tale
    report: Report
    told: Telling
    dice: Dice
    case: Case = field(init=False)
    suspensions: list[Suspension] = field(default_factory=list)
    cards: list[SatisfactionCard] = field(default_factory=list)
    owed: list[CasePart] = field(default_factory=list)
    promise: Assignment = field(init=False)
    helped_until: datetime | None = None

    @property
    def stage(self) -> Setting:
        """The stage."""
        return self.tale.stage

    @property
    def log(self) -> Chronicle:
        """The log."""
        return self.tale.log

    @property
    def vessel(self) -> Vessel:
        """The ship."""
        return self.report.vessel

    @property
    def station(self) -> Station:
        """The station that covers the ship."""
        return always(self.vessel.station)

    @property
    def dispatcher(self) -> Account:
        """A dispatcher; the one whose account visitors try is on duty most often."""
        desk = self.stage.desk["dispatcher"]
        return self.account_of(desk[0] if self.dice.chance(0.5) else self.dice.one(desk))

    @property
    def manager(self) -> Account:
        """The manager of the ship's station."""
        return self.account_of(self.stage.managers[self.station.code])

    @property
    def steward(self) -> Staff:
        """The ship's service manager."""
        return always(self.vessel.steward)

    @property
    def crew(self) -> Account:
        """The crew's account."""
        return self.stage.crews[self.vessel.pk]

    @staticmethod
    def account_of(staff: Staff) -> Account:
        """Return the account of a member of staff; in the demo everybody has one."""
        return always(staff.account)

    def put(self, model: type[Record], at: datetime, /, **values: Any) -> Any:
        """Put a record of the case on the sheet, made at an instant."""
        return self.stage.sheet.put(model(id=self.dice.id(at), **values), at)

    def soon(self, hours: float, spread: float = 1.6) -> timedelta:
        """Return about so many hours."""
        return timedelta(hours=self.dice.about(hours, spread))

    def in_office(self, at: datetime) -> datetime:
        """Return the instant itself between eight and eighteen o'clock, else the next morning."""
        local = at.astimezone(LOCAL)
        if local.hour < 8:
            return at + timedelta(hours=8 - local.hour, minutes=self.dice.randrange(40))
        if local.hour >= 18:
            return at + timedelta(hours=32 - local.hour, minutes=self.dice.randrange(40))
        return at
