"""Declarative list pages: a chapter states columns and filters, this package asks, paints, keeps filters and exports.

>>> SPEC = ListSpec(
...     page="people:stations",
...     columns=(Column("code", "Code", sort=True, title=True), Column("name", "Name", english="name_en")),
...     default_sort="code",
... )
>>> SPEC.known["code"].sort_path
'code'
"""

from aftersail.core.lists.answer import answer, page
from aftersail.core.lists.build import ListPage, build, capped_count, choices_from
from aftersail.core.lists.spec import Action, Column, Filter, ListSpec

__all__ = [
    "Action",
    "Column",
    "Filter",
    "ListPage",
    "ListSpec",
    "answer",
    "build",
    "capped_count",
    "choices_from",
    "page",
]
