"""The menu of ways back: prices by who pays, reasons for what is not offered."""

from datetime import UTC, datetime, time, timedelta

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.returning.methods import (
    ReturnPlace,
    Visits,
    WayBack,
    WayQuestion,
    Window,
    slot_of,
    ways_back,
)
from postpurchase.values.answers import Package
from postpurchase.values.money import Money
from postpurchase.values.return_terms import METHODS
from postpurchase.values.rulings import Fee, LineRuling, Ruling
from postpurchase.wording.words import WORDS

AT = datetime(2026, 6, 4, 10, tzinfo=UTC)
LONDON = ReturnPlace("GB", "E1 6AN")


def eur(minor):
    return Money(minor, "EUR")


def gbp(minor):
    return Money(minor, "GBP")


POST = WayBack(
    method="post_label",
    carrier="post",
    price=gbp(350),
    needs=frozenset({"printer"}),
    lifetime_days=14,
)
SHOP = WayBack(method="drop_off", carrier="corner", service="std", price=gbp(250))
VAN = WayBack(
    method="courier_within_the_hour",
    carrier="dash",
    price=gbp(250),
    surcharge=gbp(490),
    visits=Visits(
        zone="Europe/London", windows=(Window(time(8), time(20)),), within_minutes=60
    ),
)
DAY = WayBack(
    method="courier_collection",
    carrier="van",
    price=gbp(300),
    visits=Visits(zone="Europe/London", windows=(Window(time(9), time(13)),)),
)


def ruled(**fields):
    return Ruling(**{"policy": "30d", "allowed": True, **fields})


def asked(ruling=None, **fields):
    usual = {"place": LONDON, "at": AT, "currency": "GBP"}
    return WayQuestion(**{"ruling": ruling or ruled(), **usual, **fields})


def prices(menu):
    return [
        (one.way.method, None if one.price is None else one.price.amount_minor)
        for one in menu.offers
    ]


def reasons(menu):
    return [(one.way.method, one.reason) for one in menu.refused]


def test_the_customer_pays_the_way_s_price_and_the_cheapest_stands_first():
    menu = ways_back([POST, VAN, SHOP], asked())

    assert [
        ("drop_off", 250),
        ("post_label", 350),
        ("courier_within_the_hour", 740),
    ] == prices(menu)
    assert () == menu.refused


def test_where_the_shop_pays_only_the_better_way_costs_something():
    menu = ways_back([POST, VAN, SHOP], asked(ruled(freight_by="shop")))

    assert [
        ("post_label", 0),
        ("drop_off", 0),
        ("courier_within_the_hour", 490),
    ] == prices(menu)


@pytest.mark.parametrize(
    ("faults", "extra"),
    [(("merchant",), 0), (("merchant", "customer"), 490), ((), 490)],
)
def test_nobody_pays_extra_for_a_fault_that_is_not_theirs(faults, extra):
    lines = tuple(
        LineRuling(line_id=f"L{n}", units=1, allowed=True, fault=fault)
        for n, fault in enumerate(faults)
    )
    ruling = ruled(freight_by="shop", lines=lines)

    assert [("courier_within_the_hour", extra)] == prices(
        ways_back([VAN], asked(ruling))
    )


def test_the_fault_of_a_line_that_stays_away_does_not_count():
    lines = (
        LineRuling(line_id="L1", units=1, allowed=True, fault="merchant"),
        LineRuling(line_id="L2", units=1, allowed=False, fault="customer"),
    )

    menu = ways_back([VAN], asked(ruled(freight_by="shop", lines=lines)))

    assert [("courier_within_the_hour", 0)] == prices(menu)


def test_the_policy_s_own_price_for_the_way_back_wins():
    flat = Fee(code="return_freight", amount=gbp(199), text="flat")
    restocking = Fee(code="restocking", amount=gbp(100))
    ruling = ruled(fees=(restocking, flat))

    menu = ways_back([POST, VAN, WayBack(method="own_carrier")], asked(ruling))

    assert [
        ("post_label", 199),
        ("own_carrier", 199),
        ("courier_within_the_hour", 689),
    ] == prices(menu)
    charged = menu.offer("courier_within_the_hour").charged(ruling)
    assert [
        ("restocking", 100),
        ("return_freight", 199),
        ("return_surcharge", 490),
    ] == [(fee.code, fee.amount.amount_minor) for fee in charged.fees]


def test_a_chosen_way_stands_among_the_fees_of_the_ruling():
    ruling = ruled()

    charged = ways_back([POST], asked(ruling)).offer("post_label").charged(ruling)

    assert gbp(350) == charged.fee
    free = ruled(freight_by="shop", fees=(Fee(code="return_freight", amount=gbp(9)),))
    assert None is ways_back([POST], asked(free)).offers[0].charged(free).fee


def test_a_parcel_at_the_customer_s_own_cost_has_no_price_here_and_stands_last():
    menu = ways_back([WayBack(method="own_carrier"), POST], asked())

    assert [("post_label", 350), ("own_carrier", None)] == prices(menu)
    shop_pays = ways_back(
        [WayBack(method="own_carrier")], asked(ruled(freight_by="shop"))
    )
    assert [("own_carrier", 0)] == prices(shop_pays)


