"""Planning an order: from which locations, in how many parcels, by what.

Every single location is compared with every way of sending one part now and the
rest from elsewhere or later. A plan of several parcels wins only if the strategy
finds it better than any of one; where they are equal, one parcel wins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import TypeAlias
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.choice import Choice, choose
from postpurchase.delivery.choose.items import Item, Supply, boxed
from postpurchase.delivery.choose.parcel import PackedParcel
from postpurchase.delivery.choose.plan import Plan, PlanChoice, PlannedParcel
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.rows import UNKNOWN_GRAMS, Row
from postpurchase.delivery.choose.strategies import Cheapest, Strategy
from postpurchase.delivery.network import Destination, Location
from postpurchase.delivery.network.checks import check_whole
from postpurchase.delivery.promise import PERCENT, Portion, portions, ready_on
from postpurchase.values.answers import Package
from postpurchase.values.money import Money

PARCELS_MAX = 3
"""Into more parcels no order is split: each one more is compared with all others."""

Stock: TypeAlias = Mapping[str, Mapping[str, Supply]]
"""By location, then by line, what there is."""

Packing: TypeAlias = Callable[[tuple[Item, ...], Mapping[str, int]], Package]
"""Says what box some units of the items fill."""

Units: TypeAlias = tuple[tuple[str, int], ...]
"""Line ids with units, in the order of the items."""

Part: TypeAlias = tuple[str, Units, date]
"""A parcel before its carrier is known: location, units, and when they are there."""


def plan(
    book: RateBook,
    items: Iterable[Item],
    stock: Stock,
    destination: Destination,
    *,
    at: datetime,
    strategy: Strategy | None = None,
    latest_on: date | None = None,
    percent: int = PERCENT,
    value: Money | None = None,
    parcels_max: int = 2,
    pack: Packing = boxed,
) -> PlanChoice:
    """Plan the parcels of an order.

    Args:
        book: What there is to choose among.
        items: The order's units, a line once.
        stock: What each location has and expects; a location that is not named has
            nothing.
        destination: Where it goes.
        at: When the order counts from, aware.
        strategy: `Cheapest` if none is given. Of several parcels, prices and
            footprints are added up, and the last day counts.
        latest_on: The day by which everything must be there.
        percent: How sure each promised day is to be.
        value: What the whole order costs, for prices that are free above a value.
        parcels_max: Into how many parcels it may be split, 1 to `PARCELS_MAX`.
        pack: Says what box some units fill; an estimate unless you know better.

    Raises:
        InvalidInput: A number lies outside its range.
        NaiveTime: *at* has no time zone.
        CurrencyMismatch: The value is not in the book's currency.
    """
    check_whole(parcels_max, "parcels_max", 1, PARCELS_MAX)
    strategy, wanted = strategy or Cheapest(), tuple(items)
    asked = Question(
        parcel=PackedParcel(package=Package(), value=value),
        destination=destination,
        at=at,
        latest_on=latest_on,
        percent=percent,
    )
    planner = _Planner(book, wanted, stock, asked, strategy, pack)
    found = [
        made
        for parts in planner.splits(parcels_max)
        if (made := planner.planned(parts)) is not None
    ]
    rows = [_row(one, place) for place, one in enumerate(found)]
    plans = dict(zip(rows, found, strict=True))
    ranked = sorted(rows, key=strategy.key(rows))
    return PlanChoice(
        strategy=strategy,
        ranked=tuple((row, plans[row]) for row in ranked),
        missing=planner.missing(),
    )


def question_of_order(
    book: RateBook,
    items: Iterable[Item],
    stock: Stock,
    destination: Destination,
    *,
    at: datetime,
    value: Money | None = None,
    pack: Packing = boxed,
) -> Question:
    """Return the question for a whole order in one parcel.

    The locations that can send it are those that have or expect all units.

    Args:
        book: What there is to choose among.
        items: The order's units, a line once.
        stock: What each location has and expects.
        destination: Where it goes.
        at: When the order counts from, aware.
        value: What the order costs.
        pack: Says what box some units fill.
    """
    wanted = tuple(items)
    empty = Question(
        parcel=PackedParcel(package=Package(), value=value),
        destination=destination,
        at=at,
    )
    planner = _Planner(book, wanted, stock, empty, Cheapest(), pack)
    ready = {location: on for ((location, _, on),) in planner.splits(1)}
    units = {one.line_id: one.units for one in wanted}
    return attrs.evolve(empty, parcel=planner.packed(units), ready_on=ready)


@attrs.frozen
class _Planner:
    book: RateBook
    items: tuple[Item, ...]
    stock: Stock
    asked: Question
    strategy: Strategy
    pack: Packing
    chosen: dict[Part, Choice] = attrs.field(factory=dict)

    def splits(self, parcels_max: int) -> Iterator[tuple[Part, ...]]:
        """Yield each way to take the units from locations, fewest parcels first.

        All but the last parcel take what is in stock; the last one takes the rest
        on the day on which its location has it.
        """
        seen: set[frozenset[Part]] = set()
        for count in range(1, parcels_max + 1):
            for places in product(self.book.network.locations, repeat=count):
                parts = self._taken(places)
                if parts and frozenset(parts) not in seen:
                    seen.add(frozenset(parts))
                    yield parts

    def _taken(self, places: tuple[Location, ...]) -> tuple[Part, ...]:
        rest = {one.line_id: one.units for one in self.items}
        used: dict[str, dict[str, int]] = {}
        parts: list[Part] = []
        for index, place in enumerate(places):
            today = self._today(place)
            gone = used.setdefault(place.code, {})
            is_last = index == len(places) - 1
            taken, ready = {}, today
            for line, units in rest.items():
                supply, before = self._supply(place, line), gone.get(line, 0)
                if not is_last:
                    taken[line] = min(units, max(0, supply.in_stock - before))
                    continue
                on = ready_on(
                    units + before, supply.in_stock, supply.receipts, from_on=today
                )
                if on is None:
                    return ()
                taken[line] = units
                ready = max(ready, on) if units else ready
            if not any(taken.values()):
                return ()
            for line, units in taken.items():
                rest[line] -= units
                gone[line] = gone.get(line, 0) + units
            inside = tuple((line, units) for line, units in taken.items() if units)
            parts.append((place.code, inside, ready))
        return tuple(parts)

    def planned(self, parts: tuple[Part, ...]) -> Plan | None:
        """Choose for every part; None where one cannot be sent."""
        parcels = []
        for part in parts:
            choice = self._choice(part)
            if choice.best is None:
                return None
            location, units, ready = part
            parcels.append(
                PlannedParcel(
                    location=location,
                    units=units,
                    ready_on=ready,
                    choice=choice,
                    offer=choice.best,
                )
            )
        return Plan(parcels=tuple(parcels))

    def packed(self, units: Mapping[str, int]) -> PackedParcel:
        """Return the parcel that some units fill."""
        goods = (one.goods for one in self.items if one.line_id in units)
        return PackedParcel(
            package=self.pack(self.items, units),
            goods=frozenset().union(*goods),
            value=self.asked.parcel.value,
        )

    def missing(self) -> dict[str, int]:
        """Return the units that are nowhere, by line."""
        found = {}
        for one in self.items:
            there = sum(
                portion.units
                for place in self.book.network.locations
                for portion in self._portions(place, one)
            )
            if there < one.units:
                found[one.line_id] = one.units - there
        return found

    def _portions(self, place: Location, item: Item) -> tuple[Portion, ...]:
        supply = self._supply(place, item.line_id)
        return portions(
            item.units,
            supply.in_stock,
            supply.receipts,
            from_on=self._today(place),
        )

    def _choice(self, part: Part) -> Choice:
        known = self.chosen.get(part)
        if known is None:
            location, units, ready = part
            question = attrs.evolve(
                self.asked,
                parcel=self.packed(dict(units)),
                ready_on={location: ready},
            )
            known = self.chosen[part] = choose(self.book, question, self.strategy)
        return known

    def _supply(self, place: Location, line: str) -> Supply:
        return self.stock.get(place.code, {}).get(line) or Supply()

    def _today(self, place: Location) -> date:
        return self.asked.at.astimezone(ZoneInfo(place.zone)).date()


def _row(made: Plan, place: int) -> Row:
    grams = made.co2_grams
    return (
        made.price.amount_minor,
        made.latest_on.toordinal(),
        made.earliest_on.toordinal(),
        UNKNOWN_GRAMS if grams is None else grams,
        place,
    )
