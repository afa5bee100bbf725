"""The strings that people read, found in Python modules and Django templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import (
    block_re,
    constant_re,
    endblock_re,
    inline_re,
    plural_re,
)

TEMPLATES = {".html", ".txt", ".typ", ".xml", ".svg"}
QUOTED = re.compile(r"""\b_\(\s*("[^"]+"|'[^']+')\s*\)""")


@dataclass(frozen=True, slots=True)
class Message:
    """What gettext looks a translation up by."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A message and where it stands."""

    message: Message
    path: Path
    line: int


class Unreadable(ValueError):
    """A string that cannot be translated as it is written; the message says where and why."""


# Function -> positions of (context, singular, plural) among its arguments.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items()}
FUNCTIONS |= {"_": (None, 0, None), "gettext_noop": (None, 0, None)}


def messages_of(app: Path) -> Iterator[Found]:
    """Yield every message of an app's modules and templates."""
    for path in sorted(app.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield from in_python(path.read_text(), path)
        elif path.suffix in TEMPLATES and "templates" in path.parts:
            yield from in_template(path.read_text(), path)


def in_python(source: str, path: Path) -> Iterator[Found]:
    """Yield the messages of calls such as `_("...")` and `ngettext("...", "...", n)`, under any name given at import."""
    tree = ast.parse(source, str(path))
    called = _names_given(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        name = called.get(name, name)
        if name not in FUNCTIONS or not node.args:
            continue
        context, text, plural = (_literal(node, place, path) for place in FUNCTIONS[name])
        if text:
            yield Found(Message(text, plural, context), path, node.lineno)


def _names_given(tree: ast.Module) -> dict[str, str]:
    """Return what a module calls the functions of gettext: the name it gives -> the function."""
    return {
        one.asname: one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for one in node.names
        if one.asname and one.name in FUNCTIONS
    }


def _literal(call: ast.Call, place: int | None, path: Path) -> str:
    """Return an argument's text; "" for a variable, whose text is marked where it is written."""
    if place is None or place >= len(call.args):
        return ""
    argument = call.args[place]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    filled = isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"
    if filled or isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise Unreadable(f"{path}:{call.lineno}: fill placeholders after the translation, not before")
    return ""


def in_template(source: str, path: Path) -> Iterator[Found]:
    """Yield the messages of translate, blocktranslate and `_("...")`, in component attributes too."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        for message in _of_token(token, tokens, path):
            yield Found(message, path, token.lineno)


def _of_token(token: Token, rest: Iterator[Token], path: Path) -> list[Message]:
    """Return the messages of one token; a block takes what it needs from the rest."""
    if token.token_type is TokenType.COMMENT:
        return []
    if token.token_type is TokenType.TEXT:  # Cotton reads attributes such as :label="_('...')" itself
        return [Message(_bare(quoted)) for quoted in QUOTED.findall(token.contents)]
    if token.token_type is TokenType.BLOCK:
        if inline := inline_re.match(token.contents):
            return [Message(_bare(inline[1]), context=_bare(inline[3]))]
        if block := block_re.match(token.contents):
            trimmed = "trimmed" in token.split_contents()
            return [_block(rest, path, trimmed, _bare(block[2]))]
        if token.contents == "comment":
            _skip_comment(rest)
            return []
    return [Message(_bare(quoted)) for quoted in constant_re.findall(token.contents)]


def _block(rest: Iterator[Token], path: Path, trimmed: bool, context: str) -> Message:
    """Read a blocktranslate up to its end, as Django itself puts the message together."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    in_plural = False
    for token in rest:
        if token.token_type is TokenType.BLOCK:
            if endblock_re.match(token.contents):
                break
            if not plural_re.match(token.contents):
                raise Unreadable(
                    f"{path}:{token.lineno}: a blocktranslate may not hold {{% {token.contents} %}}"
                )
            in_plural = True
        elif token.token_type is TokenType.VAR:
            parts[in_plural].append(f"%({token.contents})s")
        elif token.token_type is TokenType.TEXT:
            parts[in_plural].append(token.contents.replace("%", "%%"))
    singular, plural = ("".join(parts[kind]) for kind in (False, True))
    if trimmed:
        singular, plural = trim_whitespace(singular), trim_whitespace(plural)
    return Message(singular, plural, context)


def _bare(quoted: str | None) -> str:
    """Return the text between quotes, with the percent signs doubled as Django looks it up."""
    if not quoted:
        return ""
    quote = quoted[0]
    return quoted[1:-1].replace(f"\\{quote}", quote).replace("%", "%%")


def _skip_comment(tokens: Iterator[Token]) -> None:
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents == "endcomment":
            return
