"""Django's `i18n` tags, with `{% translate %}` of a plain sentence looked up with less ado: a page holds a hundred.

What Django does for each is done once when the page is compiled; there is nothing to escape in what the template itself says.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.templatetags import i18n
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class PlainSentence(template.Node):
    """`{% translate "…" %}` and `{% translate "…" as name %}`, without filters or a context."""

    child_nodelists = ()

    def __init__(self, sentence: str, asvar: str | None) -> None:
        self.sentence = sentence.replace("%", "%%")  # as catalogues keep the text of templates
        self.asvar = asvar

    def render(self, context: Any) -> SafeString:
        """Return the sentence in the reader's language, or keep it by its name."""
        said = mark_safe(gettext(self.sentence).replace("%%", "%"))
        if self.asvar:
            context[self.asvar] = said
            return mark_safe("")
        return said


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> template.Node:
    """Compile `{% translate %}`; the common kind becomes a plain sentence."""
    node = i18n.do_translate(parser, token)
    said: Any = node.filter_expression
    if node.noop or node.message_context or said.filters or said.var.literal is None:
        return node
    return PlainSentence(str(said.var.literal), node.asvar)
