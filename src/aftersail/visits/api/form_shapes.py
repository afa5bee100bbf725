"""What programs send and receive of forms, blank and filled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from aftersail.visits.api.shapes import Day, Moment, Version
from aftersail.visits.states import EditionState, FilledState, FormKind, FormSigner


class FormEditionOut(Schema):
    """An edition of a form."""

    id: UUID
    version: int
    code: str
    kind: FormKind
    title: str
    title_en: str
    edition: int
    state: EditionState
    active_from: datetime | None
    retired_at: datetime | None


class FormEditionWholeOut(FormEditionOut):
    """An edition with its content: the JSON Schema (2020-12) of the answers, with `x-aftersail` for the rest."""

    content: dict[str, Any]


class FormEditionsWanted(Schema):
    """Which editions."""

    kind: FormKind | None = None
    state: EditionState = EditionState.ACTIVE


class FilledFormsWanted(Schema):
    """Which filled forms."""

    state: FilledState | None = None
    visit_id: UUID | None = None
    vessel_id: UUID | None = None
    code: str = Field("", max_length=8)


class FilledFormOut(Schema):
    """A filled form."""

    id: UUID
    version: int
    number: str
    code: str
    title: str
    edition_id: UUID
    edition: int
    state: FilledState
    percent: int | None
    station_id: UUID
    visit_id: UUID | None
    vessel_id: UUID | None
    equipment_id: UUID | None
    day: date | None
    begun_at: datetime
    signed_at: datetime | None


class FormSignatureOut(Schema):
    """Who signed a form, and when."""

    role: FormSigner
    name: str
    post: str
    signed_at: datetime


class FormAddendumOut(Schema):
    """A correction beside a signed form."""

    id: UUID
    text: str
    author_name: str
    added_at: datetime


class FollowUpOut(Schema):
    """What a failed line asks for."""

    id: UUID
    line: str
    text: str
    is_open: bool


class FilledFormWholeOut(FilledFormOut):
    """A filled form with its answers, and everything that belongs to it."""

    values: dict[str, Any]
    skipped: dict[str, Any]
    attempts: dict[str, Any]
    witnessed: dict[str, Any]
    results: dict[str, str]
    content_hash: str
    signatures: list[FormSignatureOut]
    addenda: list[FormAddendumOut]
    follow_ups: list[FollowUpOut]


class PackedFormOut(Schema):
    """A filled form of a visit as a device takes it along."""

    id: UUID
    number: str
    edition_id: UUID
    state: FilledState
    version: int
    values: dict[str, Any]
    skipped: dict[str, Any]
    attempts: dict[str, Any]
    witnessed: dict[str, Any]
    results: dict[str, str]
    signatures: list[FormSignatureOut]
    addenda: list[FormAddendumOut]
    follow_ups: list[FollowUpOut]


class PackedEditionOut(Schema):
    """An edition of a form as a device takes it along: `content` is its JSON Schema, in both languages."""

    id: UUID
    code: str
    kind: FormKind
    number: int
    active: bool
    content: dict[str, Any]


class PackedFormsOut(Schema):
    """The editions that are begun on board, and those of the forms taken along."""

    editions: list[PackedEditionOut]


class LineSkipIn(Schema):
    """A line that is skipped; without a reason it is no longer skipped."""

    line: str = Field(max_length=40)
    reason: str = Field("", max_length=300)
    approved_by_id: UUID | None = None


class LineWitnessIn(Schema):
    """Who saw a witness point, or why those who were told did not come; with neither, nobody is named any more."""

    line: str = Field(max_length=40)
    name: str = Field("", max_length=60)
    absent: str = Field("", max_length=300)


class FilledFormIn(Schema):
    """Lines of a form, which is begun where it is not there yet; null clears a line, lines not named stay.

    The edition is the one in which it was begun, whatever is active meanwhile.
    """

    edition_id: UUID
    visit_id: UUID | None = None
    vessel_id: UUID | None = None
    equipment_id: UUID | None = None
    station_id: UUID | None = None
    day: Day | None = None
    values: dict[str, Any] = Field(default_factory=dict, max_length=300)
    skips: list[LineSkipIn] = Field(default_factory=list, max_length=300)
    witnesses: list[LineWitnessIn] = Field(default_factory=list, max_length=300)
    begun_at: Moment | None = None
    at: Moment | None = None
    version: Version = None


class FormSignIn(Schema):
    """One side's signature: a PNG in base64."""

    role: FormSigner
    name: str = Field(min_length=1, max_length=60)
    post: str = Field("", max_length=60)
    image: str = Field(max_length=3_000_000)
    signed_at: Moment | None = None
    at: Moment | None = None
    version: Version = None


class FormAddendumIn(Schema):
    """A correction beside a signed form."""

    id: UUID | None = None
    text: str = Field(min_length=1, max_length=4000)
    at: Moment | None = None


class FormLineIn(Schema):
    """When a line is tested again, and on which version of the form."""

    at: Moment | None = None
    version: Version = None


class FollowUpIn(Schema):
    """Who owes what a failed line asks for, and by when."""

    party: str = Field("", max_length=120)
    due_on: Day | None = None
    at: Moment | None = None


class FormCancelIn(Schema):
    """Why a form is given up."""

    reason: str = Field(min_length=1, max_length=300)
    at: Moment | None = None
    version: Version = None
