"""How single values read in a report: instants, days, numbers, codes, and the dash for what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from aftersail.visits.report.content import Code

DASH = "—"


@dataclass(frozen=True)
class Wording:
    """The words of one language and the clock of one house."""

    words: dict[str, str]
    zone: ZoneInfo

    def label(self, key: str, **values: object) -> str:
        """Return a fixed word of the document's language, with its places filled."""
        return self.words[key].format(**values) if values else self.words[key]

    def text(self, value: str) -> str:
        """Return the text without blank edges, or the dash."""
        return value.strip() or DASH

    def instant(self, value: datetime | None) -> str:
        """Return `2026-03-14 09:25` on the house's clock, or the dash."""
        return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}" if value else DASH

    def day(self, value: date | None) -> str:
        """Return `2026-03-14`, or the dash."""
        return value.isoformat() if value else DASH

    def number(self, value: Decimal | None) -> str:
        """Return the number without trailing zeros and with spaced thousands, or the dash."""
        if value is None:
            return DASH
        plain = f"{value.normalize():f}"
        whole, dot, decimals = plain.partition(".")
        return f"{int(whole):,}".replace(",", "\u00a0") + dot + decimals if abs(value) >= 1 else plain

    def duration(self, value: Decimal | None) -> str:
        """Return hours with their unit (`12.5 h`), or the dash."""
        return DASH if value is None else self.label("hours_value", n=self.number(value))

    def code(self, value: Code) -> str:
        """Return `VIB 振动`, whichever of the two is known, or the dash."""
        return " ".join(part for part in (value.code.strip(), value.name.strip()) if part) or DASH

    def joined(self, values: tuple[str, ...]) -> str:
        """Return names in the language's own list form, or the dash."""
        return self.label("list_separator").join(value for value in values if value.strip()) or DASH

    def zone_name(self, at: datetime) -> str:
        """Return the clock's offset on that day, as `UTC+8` or `UTC+5:30`."""
        offset = at.astimezone(self.zone).utcoffset() or timedelta()
        minutes = int(offset.total_seconds() // 60)
        sign, (hours, rest) = "+" if minutes >= 0 else "−", divmod(abs(minutes), 60)
        return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
