"""What happens to forms: editions drafted, published, retired; sheets filled in, signed, corrected, followed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aftersail.core.events import Event
from aftersail.visits.states import FormSigner


@dataclass(frozen=True)
class FormDrafted(Event):
    """An edition of a form was begun."""

    label: ClassVar[Any] = _("Form %(code)s: edition %(edition)s drafted")
    code: str
    edition: int


@dataclass(frozen=True)
class FormDesigned(Event):
    """A draft edition was changed."""

    label: ClassVar[Any] = _("Form %(code)s, edition %(edition)s: %(change)s")
    code: str
    edition: int
    change: str


@dataclass(frozen=True)
class FormPublished(Event):
    """An edition is the one to fill in from now on."""

    label: ClassVar[Any] = _("Form %(code)s: edition %(edition)s published. %(note)s")
    quiet: ClassVar = frozenset({"note"})
    code: str
    edition: int
    note: str
    changes: list[str]


@dataclass(frozen=True)
class FormRetired(Event):
    """An edition is not filled in any more."""

    label: ClassVar[Any] = _("Form %(code)s: edition %(edition)s retired")
    code: str
    edition: int


@dataclass(frozen=True)
class FormDraftDropped(Event):
    """A draft edition was thrown away."""

    label: ClassVar[Any] = _("Form %(code)s: draft of edition %(edition)s thrown away")
    code: str
    edition: int


@dataclass(frozen=True)
class FormsLoaded(Event):
    """The forms that ship with the product were put in."""

    label: ClassVar[Any] = _("%(count)s forms loaded")
    count: int


@dataclass(frozen=True)
class FormBegun(Event):
    """Somebody began to fill a form in."""

    label: ClassVar[Any] = _("Form %(number)s begun: %(title)s")
    form_id: UUID
    number: str
    title: str


@dataclass(frozen=True)
class FormSaved(Event):
    """Lines of a form were filled in, changed or skipped: which, and how they read now."""

    label: ClassVar[Any] = _("Form %(number)s filled in: %(lines)s")
    form_id: UUID
    number: str
    lines: list[str]
    values: dict[str, Any]


@dataclass(frozen=True)
class FormRetested(Event):
    """A line is measured again; the reading before is kept."""

    label: ClassVar[Any] = _("Form %(number)s: %(line)s is tested again")
    form_id: UUID
    number: str
    line: str


@dataclass(frozen=True)
class FormSignedBy(Event):
    """One side signed a form."""

    label: ClassVar[Any] = _("Form %(number)s signed by %(signer)s (%(role)s)")
    choices: ClassVar = {"role": FormSigner}
    form_id: UUID
    number: str
    role: str
    signer: str


@dataclass(frozen=True)
class FormSigned(Event):
    """Everybody has signed; the form is closed to changes."""

    label: ClassVar[Any] = _("Form %(number)s is signed")
    tells_followers: ClassVar[bool] = True
    form_id: UUID
    number: str
    content_hash: str


@dataclass(frozen=True)
class FormCancelled(Event):
    """A form will not be finished; its number stays used."""

    label: ClassVar[Any] = _("Form %(number)s cancelled: %(reason)s")
    form_id: UUID
    number: str
    reason: str


@dataclass(frozen=True)
class FormCorrected(Event):
    """A correction was written beside a signed form."""

    label: ClassVar[Any] = _("Addendum to form %(number)s: %(text)s")
    tells_followers: ClassVar[bool] = True
    form_id: UUID
    number: str
    text: str


@dataclass(frozen=True)
class FollowUpRaised(Event):
    """Something is to be done because a line failed."""

    label: ClassVar[Any] = _("Form %(number)s asks for: %(text)s")
    form_id: UUID
    number: str
    text: str


@dataclass(frozen=True)
class FollowUpSettled(Event):
    """What a failed line asked for is done."""

    label: ClassVar[Any] = _("Form %(number)s: settled: %(text)s. %(note)s")
    quiet: ClassVar = frozenset({"note"})
    form_id: UUID
    number: str
    text: str
    note: str
