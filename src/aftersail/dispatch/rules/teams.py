"""Who of a team takes which place that an order asks for; pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def seated(fitting: Sequence[Collection[int]]) -> list[int | None]:
    """Return for each place one of those who fit it, nobody twice, as many places as can be; None for an empty one.

    Places that 0 or 1, and 0 alone could take: 1 takes the first, 0 the second (augmenting paths).
    """
    places: dict[int, int] = {}

    def seat(place: int, asked: set[int]) -> bool:
        for one in sorted(set(fitting[place]) - asked):
            asked.add(one)
            if one not in places or seat(places[one], asked):
                places[one] = place
                return True
        return False

    for place in range(len(fitting)):
        seat(place, set())
    by_place = {place: one for one, place in places.items()}
    return [by_place.get(place) for place in range(len(fitting))]
