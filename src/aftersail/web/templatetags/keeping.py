"""Keeping what a page's frame repeats on every page: rendered once for each language and each thing it depends on."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.translation import get_language

register = template.Library()

MOST = 2_000
_kept: dict[tuple[Any, ...], str] = {}


class KeptNode(Node):
    """A part of a template whose text depends on nothing but the language and the values named."""

    def __init__(self, name: str, depends_on: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.depends_on, self.nodelist = name, depends_on, nodelist

    def render(self, context: Any) -> str:
        """Return the text that was kept, or render and keep it."""
        key = (self.name, get_language(), *[str(value.resolve(context)) for value in self.depends_on])
        text = _kept.get(key)
        if text is None:
            if len(_kept) >= MOST:
                _kept.clear()
            text = _kept[key] = self.nodelist.render(context)
        return text


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "rail" rail_key %}…{% endkept %}`: never around anything secret or personal that is not named."""
    _tag, name, *depends_on = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name.strip("\"'"), [parser.compile_filter(one) for one in depends_on], nodelist)
