"""Partners as a plan sees them: what each may be sent for at which cost, and how many of its people are out (R21); pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol, TypeVar
from uuid import UUID, uuid5


@dataclass(frozen=True, slots=True)
class Outside:
    """A partner behind one of its people.

    charges: by the orders that it may be sent for what it is expected to ask, in CNY. price_cny: of an hour of work, or
    `by_day` of a day.
    """

    partner_id: UUID
    name: str
    charges: Mapping[UUID, Decimal]
    price_cny: Decimal
    by_day: bool = False


class Stretch(Protocol):
    """Hours from the first instant to the last."""

    @property
    def starts_at(self) -> datetime: ...  # noqa: D102

    @property
    def ends_at(self) -> datetime: ...  # noqa: D102


Hours = TypeVar("Hours", bound=Stretch)


def person_id(partner_id: UUID, place: int) -> UUID:
    """Return the id of one of a partner's people, the same each time a plan is made of it."""
    return uuid5(partner_id, str(place))


def shared_out(people: int, given: Iterable[Hours]) -> list[list[Hours]]:
    """Return by person which of the orders given to a partner take their time.

    Two people, orders from eight to ten, nine to eleven and ten to twelve: the first has the first and the third. What is
    given beyond the number of people falls to whoever is free first: all of them are out then anyway.
    """
    taken: list[list[Hours]] = [[] for _person in range(people)]
    for one in sorted(given, key=lambda each: each.starts_at):
        free = min(
            taken,
            key=lambda mine: max(
                (each.ends_at for each in mine), default=datetime.min.replace(tzinfo=one.starts_at.tzinfo)
            ),
        )
        free.append(one)
    return taken


def all_out(people: int, given: Iterable[Stretch], starts_at: datetime, ends_at: datetime) -> bool:
    """Whether at some instant of these hours as many orders are given to a partner as it has people."""
    during = [one for one in given if one.starts_at < ends_at and starts_at < one.ends_at]
    begins = [max(starts_at, one.starts_at) for one in during]
    return any(sum(one.starts_at <= at < one.ends_at for one in during) >= people for at in begins)
