"""The choice: what wins, why, and why each other way lost."""

from __future__ import annotations

from datetime import date, time, timedelta

import attrs
import pytest

from delivery.choose.shops import (
    AT,
    EVERY_DAY,
    MONDAY,
    Limits,
    Route,
    asked,
    book,
    by_zone,
    home,
    location,
    parcel,
    service,
    tariff,
)
from postpurchase.delivery.choose import Cheapest, Fastest, Greenest, Weighted, choose
from postpurchase.delivery.choose.reasons import (
    Dearer,
    FootprintUnknown,
    GoodsRefused,
    LessGreen,
    ListedLater,
    NoDate,
    NoPrice,
    NoTariff,
    NotCollected,
    NotQuoted,
    NotServed,
    OutOfStockThere,
    Outweighed,
    SizeUnknown,
    Slower,
    TooHeavy,
    TooLarge,
    TooLate,
    TooMuchGirth,
)
from postpurchase.delivery.network import TransitTime
from postpurchase.delivery.prices import (
    FreeAbove,
    Fuel,
    PerCountry,
    PerKilo,
    Quoted,
    Row,
    Surcharged,
    Table,
)
from postpurchase.delivery.promise import promise
from postpurchase.errors import CurrencyMismatch, InvalidInput, UnknownCode
from postpurchase.values.answers import Promise, Quote
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES


def euros(minor):
    return Money(minor, "EUR")


def slow_and_fast(**known):
    return book(
        [service("slow", days=4), service("fast", days=1)],
        [tariff("slow", 400), tariff("fast", 900)],
        **known,
    )


def reasons(choice):
    return {(one.carrier, one.location): one.reason for one in choice.others}


def test_the_cheapest_within_the_promise_wins():
    any_day = choose(slow_and_fast(), asked())
    by_tuesday = choose(slow_and_fast(), asked(latest_on=MONDAY + timedelta(days=1)))

    assert ("slow", euros(400)) == (any_day.best.carrier, any_day.best.price)
    assert {("fast", "waw"): Dearer(euros(500))} == reasons(any_day)
    assert "fast" == by_tuesday.best.carrier
    assert {
        ("slow", "waw"): TooLate(MONDAY + timedelta(days=4), MONDAY + timedelta(days=1))
    } == reasons(by_tuesday)


def test_the_fastest_wins_whatever_it_costs():
    choice = choose(slow_and_fast(), asked(), Fastest())

    assert "fast" == choice.best.carrier
    assert {("slow", "waw"): Slower(3)} == reasons(choice)


def test_the_fastest_is_known_by_its_last_day():
    rates = book(
        [
            service("early", transit=TransitTime.stated(0, 3)),
            service("sure", transit=TransitTime.stated(2, 2)),
        ],
        [tariff("early", 100), tariff("sure", 500)],
    )

    assert "sure" == choose(rates, asked(), Fastest()).best.carrier


def test_services_that_differ_in_one_habit_have_days_of_their_own():
    plain, at_once = service("plain"), service("at_once", days=0)
    habits = [
        plain,
        attrs.evolve(plain, carrier="works", works_on_holidays=True),
        attrs.evolve(plain, carrier="weekdays", delivery_week="1111100"),
        attrs.evolve(plain, carrier="monday", pick_up_week="1000000"),
        attrs.evolve(plain, carrier="morning", pick_up_at=time(8)),
        attrs.evolve(plain, carrier="locker", kind="locker"),
        at_once,
        attrs.evolve(at_once, carrier="by_eight", by_at=time(8)),
    ]
    shop = book(habits, [tariff(one.carrier, 100) for one in habits])
    saturday = date(2026, 5, 9)
    calendars = (
        attrs.evolve(EVERY_DAY, closures=frozenset({saturday})),
        attrs.evolve(EVERY_DAY, weekmask="1111101"),
    )
    for calendar in calendars:
        for is_home in (True, False):
            destination = attrs.evolve(
                home(), calendar=calendar, is_residential=is_home
            )
            question = asked(at=AT + timedelta(days=4), destination=destination)
            choice = choose(shop, question)
            found = {
                one.carrier: one.latest_on for one in (choice.best, *choice.others)
            }

            assert {
                one.carrier: promise(
                    question.at, location("waw"), one, destination
                ).latest_on
                for one in habits
            } == found
            assert len(set(found.values())) >= 4


