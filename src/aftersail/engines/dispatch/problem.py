"""What is to be planned: work orders, engineers, travel, prices, and what is decided already.

Every instant is an integer minute of one axis of working minutes (nights and closed days cut out, see `axis.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from aftersail.engines.dispatch.weights import Weights

OPEN_END = 1 << 40
"""An instant after every plan, for what never ends."""


@dataclass(frozen=True, slots=True)
class Span:
    """The minutes from `begin` up to, not including, `end`."""

    begin: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.begin:
            raise ValueError("a span must end after it begins")


@dataclass(frozen=True, slots=True)
class Window:
    """When the ship can be worked on, and at which place (index into `Travel`) it then lies."""

    begin: int
    end: int
    place: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What one member of a team must bring: a skill at a level, certificates and permits, kit, and parts (name,
    quantity) that the work uses up.

    `barred` are the engineers, by id, who may not fill it whatever they bring; ids that the problem lacks do no harm.
    """

    skill: str
    level: int = 1
    certificates: frozenset[str] = frozenset()
    kits: frozenset[str] = frozenset()
    uses: tuple[tuple[str, int], ...] = ()
    barred: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if any(quantity < 1 for _part, quantity in self.uses):
            raise ValueError("work uses at least one of a part, or does not name it")


@dataclass(frozen=True, slots=True)
class Order:
    """A piece of work aboard one ship, done without a break by a team with one member for each slot.

    `priority` multiplies the prices of being unserved and late; `due` is what the service baseline promises, None for
    no promise; work begins neither before `parts` nor before every order of `after` has ended. Orders with the
    same `together` are one visit of one team, one after another as listed. `is_new` marks an order that no
    published plan has known.
    """

    id: str
    ship: str
    duration: int
    windows: tuple[Window, ...]
    slots: tuple[Slot, ...]
    due: int | None = None
    priority: float = 1.0
    parts: int = 0
    after: tuple[str, ...] = ()
    together: str | None = None
    steward: str | None = None
    is_new: bool = False

    def __post_init__(self) -> None:
        if self.duration < 1 or not self.slots or self.priority < 0:
            raise ValueError(
                "an order lasts at least a minute, takes at least one person and has no priority below 0"
            )


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate or boarding permit, valid for work that lies wholly between the two instants."""

    kind: str
    valid_from: int = 0
    valid_until: int = OPEN_END


@dataclass(frozen=True, slots=True)
class Engineer:
    """One person who can be sent.

    `home` is a place of `Travel`, None where it is not known (named as a diagnosis). `absences` are roster, leave,
    training, rest: nobody works in them. Work beyond `regular_minutes` in the horizon is overtime, beyond
    `limit_minutes` forbidden. `rate` is what a minute of work costs besides: 0 for own staff, a partner's price;
    `charges` what sending them to an order costs besides, by order id, nothing for those not named.
    `carries` are the parts that they set out with.
    """

    id: str
    home: int | None
    skills: Mapping[str, int]
    certificates: tuple[Certificate, ...] = ()
    kits: frozenset[str] = frozenset()
    absences: tuple[Span, ...] = ()
    regular_minutes: int = OPEN_END
    limit_minutes: int = OPEN_END
    rate: float = 0.0
    carries: Mapping[str, int] = field(default_factory=dict)
    charges: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Store:
    """A place (index into `Travel`) where a call fills up everything: every kit, and parts without end.

    An engineer calls at one store at most, on the way from one work, or from home, to the next; that takes `minutes`.
    """

    place: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes and cost between places, both [place, place], door to ship.

    The diagonal holds what it takes between two ships at one place. On one ship at one place it is always 0.
    """

    minutes: tuple[tuple[int, ...], ...]
    cost: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        size = len(self.minutes)
        if len(self.cost) != size or any(len(row) != size for row in (*self.minutes, *self.cost)):
            raise ValueError("travel minutes and cost must be square and of one size")
        if any(value < 0 for row in self.minutes for value in row):
            raise ValueError("travel takes no less than nothing")


@dataclass(frozen=True, slots=True)
class Lock:
    """A dispatcher's decision that stays: these people, and from this minute where `start` is given."""

    order: str
    team: tuple[str, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What people were told of an order: who and when.

    `started`: the team is at work or on its way there; neither team nor start can change any more.
    `announced`: the ship expects the team then; it may come later, at a price, but not earlier.
    `calls`: who called at which store on the way (see `Assignment`).
    """

    order: str
    team: tuple[str, ...]
    start: int
    started: bool = False
    announced: bool = True
    calls: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a plan is made from.

    `now` is the earliest departure of whoever is not under way yet. A day of the axis has `day_minutes`; nights during
    one work no farther than `near_home_minutes` from home are spent there.
    """

    orders: tuple[Order, ...]
    engineers: tuple[Engineer, ...]
    travel: Travel
    weights: Weights = field(default_factory=Weights)
    locks: tuple[Lock, ...] = ()
    published: tuple[Published, ...] = ()
    now: int = 0
    day_minutes: int = 600
    near_home_minutes: int = 60
    stores: tuple[Store, ...] = ()

    def __post_init__(self) -> None:
        for name, ids in (
            ("order", [o.id for o in self.orders]),
            ("engineer", [e.id for e in self.engineers]),
        ):
            if len(set(ids)) != len(ids):
                raise ValueError(f"every {name} needs an id of its own")
        if self.day_minutes < 1:
            raise ValueError("a day has at least one working minute")
