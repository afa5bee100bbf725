"""What the documents promise is there: links, settings, commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"\b(AFTERSAIL_[A-Z0-9_]+|DATABASE_URL)\b")


def documents() -> list[Path]:
    """Return every document a reader may open."""
    return [*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_the_links_of_a_document_lead_somewhere(document: Path):
    targets = [
        target.split("#")[0]
        for target in LINK.findall(document.read_text())
        if "://" not in target and not target.startswith(("#", "mailto:"))
    ]
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_every_setting_in_the_code_stands_in_the_list_of_settings_and_no_other():
    used = {name for path in code() for name in VARIABLE.findall(path.read_text())}
    listed = set(re.findall(r"^\| `([A-Z_0-9]+)`", (CHECKOUT / "docs" / "settings.md").read_text(), re.M))
    assert listed == used


def code() -> list[Path]:
    """Return what may read a setting."""
    return [p for p in (CHECKOUT / "src").rglob("*.py") if "migrations" not in p.parts] + list(
        (CHECKOUT / "scripts").glob("*.py")
    )