def test_a_way_that_costs_nothing_is_no_fee():
    menu = ways_back([WayBack(method="in_store", price=gbp(0))], asked())

    assert [("in_store", 0)] == prices(menu)
    assert () == menu.offers[0].fees


def test_what_is_not_offered_says_why():
    ways = [
        WayBack(method="post_label", countries=frozenset({"IE"})),
        WayBack(method="drop_off", postcodes=("SW",)),
        WayBack(method="locker", weight_grams_max=1000),
        WayBack(method="pickup_point", sides_mm_max=(10, 10, 10)),
        WayBack(method="printerless_code", price=eur(1)),
        WayBack(method="in_store", surcharge=eur(1)),
        VAN,
    ]
    package = Package(weight_grams=1001, length_mm=11)

    menu = ways_back(ways, asked(package=package, at=AT.replace(hour=2)))

    assert () == menu.offers
    assert [
        ("post_label", "country"),
        ("drop_off", "postcode"),
        ("locker", "too_heavy"),
        ("pickup_point", "too_big"),
        ("printerless_code", "currency"),
        ("in_store", "currency"),
        ("courier_within_the_hour", "closed"),
    ] == reasons(menu)


def test_what_the_ruling_does_not_offer_is_left_out():
    menu = ways_back([POST, SHOP], asked(ruled(methods=("drop_off",))))
    declined = ways_back([POST], asked(Ruling(policy="30d", allowed=False)))

    assert [("post_label", "ruling")] == reasons(menu)
    assert ["drop_off"] == [one.way.method for one in menu.offers]
    assert ((), [("post_label", "ruling")]) == (declined.offers, reasons(declined))


def test_who_keeps_the_goods_sends_nothing():
    menu = ways_back([POST], asked(ruled(keeps_item=True)))

    assert [("keep_item", 0)] == prices(menu)
    assert [("post_label", "ruling")] == reasons(menu)
    declined = Ruling(policy="30d", allowed=False, keeps_item=True)
    assert () == ways_back([], asked(declined)).offers


def test_a_label_ends_some_days_after_it_was_made():
    post, shop = ways_back([POST, SHOP], asked()).offers[::-1]

    assert (AT + timedelta(days=14), None) == (post.usable_until, shop.usable_until)


def test_an_offer_is_found_by_what_the_customer_names():
    menu = ways_back([POST, SHOP, WayBack(method="drop_off", carrier="kiosk")], asked())

    assert "corner" == menu.offer("drop_off").way.carrier
    assert "kiosk" == menu.offer("drop_off", "kiosk").way.carrier
    assert None is menu.offer("drop_off", "corner", "express")
    assert None is menu.offer("locker")
    assert ["drop_off/corner/std", "post_label/post", "drop_off/kiosk"] == [
        one.code for one in menu.offers
    ]


def test_a_day_is_taken_from_those_that_are_open():
    offer = ways_back([DAY], asked()).offers[0]

    assert "2026-06-05" == slot_of(offer, "", "").on.isoformat()
    assert "2026-06-08" == slot_of(offer, "2026-06-08", "").on.isoformat()
    assert "09:00-13:00" == slot_of(offer, "2026-06-08", "09:00-13:00").slot
    for on, slot in (("2026-06-06", ""), ("", "10:00-11:00")):
        with pytest.raises(InvalidInput) as refused:
            slot_of(offer, on, slot)
        assert "slot" == refused.value.path


def test_it_is_told_in_the_customer_s_language():
    post, van = (ways_back([one], asked()).offers[0] for one in (POST, VAN))
    named = WayBack(method="drop_off", name="Corner shop")
    (shop,) = ways_back([named], asked()).offers

    assert "by post, with a label to print" == post.title()
    assert "Corner shop" == shop.title("uk")
    assert "кур’єр приїде протягом години" == van.title("uk")
    assert ((), ("drukarka",)) == (van.needed("pl"), post.needed("pl"))
    assert (True, False) == (shop.is_handed_in, van.is_handed_in)
    (refused,) = ways_back([POST], asked(ruled(methods=("locker",)))).refused
    assert "not part of what was agreed for this return" == refused.text()


def test_every_method_and_reason_has_its_words():
    assert set(METHODS) == set(WORDS["return_method"])
    assert {"ruling", "country", "postcode", "too_heavy", "too_big"} | {
        "closed",
        "currency",
        "not_offered",
        "carrier_refused",
        "no_address",
    } == set(WORDS["way_refused"])


def test_a_way_may_say_when_its_money_is_due():
    ruling = ruled(refund_when="inspection")
    at_scan = WayBack(method="drop_off", refund_when="scan")

    charged = [
        one.charged(ruling).refund_when
        for one in ways_back([at_scan, SHOP], asked(ruling)).offers
    ]

    assert {"scan", "inspection"} == set(charged)
    assert (
        "inspection"
        == ways_back([SHOP], asked(ruling)).offers[0].charged(ruling).refund_when
    )
