"""Files people attach to records: taken in, listed, opened only through the record they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftersail.core import shelf
from aftersail.core.drawn import NO_DRAWING
from aftersail.core.events import Event
from aftersail.core.ids import new_id
from aftersail.core.log import record
from aftersail.core.models import Account, StoredFile
from aftersail.core.once import claim, made_before
from aftersail.core.pictures import check_picture, thumbnail, without_place
from aftersail.core.prepared import SeenBy
from aftersail.core.record import Record
from aftersail.core.refusals import NotThere
from aftersail.core.sniffing import IMAGES, media_type_of, safe_name
from aftersail.core.verdicts import ALLOWED, Refused, Verdict, refuse, require

MB = 1024 * 1024
WIDTHS = (320, 1280)
ICONS = {"application/pdf": "file-type-pdf", "text/csv": "file-spreadsheet", "text/plain": "file-text"}


class Upload(Protocol):
    """What a form or the API hands over; Django's uploaded files fit."""

    @property
    def name(self) -> str | None:
        """The name that the sender gave."""

    @property
    def size(self) -> int | None:
        """Bytes, as far as known."""

    def read(self, num_bytes: int = ..., /) -> bytes:
        """Return the content."""


@dataclass(frozen=True)
class FileAttached(Event):
    """A file was attached to a record that the customer sees."""

    label: ClassVar[Any] = _("Attached %(file_name)s")
    for_customer: ClassVar[bool] = True
    file_id: UUID
    file_name: str
    sha256: str
    purpose: str


@dataclass(frozen=True)
class InternalFileAttached(Event):
    """A file was attached that the customer does not see."""

    label: ClassVar[Any] = _("Attached %(file_name)s (internal)")
    file_id: UUID
    file_name: str
    sha256: str
    purpose: str


MayAttach = Callable[[Account, Any], Verdict]
_attachable: dict[str, MayAttach] = {}


def attachable(subject_type: str, may_attach: MayAttach) -> None:
    """Let the API attach files to records of a kind, to whom the verdict allows it; called from an app's `ready`."""
    _attachable[subject_type] = may_attach


def may_attach(account: Account, about: Record) -> Verdict:
    """Say whether the account may attach files to a record."""
    asked = _attachable.get(about._meta.label_lower)
    return asked(account, about) if asked else refuse(_("Files cannot be attached to this kind of record."))


@transaction.atomic
def attach(
    upload: Upload,
    *,
    by: Account | None,
    about: Record,
    at: datetime,
    purpose: str = "",
    caption: str = "",
    for_customer: bool = True,
    file_id: UUID | None = None,
) -> StoredFile:
    """Take a file in and tie it to a record; whether `by` may do so is the caller's question.

    An id that exists already gives that file. Raises `Refused` for what is too large, empty, damaged or not of a
    kind that is taken. `by` is None for a guest.
    """
    if file_id and (known := made_before(StoredFile, file_id)):
        return known
    stored = _taken_in(upload, file_id)
    stored.uploaded_by = by.pk if by else None
    stored.purpose, stored.caption, stored.for_customer = purpose[:30], caption.strip()[:200], for_customer
    _tie(stored, about)
    stored.save(force_insert=True)
    _tell(stored, by, about, at)
    return stored


@transaction.atomic
def keep(upload: Upload, *, by: Account, file_id: UUID | None = None) -> StoredFile:
    """Take a file in that belongs to no record yet: only who sent it sees it, until an action ties it to one."""
    if file_id:
        claim(file_id)
        if known := StoredFile.objects.filter(pk=file_id, uploaded_by=by.pk).first():
            return known
    stored = _taken_in(upload, file_id)
    stored.uploaded_by = by.pk
    stored.save(force_insert=True)
    return stored


@transaction.atomic
def keep_signature(drawn: bytes, about: Record, *, by: Account, name: str) -> StoredFile:
    """Take in a signature drawn on the screen, as PNG bytes, and tie it to the record that it signs."""
    stored = keep(ContentFile(drawn, name=f"{name}.png"), by=by)
    if not stored.is_image:
        raise Refused([NO_DRAWING])
    stored.purpose = "signature"
    _tie(stored, about)
    stored.save(update_fields=["subject_type", "subject_id", "keys", "purpose"])
    return stored


