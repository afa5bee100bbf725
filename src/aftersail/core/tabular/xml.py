"""XML from strangers: parsed as a stream, with document types refused so that no entity can be declared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn
from xml.parsers import expat

from aftersail.core.tabular.issues import FileRefused

MAX_DEPTH = 64
"""Elements nested deeper belong to no workbook; expat keeps a hundred bytes for each that is open."""


def new_parser() -> expat.XMLParserType:
    """An expat parser that raises FileRefused on any document type declaration."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> NoReturn:
    raise FileRefused("xlsx.document_type")


def feed(parser: expat.XMLParserType, block: bytes, final: bool = False) -> None:
    """Parse one more block; FileRefused when it is not well-formed."""
    try:
        parser.Parse(block, final)
    except expat.ExpatError as error:
        raise FileRefused("xlsx.damaged") from error


def local(name: str) -> str:
    """A tag or attribute without its namespace prefix."""
    return name.rpartition(":")[2]


def elements(blocks: Iterable[bytes]) -> list[tuple[str, str, dict[str, str]]]:
    """Every element of a small part as (parent's name, name, attributes), prefixes dropped; text is ignored."""
    found: list[tuple[str, str, dict[str, str]]] = []
    path = [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        found.append((path[-1], name, {local(key): value for key, value in attributes.items()}))
        path.append(name)
        if len(path) > MAX_DEPTH:
            raise FileRefused("xlsx.damaged")

    def end(_: str) -> None:
        path.pop()

    parser = new_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for block in blocks:
        feed(parser, block)
    feed(parser, b"", final=True)
    return found