def test_the_same_table_has_a_price_for_each_beginning_of_a_postcode():
    rates = book(
        [service("c")],
        [
            tariff(
                "c",
                Table(
                    (
                        Row(postcodes=("00-9",), amount_minor=1),
                        Row(postcodes=("00",), amount_minor=2),
                        Row(amount_minor=3),
                    )
                ),
            )
        ],
    )
    written = ("00-950", "00 950", "00-123", "01-000", "")
    prices = [
        choose(rates, asked(destination=home(postcode=one))).best.price.amount_minor
        for one in written
    ]

    assert [1, 1, 2, 3, 3] == prices


def test_the_nearest_location_wins_by_its_days():
    rates = book(
        [service("c", lanes=(("PL", "PL", two_days(1)), ("DE", "PL", two_days(3))))],
        [tariff("c", 500)],
        [location("ber", "DE"), location("waw")],
    )
    choice = choose(rates, asked())

    assert "waw" == choice.best.location
    assert {("c", "ber"): Slower(2)} == reasons(choice)


def two_days(days):
    return service("x", days=days).transit


def test_equal_ways_keep_the_order_of_the_book():
    rates = book(
        [service("b"), service("a")],
        [tariff("b", 500), tariff("a", 500)],
        [location("two"), location("one")],
    )
    choice = choose(rates, asked())

    assert ("b", "two") == (choice.best.carrier, choice.best.location)
    assert {ListedLater()} == set(reasons(choice).values())


def test_the_greenest_is_the_one_with_the_fewest_known_grams():
    rates = book(
        [
            service("plane"),
            service("unknown"),
            service("train"),
            service("bike", co2_grams_per_parcel=20, co2_basis="measured 2025"),
        ],
        [
            tariff("plane", 300),
            tariff("unknown", 100),
            tariff("train", 500),
            tariff("bike", 900),
        ],
        routes=[
            Route(carrier="plane", service="parcel", legs=(("air", 1000),)),
            Route(carrier="train", service="parcel", legs=(("rail", 1000),)),
        ],
    )
    choice = choose(rates, asked(parcel=parcel(weight=1000)), Greenest())

    train = choice.others[0].offer

    assert ("train", 22, "ECTA/Cefic 2011") == (
        train.carrier,
        train.co2_grams,
        train.co2_basis,
    )
    assert ("bike", 20, "measured 2025") == (
        choice.best.carrier,
        choice.best.co2_grams,
        choice.best.co2_basis,
    )
    assert {
        ("plane", "waw"): LessGreen(582),
        ("train", "waw"): LessGreen(2),
        ("unknown", "waw"): FootprintUnknown(),
    } == reasons(choice)


def test_where_no_footprint_is_known_the_greenest_is_the_cheapest():
    choice = choose(slow_and_fast(), asked(), Greenest())

    assert "slow" == choice.best.carrier
    assert choice.best.co2_grams is None


def test_weights_say_what_a_day_is_worth():
    a_euro_a_day = choose(slow_and_fast(), asked(), Weighted(day_minor=100))
    two_euros_a_day = choose(slow_and_fast(), asked(), Weighted(day_minor=200))

    assert "slow" == a_euro_a_day.best.carrier
    assert {("fast", "waw"): Outweighed(euros(200))} == reasons(a_euro_a_day)
    assert "fast" == two_euros_a_day.best.carrier


def test_weights_below_zero_are_refused():
    with pytest.raises(InvalidInput):
        Weighted(day_minor=-1)


