"""Addresses of records: Django works one out by walking its patterns each time, and a page shows dozens."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid4

from django.urls import reverse


def address_of(url_name: str, *ids: object) -> str:
    """Return the address of a page by its records' ids; raises NoReverseMatch where there is no such page.

    What stands around the ids is worked out once for each page; anything but ids is left to Django.
    """
    if not ids:
        return _around(url_name, 0)[0]
    if all(type(one) is UUID for one in ids):
        around = _around(url_name, len(ids))
        return around[0] + "".join(f"{one}{text}" for one, text in zip(ids, around[1:], strict=True))
    return reverse(url_name, args=ids)


@lru_cache(maxsize=2_000)
def _around(url_name: str, count: int) -> tuple[str, ...]:
    """Return the pieces of text around so many ids."""
    stand_ins = [uuid4() for _n in range(count)]
    rest, pieces = reverse(url_name, args=stand_ins), []
    for one in stand_ins:
        before, _found, rest = rest.partition(str(one))
        pieces.append(before)
    return (*pieces, rest)
