"""Every icon that a template or a look names is in the sprite; no template breaks the content security policy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import aftersail
from aftersail.web.looks import STATE_LOOKS, TONE_ICONS, look_of
from aftersail.web.templatetags.desk import initials, known_icons

SOURCE = Path(aftersail.__file__).parent
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
NAMED = re.compile(r"""(?:\{% icon |\bicon=)["']([a-z0-9-]+)["']""")
INLINE = re.compile(r"""\sstyle=["']|\son[a-z]+=["']|<script(?![^>]*(?:application/json|\ssrc=))""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_icon_a_template_names_is_in_the_sprite(template):
    assert set(NAMED.findall(template.read_text(encoding="utf-8"))) <= known_icons()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_template_carries_inline_style_or_script(template):
    assert not INLINE.search(template.read_text(encoding="utf-8"))


def test_every_look_has_a_tone_and_an_icon_of_the_sprite():
    assert {look.icon for look in STATE_LOOKS.values()} | set(TONE_ICONS.values()) <= known_icons()
    assert {look.tone for look in STATE_LOOKS.values()} <= set(TONE_ICONS)


def test_a_state_nobody_described_looks_neutral():
    assert look_of("never heard of").tone == "neutral"


@pytest.mark.parametrize(
    ("name", "shown"), [("欧阳明远", "明远"), ("Zhao Mingyuan", "ZM"), ("Cher", "CH"), ("", "?")]
)
def test_initials_suit_chinese_and_latin_names(name, shown):
    assert initials(name) == shown
