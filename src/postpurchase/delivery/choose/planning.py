"""Planning an order: from which locations, in how many parcels, by what.

Every single location is compared with the ways of sending one part now and the
rest from elsewhere or later. A plan of several parcels wins only if the strategy
finds it better than any of one; where they are equal, one parcel wins.

Of many locations, 16 are compared for two parcels and 6 for three: those that
together have the order several times over, see `Splits.most_useful`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias

import attrs

from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.choice import Choice, best_of
from postpurchase.delivery.choose.comparing import compare
from postpurchase.delivery.choose.items import Item, boxed
from postpurchase.delivery.choose.parcel import PackedParcel
from postpurchase.delivery.choose.plan import Plan, PlanChoice, PlannedParcel
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.rows import LATEST, UNKNOWN_GRAMS, Row
from postpurchase.delivery.choose.splitting import PLACES_MAX, Part, Splits, Stock
from postpurchase.delivery.choose.strategies import Cheapest, Strategy
from postpurchase.delivery.network import Destination, Location
from postpurchase.delivery.network.checks import check_whole
from postpurchase.delivery.promise import PERCENT
from postpurchase.values.answers import Package
from postpurchase.values.money import Money

PARCELS_MAX = 3
"""Into more parcels no order is split: each one more is compared with all others."""

Packing: TypeAlias = Callable[[tuple[Item, ...], Mapping[str, int]], Package]
"""Says what box some units of the items fill."""


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
            footprints are added up, and the last day counts; so what need not
            hurry is chosen by `Strategy.without_hurry` among what comes no later.
        latest_on: The day by which everything must be there.
        percent: How sure each promised day is to be.
        value: What the whole order costs, for prices that are free above a value.
        parcels_max: Into how many parcels it may be split, 1 to `PARCELS_MAX`; of
            many locations only some are compared for it, see `PLACES_MAX`.
        pack: Says what box some units fill; an estimate unless you know better.

    Raises:
        InvalidInput: A number lies outside its range.
        UnknownCode: The stock is at a location that the network has not.
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
    planner = _planner(book, wanted, stock, asked, strategy=strategy, pack=pack)
    found = [
        made
        for parts in planner.ways(parcels_max)
        if (made := planner.planned(parts)) is not None
    ]
    rows = [_row(one, place) for place, one in enumerate(found)]
    plans = dict(zip(rows, found, strict=True))
    ranked = sorted(rows, key=strategy.key(rows))
    return PlanChoice(
        strategy=strategy,
        ranked=tuple((row, plans[row]) for row in ranked),
        missing=planner.splits.missing(),
        unsent=() if found else planner.unsent(),
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

    Raises:
        UnknownCode: The stock is at a location that the network has not.
    """
    wanted = tuple(items)
    empty = Question(
        parcel=PackedParcel(package=Package(), value=value),
        destination=destination,
        at=at,
    )
    planner = _planner(book, wanted, stock, empty, strategy=Cheapest(), pack=pack)
    ready = {location: on for ((location, _, on),) in planner.splits.single()}
    units = {one.line_id: one.units for one in wanted}
    return attrs.evolve(empty, parcel=planner.packed(units), ready_on=ready)


def _planner(
    book: RateBook,
    items: tuple[Item, ...],
    stock: Stock,
    asked: Question,
    *,
    strategy: Strategy,
    pack: Packing,
) -> _Planner:
    splits = Splits(
        items=items, stock=stock, locations=book.network.locations, at=asked.at
    )
    return _Planner(book, splits, asked, strategy, pack)


@attrs.frozen
class _Planner:
    book: RateBook
    splits: Splits
    asked: Question
    strategy: Strategy
    pack: Packing
    chosen: dict[Part, Choice] = attrs.field(factory=dict)

    def ways(self, parcels_max: int) -> Iterator[tuple[Part, ...]]:
        """Yield each way to take the units, fewest parcels first."""
        yield from self.splits.single()
        places: Sequence[Location] = self.splits.locations
        for count in range(2, parcels_max + 1):
            if len(places) > PLACES_MAX[count]:
                places = self._preferred(places)
                places = self.splits.most_useful(places, PLACES_MAX[count])
            yield from self.splits.several(places, count)

    def planned(self, parts: tuple[Part, ...]) -> Plan | None:
        """Choose for every part; None where one cannot be sent.

        A parcel that need not be there before the last one is chosen anew among the
        ways that come no later: nobody is served by paying for its speed.
        """
        choices = [self._choice(part) for part in parts]
        last = max((one.row[LATEST] for one in choices if one.row), default=0)
        parcels = []
        for part, first in zip(parts, choices, strict=True):
            hurries = first.row is not None and first.row[LATEST] < last
            choice = _unhurried(first, last) if hurries else first
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

    def unsent(self) -> tuple[Choice, ...]:
        """Return the choices that found no way."""
        return tuple(one for one in self.chosen.values() if one.row is None)

    def packed(self, units: Mapping[str, int]) -> PackedParcel:
        """Return the parcel that some units fill."""
        items = self.splits.items
        goods = (one.goods for one in items if one.line_id in units)
        return PackedParcel(
            package=self.pack(items, units),
            goods=frozenset().union(*goods),
            value=self.asked.parcel.value,
        )

    def _preferred(self, places: Sequence[Location]) -> list[Location]:
        """Order locations by how well each sends what it has."""
        rows = {
            row: one
            for one in places
            if (part := self.splits.now(one)) and (row := self._choice(part).row)
        }
        first = [rows[row] for row in sorted(rows, key=self.strategy.key(list(rows)))]
        return [*first, *(one for one in places if one not in first)]

    def _choice(self, part: Part) -> Choice:
        known = self.chosen.get(part)
        if known is None:
            location, units, ready = part
            question = attrs.evolve(
                self.asked,
                parcel=self.packed(dict(units)),
                ready_on={location: ready},
            )
            found = compare(self.book, question, location=location)
            known = self.chosen[part] = best_of(found, self.strategy)
        return known


def _unhurried(choice: Choice, last: int) -> Choice:
    """Choose anew for a parcel that has time until the day of the last one."""
    found, strategy = choice.comparison, choice.strategy.without_hurry()
    if strategy == choice.strategy:
        return choice
    in_time = attrs.evolve(
        found,
        question=attrs.evolve(found.question, latest_on=date.fromordinal(last)),
        rows=[row for row in found.rows if row[LATEST] <= last],
        late=[*found.late, *(row for row in found.rows if row[LATEST] > last)],
    )
    return best_of(in_time, strategy)


def _row(made: Plan, place: int) -> Row:
    grams = made.co2_grams
    return (
        made.price.amount_minor,
        made.latest_on.toordinal(),
        made.earliest_on.toordinal(),
        UNKNOWN_GRAMS if grams is None else grams,
        place,
    )
