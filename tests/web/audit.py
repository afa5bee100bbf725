"""What axe-core finds wrong with an open page: everything unfolded, every dialog opened."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = ("serious", "critical")
TALL = {"width": 1440, "height": 4000}
"""So tall that every panel that waits to be seen is seen at once."""

ASK = """([within, rules, grave]) => axe.run(within, {resultTypes: ['violations'], runOnly: rules}).then(found =>
  found.violations.filter(one => grave.includes(one.impact)).map(one =>
    `${one.id} ×${one.nodes.length} ${one.nodes[0].target} ${one.nodes[0].html.slice(0, 160)}`
    + ` ${one.nodes[0].failureSummary}`))"""
UNFOLD = "document.querySelectorAll('main details:not([open], .menu)').forEach(one => { one.open = true })"
"""Menus stay shut, for an open one lies over what is to be looked at."""

FOREIGN = [".swagger-ui"]
"""Drawn by a library that comes as a package."""

FRAME = [".rail", ".bar", ".phone-bar"]
"""What surrounds every page of the desk alike; the homes of all roles are looked at with it."""

SHUT = """() => { const all = [...document.querySelectorAll('dialog[id]')].filter(one => !one.open && one.querySelector('form, table, p'));
  return all.map(one => one.id) }"""


@cache
def _script() -> str:
    return AXE.read_text()


def grave_faults(page: Page, name: str, *, frame: bool = True) -> list[str]:
    """Return the findings of serious or critical impact, one a line, of the page and of each of its dialogs.

    frame: whether the rail and the bar are looked at too.
    """
    page.evaluate(UNFOLD)
    expect(page.locator("main .panel-wait:visible")).to_have_count(0)
    page.evaluate(_script())
    found = _ask(page, {"include": ["html"], "exclude": FOREIGN if frame else [*FOREIGN, *FRAME]})
    for dialog in page.evaluate(SHUT):
        page.evaluate("id => document.getElementById(id).showModal()", dialog)
        found += _ask(page, {"include": [f"#{dialog}"]})
        page.evaluate("id => document.getElementById(id).close()", dialog)
    return [f"{name}: {one}" for one in found]


def _ask(page: Page, within: dict[str, list[str]]) -> list[str]:
    found: list[str] = page.evaluate(ASK, [within, {"type": "tag", "values": TAGS}, GRAVE])
    return found
