"""The board's cards painted in Python are those of the component."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.template import engines
from django.utils import timezone, translation
from django_cotton.compiler_regex import CottonCompiler

from aftersail.cases.queries.board import FIELDS
from aftersail.cases.views.cards import painted_cards

COMPONENT = (
    '{% load desk %}<c-case-card id="{{ id }}" number="SC-1" title="{{ title }}" href="/cases/{{ id }}/" version="3" allowed="doing"'
    ' tone="attention">YS-1 远晟 &amp; 1 · 雷达<c-slot name="badges"><span class="tag tag-active">{{ state }}</span>'
    '<span class="tag tag-attention">S2</span></c-slot><c-slot name="foot"><span class="tag tag-attention">{{ late }}</span>'
    '<c-avatar name="秦若澜" /></c-slot></c-case-card>'
)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_painted_card_is_the_component_s_card(language: str) -> None:
    case_id, now = uuid4(), timezone.now()
    row = {
        "id": case_id, "number": "SC-1", "title": "<振动>", "state": "triaged", "severity": "S2", "vessel__hull_code": "YS-1",
        "vessel__name": "远晟 & 1", "equipment__name": "雷达", "owner__name": "秦若澜", "next_due_at": now - timedelta(hours=1),
        "version": 3,
    }  # fmt: skip
    with translation.override(language):
        painted = painted_cards(
            [tuple(row.get(f) for f in FIELDS)], now=now, masked=False, allowed_from=lambda _state: "doing"
        )
        words = {
            "id": case_id,
            "title": "<振动>",
            "state": translation.gettext("Triaged"),
            "late": translation.gettext("overdue"),
        }
        component = engines["django"].from_string(CottonCompiler().process(COMPONENT)).render(words)
    assert _plain(painted) == _plain(component)


def _plain(html: str) -> str:
    """Leave out blanks that do not show."""
    return re.sub(r'\s+(?=["<>])|(?<=>)\s+', "", html).replace(' "', '"')


def test_a_masked_card_leaves_the_ship_out() -> None:
    row = dict.fromkeys(FIELDS, "") | {
        "id": uuid4(),
        "state": "registered",
        "vessel__name": "远晟 1",
        "vessel__name_en": "Yuansheng 1",
        "next_due_at": None,
    }
    painted = painted_cards(
        [tuple(row.values())], now=timezone.now(), masked=True, allowed_from=lambda _state: ""
    )
    assert "远晟" not in painted
    assert "Yuansheng" not in painted


def test_a_card_names_ship_and_owner_in_english_to_readers_of_english() -> None:
    row = dict.fromkeys(FIELDS, "") | {
        "id": uuid4(), "state": "triaged", "vessel__name": "远晟 1", "vessel__name_en": "Yuansheng 1", "owner__name": "秦若澜",
        "owner__name_en": "Qin Ruolan", "next_due_at": None,
    }  # fmt: skip
    with translation.override("en"):
        painted = painted_cards(
            [tuple(row.values())], now=timezone.now(), masked=False, allowed_from=lambda _state: ""
        )
    assert "Yuansheng 1" in painted
    assert "远晟" not in painted
    assert "秦" not in painted
