"""What a file really is, by its content; names and declared types are not believed."""

from __future__ import annotations

import unicodedata
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused

IMAGES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}
OFFICE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
EXTENSIONS = IMAGES | OFFICE | {kind: ext for ext, kind in OLD_OFFICE.items()} | {
    "application/pdf": ".pdf", "text/plain": ".txt", "text/csv": ".csv",
}  # fmt: skip
ALSO_RIGHT = {"image/jpeg": {".jpeg", ".jfif"}, "text/plain": {".log", ".md"}}
ACCEPTED = ",".join(sorted(EXTENSIONS.values()))
MARKUP = ("<!doctype", "<html", "<svg", "<script", "<?xml", "<body", "<iframe", "<head")
LONGEST_NAME = 150
FORBIDDEN_IN_NAMES = '\\/:*?"<>|'


def media_type_of(content: bytes, name: str) -> str:
    """Return the media type of a file's content. Raises `Refused` for what is empty, active or unknown."""
    if not content:
        raise Refused(
            [_("The file is empty. Choose it again; on a phone, wait until it has been downloaded.")]
        )
    if content[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:5] == b"%PDF-":
        return "application/pdf"
    if content[:4] == b"PK\x03\x04":
        return _office_type(content)
    extension = PurePosixPath(name.lower()).suffix
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" and extension in OLD_OFFICE:
        return OLD_OFFICE[extension]
    return _text_type(content, extension)


def _office_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused([_("The file is damaged and cannot be opened.")]) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused([_("The document contains macros. Save it without macros and attach it again.")])
    for folder, kind in zip(("word/", "xl/", "ppt/"), OFFICE, strict=True):
        if "[Content_Types].xml" in names and any(name.startswith(folder) for name in names):
            return kind
    raise _unknown()


def _text_type(content: bytes, extension: str) -> str:
    if b"\x00" in content:
        raise _unknown()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text[:4096].lower()
        if any(mark in start for mark in MARKUP):
            raise Refused(
                [
                    _(
                        "Web pages and drawings with script (HTML, SVG, XML) are not taken. Send a PDF or a picture."
                    )
                ]
            )
        if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f\x1b" for c in start):
            raise _unknown()
        return "text/csv" if extension == ".csv" else "text/plain"
    raise _unknown()


def _unknown() -> Refused:
    return Refused(
        [
            _(
                "This kind of file is not taken. Send a picture (JPEG, PNG, WebP), PDF, Word, Excel, PowerPoint, text or CSV."
            )
        ]
    )


def safe_name(name: str, media_type: str) -> str:
    r"""Return a file name without folders, control or direction marks, with the extension that fits the content.

    >>> safe_name("../../etc/pass\u202ewd", "text/plain")
    'passwd.txt'
    """
    leaf = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    kept = "".join(
        c for c in leaf if unicodedata.category(c)[0] != "C" and c not in FORBIDDEN_IN_NAMES
    ).strip(" .")
    right = EXTENSIONS[media_type]
    suffix = PurePosixPath(kept).suffix.lower()
    if suffix == right or suffix in ALSO_RIGHT.get(media_type, set()):
        return (
            kept[: LONGEST_NAME - len(suffix)].removesuffix(kept[-len(suffix) :]) + suffix
            if len(kept) > LONGEST_NAME
            else kept
        )
    return (kept[: LONGEST_NAME - len(right)] or "file") + right
