"""Promise and choice among 8 carriers, 5 services and 4 warehouses, to plain quotes.

A card is a service of a carrier: a divisor, a fuel surcharge in basis points, a fee
for homes, days on the way by zone, and a price by zone and bracket. An order is its
weight, its volume, its zone as seen from each warehouse, whether it goes to a home,
and within how many days it has to arrive.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

import attrs

from postpurchase.delivery.choose import PackedParcel, Question, RateBook, choose
from postpurchase.delivery.network import (
    Destination,
    Limits,
    Location,
    Network,
    Service,
    TransitTime,
    Zones,
)
from postpurchase.delivery.prices import (
    Fuel,
    Residential,
    Row,
    Surcharged,
    Table,
    Tariff,
)
from postpurchase.values.answers import Package
from postpurchase.values.calendar import WorkingCalendar

WAREHOUSES = ("DE", "FR", "NL", "PL")
EVERY_DAY = WorkingCalendar(weekmask="1111111")
AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ON = date(2026, 5, 4)

BREAKS = (500, 1000, 2000, 5000, 10_000, 20_000, 30_000)
ZONES = 6
SEED = 11

Order = tuple[int, int, tuple[int, ...], bool, int]


def rate_cards() -> list[Any]:
    """Return 40 cards: carrier, service, divisor, fuel, home, days, prices."""
    rng = random.Random(7)
    return [
        (
            carrier,
            service,
            rng.choice((4000, 5000, 6000)),
            rng.randrange(300, 1800),
            rng.randrange(0, 400),
            tuple(1 + service + zone // 2 for zone in range(ZONES)),
            tuple(
                tuple(
                    400 + 90 * zone + 110 * step + rng.randrange(200)
                    for step in range(len(BREAKS))
                )
                for zone in range(ZONES)
            ),
        )
        for carrier in range(8)
        for service in range(5)
    ]


def some_orders(count: int, seed: int = SEED) -> list[Order]:
    """Return orders; a few of them are too heavy or too much in a hurry."""
    rng = random.Random(seed)
    return [
        (
            rng.randrange(100, 29_000),
            rng.randrange(500, 60_000),
            tuple(rng.randrange(ZONES) for _ in WAREHOUSES),
            rng.random() < 0.7,
            rng.randrange(2, 8),
        )
        for _ in range(count)
    ]


def one_for_each_zone() -> list[Order]:
    """Return a light order for each place that differs in its zones."""
    places = product(range(ZONES), repeat=len(WAREHOUSES))
    return [(500, 500, zones, True, 7) for zones in places]


@attrs.frozen
class Quote:
    carrier: int
    service: int
    warehouse: int
    cost: int
    currency: str
    days: int


def plain_quotes(cards: Sequence[Any], order: Order) -> Quote | None:
    """The floor: a frozen record for each of 160 quotes, without dates or reasons."""
    grams, cm3, zones, is_home, days = order
    quotes = []
    for carrier, service, divisor, fuel, fee, on_way, prices in cards:
        billable = max(grams, cm3 * 1000 // divisor)
        step = bisect_left(BREAKS, billable)
        if step == len(BREAKS):
            continue
        for warehouse, zone in enumerate(zones):
            cost = prices[zone][step]
            cost += (cost * fuel + 5000) // 10_000 + (fee if is_home else 0)
            quotes.append(Quote(carrier, service, warehouse, cost, "EUR", on_way[zone]))
    return min(
        (one for one in quotes if one.days <= days),
        key=lambda one: (one.cost, one.days),
        default=None,
    )


def best_only(cards: Sequence[Any], order: Order) -> tuple[int, ...] | None:
    """Return cost, days, carrier, service and warehouse of the cheapest."""
    found = plain_quotes(cards, order)
    if found is None:
        return None
    return found.cost, found.days, found.carrier, found.service, found.warehouse


def book(cards: Sequence[Any], breaks: Sequence[int], zones: int) -> RateBook:
    """Make the book of the cards; a postcode's digits are its zones."""
    places = [
        (a, b, c, d)
        for a in range(zones)
        for b in range(zones)
        for c in range(zones)
        for d in range(zones)
    ]
    chart = {
        (warehouse, _name(place)): str(place[index])
        for index, warehouse in enumerate(WAREHOUSES)
        for place in places
    }
    network = Network(
        locations=tuple(
            Location(
                code=code,
                country=code,
                zone="UTC",
                calendar=EVERY_DAY,
                cut_off=time(23),
            )
            for code in WAREHOUSES
        ),
        services=tuple(_service(card, places) for card in cards),
        zones=Zones(prefixes={("UA", _name(place)): _name(place) for place in places}),
    )
    return RateBook(
        network=network,
        tariffs=tuple(_tariff(card, breaks, chart) for card in cards),
    )


