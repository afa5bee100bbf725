"""What a workbook says about itself: its sheets, its texts, which cell styles mean a date, its first day."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass

from aftersail.core.tabular.issues import FileRefused
from aftersail.core.tabular.package import Package
from aftersail.core.tabular.xml import MAX_DEPTH, elements, feed, local, new_parser

# ECMA-376 part 1, 18.8.30: built-in formats that show a day (27–36 and 50–58 in Chinese, Japanese, Korean Excel).
_BUILTIN_DATES = frozenset([14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)])
_BUILTIN_TIMES = frozenset([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47])
_NOT_A_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SMALL_MB = 16.0


@dataclass(frozen=True, slots=True)
class Tab:
    """One worksheet: its name, the part that holds it, and whether a person sees it."""

    name: str
    part: str
    visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook's own facts, without any sheet's cells.

    ``styles[i]`` is "date" or "time" where cell style i shows one, "" elsewhere. ``from_1904`` says that day 0
    is 1904-01-01 (old Mac files) rather than Excel's 1900 calendar.
    """

    tabs: tuple[Tab, ...]
    texts: tuple[str, ...]
    styles: tuple[str, ...]
    from_1904: bool


def read_workbook(package: Package) -> Workbook:
    """Read all but the sheets; FileRefused when it is no .xlsx workbook, has macros, or is damaged."""
    if not package.has("[Content_Types].xml"):
        raise FileRefused("xlsx.not_a_workbook" if package.has("mimetype") else "file.archive")
    types = elements(package.blocks("[Content_Types].xml", _SMALL_MB))
    kinds = [attributes.get("ContentType", "") for _, _, attributes in types]
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise FileRefused("xlsx.macros", part="vbaProject.bin")
    if any("sheet.binary" in kind for kind in kinds):
        raise FileRefused("xlsx.binary")
    main = _main_part(package)
    tree = elements(package.blocks(main, _SMALL_MB))
    parts = _related(package, main)
    by_kind = dict(parts.values())
    texts = by_kind.get("sharedStrings", "")
    styles = by_kind.get("styles", "")
    return Workbook(
        tabs=_tabs(tree, parts),
        texts=_texts(package.blocks(texts, package.limits.max_strings_mb)) if texts else (),
        styles=_styles(elements(package.blocks(styles, _SMALL_MB))) if styles else (),
        from_1904=any(n == "workbookPr" and a.get("date1904") in ("1", "true") for _, n, a in tree),
    )


def _main_part(package: Package) -> str:
    for kind, part in _related(package, "").values():
        if kind == "officeDocument":
            return part
    raise FileRefused("xlsx.not_a_workbook")


def _related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relations of a part ("" is the package): id → (last word of the type, target part); outside targets left out."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", name + ".rels")
    if not package.has(listing):
        raise FileRefused("xlsx.not_a_workbook")
    found = {}
    for _, name, attributes in elements(package.blocks(listing, _SMALL_MB)):
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            target = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], target)
    return found


def _tabs(tree: list[tuple[str, str, dict[str, str]]], parts: dict[str, tuple[str, str]]) -> tuple[Tab, ...]:
    tabs = []
    for parent, name, attributes in tree:
        kind, part = parts.get(attributes.get("id", ""), ("", ""))
        if parent == "sheets" and name == "sheet" and kind == "worksheet":
            tabs.append(
                Tab(attributes.get("name", ""), part, attributes.get("state", "visible") == "visible")
            )
    if not tabs:
        raise FileRefused("xlsx.not_a_workbook")
    return tuple(tabs)


def _texts(blocks: Iterable[bytes]) -> tuple[str, ...]:
    """The shared texts in order: runs joined, reading aids (furigana, pinyin) left out."""
    texts: list[str] = []
    pieces: list[str] = []
    inside = aside = False
    depth = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, aside, depth
        depth += 1
        if depth > MAX_DEPTH:
            raise FileRefused("xlsx.damaged")
        name = local(name)
        if name == "t":
            inside = not aside
        elif name == "rPh":
            aside = True

    def end(name: str) -> None:
        nonlocal inside, aside, depth
        depth -= 1
        name = local(name)
        if name == "t":
            inside = False
        elif name == "rPh":
            aside = False
        elif name == "si":
            texts.append(unescaped("".join(pieces)))
            pieces.clear()

    def text(data: str) -> None:
        if inside:
            pieces.append(data)

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    for block in blocks:
        feed(parser, block)
    feed(parser, b"", final=True)
    return tuple(texts)


def unescaped(text: str) -> str:
    """Undo the ``_x000D_`` form in which workbooks keep characters that XML cannot hold."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def _styles(tree: list[tuple[str, str, dict[str, str]]]) -> tuple[str, ...]:
    custom: dict[int, str] = {}
    styles: list[str] = []
    for parent, name, attributes in tree:
        if name == "numFmt" and attributes.get("numFmtId", "").isdigit():
            custom[int(attributes["numFmtId"])] = shows(attributes.get("formatCode", ""))
        elif parent == "cellXfs" and name == "xf":
            number = attributes.get("numFmtId", "0")
            styles.append(_shown_by(int(number) if number.isdigit() else 0, custom))
    return tuple(styles)


def _shown_by(number: int, custom: dict[int, str]) -> str:
    if number in custom:
        return custom[number]
    return "date" if number in _BUILTIN_DATES else "time" if number in _BUILTIN_TIMES else ""


def shows(code: str) -> str:
    """What a number format shows: "date" (a day, with or without a time), "time" (no day) or "" (a number)."""
    letters = _NOT_A_CODE.sub("", code.partition(";")[0]).lower().replace("general", "")
    if "y" in letters or "d" in letters:
        return "date"
    if "h" in letters or "s" in letters:
        return "time"
    return "date" if "m" in letters else ""
