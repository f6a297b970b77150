"""Planning an order: split only if it pays, and never a unit too many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.choose.shops import (
    AT,
    MONDAY,
    book,
    by_zone,
    home,
    location,
    service,
    tariff,
)
from postpurchase.delivery.choose import (
    Cheapest,
    Fastest,
    Greenest,
    Item,
    Supply,
    Weighted,
    boxed,
    choose,
    plan,
    question_of_order,
)
from postpurchase.delivery.choose.reasons import Dearer, Slower
from postpurchase.delivery.network import Limits
from postpurchase.delivery.prices import FreeAbove, Row, Table
from postpurchase.delivery.promise import Receipt
from postpurchase.errors import InvalidInput, UnknownCode
from postpurchase.values.answers import Package
from postpurchase.values.money import Money
from postpurchase.wording import LOCALES

MUG = Item(
    line_id="mug", units=2, weight_grams=400, length_mm=100, width_mm=100, height_mm=100
)
LAMP = Item(
    line_id="lamp", weight_grams=900, length_mm=300, width_mm=200, height_mm=200
)


def euros(minor):
    return Money(minor, "EUR")


def two_places(*services, **known):
    services = services or (service("c", days=1),)
    return book(
        services,
        [tariff(one.carrier, 500) for one in services],
        [location("waw"), location("krk")],
        **known,
    )


def planned(stock, items=(MUG, LAMP), shop=None, **known):
    return plan(shop or two_places(), items, stock, home(), at=AT, **known)


def on(days):
    return MONDAY + timedelta(days=days)


def parts(one):
    return [(each.location, dict(each.units)) for each in one.parcels]


def test_one_parcel_wins_where_one_place_has_everything():
    both = {"mug": Supply(in_stock=5), "lamp": Supply(in_stock=5)}
    found = planned({"waw": {"mug": Supply(in_stock=2)}, "krk": both})

    assert [("krk", {"mug": 2, "lamp": 1})] == parts(found.best)
    assert euros(500) == found.best.price
    assert {} == found.missing
    assert Dearer(euros(500)) in [why for _, why in found.others]


def test_an_order_is_split_where_no_place_has_everything():
    found = planned(
        {"waw": {"mug": Supply(in_stock=2)}, "krk": {"lamp": Supply(in_stock=1)}}
    )

    assert [("waw", {"mug": 2}), ("krk", {"lamp": 1})] == parts(found.best)
    assert (euros(1000), on(1)) == (found.best.price, found.best.latest_on)


def expected_in_krk(days):
    return {
        "waw": {"mug": Supply(in_stock=2)},
        "krk": {
            "mug": Supply(receipts=(Receipt(on(days), 2),)),
            "lamp": Supply(in_stock=1),
        },
    }


def test_one_parcel_later_is_cheaper_and_two_parcels_are_sooner():
    later = planned(expected_in_krk(4))
    sooner = planned(expected_in_krk(4), strategy=Fastest())

    assert [("krk", {"mug": 2, "lamp": 1})] == parts(later.best)
    assert (euros(500), on(5)) == (later.best.price, later.best.latest_on)
    assert [("waw", {"mug": 2}), ("krk", {"lamp": 1})] == parts(sooner.best)
    assert (euros(1000), on(1)) == (sooner.best.price, sooner.best.latest_on)
    assert Slower(4) in [why for _, why in sooner.others]


def test_a_deadline_or_the_worth_of_a_day_may_pay_for_the_split():
    in_time = planned(expected_in_krk(4), latest_on=on(2))
    a_day_is_dear = planned(expected_in_krk(4), strategy=Weighted(day_minor=200))
    a_day_is_cheap = planned(expected_in_krk(4), strategy=Weighted(day_minor=100))

    assert [2, 2, 1] == [
        len(one.best.parcels) for one in (in_time, a_day_is_dear, a_day_is_cheap)
    ]


def test_the_same_place_may_send_now_and_later():
    shop = book(
        [service("c", limits=Limits(weight_grams_max=1000))], [tariff("c", 500)]
    )
    stock = {
        "waw": {
            "mug": Supply(in_stock=2),
            "lamp": Supply(receipts=(Receipt(on(3), 1),)),
        }
    }
    found = planned(stock, shop=shop)

    assert [{"mug": 2}, {"lamp": 1}] == [dict(one.units) for one in found.best.parcels]
    assert [on(0), on(3)] == [one.ready_on for one in found.best.parcels]
    assert (on(1), on(4)) == (found.best.earliest_on, found.best.latest_on)


def test_what_is_too_heavy_for_one_parcel_goes_in_two_only_if_stock_is_apart():
    shop = two_places(service("c", limits=Limits(weight_grams_max=1000)))
    everything = {"mug": Supply(in_stock=9), "lamp": Supply(in_stock=9)}

    assert planned({"waw": everything}, shop=shop).best is None


def test_what_nobody_has_is_missing():
    found = planned({"waw": {"mug": Supply(in_stock=1)}})

    assert found.best is None
    assert {"mug": 1, "lamp": 1} == found.missing
    assert () == found.others
    assert (
        "No way of delivery keeps every limit.",
        "mug: 1 unit is neither in stock nor expected",
        "lamp: 1 unit is neither in stock nor expected",
    ) == found.explain()


@pytest.mark.parametrize("locale", LOCALES)
def test_an_empty_stock_is_explained_with_lines_and_units(locale):
    none, mug, lamp = planned({}).explain(locale)

    assert "mug" in mug
    assert "2" in mug
    assert "lamp" in lamp
    assert none not in (mug, lamp)


def test_stock_at_a_place_that_is_none_is_refused_with_the_nearest():
    mugs = {"mug": Supply(in_stock=2)}
    with pytest.raises(UnknownCode) as caught:
        planned({"warw": mugs})

    assert ("stock", "location", "warw") == (
        caught.value.path,
        caught.value.kind,
        caught.value.value,
    )
    assert ("waw", ("waw", "krk")) == (caught.value.near, caught.value.known)
    with pytest.raises(UnknownCode):
        question_of_order(two_places(), [MUG], {"warw": mugs}, home(), at=AT)


def test_goods_that_are_there_and_go_by_nothing_are_explained():
    light = service("c", limits=Limits(weight_grams_max=100))
    shop = book([light], [tariff("c", 500)], [location("waw")])
    found = planned({"waw": {"mug": Supply(in_stock=2)}}, [MUG], shop)
    _, why = found.explain()

    assert found.best is None
    assert {} == found.missing
    assert "too heavy: 0.8 kg, at most 0.1 kg" in why


def test_a_value_makes_each_parcel_free():
    shop = book(
        [service("c")],
        [tariff("c", FreeAbove(5000, by_zone(PL=500)))],
        [location("waw"), location("krk")],
    )
    found = planned(
        {"waw": {"mug": Supply(in_stock=2)}, "krk": {"lamp": Supply(in_stock=1)}},
        shop=shop,
        value=euros(6000),
    )

    assert euros(0) == found.best.price


def test_the_box_that_the_caller_packs_is_the_one_that_is_priced():
    rule = Table((Row(weight_grams_max=5000, amount_minor=500), Row(amount_minor=2000)))
    shop = book([service("c")], [tariff("c", rule)])
    stock = {"waw": {"mug": Supply(in_stock=2), "lamp": Supply(in_stock=2)}}
    heavy = planned(stock, shop=shop, pack=lambda *_: Package(weight_grams=9000))

    assert [euros(500), euros(2000)] == [
        planned(stock, shop=shop).best.price,
        heavy.best.price,
    ]


@pytest.mark.parametrize("parcels_max", [0, 4, True])
def test_the_number_of_parcels_is_limited(parcels_max):
    with pytest.raises(InvalidInput):
        planned({}, parcels_max=parcels_max)


def test_the_footprints_of_all_parcels_are_added_up():
    green = two_places(service("c", co2_grams_per_parcel=90, co2_basis="own figures"))
    stock = {"waw": {"mug": Supply(in_stock=2)}, "krk": {"lamp": Supply(in_stock=1)}}

    assert 180 == planned(stock, shop=green).best.co2_grams
    assert planned(stock).best.co2_grams is None


@pytest.mark.parametrize("locale", LOCALES)
def test_a_plan_explains_itself_in_every_language(locale):
    found = planned(expected_in_krk(4))
    said = found.explain(locale)

    assert 2 + len(found.others) == len(said)
    assert not any("{" in one for one in said)


def test_a_whole_order_is_one_question():
    stock = expected_in_krk(4)
    question = question_of_order(two_places(), (MUG, LAMP), stock, home(), at=AT)

    assert {"krk": on(4)} == question.ready_on
    assert 1700 == question.parcel.package.weight_grams
    assert on(5) == choose(two_places(), question).best.latest_on


def test_an_unknown_side_or_weight_makes_the_box_unknown():
    bare = Item(line_id="bare", weight_grams=100)
    light = Item(line_id="light", length_mm=1, width_mm=1, height_mm=1)

    assert Package(weight_grams=500) == boxed([bare, MUG], {"bare": 1, "mug": 1})
    assert 0 == boxed([light, MUG], {"light": 1, "mug": 1}).weight_grams
    assert Package() == boxed([MUG], {})


sides = st.integers(1, 400)
items = st.builds(
    Item,
    line_id=st.sampled_from("abc"),
    units=st.integers(1, 4),
    weight_grams=st.integers(1, 900),
    length_mm=sides,
    width_mm=sides,
    height_mm=sides,
)
orders = st.lists(items, min_size=1, max_size=3, unique_by=lambda one: one.line_id)
supplies = st.builds(
    Supply,
    in_stock=st.integers(0, 4),
    receipts=st.lists(
        st.builds(
            Receipt, st.dates(date(2026, 5, 2), date(2026, 5, 9)), st.integers(1, 4)
        ),
        max_size=2,
    ).map(tuple),
)
stocks = st.dictionaries(
    st.sampled_from(["waw", "krk", "gda"]),
    st.dictionaries(st.sampled_from("abc"), supplies),
)
shop_of_three = book(
    [
        service("slow", days=4),
        service("fast", days=1, limits=Limits(weight_grams_max=2500)),
    ],
    [tariff("slow", 300), tariff("fast", 700)],
    [location("waw"), location("krk"), location("gda")],
)
strategies = st.sampled_from(
    [Cheapest(), Fastest(), Greenest(), Weighted(day_minor=90)]
)


@given(order=orders)
def test_a_box_holds_the_volume_and_every_side_of_what_is_in_it(order):
    box = boxed(order, {one.line_id: one.units for one in order})
    outer = sorted((box.length_mm, box.width_mm, box.height_mm))

    assert box.weight_grams == sum(one.weight_grams * one.units for one in order)
    assert outer[0] * outer[1] * outer[2] >= sum(
        one.length_mm * one.width_mm * one.height_mm * one.units for one in order
    )
    for one in order:
        inner = sorted((one.length_mm, one.width_mm, one.height_mm))
        assert all(a <= b for a, b in zip(inner, outer, strict=True))


@given(order=orders, stock=stocks, strategy=strategies, parcels_max=st.integers(1, 3))
def test_every_plan_sends_each_unit_once_from_where_it_is(
    order, stock, strategy, parcels_max
):
    found = plan(
        shop_of_three,
        order,
        stock,
        home(),
        at=AT,
        strategy=strategy,
        parcels_max=parcels_max,
    )
    wanted = {one.line_id: one.units for one in order}
    for one in (found.best, *(lost for lost, _ in found.others)):
        if one is None:
            continue
        assert len(one.parcels) <= parcels_max
        sent, taken = {}, {}
        for part in sorted(one.parcels, key=lambda each: each.ready_on):
            for line, units in part.units:
                sent[line] = sent.get(line, 0) + units
                key = (part.location, line)
                taken[key] = taken.get(key, 0) + units
                supply = stock[part.location][line]
                there = supply.in_stock + sum(
                    r.units for r in supply.receipts if MONDAY <= r.on <= part.ready_on
                )
                assert 0 < units
                assert taken[key] <= there
        assert wanted == sent


@given(order=orders, stock=stocks, strategy=strategies)
def test_an_order_is_split_only_if_it_pays(order, stock, strategy):
    found = plan(shop_of_three, order, stock, home(), at=AT, strategy=strategy)
    if found.best is None or len(found.best.parcels) == 1:
        return
    best = found.ranked[0][0]
    for row, one in found.ranked:
        if len(one.parcels) == 1:
            measured = strategy.key([best, row]) or (lambda each: each)
            assert measured((*best[:-1], 0)) < measured((*row[:-1], 0))


@given(order=orders, stock=stocks, strategy=strategies)
def test_no_single_place_is_forgotten(order, stock, strategy):
    found = plan(shop_of_three, order, stock, home(), at=AT, strategy=strategy)
    question = question_of_order(shop_of_three, order, stock, home(), at=AT)
    alone = choose(shop_of_three, question, strategy)

    if alone.best is not None:
        single = [row for row, one in found.ranked if len(one.parcels) == 1]
        measured = strategy.key(single) or (lambda each: each)
        best = min(single, key=measured)
        assert alone.row[:2] == best[:2]
