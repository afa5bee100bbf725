"""Components (`<c-…>`) as django-cotton compiles them, rendered with less ado: a page holds dozens.

What depends on the component's template alone (its defaults, which attributes it names) is found out once, and the
template's nodes are rendered without a frame of their own; those of which a page holds most are written in Python. A component by variable name, `only` and `:attrs` stay
django-cotton's own. A test compares every component of the gallery with what django-cotton makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, cotton_component
from django_cotton.templatetags._vars import CottonVarsNode, PreparedVar
from django_cotton.utils import ensure_quoted, get_cotton_data

from aftersail.web.templatetags.painted_components import PAINTED

register = template.Library()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A component's template: its nodes, the attributes it names, their defaults, and defaults to be worked out."""

    nodes: NodeList
    named: frozenset[str]
    defaults: dict[str, Any]
    worked_out: tuple[PreparedVar, ...]


class LeanComponent(CottonComponentNode):
    """A component whose template is known when the page is compiled."""

    @cached_property
    def compiled(self) -> Compiled:
        """The component's template, looked up at the first rendering."""
        source = self._get_cached_template(Context(), {})
        named: set[str] = set()
        defaults: dict[str, Any] = {}
        worked_out: list[PreparedVar] = []
        for node in source.nodelist:
            if isinstance(node, CottonVarsNode):
                named |= {*(var.exclude_key for var in node._prepared_vars), *node.empty_vars}
                for var in node._prepared_vars:
                    if var.kind in (AttrKind.STATIC, AttrKind.BOOLEAN):
                        defaults[var.accessible_key] = var.value
                    else:
                        worked_out.append(var)
        nodes = NodeList(node for node in source.nodelist if not isinstance(node, CottonVarsNode))
        return Compiled(nodes, frozenset(named), defaults, tuple(worked_out))

    def render(self, context: Any) -> str:
        """Return the component with its attributes and slots filled in."""
        if context.template.engine.debug:
            return str(super().render(context))
        compiled, data = self.compiled, get_cotton_data(context)
        given, slots = self._given(context), dict[str, Any]()
        data["stack"].append({"key": self.component_name, "attrs": given, "slots": slots})
        slot = self.nodelist.render(context)
        shown: dict[str, Any] = dict(compiled.defaults)
        for var in compiled.worked_out:
            if var.exclude_key not in given and var.exclude_key not in slots:
                shown[var.accessible_key] = _resolved(var, context)
        shown |= slots
        shown |= {key.replace("-", "_"): value for key, value in given.items()}
        shown |= {"attrs": _unnamed(given, compiled.named), "slot": slot, "cotton_data": data}
        if (paint := PAINTED.get(self.component_name)) is not None:
            text = paint(shown)
        else:
            with context.push(shown):
                text = compiled.nodes.render(context)
        data["stack"].pop()
        return text

    def _given(self, context: Any) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for attribute in self._prepared_attrs:
            kind = attribute.kind
            if kind == AttrKind.STATIC or kind == AttrKind.BOOLEAN or attribute.compiled is None:
                given[attribute.key] = attribute.value
            elif kind == AttrKind.ESCAPED:
                given[attribute.key] = attribute.compiled.nodelist.render(context)
            else:
                try:
                    given[attribute.key] = attribute.compiled.resolve(context)
                except UnprocessableDynamicAttr:
                    if kind == AttrKind.UNQUOTED:
                        given[attribute.key] = attribute.value
        return given


def _resolved(var: PreparedVar, context: Any) -> Any:
    if var.compiled is None:
        return var.value
    try:
        return var.compiled.render(context) if var.kind == AttrKind.ESCAPED else var.compiled.resolve(context)
    except UnprocessableDynamicAttr:
        return var.value


def _unnamed(given: dict[str, Any], named: frozenset[str]) -> SafeString:
    """Return the attributes that the component does not name, as they stand in its root element."""
    return mark_safe(
        " ".join(
            key if value is True else f"{key}={ensure_quoted(value)}"
            for key, value in given.items()
            if key not in named
        )
    )


@register.tag("cotton")
def component(parser: Parser, token: Token) -> CottonComponentNode:
    """Compile `<c-…>`; the common kind becomes a lean one."""
    node: CottonComponentNode = cotton_component(parser, token)
    passes_on = any(attribute.key == "attrs" for attribute in node._prepared_attrs)
    if node.component_name == "component" or node.only or passes_on:
        return node
    return LeanComponent(node.component_name, node.nodelist, node.attrs, node.only, node.active_library)
