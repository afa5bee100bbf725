"""The translations tool: it finds every kind of string, and passes nothing that a reader would see half done."""

from __future__ import annotations

import gettext
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.fingerprint import CHECKOUT

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
a = _("Close the case")
b = gettext_lazy("Two " "parts")
c = ngettext("%(n)s visit", "%(n)s visits", 2)
d = pgettext_lazy("state", "Open")
e = _(a)
"""
TEMPLATE = """{% load i18n %}
{% comment %}{% translate "Not this" %}{% endcomment %}
<h1>{% translate "Visits" %}</h1> <i title="{% translate 'Due' context 'clock' %}"></i>
{% blocktranslate trimmed with name=case.number %}
  Case {{ name }}
  is 100% done
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}
<c-button :label="_('Save')" /> {% with x=_("Later") %}{% endwith %}
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app with one module and one template."""
    folder = tmp_path / "cases"
    (folder / "templates" / "cases").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "views.py").write_text(PYTHON)
    (folder / "templates" / "cases" / "page.html").write_text(TEMPLATE)
    return folder


def messages(action: str, app: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, CHECKOUT / "scripts" / "messages.py", action, *options, "--root", app.parent],
        capture_output=True,
        text=True,
    )


def catalogue(app: Path) -> polib.POFile:
    return polib.pofile(str(app / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))


def translate_all(app: Path, **special: str) -> None:
    """Give every string a translation that keeps its placeholders."""
    po = catalogue(app)
    for entry in po:
        text = "译:" + special.get(entry.msgid, entry.msgid_plural or entry.msgid)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text
    po.save()


def test_sync_finds_every_kind_of_string(app: Path):
    messages("sync", app)
    found = {(e.msgctxt or "", e.msgid, e.msgid_plural) for e in catalogue(app)}
    assert found == {
        ("", "Close the case", ""),
        ("", "Two parts", ""),
        ("", "%(n)s visit", "%(n)s visits"),
        ("state", "Open", ""),
        ("", "Visits", ""),
        ("clock", "Due", ""),
        ("", "Case %(name)s is 100%% done", ""),
        ("", "%(n)s case", "%(n)s cases"),
        ("", "Save", ""),
        ("", "Later", ""),
    }


def test_a_complete_catalogue_passes(app: Path):
    messages("sync", app)
    translate_all(app)
    result = messages("check", app)
    assert result.returncode == 0, result.stdout


def test_an_untranslated_string_is_named(app: Path):
    messages("sync", app)
    translate_all(app)
    (app / "rules.py").write_text('from x import gettext as _\n\nreason = _("No engineer is free")\n')
    result = messages("check", app)
    assert result.returncode == 1
    assert "cases/rules.py:3: not in cases's catalogue: 'No engineer is free'" in result.stdout
    messages("sync", app)
    assert "cases: not translated: 'No engineer is free'" in messages("check", app).stdout


def test_a_fuzzy_translation_is_named(app: Path):
    messages("sync", app)
    translate_all(app)
    po = catalogue(app)
    po.find("Visits").flags.append("fuzzy")
    po.save()
    assert "fuzzy: 'Visits'" in messages("check", app).stdout


def test_a_string_that_the_source_no_longer_says_is_named_and_pruned(app: Path):
    messages("sync", app)
    translate_all(app)
    (app / "views.py").unlink()
    assert "no longer used: 'Close the case'" in messages("check", app).stdout
    messages("sync", app, "--prune")
    assert messages("check", app).returncode == 0


@pytest.mark.parametrize("wrong", ["工单", "工单 %(nmae)s 完成 100%%", "工单 {name}"])
def test_a_placeholder_that_differs_is_named(app: Path, wrong: str):
    messages("sync", app)
    translate_all(app, **{"Case %(name)s is 100%% done": wrong})
    assert "placeholders differ" in messages("check", app).stdout


def test_a_placeholder_filled_before_the_translation_is_refused(app: Path):
    (app / "rules.py").write_text('reason = _(f"No engineer at {station}")\n')
    result = messages("check", app)
    assert result.returncode == 1
    assert "rules.py:1: fill placeholders after the translation" in result.stdout


def test_two_apps_that_translate_one_string_differently_are_named(app: Path):
    other = app.parent / "visits"
    other.mkdir()
    (other / "__init__.py").write_text('title = _("Visits")\n')
    messages("sync", app)
    translate_all(app)
    translate_all(other, Visits="上船服务")
    assert "cases and visits translate 'Visits' differently" in messages("check", app).stdout


def test_compiled_translations_are_what_gettext_reads(app: Path):
    messages("sync", app)
    translate_all(app)
    messages("compile", app)
    compiled = gettext.translation("django", app / "locale", languages=["zh_Hans"])
    assert compiled.gettext("Close the case") == "译:Close the case"
    assert compiled.ngettext("%(n)s visit", "%(n)s visits", 1) == "译:%(n)s visits"


def test_a_string_is_found_under_whatever_name_its_function_was_imported(app: Path) -> None:
    (app / "views.py").write_text(
        "from django.utils.translation import gettext as now, gettext_lazy as lazy, pgettext_lazy as of\n"
        "from elsewhere import gettext as other\n"
        'a = now("Overdue"), lazy("Receive parts"), of("place", "From"), other("Not this")\n'
    )
    messages("sync", app)
    found = {(entry.msgctxt or "", entry.msgid) for entry in catalogue(app)}
    assert {("", "Overdue"), ("", "Receive parts"), ("place", "From")} <= found
    assert ("", "Not this") not in found
