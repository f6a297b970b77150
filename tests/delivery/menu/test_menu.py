"""The menu: the best ways by each measure, each with its promise, once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import attrs
import pytest

from delivery.choose.shops import (
    AT,
    MONDAY,
    asked,
    book,
    home,
    location,
    service,
    tariff,
)
from postpurchase.delivery.choose import Item, Supply
from postpurchase.delivery.choose.reasons import OutOfStockThere
from postpurchase.delivery.menu import LABELS, Menu, menu, order_menu
from postpurchase.delivery.network import Slot, TransitTime
from postpurchase.delivery.promise import Receipt
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES, word


def euros(minor):
    return Money(minor, "EUR")


EVENING_PRICE = euros(350)


def evening(weekday=2, price=EVENING_PRICE, **known):
    return Slot(weekday=weekday, starts=time(18), ends=time(20), price=price, **known)


def a_shop(**known):
    return book(
        [
            service("air", days=1, by_at=time(12)),
            service("road", days=2, co2_grams_per_parcel=300, co2_basis="own figures"),
            service("rail", days=4, co2_grams_per_parcel=90, co2_basis="own figures"),
            service("point", days=3, kind="pickup_point"),
            service("box", days=3, kind="locker"),
            service("shop", days=0, kind="store"),
            service("van", days=2, slots=(evening(),)),
        ],
        [
            tariff("air", 1900),
            tariff("road", 700),
            tariff("rail", 450),
            tariff("point", 390),
            tariff("box", 290),
            tariff("shop", 0),
            tariff("van", 800),
        ],
        **known,
    )


def carriers(made):
    return {
        label: one.offers[0].carrier for one in made.options for label in one.labels
    }


def test_each_label_has_its_best_way():
    assert {
        "fastest": "shop",
        "cheapest": "shop",
        "greenest": "rail",
        "two_day": "shop",
        "pickup_point": "point",
        "locker": "box",
        "store": "shop",
        "time_definite": "air",
        "slot": "van",
    } == carriers(menu(a_shop(), asked()))


def test_what_is_the_best_in_several_respects_stands_there_once():
    made = menu(a_shop(), asked())
    ways = [(one.offers[0].carrier, one.slot) for one in made.options]

    assert len(ways) == len(set(ways))
    assert ("fastest", "cheapest", "two_day", "store") == made.options[0].labels


def test_the_options_stand_in_the_order_of_the_labels():
    first = [LABELS.index(one.labels[0]) for one in menu(a_shop(), asked()).options]

    assert sorted(first) == first


def test_a_slot_is_paid_on_top_and_promised_to_the_hour():
    option = menu(a_shop(), asked()).option("slot")
    wednesday = MONDAY + timedelta(days=2)

    assert euros(800 + 350) == option.price
    assert wednesday == option.promise.latest_on
    assert (
        datetime(2026, 5, 6, 18, tzinfo=UTC),
        datetime(2026, 5, 6, 20, tzinfo=UTC),
    ) == (option.promise.window_start_at, option.promise.window_end_at)
    assert euros(1150) == option.promise.price


@pytest.mark.parametrize(("days", "fits"), [(2, True), (3, False)])
def test_two_days_are_two_days(days, fits):
    made = menu(book([service("c", days=days)], [tariff("c", 500)]), asked())

    assert fits == (made.option("two_day") is not None)


def test_a_service_with_slots_is_never_taken_without_one():
    shop = book(
        [service("van", slots=(evening(),)), service("c")],
        [tariff("van", 0), tariff("c", 500)],
    )
    made = menu(shop, asked())

    assert all(
        (one.offers[0].carrier == "van") == bool(one.slot) for one in made.options
    )
    assert euros(500) == made.option("cheapest").price


def test_a_free_slot_costs_what_the_service_costs():
    shop = book([service("van", slots=(evening(price=None),))], [tariff("van", 800)])

    assert euros(800) == menu(shop, asked()).option("slot").price


def test_slots_after_the_last_day_are_left_out():
    tuesday = MONDAY + timedelta(days=1)
    shop = book([service("van", slots=(evening(1), evening(2)))], [tariff("van", 800)])
    made = menu(shop, asked(latest_on=tuesday))

    assert [tuesday] == [one.slot.on for one in made.options if one.slot]


def test_time_definite_is_promised_to_the_hour():
    promise = menu(a_shop(), asked()).option("time_definite").promise

    assert datetime(2026, 5, 5, 12, tzinfo=UTC) == promise.window_end_at


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "By a stated time"), (5, "By the end of the working day")],
)
def test_a_time_definite_way_to_a_day_without_delivery_is_till_the_end_of_a_day(
    days, said
):
    transit = TransitTime.stated(days, days, unit="calendar")
    air = service("air", transit=transit, by_at=time(12))
    air = attrs.evolve(air, delivery_week="1111100")
    option = menu(book([air], [tariff("air", 9)]), asked()).option("time_definite")

    assert (days == 1) is (option.promise.window_end_at is not None)
    assert said in option.words()[0]


def test_the_greenest_is_among_known_footprints_and_the_menu_says_so():
    made = menu(a_shop(), asked())

    assert (90, "own figures") == (
        made.option("greenest").co2_grams,
        made.option("greenest").co2_basis,
    )
    assert 5 == made.unknown_footprints
    assert made.words()[-1] == "5 ways are not compared: their CO₂ is not known."


def test_without_footprints_nothing_is_called_the_greenest():
    made = menu(book([service("c")], [tariff("c", 500)]), asked())

    assert made.option("greenest") is None
    assert 1 == len(made.words())


def test_what_cannot_be_had_is_not_offered():
    nothing = menu(a_shop(), asked(ready_on={}))

    assert () == nothing.options


@pytest.mark.parametrize("locale", LOCALES)
def test_a_menu_with_nothing_to_offer_says_so_in_one_sentence(locale):
    empty = menu(a_shop(), asked(ready_on={}))
    (said,) = empty.words(locale)

    assert (OutOfStockThere("waw"),) == empty.reasons
    assert OutOfStockThere("waw").text(locale) in said
    assert 1 == len(Menu(options=()).words(locale))
    assert () == menu(a_shop(), asked()).reasons


def test_an_empty_menu_gives_the_commonest_reasons_first():
    north = [service(name, postcodes=("80",)) for name in ("a", "b")]
    shop = book([service("c"), *north], [tariff("a", 5), tariff("b", 6)])

    (said,) = menu(shop, asked()).words()
    _, why = said.split(": ")

    assert "does not deliver to this postcode (Poland); the service has no tariff." == (
        why
    )


def test_an_empty_menu_says_what_comes_too_late():
    made = menu(a_shop(), asked(latest_on=MONDAY - timedelta(days=9)))

    assert () == made.options
    assert 3 == len(made.reasons)
    assert "too late" in made.words()[0]


MUG = Item(line_id="mug", weight_grams=400)
LAMP = Item(line_id="lamp", weight_grams=900)


def in_two_places(days):
    return {
        "waw": {"mug": Supply(in_stock=1)},
        "krk": {
            "mug": Supply(receipts=(Receipt(MONDAY + timedelta(days=days), 1),)),
            "lamp": Supply(in_stock=1),
        },
    }


def order_of_two(stock, **known):
    shop = book(
        [service("c", days=1, **known)],
        [tariff("c", 500)],
        [location("waw"), location("krk")],
    )
    return order_menu(shop, (MUG, LAMP), stock, home(), at=AT)


def test_one_parcel_later_stands_beside_two_parcels_sooner():
    made = order_of_two(in_two_places(4), co2_grams_per_parcel=70, co2_basis="own")
    one, two = made.option("one_parcel"), made.option("two_parcels")

    assert [("krk",), ("waw", "krk")] == [
        tuple(each.location for each in option.offers) for option in (one, two)
    ]
    assert [euros(500), euros(1000)] == [one.price, two.price]
    assert [70, 140] == [one.co2_grams, two.co2_grams]
    assert [MONDAY + timedelta(days=5), MONDAY + timedelta(days=1)] == [
        one.promise.latest_on,
        two.promise.latest_on,
    ]
    # Two parcels at 90 percent each are both in time less often.
    assert [90, 81] == [
        one.promise.probability_percent,
        two.promise.probability_percent,
    ]


def test_where_one_parcel_is_as_soon_there_are_no_two():
    made = order_of_two(in_two_places(0))

    assert ["fastest", "cheapest", "two_day"] == [
        label for one in made.options for label in one.labels
    ]


def test_where_no_place_has_everything_only_two_parcels_are_offered():
    stock = {"waw": {"mug": Supply(in_stock=1)}, "krk": {"lamp": Supply(in_stock=1)}}
    made = order_of_two(stock)

    assert [("two_parcels",)] == [one.labels for one in made.options]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_menu_is_said_in_every_language(locale):
    said = menu(a_shop(), asked()).words(locale)
    said += order_of_two(in_two_places(4)).words(locale)

    assert not any("{" in one for one in said)
    assert all(word("delivery_option", label, locale) for label in LABELS)


def test_an_option_says_price_days_and_footprint():
    said = menu(a_shop(), asked()).option("greenest").words()

    assert (
        "Greenest: parcel",
        "€4.50",
        "May 8, 2026 (90 % likely)",
        "90 g CO₂ (own figures)",
    ) == said
