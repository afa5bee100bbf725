"""Short texts that people or programs give: on one line, without what no database keeps and no page shows."""

from __future__ import annotations


def one_line(text: str, longest: int) -> str:
    r"""Return a text on one line, without control characters, at most so many characters long.

    >>> one_line("  a\x00b \n c ", 60)
    'ab c'
    """
    spaced = " ".join(text.split())
    return "".join(c for c in spaced if c.isprintable()).strip()[:longest]
