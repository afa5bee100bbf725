"""`{% url %}` for records, whose addresses are worked out once for each page; everything else stays Django's own."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.utils.html import escape

from aftersail.core.addresses import address_of

register = template.Library()


class RecordUrl(template.Node):
    """`{% url "chapter:page" record.pk %}` with a page named in the template, shown where it stands."""

    child_nodelists = ()

    def __init__(self, page: str, ids: list[FilterExpression]) -> None:
        self.page, self.ids = page, ids

    def render(self, context: Any) -> str:
        """Return the address; raises NoReverseMatch as Django's own does."""
        return escape(address_of(self.page, *(one.resolve(context) for one in self.ids)))


@register.tag
def url(parser: Parser, token: Token) -> template.Node:
    """Compile `{% url %}`; the common kind becomes one of records."""
    node: URLNode = django_url(parser, token)
    page: Any = node.view_name
    if node.kwargs or node.asvar or page.filters or not isinstance(page.var, str):
        return node
    return RecordUrl(str(page.var), node.args)
