"""What a service report says: frozen, complete, in the words of the document's language, without any cost."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """How a step ended."""

    DONE = "done"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    NOT_APPLICABLE = "not_applicable"
    OPEN = "open"


class Restoration(StrEnum):
    """Whether the equipment works again when the engineer leaves."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    NOT_RESTORED = "not_restored"
    NOT_NEEDED = "not_needed"


class Moment(StrEnum):
    """When a photo was taken, seen from the work."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    UNSTATED = ""


class SignerRole(StrEnum):
    """In which capacity a person signs."""

    ENGINEER = "engineer"
    USER = "user"
    YARD = "yard"
    STATION = "station"
    WITNESS = "witness"


class Direction(StrEnum):
    """Whether a part came out of the equipment or went in."""

    OUT = "out"
    IN = "in"


class ReportRefused(ValueError):
    """The content contradicts itself and must not be printed."""


class Checked:
    """Refuses a clock reading without a time zone, wherever it stands."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ReportRefused(f"{field.name} has no time zone: {value}")


@dataclass(frozen=True)
class House:
    """The maker as printed on every page; `mark_svg` replaces the built-in logo mark."""

    department: str = ""
    contact: str = ""
    time_zone: str = "Asia/Shanghai"
    mark_svg: bytes = b""


@dataclass(frozen=True)
class Code:
    """A coded finding: `VIB` and its name in the document's language."""

    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Vessel:
    """The ship and the code painted on its hull."""

    name: str = ""
    hull_code: str = ""


@dataclass(frozen=True)
class Equipment:
    """The unit served; `running_hours` as read on the day."""

    model: str = ""
    name: str = ""
    serial: str = ""
    software_version: str = ""
    running_hours: Decimal | None = None


@dataclass(frozen=True)
class Stamps(Checked):
    """The visit's clock readings, each one optional."""

    travel_started_at: datetime | None = None
    arrived_at: datetime | None = None
    work_started_at: datetime | None = None
    work_finished_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True)
class PersonHours:
    """One person's hours on this visit."""

    person: str
    travel_hours: Decimal = Decimal(0)
    wait_hours: Decimal = Decimal(0)
    work_hours: Decimal = Decimal(0)


@dataclass(frozen=True)
class Step(Checked):
    """One line of the procedure as it was carried out."""

    number: str
    text: str
    outcome: Outcome = Outcome.OPEN
    result: str = ""
    done_by: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True)
class Measurement:
    """One test item; `passed` is None when nobody judged it."""

    item: str
    limits: str = ""
    reading: str = ""
    passed: bool | None = None


@dataclass(frozen=True)
class PartMoved:
    """One part taken out or put in; `serials` has one entry for each serialised piece."""

    direction: Direction
    part_number: str
    name: str
    quantity: Decimal = Decimal(1)
    serials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leftover:
    """Work that remains after the visit, who owes it and until when."""

    text: str
    party: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Warranty:
    """The verdict in words, its clause, and the days left on the day of the fault (negative: expired)."""

    verdict: str
    clause: str = ""
    days_left: int | None = None


@dataclass(frozen=True)
class ConductScore:
    """One item of the user's card on conduct, 1 (poor) to 5 (excellent)."""

    item: str
    score: int

    def __post_init__(self) -> None:
        if not 1 <= self.score <= 5:
            raise ReportRefused(f"conduct score out of 1..5: {self.item} {self.score}")


@dataclass(frozen=True)
class Photo:
    """`pair` is equal for a before and an after photo of the same thing; they print side by side."""

    image: bytes
    caption: str = ""
    moment: Moment = Moment.UNSTATED
    pair: str = ""


@dataclass(frozen=True)
class Signature(Checked):
    """One signature; `image` is the PNG from the pad, empty for ink on paper."""

    role: SignerRole
    name: str = ""
    post: str = ""
    signed_at: datetime | None = None
    image: bytes = b""


@dataclass(frozen=True)
class Addendum(Checked):
    """A correction written after signing; it never changes what was signed."""

    number: int
    author: str
    text: str
    written_at: datetime | None = None


@dataclass(frozen=True)
class ServiceReport(Checked):
    """One service report in one language (`zh`, `en`, or longer codes such as `zh-hans`).

    All names, types and stages are already words of that language: build the content under
    `translation.override(report_language)`. `signed_at` is the instant of freezing; without it the document is a
    draft. `frozen_hash` is the hash stored then: printing refuses content that no longer matches it.
    """

    form_number: str
    version: int
    language: str
    prepared_at: datetime
    institute: str
    security_mark: str = ""
    station: str = ""
    customer: str = ""
    vessel: Vessel = Vessel()
    equipment: Equipment = Equipment()
    service_type: str = ""
    lifecycle_stage: str = ""
    user_phase: str = ""
    fault_at: datetime | None = None
    symptom: str = ""
    environment: str = ""
    case_number: str = ""
    work_order_number: str = ""
    engineers: tuple[str, ...] = ()
    stamps: Stamps = Stamps()
    hours: tuple[PersonHours, ...] = ()
    diagnosis: str = ""
    failure_mode: Code = Code()
    failure_mechanism: Code = Code()
    failure_cause: Code = Code()
    actions: str = ""
    steps: tuple[Step, ...] = ()
    tests: tuple[Measurement, ...] = ()
    parts: tuple[PartMoved, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    warranty: Warranty | None = None
    restoration: Restoration | None = None
    permanent_due_on: date | None = None
    user_opinion: str = ""
    conduct: tuple[ConductScore, ...] = ()
    photos: tuple[Photo, ...] = ()
    signatures: tuple[Signature, ...] = ()
    addenda: tuple[Addendum, ...] = ()
    signed_at: datetime | None = None
    frozen_hash: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.version < 1:
            raise ReportRefused(f"version starts at 1: {self.version}")
        if self.signed_at is not None and not any(s.signed_at for s in self.signatures):
            raise ReportRefused("signed_at is set but nobody has signed")
        if self.addenda and self.signed_at is None:
            raise ReportRefused("an addendum corrects a signed report; an unsigned one is simply changed")
