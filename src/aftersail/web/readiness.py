"""Getting ready before the first request: what every web process would otherwise make for itself, in memory of its own."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.urls import reverse
from django.utils import translation


def load_languages() -> None:
    """Read the catalogues and build the tables of addresses of every language."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("")
            reverse(settings.LOGIN_URL)


def compile_templates() -> int:
    """Compile the product's own templates into the engine's cache; return how many."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    here = Path(__file__).resolve().parents[1]
    names = [
        str(path.relative_to(folder))
        for folder in here.glob("*/templates")
        for path in folder.rglob("*.html")
    ]
    for name in sorted(names):
        engine.get_template(name)
    return len(names)
