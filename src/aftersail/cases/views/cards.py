"""The cards of the board, painted in one loop: through the component's template two hundred would take ten times as long.

The markup is that of the component `case_card`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aftersail.cases.queries.board import FIELDS
from aftersail.cases.states import CaseState
from aftersail.core.lists.cells import address_parts, painted
from aftersail.core.masters.naming import reads_english

CARD = (
    '<article class="ticket ticket-{tone}" data-card data-id="{id}" data-version="{version}" data-allowed="{allowed}">'
    '<button type="button" class="ticket-move" data-move title="{move_to}" aria-label="{move}">{icon}</button>'
    '<span class="ticket-number mono">{number}</span>'
    '<a class="ticket-title" href="{href}">{title}</a><p class="ticket-facts">{facts}</p>'
    '<div class="ticket-foot">{badges}{foot}</div></article>'
)


def painted_cards(
    rows: list[tuple[Any, ...]], *, now: datetime, masked: bool, allowed_from: Callable[[str], str]
) -> SafeString:
    """Return the cards of a lane from rows of `board.FIELDS`.

    masked: leave the ship out. allowed_from: the columns to which a state's card may be moved, separated by blanks.
    """
    before, after = address_parts("cases:case")
    words = {
        "move_to": escape(_("Move to…")),
        "move": escape(_("Move %(number)s")),
        "icon": painted("icon", "arrows-exchange"),
        "overdue": painted("tag", "attention", _("overdue")),
    }
    return mark_safe(
        "".join(
            [
                _card(dict(zip(FIELDS, row, strict=True)), now, masked, allowed_from, (before, after), words)
                for row in rows
            ]
        )
    )


def _card(
    row: dict[str, Any],
    now: datetime,
    masked: bool,
    allowed_from: Callable[[str], str],
    address: tuple[str, str],
    words: dict[str, str],
) -> str:
    due = row["next_due_at"]
    overdue = due is not None and due < now
    english = reads_english()
    vessel = (english and row["vessel__name_en"]) or row["vessel__name"]
    ship = [] if masked else [f"{row['vessel__hull_code']} {vessel}"]
    facts = [*ship, row["equipment__name"]] if row["equipment__name"] else ship
    badges = painted("tag", row["state"], CaseState(row["state"]).label)
    if row["severity"]:
        badges += painted("tag", row["severity"], row["severity"])
    if overdue:
        foot = words["overdue"]
    else:
        foot = f'<span class="text-secondary">{painted("ago", due)}</span>' if due else ""
    if row["owner__name"]:
        foot += painted("face", (english and row["owner__name_en"]) or row["owner__name"])
    return CARD.format(
        tone="attention" if overdue else "", id=row["id"], version=row["version"], allowed=allowed_from(row["state"]),
        number=escape(row["number"]), move_to=words["move_to"], move=words["move"] % {"number": escape(row["number"])},
        icon=words["icon"], href=f"{address[0]}{row['id']}{address[1]}", title=escape(row["title"]), facts=escape(" · ".join(facts)),
        badges=badges, foot=foot,
    )  # fmt: skip
