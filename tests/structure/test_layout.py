"""The rooms of an app, the size of a file, the names that hide what they hold."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCE = CHECKOUT / "src" / "aftersail"
APPS = (
    "people",
    "fleet",
    "supply",
    "intake",
    "cases",
    "dispatch",
    "visits",
    "care",
    "satisfaction",
    "scorecard",
)
ROOMS = {
    "states", "rules", "models", "permissions", "queries", "actions", "events", "handlers", "engine", "gateways", "tasks",
    "forms", "views", "api", "urls", "apps", "panels", "migrations", "templates", "templatetags", "locale", "static",
}  # fmt: skip
OWN_ROOMS = {
    "people": {"registers": "the masters it keeps", "lists": "columns of its registers", "imports": "how its registers take tables", "contributed": "what later chapters tell its pages", "printing": "policy and duties on paper"},
    "fleet": {
        "registers": "the masters it keeps", "lists": "columns of its registers", "labels": "QR labels to print",
        "default_codes": "data", "default_targets": "data", "default_plan": "data", "imports": "how its registers take tables",
        "history_import": "how it takes a maintenance log", "declared_units": "units that a log names",
        "mappings": "kept mappings of real logs",
        "handover_paper": "the typeset handover form", "plan_imports": "how it takes a yard's plan and a user's calendar",
        "technical_api": "trees, states, changes and permits for programs",
    },
    "supply": {
        "registers": "the masters it keeps", "lists": "columns of its registers", "imports": "how its registers take tables",
        "print": "labels and quotations",
    },
    "intake": {"registers": "columns of its list"},
    "cases": {"registers": "columns of its list"},
    "dispatch": {"registers": "columns of its list", "printing": "the weekly plan on paper"},
    "visits": {
        "registers": "columns of its list", "report": "the typeset service report", "form_paper": "the typeset forms",
        "form_library": "the forms that ship with the product",
    },
    "care": {"registers": "columns of its list"},
    "satisfaction": {"registers": "columns of its list", "figures": "what its figures count"},
    "scorecard": {"registers": "columns of its list"},
}  # fmt: skip
"""Rooms beside the common ones, with what they hold."""

BANNED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "base",
    "tools",
    "stuff",
}
LAWFUL_ALL_THE_SAME = {"core/postgresql/base.py": "Django looks for a database backend under this name"}
LONGEST = 400


def modules() -> list[Path]:
    """Return every Python file of ours, migrations aside."""
    places = [CHECKOUT / name for name in ("src", "tests", "bench", "scripts")]
    return [
        p
        for place in places
        for p in sorted(place.rglob("*.py"))
        if "migrations" not in p.parts and "node_modules" not in p.parts
    ]


def written() -> list[Path]:
    """Return every text file of the checkout that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    files = [CHECKOUT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in files if path.is_file() and path.suffix in TEXTS]


TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".js",
    ".ts",
    ".css",
    ".json",
    ".cfg",
    ".yml",
    ".yaml",
    ".po",
    "",
}


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_only_rooms_that_every_app_has(app: str):
    found = {
        path.stem
        for path in (SOURCE / app).iterdir()
        if not path.name.startswith("_") and path.suffix in {".py", "", ".toml"}
    }
    assert found - ROOMS - set(OWN_ROOMS[app]) == set()


def test_no_module_is_longer_than_a_reader_can_hold():
    long = {
        str(p.relative_to(CHECKOUT)): n for p in modules() if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_no_module_has_a_name_that_hides_what_it_holds():
    hiding = [
        str(p.relative_to(SOURCE))
        for p in SOURCE.rglob("*.py")
        if p.stem in BANNED or p.parent.name in BANNED
    ]
    assert [name for name in hiding if name not in LAWFUL_ALL_THE_SAME] == []


def test_every_module_opens_with_what_it_owns():
    silent = [
        str(p.relative_to(CHECKOUT)) for p in modules()
        if (text := p.read_text()).strip() and not ast.get_docstring(ast.parse(text)) and p.name != "__init__.py"
    ]  # fmt: skip
    assert silent == []


MACHINE_PATHS = re.compile(
    r"(?<![\w.])/(?:" + "|".join(("work", "home", "root", "Users", "tmp")) + r")/[A-Za-z0-9_.-]+"
)


def test_no_file_names_a_place_on_somebodys_machine():
    named = [
        f"{path.relative_to(CHECKOUT)}: {found[0]}"
        for path in written()
        for found in MACHINE_PATHS.finditer(path.read_text(errors="replace"))
    ]
    assert named == []


def test_rules_ask_neither_clock_nor_database():
    asking = []
    for path in [*SOURCE.glob("*/rules.py"), *SOURCE.glob("*/rules/*.py")]:
        text = path.read_text()
        asking += [
            f"{path.relative_to(SOURCE)}: {word}"
            for word in ("timezone.now(", "datetime.now(", ".objects", "connection.cursor")
            if word in text
        ]
    assert asking == []