@pytest.mark.parametrize(
    ("limits", "given", "reason"),
    [
        (Limits(weight_grams_max=799), {}, TooHeavy(800, 799)),
        (Limits(weight_grams_max=800), {}, None),
        (Limits(weight_grams_max=800), {"weight": 0}, SizeUnknown()),
        (Limits(length_mm_max=299), {}, TooLarge(300, 299)),
        (Limits(length_mm_max=300), {}, None),
        (Limits(length_mm_max=300), {"sides": (300, 0, 100)}, SizeUnknown()),
        (Limits(girth_mm_max=899), {}, TooMuchGirth(900, 899)),
        (Limits(girth_mm_max=900), {}, None),
        (Limits(sides_mm_max=(100, 200, 300)), {}, None),
        (Limits(sides_mm_max=(300, 300, 99)), {}, TooLarge(100, 99)),
        (
            Limits(sides_mm_max=(640, 380, 80)),
            {"sides": (80, 640, 381)},
            TooLarge(381, 380),
        ),
        (
            Limits(refused_goods=frozenset({"lithium", "glass"})),
            {"goods": frozenset({"glass", "book"})},
            GoodsRefused(("glass",)),
        ),
    ],
)
def test_a_limit_is_never_broken(limits, given, reason):
    rates = book([service("c", limits=limits)], [tariff("c", 500)])
    choice = choose(rates, asked(parcel=parcel(**given)))

    if reason is None:
        assert "c" == choice.best.carrier
    else:
        assert choice.best is None
        assert {("c", ""): reason} == reasons(choice)


def test_a_service_delivers_only_where_it_delivers():
    rates = book(
        [service("van", countries=frozenset({"PL"}), postcodes=("00",)), service("c")],
        [tariff("van", 100), tariff("c", 500)],
    )

    assert "van" == choose(rates, asked()).best.carrier
    away = choose(rates, asked(destination=home(postcode="80-001")))
    postcode = NotServed("PL", is_by_postcode=True)
    assert {("van", ""): postcode} == reasons(away)
    assert "does not deliver to this postcode (Poland)" == postcode.text()
    abroad = choose(rates, asked(destination=home("DE", "00100")))
    assert {("van", ""): NotServed("DE")} == reasons(abroad)


def test_a_service_collects_only_where_it_collects():
    rates = book(
        [service("van", locations=frozenset({"krk"}))],
        [tariff("van", 100)],
        [location("waw"), location("krk")],
    )
    choice = choose(rates, asked())

    assert "krk" == choice.best.location
    assert {("van", "waw"): NotCollected("waw")} == reasons(choice)


def test_what_is_said_names_the_locations_as_people_do():
    warsaw = attrs.evolve(location("waw"), name="Warsaw")
    rates = book(
        [service("van", locations=frozenset({"krk"})), service("c")],
        [tariff("van", 100), tariff("c", 500)],
        [warsaw, location("krk")],
    )
    choice = choose(rates, asked(ready_on={"waw": MONDAY}))
    said = "\n".join(choice.explain())

    assert " from Warsaw: " in choice.best.text()
    assert "from Warsaw — does not collect at Warsaw" in said
    assert "from krk — not enough stock at krk" in said
    assert "waw" not in said


def test_a_location_without_the_goods_is_out_and_one_that_expects_them_is_later():
    rates = book([service("c")], [tariff("c", 500)], [location("waw"), location("krk")])
    ready_on = {"krk": MONDAY + timedelta(days=3)}
    choice = choose(rates, asked(ready_on=ready_on))

    assert ("krk", date(2026, 5, 8)) == (choice.best.location, choice.best.latest_on)
    assert {("c", "waw"): OutOfStockThere("waw")} == reasons(choice)
    assert choose(rates, asked(ready_on={})).best is None


