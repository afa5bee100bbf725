"""Translations: `sync` brings new strings into the .po files, `check` finds what is wrong, `compile` writes .mo.

    python scripts/messages.py sync [--prune] [APP ...]
    python scripts/messages.py check [APP ...]
    python scripts/messages.py compile

Each app keeps its own `locale/zh_Hans/LC_MESSAGES/django.po`. English is what the source says.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from message_sources import Message

CHECKOUT = Path(__file__).resolve().parents[1]
APPS = CHECKOUT / "src" / "aftersail"
CATALOGUE = Path("locale", "zh_Hans", "LC_MESSAGES", "django.po")
HEADER = {
    "Project-Id-Version": "aftersail",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
PLACEHOLDER = re.compile(
    r"%%|%\([^)]+\)[-#0 +]*[\d.]*[a-zA-Z]|%[-#0 +]*[\d.]*[sdfr]|\{[A-Za-z_][\w.\[\]]*(?:![rsa])?(?::[^{}]*)?\}"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three actions; 1 where `check` found something."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["sync", "check", "compile"])
    parser.add_argument("apps", nargs="*", help="all by default")
    parser.add_argument("--prune", action="store_true", help="with sync: drop what the source no longer says")
    parser.add_argument("--root", type=Path, default=APPS, help="the folder that holds the apps")
    options = parser.parse_args(arguments)
    apps = [options.root / name for name in options.apps] or sorted(
        p for p in options.root.iterdir() if (p / "__init__.py").exists()
    )
    if options.action == "compile":
        for app in apps:
            compile_catalogue(app / CATALOGUE)
        return 0
    if options.action == "sync":
        for app in apps:
            sync(app, options.prune)
        return 0
    problems = [problem for app in apps for problem in check(app)] + list(conflicts(apps))
    for problem in problems:
        print(problem)
    print(f"translations: {len(problems)} problems in {len(apps)} apps")
    return 1 if problems else 0


def compile_catalogue(path: Path) -> None:
    """Write the .mo beside a .po, unless it is newer already."""
    compiled = path.with_suffix(".mo")
    if path.exists() and not (compiled.exists() and compiled.stat().st_mtime >= path.stat().st_mtime):
        polib.pofile(str(path)).save_as_mofile(str(compiled))


def sync(app: Path, prune: bool) -> None:
    """Add the strings that the catalogue lacks, with nothing as their translation."""
    wanted = messages(app)
    path = app / CATALOGUE
    catalogue = read(path)
    known = {key(entry): entry for entry in catalogue}
    added = [m for m in wanted if (m.context, m.text) not in known]
    for message in added:
        catalogue.append(entry_for(message))
    gone = [e for k, e in known.items() if k not in {(m.context, m.text) for m in wanted}]
    for entry in gone if prune else []:
        catalogue.remove(entry)
    if added or (gone and prune):
        catalogue.sort(key=lambda e: (e.msgid, e.msgctxt or ""))
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue.save(str(path))
    print(f"{app.name}: {len(added)} added, {len(gone)} {'dropped' if prune else 'no longer used'}")


def check(app: Path) -> Iterator[str]:
    """Yield each thing that is wrong with an app's translations, as a line that names it."""
    from message_sources import Unreadable

    try:
        wanted = messages(app)
    except Unreadable as reason:
        yield str(reason)
        return
    known = {key(entry): entry for entry in read(app / CATALOGUE)}
    for message, place in wanted.items():
        entry = known.pop((message.context, message.text), None)
        if entry is None:
            yield f"{place}: not in {app.name}'s catalogue: {message.text!r}"
        elif not translated(entry, message):
            yield f"{app.name}: not translated: {message.text!r}"
        elif entry.fuzzy:
            yield f"{app.name}: fuzzy: {message.text!r}"
        elif difference := placeholder_difference(entry):
            yield f"{app.name}: placeholders differ ({difference}): {message.text!r}"
    for _, text in known:
        yield f"{app.name}: no longer used: {text!r}"


def conflicts(apps: Sequence[Path]) -> Iterator[str]:
    """Yield strings that two apps translate differently: only one of the two would ever be shown."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    for app in apps:
        for entry in read(app / CATALOGUE):
            text = entry.msgstr or str(entry.msgstr_plural)
            name, said = first.setdefault(key(entry), (app.name, text))
            if said != text and name != app.name:
                yield f"{name} and {app.name} translate {entry.msgid!r} differently: {said} / {text}; give it a context"


def messages(app: Path) -> dict[Message, str]:
    """Return an app's messages, each with the first place where it stands."""
    from message_sources import messages_of

    places: dict[Message, str] = {}
    for found in messages_of(app):
        places.setdefault(found.message, f"{found.path.relative_to(app.parent)}:{found.line}")
    return places


def read(path: Path) -> polib.POFile:
    """Return a catalogue, an empty one if the file is not there."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    empty = polib.POFile(wrapwidth=110)
    empty.metadata = dict(HEADER)
    return empty


def key(entry: polib.POEntry) -> tuple[str, str]:
    """Return what gettext looks an entry up by."""
    return entry.msgctxt or "", entry.msgid


def entry_for(message: Message) -> polib.POEntry:
    """Return an entry that waits for its translation."""
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: ""}
    return entry


def translated(entry: polib.POEntry, message: Message) -> bool:
    """Tell whether an entry has every form that Chinese has, which is one."""
    if message.plural:
        return bool(entry.msgid_plural == message.plural and entry.msgstr_plural.get(0))
    return bool(entry.msgstr)


def placeholder_difference(entry: polib.POEntry) -> str:
    """Return what the translation lost or invented; the plural form rules where there is one."""
    source = entry.msgid_plural or entry.msgid
    told = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    wanted, given = (sorted(p for p in PLACEHOLDER.findall(text) if p != "%%") for text in (source, told))
    if set(wanted) == set(given) and ("%s" not in wanted or wanted == given):
        return ""
    return f"{' '.join(wanted) or 'none'} / {' '.join(given) or 'none'}"


if __name__ == "__main__":
    sys.exit(main())
