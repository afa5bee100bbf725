"""Photos of a visit: sent at once, or from sea: told of first, then their bytes piece by piece, each safe to send again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aftersail.core.files import Upload, attach, may_weigh
from aftersail.core.models import Account, StoredFile
from aftersail.core.once import made_before
from aftersail.core.record import Stale
from aftersail.core.refusals import NotThere
from aftersail.core.verdicts import ALLOWED, Verdict, all_of, refuse, require
from aftersail.visits.actions.recording import tell_saved
from aftersail.visits.models import Visit, VisitPhoto, VisitStep
from aftersail.visits.permissions import may_record

PHOTO_MOMENTS = ("before", "after", "during")
PIECE_BYTES = 1024 * 1024
"""The largest piece taken at once."""


@transaction.atomic
def add_photo(
    *,
    by: Account,
    visit: Visit,
    upload: Upload,
    moment: str,
    at: datetime,
    caption: str = "",
    file_id: UUID | None = None,
) -> StoredFile:
    """Keep a photo of before, during or after the work; photos with the same caption print side by side."""
    require(all_of(may_record(by, visit), _known(moment)))
    return attach(upload, by=by, about=visit, at=at, purpose=moment, caption=caption, file_id=file_id)


@transaction.atomic
def announce_photo(
    *,
    by: Account,
    visit: Visit,
    id: UUID,
    size: int,
    sha256: str,
    moment: str,
    at: datetime,
    caption: str = "",
    step: VisitStep | None = None,
) -> VisitPhoto:
    """Note that a photo was taken; its bytes may follow later, even after the visit was signed.

    The size and SHA-256 in the record are those of the photo that the engineer saw, so nothing else can come in its place.
    """
    if known := made_before(VisitPhoto, id):
        return known
    require(all_of(may_record(by, visit), _known(moment), may_weigh(size)))
    photo = VisitPhoto(
        id=id, visit=visit, step=step, taken_by=by, moment=moment, caption=caption.strip()[:200], taken_at=at, size=size, sha256=sha256,
    )  # fmt: skip
    photo.save(force_insert=True)
    told = {"id": str(id), "caption": photo.caption, "sha256": sha256, "step": step.place if step else ""}
    tell_saved(by, visit, "photo", told, at)
    return photo


@transaction.atomic
def take_piece(*, by: Account, photo_id: UUID, offset: int, content: bytes) -> VisitPhoto:
    """Keep bytes of a photo from an offset on; those that are here already are passed over.

    Raises `Stale` where bytes before the offset are missing: the photo's `received` tells from where to send.
    """
    photo = _held(by, photo_id)
    if photo.file_id is not None or offset + len(content) <= photo.received:
        return photo
    if offset > photo.received:
        raise Stale([_("Bytes before these are missing here. Send from where the server says.")])
    if len(content) > PIECE_BYTES or offset + len(content) > photo.size:
        require(refuse(_("These are more bytes than the photo was said to have.")))
    place = _arriving(photo)
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("r+b" if place.exists() else "w+b") as file:
        if file.seek(0, 2) < photo.received:
            # The files are older than the database: a restored backup. Begin anew rather than keep a hole.
            photo.change(received=0)
            return photo
        file.seek(offset)
        file.write(content)
        file.truncate()
        file.flush()
    photo.change(received=offset + len(content))
    return photo


@transaction.atomic
def finish_photo(*, by: Account, photo_id: UUID, at: datetime) -> VisitPhoto:
    """Make the whole photo a file of the visit; again changes nothing.

    Where its bytes are not those that were told of, they are dropped and it is sent anew from the beginning.
    """
    photo = _held(by, photo_id)
    if photo.file_id is not None:
        return photo
    place = _arriving(photo)
    content = place.read_bytes() if photo.received == photo.size and place.exists() else b""
    if hashlib.sha256(content).hexdigest() != photo.sha256:
        if photo.received == photo.size:
            photo.change(received=0)
        return photo
    upload = ContentFile(content, name=f"{photo.caption or photo.moment}.jpg")
    stored = attach(
        upload, by=by, about=photo.visit, at=at, purpose=photo.moment, caption=photo.caption, file_id=photo.pk
    )
    photo.change(file=stored)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    return photo


def _known(moment: str) -> Verdict:
    if moment in PHOTO_MOMENTS:
        return ALLOWED
    return refuse(_("Say whether the photo shows before, during or after the work."))


def _held(by: Account, photo_id: UUID) -> VisitPhoto:
    """Return a photo that this account told of, held until the transaction ends."""
    found = (
        VisitPhoto.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("visit__order__case__vessel")
        .filter(pk=photo_id, taken_by=by)
        .first()
    )
    if found is None:
        raise NotThere
    return found


def _arriving(photo: VisitPhoto) -> Path:
    return Path(settings.MEDIA_ROOT, "arriving", str(photo.pk))