def questions(orders: Iterable[Order]) -> list[Question]:
    """Turn orders into questions, each with a destination of its own."""
    return [
        Question(
            # 10 mm × 100 mm × cm3 is the volume of the order.
            parcel=PackedParcel(
                package=Package(
                    weight_grams=grams, length_mm=cm3, width_mm=100, height_mm=10
                )
            ),
            destination=Destination(
                country="UA",
                zone="UTC",
                postcode=_name(zones),
                calendar=EVERY_DAY,
                is_residential=is_home,
            ),
            at=AT + timedelta(minutes=minute),
            latest_on=ON + timedelta(days=days),
        )
        for minute, (grams, cm3, zones, is_home, days) in enumerate(orders)
    ]


def chosen(rates: RateBook, asked: Iterable[Question]) -> int:
    """Choose for each order, and make the promise and the price of what won."""
    return sum(choose(rates, question).best is not None for question in asked)


def explained(rates: RateBook, asked: Iterable[Question]) -> int:
    """Choose, make the promise of what won, and read the reason of every loser."""
    read = 0
    for question in asked:
        choice = choose(rates, question)
        read += choice.best is not None
        for lost in choice.others:
            read += lost.reason is not None
    return read


def check(
    rates: RateBook, orders: Sequence[Order], cheapest: Callable[[Order], Any]
) -> None:
    """See that every price is the one that the peers' floor found."""
    for order, question in zip(orders, questions(orders), strict=True):
        choice, floor = choose(rates, question), cheapest(order)
        best = choice.best
        assert (floor is None) == (best is None), order
        if best is not None:
            assert best.price.amount_minor == floor[0], order
            assert best.latest_on >= best.dispatch_on
        assert len(choice.others) + (best is not None) >= len(rates.cards)
        assert all(lost.reason.text() for lost in choice.others)


def _service(card: Any, places: Sequence[tuple[int, ...]]) -> Service:
    carrier, service, divisor, _, _, days, _ = card
    transit = [TransitTime(likely=((90, on_way),)) for on_way in days]
    return Service(
        carrier=f"c{carrier}",
        code=f"s{service}",
        limits=Limits(volume_divisor=divisor),
        pick_up_week="1111111",
        delivery_week="1111111",
        transit=transit[0],
        lanes=tuple(
            (warehouse, _name(place), transit[place[index]])
            for index, warehouse in enumerate(WAREHOUSES)
            for place in places
        ),
    )


def _tariff(
    card: Any, breaks: Sequence[int], chart: dict[tuple[str, str], str]
) -> Tariff:
    carrier, service, _, fuel, fee, _, prices = card
    rows = tuple(
        Row(zones=(str(zone),), weight_grams_max=grams, amount_minor=amount)
        for zone, amounts in enumerate(prices)
        for grams, amount in zip(breaks, amounts, strict=True)
    )
    return Tariff(
        carrier=f"c{carrier}",
        service=f"s{service}",
        currency="EUR",
        rule=Surcharged(Table(rows), (Fuel(fuel), Residential(fee))),
        chart=chart,
    )


def _name(zones: Sequence[int]) -> str:
    return "".join(map(str, zones))
