"""A signature drawn on the screen, as a form field."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aftersail.core.verdicts import Refused

NO_DRAWING = _("A signature is a drawing, sent as a PNG picture.")
PNG = "data:image/png;base64,"
LONGEST = 3_000_000


class DrawnField(forms.CharField):
    """A signature as the pad sends it: a PNG data address; empty when nothing was drawn."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> bytes:
        """Return the PNG bytes."""
        text = super().clean(value)
        if not text:
            return b""
        try:
            return base64.b64decode(text.removeprefix(PNG), validate=True) if text.startswith(PNG) else b""
        except (binascii.Error, ValueError) as error:
            raise ValidationError(_("The signature could not be read. Clear it and sign again.")) from error


def png_of(text: str) -> bytes:
    """Return the bytes of a drawing that a program sends in base64, with or without the head of a data address."""
    try:
        return base64.b64decode(text.removeprefix(PNG), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused([NO_DRAWING]) from error
