"""Search across records in Chinese and English, by words and Chinese bigrams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from aftersail.core.models import Account, SearchEntry
from aftersail.core.postgresql.fetching import fetch
from aftersail.core.record import Record
from aftersail.core.writing import Write, carry_out, insertion

_WORD = re.compile(r"[a-z0-9][a-z0-9._/-]*[a-z0-9]|[a-z0-9]|[\u3400-\u9fff]+", re.I)
CANDIDATES = 2000
REPLACED = " ON CONFLICT (subject_id) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in ("title", "detail", "terms", "keys", "house_only", "at")
)


def terms_of(*texts: str) -> list[str]:
    """Return the search terms of texts: lower-case words (with their parts) and bigrams of hanzi runs.

    >>> terms_of("主海水泵 XH-200")
    ['200', 'xh', 'xh-200', '主海', '水泵', '海水']
    """
    found: set[str] = set()
    for text in texts:
        for run in _WORD.findall(text.lower()):
            if run[0] >= "\u3400":
                found.update([run] if len(run) == 1 else (run[i : i + 2] for i in range(len(run) - 1)))
            else:
                found.add(run[:40])
                found.update(part for part in re.split(r"[._/-]", run) if part)
    return sorted(found)


def index(
    about: Record,
    *,
    title: str,
    body: Iterable[str],
    at: datetime,
    detail: str = "",
    house_only: bool = False,
) -> None:
    """Write or replace what search knows of a record, in the caller's transaction."""
    carry_out(
        indexing(search_entry(about, title=title, body=body, at=at, detail=detail, house_only=house_only))
    )


def indexing(entry: SearchEntry) -> Write:
    """Return the write that puts a search entry in the place of what search knew of its record."""
    write = insertion(entry)
    return Write(write.sql + REPLACED, write.values)


def search_entry(
    about: Record,
    *,
    title: str,
    body: Iterable[str],
    at: datetime,
    detail: str = "",
    house_only: bool = False,
) -> SearchEntry:
    """Return the unsaved search entry of a record, for callers that write many at once."""
    return SearchEntry(
        subject_id=about.pk,
        subject_type=about._meta.label_lower,
        title=title[:200],
        detail=detail[:300],
        terms=terms_of(title, detail, *body),
        keys=about.reach_keys(),
        house_only=house_only,
        at=at,
    )


def found_ids(
    query: str, subject_type: str = "", limit: int = CANDIDATES, *, account: Account | None = None
) -> list[Any]:
    """Return the ids of the newest records with every term of the query, among those the account reaches.

    Without an account, before anybody's reach is applied. A security-definer function reads the index (array
    operators are not leakproof, so a policy would keep the index from being used); callers must still read the
    records themselves under `visible_to`.
    """
    terms = query_terms(query)
    if not terms:
        return []
    reached = None if account is None or account.sees_everything else list(account.reach_ids)
    in_house = account is None or account.is_house
    asked = "select id from core_search_ids(%s::varchar[], %s, %s, %s::uuid[], %s) as id"
    return [row[0] for row in fetch(asked, [terms, subject_type, limit, reached, in_house])]


def query_terms(query: str) -> list[str]:
    """Return the terms that a query must match: compound words by themselves, not by their parts.

    >>> query_terms("XH-200 水泵")
    ['xh-200', '水泵']
    """
    found: set[str] = set()
    for run in _WORD.findall(query.lower()):
        hanzi = run[0] >= "\u3400" and len(run) > 1
        found.update((run[i : i + 2] for i in range(len(run) - 1)) if hanzi else [run[:40]])
    return sorted(found)


def search(account: Account, query: str, limit: int = 20) -> list[SearchEntry]:
    """Return the newest records that match and that this account may see."""
    ids = found_ids(query, limit=CANDIDATES, account=account)
    rows = SearchEntry.objects.visible_to(account).filter(pk__in=ids)
    if not account.is_house:
        rows = rows.filter(house_only=False)
    return list(rows.order_by("-at")[:limit])
