"""Splitting among many locations, and parcels that need not hurry."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from delivery.choose.shops import AT, MONDAY, asked, book, home, location, service
from delivery.choose.shops import tariff as tariff_of
from postpurchase.delivery.choose import (
    Cheapest,
    Fastest,
    Item,
    Supply,
    Weighted,
    compare,
    plan,
)
from postpurchase.delivery.choose.reasons import TooLate
from postpurchase.delivery.choose.splitting import PLACES_MAX, Splits
from postpurchase.delivery.promise import Receipt

LINES = "abc"
ITEMS = tuple(
    Item(
        line_id=line,
        units=2,
        weight_grams=400,
        length_mm=100,
        width_mm=100,
        height_mm=100,
    )
    for line in LINES
)


def places(count):
    return tuple(location(f"l{number}") for number in range(count))


def shop(count, services=(("slow", 4, 300), ("fast", 1, 700))):
    return book(
        [service(code, days=days) for code, days, _ in services],
        [tariff_of(code, minor) for code, _, minor in services],
        places(count),
    )


def stocked(**lines):
    return {line: Supply(in_stock=units) for line, units in lines.items()}


def splits(count, stock):
    return Splits(items=ITEMS, stock=stock, locations=places(count), at=AT)


def codes(found):
    return [one.code for one in found]


def planned(count, stock, **known):
    return plan(shop(count), ITEMS, stock, home(), at=AT, **known)


def test_the_most_useful_locations_have_together_what_the_order_needs():
    stock = {
        **{f"l{number}": stocked(a=2) for number in range(30)},
        "l30": stocked(b=1),
        "l31": stocked(b=2),
        "l32": stocked(c=1, b=1),
    }
    some = splits(33, stock)

    assert ["l0", "l31", "l32"] == codes(some.most_useful(some.locations, 3))
    last_first = some.most_useful(some.locations[::-1], 3)
    assert ["l29", "l31", "l32"] == codes(last_first)


def test_when_nothing_lacks_the_choice_of_locations_begins_anew():
    stock = {f"l{number}": stocked(a=2, b=2, c=2) for number in range(9)}
    some = splits(20, stock)

    assert ["l0", "l1", "l2", "l3"] == codes(some.most_useful(some.locations, 4))
    assert 9 == len(some.most_useful(some.locations, 16))


def test_of_equal_use_is_first_who_has_it_now():
    later = Supply(receipts=(Receipt(MONDAY + timedelta(days=2), 2),))
    some = splits(3, {"l0": {"a": later}, "l1": stocked(a=1), "l2": stocked(a=2)})

    assert ["l2"] == codes(some.most_useful(some.locations, 1))


def test_a_split_is_found_among_a_hundred_locations():
    stock = {f"l{number}": stocked(a=2) for number in range(98)}
    stock |= {"l98": stocked(b=2), "l99": stocked(c=2)}
    best = planned(100, stock, parcels_max=3).best

    assert {"l98", "l99"} < {one.location for one in best.parcels}
    assert 3 == len(best.parcels)


def test_the_ways_that_are_compared_do_not_grow_with_the_locations():
    stock = {f"l{number}": stocked(a=1, b=1) for number in range(100)}
    stock["l99"] = stocked(a=2, b=2, c=2)
    found = planned(100, stock, parcels_max=3)
    by_count = {1: 0, 2: 0, 3: 0}
    for one in (found.best, *(lost for lost, _ in found.others)):
        by_count[len(one.parcels)] += 1

    assert 1 == by_count[1]
    assert 0 < by_count[2] <= PLACES_MAX[2] ** 2
    assert 0 < by_count[3] <= PLACES_MAX[3] ** 3


def test_of_locations_that_have_as_much_the_one_that_sends_it_best_is_compared():
    cheap_from_last = book(
        [service("dear"), service("cheap", locations=frozenset({"l39"}))],
        [tariff_of("dear", 900), tariff_of("cheap", 100)],
        places(41),
    )
    stock = {f"l{number}": stocked(a=2) for number in range(40)}
    stock["l40"] = stocked(b=2, c=2)
    found = plan(cheap_from_last, ITEMS, stock, home(), at=AT)

    assert {"l39", "l40"} == {one.location for one in found.best.parcels}


def apart(*, days):
    return {
        "l0": stocked(a=2, b=2),
        "l1": {"c": Supply(receipts=(Receipt(MONDAY + timedelta(days=days), 2),))},
    }


def test_the_fastest_plan_does_not_pay_for_speed_that_brings_nothing():
    late = planned(2, apart(days=7), strategy=Fastest())
    soon = planned(2, apart(days=2), strategy=Fastest())

    assert ["slow", "fast"] == [one.offer.carrier for one in late.best.parcels]
    assert 1000 == late.best.price.amount_minor
    assert ["fast", "fast"] == [one.offer.carrier for one in soon.best.parcels]


def test_a_parcel_in_no_hurry_says_why_the_others_lost():
    late = planned(2, apart(days=7), strategy=Fastest()).best
    [dearer] = late.parcels[0].choice.others
    closer = shop(2, (("slow", 4, 300), ("fast", 1, 700), ("mail", 30, 100)))
    found = plan(closer, ITEMS, apart(days=7), home(), at=AT, strategy=Fastest())
    first = found.best.parcels[0].choice

    assert "fast" == dearer.carrier
    assert "It is the cheapest." == late.parcels[0].choice.explain()[1]
    assert ["fast", "mail"] == [one.carrier for one in first.others]
    assert isinstance(first.others[1].reason, TooLate)


def test_the_worth_of_a_day_is_not_paid_for_a_parcel_in_no_hurry():
    strategy = Weighted(day_minor=500)
    best = planned(2, apart(days=7), strategy=strategy).best

    assert ["slow", "fast"] == [one.offer.carrier for one in best.parcels]


@given(
    days=st.integers(0, 9),
    prices=st.lists(
        st.tuples(st.integers(1, 6), st.integers(1, 9)), min_size=1, max_size=5
    ),
)
def test_what_is_not_last_is_the_cheapest_that_comes_no_later(days, prices):
    rates = shop(2, [(f"c{n}", on, 100 * by) for n, (on, by) in enumerate(prices)])
    found = plan(rates, ITEMS, apart(days=days), home(), at=AT, strategy=Fastest())
    best = found.best
    alone = [
        compare(rates, one.choice.comparison.question, location=one.location)
        for one in best.parcels
    ]
    first_days = [min(row[1] for row in each.rows + each.late) for each in alone]

    assert max(first_days) == best.latest_on.toordinal()
    for one, each, first in zip(best.parcels, alone, first_days, strict=True):
        if first < max(first_days):
            in_time = [row[0] for row in each.rows if row[1] <= max(first_days)]
            assert min(in_time) == one.offer.price.amount_minor


def test_one_location_alone_is_compared_as_it_is_among_all():
    rates = shop(3)
    alone, among = compare(rates, asked(), location="l1"), compare(rates, asked())

    assert [row for row in among.rows if row[-1] % 3 == 1] == alone.rows
    assert [] == alone.refused
    assert Cheapest().key(alone.rows) is None
