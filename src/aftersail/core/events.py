"""Events: facts in the past tense, and who in a later chapter reacts to them."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, TypeVar
from uuid import UUID

E = TypeVar("E", bound="Event")


@dataclasses.dataclass(frozen=True)
class Event:
    """Something that happened; subclasses are frozen dataclasses of plain values.

    label: the sentence of the timeline, with the event's fields as placeholders.
    for_customer: whether the customer's timeline shows it.
    tells_followers: whether people who follow the record are notified.
    icon, tone: how the timeline marks it (names of the desk's icons and tones).
    choices: for fields that hold stored values, the `TextChoices` whose labels the sentence shows.
    quiet: fields that may be empty and then leave no trace in the sentence.
    """

    event_name: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    for_customer: ClassVar[bool] = False
    tells_followers: ClassVar[bool] = False
    icon: ClassVar[str] = "point"
    tone: ClassVar[str] = "neutral"
    choices: ClassVar[dict[str, Any]] = {}
    quiet: ClassVar[frozenset[str]] = frozenset()
    registry: ClassVar[dict[str, type[Event]]] = {}

    def __init_subclass__(cls) -> None:
        app = cls.__module__.removeprefix("aftersail.").split(".")[0]
        cls.event_name = f"{app}.{cls.__name__}"
        Event.registry[cls.event_name] = cls

    @classmethod
    @cache
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the fields, in order."""
        return tuple(field.name for field in dataclasses.fields(cls))

    def as_data(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {name: _plain(getattr(self, name)) for name in self.field_names()}

    @classmethod
    def from_data(cls: type[E], data: dict[str, Any]) -> E:
        """Rebuild the event from `as_data`; unknown keys of older editions are ignored."""
        hints = typing.get_type_hints(cls)
        names = [name for name in cls.field_names() if name in data]
        return cls(**{name: _typed(data[name], hints[name]) for name in names})


Handler = Callable[[Any, Any], None]
_handlers: dict[str, list[Handler]] = {}


def on(*events: type[Event]) -> Callable[[Handler], Handler]:
    """Register a reaction `handler(event, entry)`, run after commit by a worker, once per entry.

    The handler runs inside a transaction under every row; it must not depend on running soon.
    """

    def register(handler: Handler) -> Handler:
        for event in events:
            _handlers.setdefault(event.event_name, []).append(handler)
        return handler

    return register


def handlers_of(name: str) -> list[Handler]:
    """Return the reactions registered for an event name."""
    return _handlers.get(name, [])


def handler_name(handler: Handler) -> str:
    """Return the name under which a reaction's deliveries are kept."""
    return f"{handler.__module__.removeprefix('aftersail.')}.{handler.__name__}"


def _plain(value: Any) -> Any:
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool, dict)):
        return value
    return str(value)


def _typed(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    kinds = [kind for kind in (typing.get_args(hint) or (hint,)) if isinstance(kind, type)]
    for kind, build in (
        (UUID, UUID),
        (datetime, datetime.fromisoformat),
        (date, date.fromisoformat),
        (Decimal, Decimal),
    ):
        if kind in kinds:
            return build(value)
    return value
