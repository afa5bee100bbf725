"""Every sentence exists, is used, and is Chinese for Chinese readers."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

import aftersail.core
from aftersail.core.tabular.issues import FileRefused, column_letter, lazy_message, shown
from aftersail.core.tabular.messages import MESSAGES

CORE = Path(aftersail.core.__file__).parent
CODE = re.compile(r'"((?:file|encoding|csv|xlsx|header|row|value|mapping)\.[a-z_]+)"')
PLACE = re.compile(r"%\((\w+)\)s")


def test_every_code_that_is_raised_has_a_sentence_and_every_sentence_is_used():
    sources = [path for path in (CORE / "tabular").glob("*.py") if path.name != "messages.py"]
    used = {code for path in sources for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert used == set(MESSAGES)


def test_every_sentence_is_translated_with_the_same_places():
    catalogue = polib.pofile(str(CORE / "locale/zh_Hans/LC_MESSAGES/django.po"))
    chinese = {entry.msgid: entry.msgstr for entry in catalogue if not entry.obsolete and not entry.fuzzy}
    for sentence in map(str, MESSAGES.values()):
        assert chinese.get(sentence), sentence
        assert sorted(PLACE.findall(chinese[sentence])) == sorted(PLACE.findall(sentence))


def test_a_code_without_a_sentence_is_found_when_it_is_raised():
    with pytest.raises(KeyError):
        lazy_message("file.no_such_code")
    with pytest.raises(KeyError):
        FileRefused("file.no_such_code")


@pytest.mark.parametrize(
    ("index", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_called_as_excel_calls_them(index, letter):
    assert column_letter(index) == letter


def test_values_are_quoted_on_one_short_line():
    assert shown("a\nb") == "a b"
    assert len(shown("x" * 500)) == 80