@transaction.atomic
def tie_to(
    about: Record,
    file_ids: Iterable[UUID],
    *,
    by: Account,
    at: datetime,
    purpose: str = "",
    for_customer: bool = True,
) -> list[StoredFile]:
    """Tie files that `by` sent before to a record; ids that are not theirs or tied elsewhere are left alone."""
    mine = StoredFile.objects.select_for_update().filter(
        pk__in=list(file_ids), uploaded_by=by.pk, subject_id=None
    )
    tied = list(mine)
    for stored in tied:
        stored.purpose, stored.for_customer = purpose[:30] or stored.purpose, for_customer
        _tie(stored, about)
        stored.save(update_fields=["purpose", "for_customer", "subject_type", "subject_id", "keys"])
        _tell(stored, by, about, at)
    return tied


def _taken_in(upload: Upload, file_id: UUID | None) -> StoredFile:
    require(may_weigh(upload.size or 0))
    content = upload.read(settings.UPLOAD_MAX_MB * MB + 1)
    require(may_weigh(len(content)))
    name = upload.name or ""
    media_type = media_type_of(content, name)
    if media_type in IMAGES:
        check_picture(content, media_type)
        content = without_place(content, media_type)
    digest = shelf.put(content)
    return StoredFile(
        id=file_id or new_id(),
        name=safe_name(name, media_type),
        media_type=media_type,
        size=len(content),
        sha256=digest,
    )


def may_weigh(size: int) -> Verdict:
    """Whether a file of so many bytes is taken; the settings say how many megabytes at the most."""
    limit = settings.UPLOAD_MAX_MB
    if size <= limit * MB:
        return ALLOWED
    return refuse(_("The file is larger than %s MB. Send a smaller one, or split it.") % limit)


def _tie(stored: StoredFile, about: Record) -> None:
    stored.subject_type, stored.subject_id, stored.keys = (
        about._meta.label_lower,
        about.pk,
        about.reach_keys(),
    )


def _tell(stored: StoredFile, by: Account | None, about: Record, at: datetime) -> None:
    kind = FileAttached if stored.for_customer else InternalFileAttached
    event = kind(file_id=stored.pk, file_name=stored.name, sha256=stored.sha256, purpose=stored.purpose)
    record(event, by=by, about=about, at=at)


def files_for(account: Account) -> Any:
    """Return the files that an account may open: those of records it sees, not internal ones when it is outside."""
    rows = StoredFile.objects.visible_to(account)
    return rows if account.is_house else rows.filter(for_customer=True) | rows.filter(uploaded_by=account.pk)


def file_at(account: Account, file_id: UUID) -> StoredFile:
    """Return a file that the account may open; else `NotThere`."""
    found: StoredFile | None = files_for(account).filter(pk=file_id).first()
    if found is None or not shelf.place_of(found.sha256).exists():
        raise NotThere([_("There is no such file, or it is not yours to open.")])
    return found


def attachments(account: Account, about: Record | UUID, purpose: str = "") -> list[dict[str, Any]]:
    """Return a record's files as `core/parts/_files.html` shows them, oldest first."""
    subject = about.pk if isinstance(about, Record) else about
    if account.is_house:
        rows = ATTACHED.rows(account, subject)
    else:
        rows = list(_attached(files_for(account), subject))
    return [shown(stored) for stored in rows if not purpose or stored.purpose == purpose]


def _attached(seen: Any, subject: UUID) -> Any:
    return seen.filter(subject_id=subject).order_by("created_at", "id")[:200]


ATTACHED = SeenBy(StoredFile, _attached, UUID)


def shown(stored: StoredFile) -> dict[str, Any]:
    """Return what a page shows of a file."""
    picture = stored.is_image
    return {
        "id": stored.pk,
        "name": stored.name,
        "caption": stored.caption,
        "purpose": stored.purpose,
        "size_kb": max(1, round(stored.size / 1024)),
        "icon": "photo" if picture else ICONS.get(stored.media_type, "file"),
        "url": reverse("core:file", args=[stored.pk]),
        "small_url": reverse("core:small_picture", args=[stored.pk, WIDTHS[0]]) if picture else "",
        "large_url": reverse("core:small_picture", args=[stored.pk, WIDTHS[1]]) if picture else "",
        "internal": not stored.for_customer,
        "at": stored.created_at,
    }


def content_of(stored: StoredFile) -> bytes:
    """Return a file's bytes."""
    return shelf.place_of(stored.sha256).read_bytes()


def small_picture(stored: StoredFile, width: int) -> bytes:
    """Return the small picture of a photo, made when first asked for."""
    if not stored.is_image or width not in WIDTHS:
        raise NotThere([_("There is no small picture of this file.")])
    place = shelf.small_place_of(stored.sha256, width)
    if not place.exists():
        shelf.write_whole(place, thumbnail(content_of(stored), width))
    return place.read_bytes()


def require_attach(account: Account, about: Record) -> None:
    """Raise `Refused` when the account may not attach files to the record."""
    require(may_attach(account, about))
