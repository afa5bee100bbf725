"""How templates call a record in the reader's language: `{{ station|called }}`."""

from __future__ import annotations

from typing import Any

from django import template

from aftersail.core.masters.naming import named

register = template.Library()


@register.filter
def called(record: Any) -> str:
    """Return a record's name, its English one for readers of English."""
    return named(record)