def test_a_service_without_a_price_is_out():
    rates = book(
        [service("none"), service("near"), service("c")],
        [tariff("near", by_zone(DE=500)), tariff("c", 600)],
    )
    choice = choose(rates, asked())

    assert "c" == choice.best.carrier
    assert {("none", ""): NoTariff(), ("near", "waw"): NoPrice()} == reasons(choice)


def test_a_service_that_never_meets_the_location_is_out():
    closed = location("waw")
    weekend = service("c", code="w")
    weekend = type(weekend)(
        carrier="c", code="w", pick_up_week="0000011", transit=weekend.transit
    )
    rates = book(
        [weekend],
        [tariff("c", 500, code="w")],
        [type(closed)(code="waw", country="PL", zone="UTC")],
    )
    choice = choose(rates, asked())

    assert {("c", "waw"): NoDate()} == reasons(choice)


def test_a_carriers_own_quote_is_the_price():
    rates = book([service("c")], [tariff("c", Surcharged(Quoted(), (Fuel(1000),)))])
    quote = Quote(carrier="c", service="parcel", price=euros(1000))
    with_quote = asked(quotes={("waw", "c", "parcel"): quote})

    assert euros(1100) == choose(rates, with_quote).best.price
    assert {("c", "waw"): NotQuoted()} == reasons(choose(rates, asked()))


def test_a_quote_is_wanting_only_where_it_would_be_the_price():
    rates = book([service("c")], [tariff("c", PerCountry({"FR": Quoted()}))])

    assert "FR" != asked().destination.country
    assert {("c", "waw"): NoPrice()} == reasons(choose(rates, asked()))


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_wanting_for_a_price_is_said(locale):
    said = {one().text(locale) for one in (NoPrice, NoTariff, NotQuoted)}

    assert 3 == len(said)
    if locale != "en":
        assert not said & {one().text() for one in (NoPrice, NoTariff, NotQuoted)}


def test_the_billable_weight_decides_the_row():
    rule = Table(
        (
            Row(weight_grams_max=1000, amount_minor=500),
            Row(weight_grams_max=9000, amount_minor=900),
        )
    )
    rates = book(
        [service("c", limits=Limits(volume_divisor=5000))], [tariff("c", rule)]
    )
    pillow = asked(parcel=parcel(weight=500, sides=(200, 200, 200)))

    assert euros(900) == choose(rates, pillow).best.price


def test_heavier_than_any_tabled_kilogram_is_still_priced():
    rule = Surcharged(Table((Row(amount_minor=100),)), (PerKilo(10),))
    rates = book([service("c")], [tariff("c", rule)])
    price = choose(rates, asked(parcel=parcel(weight=500_001))).best.price

    assert euros(100 + 501 * 10) == price


def test_the_value_of_the_goods_makes_it_free():
    rates = book([service("c")], [tariff("c", FreeAbove(5000, by_zone(PL=500)))])
    prices = [
        choose(rates, asked(parcel=parcel(value=value))).best.price.amount_minor
        for value in (None, euros(4999), euros(5000), euros(99_999))
    ]

    assert [500, 500, 0, 0] == prices


def test_the_value_is_compared_in_the_tariffs_currency_only():
    with pytest.raises(CurrencyMismatch):
        choose(slow_and_fast(), asked(parcel=parcel(value=Money(5000, "PLN"))))


def test_an_offer_knows_its_promise_and_the_parts_of_its_price():
    rule = Surcharged(by_zone(PL=500), (Fuel(1000),))
    rates = book([service("c", days=2)], [tariff("c", rule)])
    choice = choose(rates, asked())
    on = MONDAY + timedelta(days=2)

    assert (
        Promise(
            earliest_on=on,
            latest_on=on,
            probability_percent=90,
            price=euros(550),
            dispatch_on=MONDAY,
            carrier="c",
            service="parcel",
        )
        == choice.best.promise
    )
    assert ["table", "fuel"] == [
        part.kind for part in choice.price_of(choice.best).parts
    ]
    assert choice.best.promised.words()


