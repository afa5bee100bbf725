"""Parts that a page repeats many times, written in Python: through a component's template each would take ten times as long.

The markup is that of the components `c-entry` and `c-def`; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersail.web.looks import TONE_ICONS
from aftersail.web.templatetags.desk import icon_svg, moment, no_data

register = template.Library()


@register.simple_tag
def options(choices: Sequence[tuple[Any, Any]] | None, value: object) -> SafeString:
    """Render the `<option>`s of a select, of which a list's filters hold hundreds."""
    chosen = str(value)
    return mark_safe("".join(
        f'<option value="{escape(str(key))}"{" selected" if str(key) == chosen else ""}>{escape(str(text))}</option>'
        for key, text in choices or ()
    ))  # fmt: skip


@register.simple_tag
def entries(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """Render the lines of a timeline from rows with at, who, sentence, icon and tone."""
    return mark_safe("".join(map(_entry, rows)))


def _entry(row: Mapping[str, Any]) -> str:
    tone = row["tone"]
    icon = icon_svg(row["icon"] or TONE_ICONS.get(tone, TONE_ICONS["neutral"]))
    who = f'<span class="entry-who">{conditional_escape(row["who"])}</span>' if row["who"] else ""
    at = f'<span class="entry-at">{moment(row["at"])}</span>' if row["at"] else ""
    return (
        f'<li class="entry "><span class="entry-mark tag-{escape(tone)}">{icon}</span><div class="entry-head">'
        f'<span class="entry-title">{conditional_escape(row["sentence"])}</span>{who}{at}</div><div class="entry-body"></div></li>'
    )


@register.simple_tag
def panels_of(panels: Iterable[tuple[str, str]]) -> SafeString:
    """Render lazy panels, (title, address) each, as `c-panel` does."""
    waiting = f'<div class="panel-wait"><span class="visually-hidden">{escape(_("Loading"))}</span><i></i><i></i><i></i></div>'
    return mark_safe("".join(
        f'<section class="card "><div class="card-head"><h2>{conditional_escape(title)}</h2></div>'
        f'<div class="card-body" hx-get="{escape(url)}" hx-trigger="intersect once" hx-swap="innerHTML" aria-live="polite">{waiting}</div></section>'
        for title, url in panels
    ))  # fmt: skip


class FactNode(Node):
    """A term and what is known of it; nothing known says so."""

    def __init__(self, label: FilterExpression, nodelist: NodeList) -> None:
        self.label, self.nodelist = label, nodelist

    def render(self, context: Any) -> str:
        """Return the pair as a definition list writes it."""
        known = self.nodelist.render(context)
        label = conditional_escape(self.label.resolve(context))
        return f"<div><dt>{label}</dt><dd>{known if known.strip() else no_data()}</dd></div>"


@register.tag
def fact(parser: Parser, token: Token) -> FactNode:
    """`{% fact t_owner %}…{% endfact %}` inside `<c-defs>`, on pages with many."""
    _tag, label = token.split_contents()
    nodelist = parser.parse(("endfact",))
    parser.delete_first_token()
    return FactNode(parser.compile_filter(label), nodelist)
