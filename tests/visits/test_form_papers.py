"""Forms on paper: blank and filled, in both languages, with photos; never what somebody tampered with."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from aftersail.core.ids import new_id
from aftersail.core.scope import as_system
from aftersail.core.verdicts import Refused
from aftersail.visits.actions import filling, form_signing
from aftersail.visits.actions.form_printing import SignedContentChanged, print_blank, print_filled
from aftersail.visits.models import FilledForm
from aftersail.visits.rules.designing import with_field
from tests.visits.form_samples import small_form
from tests.visits.report_samples import picture
from tests.visits.test_forms import form, house

__all__ = ["form", "house"]


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_R65_forms_are_printed_blank_in_both_languages(house):
    told = text_of(print_blank(house.publish()))
    for words in ("输出电压", "Output voltage", "停止点", "22.8 – 25.2 V", "检查表"):
        assert words in told


def test_R65_forms_are_printed_filled_with_signatures_and_addenda(house, form, settings):
    closed = house.signed(form)
    house.do(form_signing.add_form_addendum, "engineer", form=closed, id=new_id(), text="表号 M-8")
    with as_system():
        printed = print_filled(closed)
        assert printed == print_filled(closed)
    told = text_of(printed)
    for words in (closed.number, "24.1 V", "程远帆", "表号 M-8", "合格"):
        assert words in told


def test_R65_a_signed_form_that_somebody_tampered_with_is_not_printed(house, form):
    closed = house.signed(form)
    closed.values = closed.values | {"voltage": {"value": 25}}
    with as_system(), pytest.raises(SignedContentChanged):
        print_filled(closed)


def test_R65_photos_are_kept_with_their_line(house, story):
    edition = house.publish(
        with_field(
            small_form(),
            "s1",
            replace(
                small_form().field("why"), key="pics", kind="photo", pair=True, show_if=None, required=""
            ),
        )
    )
    begun = house.begin(edition, vessel=story.world.vessel)
    for moment in ("before", "after"):
        upload = SimpleUploadedFile("p.jpg", picture(300, 200))
        house.do(filling.add_form_photo, "engineer", form=begun, key="pics", moment=moment, upload=upload)
    with pytest.raises(Refused):
        house.do(
            filling.add_form_photo,
            "engineer",
            form=begun,
            key="pics",
            moment="later",
            upload=SimpleUploadedFile("p.jpg", picture(30, 20)),
        )
    with as_system():
        kept = FilledForm.objects.select_related("edition__form", "station", "vessel").get(pk=begun.pk)
        assert {name: len(files) for name, files in kept.values["pics"].items()} == {"before": 1, "after": 1}
        assert len(print_filled(kept)) > len(print_blank(edition))
