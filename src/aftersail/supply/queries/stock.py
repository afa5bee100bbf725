"""Reads of stock: what lies where, what is to be ordered again, what a kit lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DecimalField, ExpressionWrapper, F, Q, QuerySet, Sum

from aftersail.core.models import Account
from aftersail.core.refusals import NotThere
from aftersail.fleet.models import ProductFamily
from aftersail.people.models import Station
from aftersail.supply.models import (
    KitTemplate,
    Part,
    PartAlternate,
    PartIssue,
    StockBalance,
    StockCount,
    StockLevel,
    StockPlace,
    StockTotal,
    Tool,
    Transfer,
)
from aftersail.supply.rules.stock import to_order
from aftersail.supply.states import ON_THE_SHELF, PlaceKind, TransferState

MONEY: Any = DecimalField(max_digits=16, decimal_places=2)


def stock_for(account: Account) -> QuerySet[StockTotal]:
    """Return what lies where, with what is free and what it is worth."""
    rows: QuerySet[StockTotal] = StockTotal.objects.visible_to(account).exclude(place__kind=PlaceKind.TRANSIT)
    value: Any = ExpressionWrapper(F("quantity") * F("part__price_cny"), output_field=MONEY)
    return rows.annotate(free=F("quantity") - F("reserved"), value=value)


def one_of(rows: QuerySet[Any], pk: UUID) -> Any:
    """Return one record that the account sees, or refuse as if it did not exist."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def issue_by_id(account: Account, pk: UUID) -> PartIssue:
    """Return an issue."""
    rows = PartIssue.objects.visible_to(account).select_related(
        "part", "place", "requester", "station", "approver", "issuer", "vessel"
    )
    return one_of(rows, pk)  # type: ignore[no-any-return]


def transfer_by_id(account: Account, pk: UUID) -> Transfer:
    """Return a transfer."""
    rows = Transfer.objects.visible_to(account).select_related("part", "source", "target")
    return one_of(rows, pk)  # type: ignore[no-any-return]


def count_by_id(account: Account, pk: UUID) -> StockCount:
    """Return a stock count."""
    rows = StockCount.objects.visible_to(account).select_related("place", "counter", "approver")
    return one_of(rows, pk)  # type: ignore[no-any-return]


def place_by_id(account: Account, pk: UUID) -> StockPlace:
    """Return a place."""
    return one_of(StockPlace.objects.visible_to(account), pk)  # type: ignore[no-any-return]


def lots_at(account: Account, **where: Any) -> QuerySet[StockBalance]:
    """Return lots and serials that lie somewhere."""
    rows: QuerySet[StockBalance] = StockBalance.objects.visible_to(account)
    return (
        rows.filter(quantity__gt=0, **where)
        .select_related("place", "part")
        .order_by("part__number", "place__code")
    )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A part that has fallen to its reorder point in a place: how many to order, and whether a warehouse has them."""

    level: StockLevel
    free: int
    coming: int
    wanted: int
    source: StockPlace | None


def suggestions(account: Account) -> list[Suggestion]:
    """Return what is to be ordered again, by place and part; what is on its way already counts."""
    levels = (
        StockLevel.objects.visible_to(account)
        .select_related("place__station", "part")
        .order_by("place__code", "part__number")
    )
    free = dict(_by_key(StockTotal.objects.all(), "place_id", F("quantity") - F("reserved")))
    coming = dict(
        _by_key(
            Transfer.objects.filter(state__in=(TransferState.ASKED, TransferState.IN_TRANSIT)),
            "target_id",
            F("quantity"),
        )
    )
    central = list(StockPlace.objects.filter(kind=PlaceKind.CENTRAL, active=True).order_by("code"))
    found = []
    for level in levels:
        key = (level.place_id, level.part_id)
        lying, on_way = free.get(key, 0), coming.get(key, 0)
        wanted = to_order(
            free=lying, coming=on_way, reorder_point=level.reorder_point, order_up_to=level.order_up_to
        )
        if wanted:
            source = next(
                (
                    p
                    for p in central
                    if p.pk != level.place_id and free.get((p.pk, level.part_id), 0) >= wanted
                ),
                None,
            )
            found.append(Suggestion(level, lying, on_way, wanted, source))
    return found


def _by_key(rows: Any, place: str, quantity: Any) -> Any:
    summed = rows.values_list(place, "part_id").annotate(n=Sum(quantity)).order_by()
    return (((where, part), n) for where, part, n in summed)


def alternates_of(part: Part) -> list[tuple[Part, str]]:
    """Return what may stand in for a part, with the condition."""
    rows = PartAlternate.objects.filter(Q(part=part) | Q(alternate=part, both_ways=True)).select_related(
        "part", "alternate"
    )
    return [(row.alternate if row.part_id == part.pk else row.part, row.condition) for row in rows]


@dataclass(frozen=True, slots=True)
class KitNeed:
    """A line of a kit list at a station: what is wanted, what is there, and where else the missing lies."""

    label: str
    label_en: str
    code: str
    wanted: int
    there: int
    elsewhere: str
    part: Part | None

    @property
    def missing(self) -> int:
        """How many are lacking."""
        return max(0, self.wanted - self.there)


def kits_for(family: ProductFamily | None, procedure_code: str = "") -> list[KitTemplate]:
    """Return the kit lists for a family and procedure; a list for the very procedure goes before the family's own."""
    rows = KitTemplate.objects.filter(active=True)
    named = list(rows.filter(procedure_code=procedure_code)) if procedure_code else []
    return named or list(rows.filter(family=family, procedure_code="")) if family else named


def kit_needs(
    account: Account, kit: KitTemplate, station: Station, kit_place: StockPlace | None = None
) -> list[KitNeed]:
    """Return a kit list against what is free at a station's stores, in the engineer's own kit, and on its tool shelf."""
    needs = []
    for line in kit.lines.select_related("part"):
        if line.part is not None:
            totals = StockTotal.objects.visible_to(account).filter(part=line.part, quantity__gt=F("reserved"))
            here = Q(
                place__station=station,
                place__kind__in=(PlaceKind.STATION, PlaceKind.SHELF, PlaceKind.CENTRAL),
            )
            if kit_place is not None:
                here |= Q(place=kit_place)
            there = sum(t.quantity - t.reserved for t in totals.filter(here))
            others = (
                totals.exclude(here)
                .filter(place__kind__in=(PlaceKind.STATION, PlaceKind.CENTRAL))
                .order_by("-quantity")
            )
            elsewhere = ", ".join(
                f"{code} {n}"
                for code, n in others.values_list("place__code", F("quantity") - F("reserved"))[:3]
            )
            needs.append(
                KitNeed(
                    line.part.name,
                    line.part.name_en,
                    line.part.number,
                    line.quantity,
                    there,
                    elsewhere,
                    line.part,
                )
            )
        else:
            fit = Tool.objects.visible_to(account).filter(
                tool_class__iexact=line.tool_class, state__in=ON_THE_SHELF
            )
            there = fit.filter(station=station).count()
            needs.append(KitNeed(line.tool_class, "", "", line.quantity, there, "", None))
    return needs
