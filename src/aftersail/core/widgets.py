"""Controls of forms that Django has not."""

from __future__ import annotations

from typing import Any

from django.forms import CheckboxSelectMultiple


class FoldedChoices(CheckboxSelectMultiple):
    """Many check boxes in groups that are folded, each with the count of those chosen; takes choices grouped by name."""

    template_name = "core/parts/_folded_choices.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add to Django's context the groups: name, options, how many are chosen."""
        context = super().get_context(name, value, attrs)
        groups = [(title, options) for title, options, _index in context["widget"]["optgroups"]]
        context["groups"] = [
            (title, options, sum(one["selected"] for one in options)) for title, options in groups
        ]
        return context
