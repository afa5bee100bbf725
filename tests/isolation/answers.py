"""Reading an answer as a curious person would: inside workbooks, PDFs and streams too."""

from __future__ import annotations

import gzip
from io import BytesIO
from zipfile import ZipFile

from django.http import HttpResponseBase
from pypdf import PdfReader

UNREADABLE = ("image/png", "image/jpeg", "image/webp")


def text_of(answer: HttpResponseBase) -> str:
    """Return everything readable in an answer: status line aside, headers and body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{_body(answer)}"


def _body(answer: HttpResponseBase) -> str:
    content = answer.getvalue()
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith(UNREADABLE):
        return ""
    if content[:4] == b"PK\x03\x04":
        with ZipFile(BytesIO(content)) as workbook:
            return "\n".join(workbook.read(name).decode("utf-8", "replace") for name in workbook.namelist())
    if content[:5] == b"%PDF-":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode("utf-8", "replace")
