"""How templates call records in the reader's language: `{{ station|called }}`, `{{ words|joined }}`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from aftersail.core.masters.naming import listed, mail_address, named, reads_english

register = template.Library()


@register.filter
def called(record: Any) -> str:
    """Return a record's name, its English one for readers of English."""
    return named(record)


@register.filter
def joined(values: Iterable[Any]) -> str:
    """Return values one after the other, with the comma of the reader's language."""
    return listed(values)


register.filter("mail", mail_address)


@register.filter
def titled(record: Any) -> str:
    """Return a record's title, its English one for readers of English where there is one."""
    return str((reads_english() and record.title_en) or record.title)


@register.filter
def worded(record: Any) -> str:
    """Return a record's text, its English one for readers of English where there is one."""
    return str((reads_english() and record.text_en) or record.text)