def test_the_price_of_a_strange_offer_is_not_known():
    choice = choose(slow_and_fast(), asked())
    stranger = choose(book([service("x")], [tariff("x", 1)]), asked())

    with pytest.raises(UnknownCode):
        choice.price_of(stranger.best)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_choice_explains_itself_in_every_language(locale):
    rates = book(
        [
            service("best"),
            service("dear"),
            service("slow", days=30),
            service("heavy", limits=Limits(weight_grams_max=100)),
            service("wide", limits=Limits(length_mm_max=100)),
            service("girth", limits=Limits(girth_mm_max=100)),
            service("glass", limits=Limits(refused_goods=frozenset({"glass"}))),
            service("there", countries=frozenset({"UA"})),
            service("krk", locations=frozenset({"krk"})),
            service("free"),
        ],
        [
            tariff(name, price)
            for name, price in {
                "best": 400,
                "dear": 500,
                "slow": 100,
                "heavy": 1,
                "wide": 1,
                "girth": 1,
                "glass": 1,
                "there": 1,
                "krk": 9000,
            }.items()
        ],
        [location("waw"), location("krk")],
    )
    question = asked(
        parcel=parcel(goods=frozenset({"glass"})), latest_on=MONDAY + timedelta(days=9)
    )
    for strategy in (Cheapest(), Fastest(), Greenest(), Weighted(day_minor=1)):
        said = choose(rates, question, strategy).explain(locale)

        assert 2 + len(choose(rates, question, strategy).others) == len(said)
        assert not any("{" in one or not one for one in said)
    assert choose(rates, asked(ready_on={})).explain(locale)


def test_a_choice_and_what_lost_have_a_short_repr():
    choice = choose(slow_and_fast(), asked())

    assert repr(choice).startswith("<Choice parcel from waw: €4.00")
    assert repr(choice.others[0]).endswith("dearer by €5.00>")


def test_a_book_wants_one_currency_and_one_tariff_for_each_service():
    with pytest.raises(CurrencyMismatch):
        book(
            [service("a"), service("b")],
            [tariff("a", 1), tariff("b", 1, currency="PLN")],
        )
    with pytest.raises(InvalidInput):
        book([service("a")], [tariff("a", 1), tariff("a", 2)])
    with pytest.raises(UnknownCode):
        book([service("a")], [tariff("b", 1)])
    with pytest.raises(UnknownCode):
        book([service("a")], [], routes=[Route(carrier="b", service="parcel", legs=())])


def test_a_route_of_an_unknown_mode_is_refused():
    with pytest.raises(UnknownCode):
        Route(carrier="a", service="b", legs=(("dragon", 5),))


def test_the_closest_route_counts():
    routes = [
        Route(carrier="c", service="parcel", legs=(("road", 1000),)),
        Route(carrier="c", service="parcel", legs=(("rail", 1000),), origin_zone="PL"),
        Route(
            carrier="c", service="parcel", legs=(("air", 1000),), destination_zone="PL"
        ),
        Route(
            carrier="c",
            service="parcel",
            legs=(("barge", 1000),),
            origin_zone="DE",
            destination_zone="PL",
        ),
    ]
    rates = book(
        [service("c")],
        [tariff("c", 1)],
        [location("waw"), location("ber", "DE"), location("lon", "GB")],
        routes,
    )
    question = asked(parcel=parcel(weight=1000))
    choice = choose(rates, question)
    found = {one.location: one.offer.co2_grams for one in choice.others}
    found[choice.best.location] = choice.best.co2_grams

    assert {"waw": 22, "ber": 31, "lon": 602} == found


def test_a_question_wants_an_aware_time_and_a_percentage():
    with pytest.raises(InvalidInput):
        asked(at=AT.replace(tzinfo=None))
    with pytest.raises(InvalidInput):
        asked(percent=0)
