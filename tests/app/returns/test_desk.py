"""What a shop asks about goods that come back: options, labels, points."""

from datetime import UTC, date, datetime, timedelta

import pytest

from postpurchase import PostPurchase
from postpurchase.app.returns.options import ReturnWish, return_options
from postpurchase.errors import (
    InvalidInput,
    NotEnoughUnits,
    NotOffered,
    PermanentFailure,
    UnknownCode,
    UnknownReturn,
)
from postpurchase.order import commands as c
from postpurchase.order.returns import ReturnItem
from postpurchase.plugins.return_ways import ReturnWays
from postpurchase.plugins.table_rate_carrier import TableRateCarrier
from postpurchase.plugins.window_return_policy import WindowReturnPolicy
from postpurchase.returning.methods import ReturnPlace, WayBack
from postpurchase.testing import (
    CUSTOMER,
    Clock,
    FakeCarrier,
    deliver_parcel,
    label_request,
    place_order,
    ship_parcel,
)
from postpurchase.values.money import Money
from postpurchase.values.rulings import Deadline, Ruling

HALL, HOME = label_request().sender, label_request().recipient
WAYS = (
    WayBack(method="post_label", carrier="fake", price=Money(350, "EUR")),
    WayBack(method="locker", carrier="fake", weight_grams_max=799),
    WayBack(method="drop_off", carrier="fake", countries=frozenset({"UA"})),
    WayBack(method="in_store", price=Money(0, "EUR"), lifetime_days=7),
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shop(clock):
    opened = PostPurchase.open(
        "memory:",
        plugins=[
            FakeCarrier(),
            TableRateCarrier(code="plain"),
            ReturnWays(ways=WAYS, places={"ber": HALL}),
            WindowReturnPolicy(code="own", window_days=30),
        ],
        clock=clock,
    )
    with opened:
        order = place_order(
            lines=place_order().lines[:1], recipient=CUSTOMER, address=HOME.address
        )
        placed = opened.handle(order).order
        opened.handle(
            c.CapturePayment(
                order_id="1001",
                at=clock(),
                payment_id="card",
                method="card",
                amount=placed.balance_due,
            )
        )
        opened.handle(ship_parcel())
        opened.handle(deliver_parcel())
        clock.advance(days=4)
        yield opened


def test_every_line_that_is_there_says_whether_and_until_when(shop):
    options = shop.return_options("#1001")

    (mugs,) = options.lines
    delivered_on = shop.order("1001").parcels[0].status_at.date()
    assert ("L1", "Mug", 2, True) == (
        mugs.line_id,
        mugs.title,
        mugs.units,
        mugs.allowed,
    )
    assert delivered_on + timedelta(days=30) == mugs.last_on
    assert "own" == mugs.basis
    assert (True, "own") == (options.allowed, options.ruling.policy)


def test_a_last_day_that_is_the_law_s_names_the_law(shop):
    class Lawful:
        code = "lawful"

        def rule(self, request, order, at):
            days = [
                Deadline(name="send_back", last_on=date(2026, 6, 20), basis="other"),
                Deadline(name="withdraw", last_on=date(2026, 6, 20), basis="art. 9"),
            ]
            return Ruling(
                policy="lawful",
                allowed=True,
                last_on=date(2026, 6, 20),
                reasons=("You can send it back.",),
                deadlines=tuple(days),
            )

    (line,) = return_options(
        shop.order("1001"),
        policy=Lawful(),
        ways=(),
        place=ReturnPlace("PL"),
        at=shop.clock(),
    ).lines

    assert ("art. 9", ("You can send it back.",)) == (line.basis, line.reasons)


def test_who_may_keep_the_goods_is_offered_that_alone(shop):
    class Generous:
        code = "generous"

        def rule(self, request, order, at):
            return Ruling(policy="generous", allowed=True, keeps_item=True)

    options = return_options(
        shop.order("1001"),
        policy=Generous(),
        ways=WAYS,
        place=ReturnPlace("PL"),
        at=shop.clock(),
    )

    assert [("keep_item", "25.00 EUR")] == [
        (way.offer.code, str(way.refund)) for way in options.ways
    ]


def test_every_way_says_what_it_costs_and_what_goes_back(shop):
    options = shop.return_options("1001")

    assert [("in_store", "0.00 EUR", "25.00 EUR"), ("post_label/fake", "3.50 EUR", "21.50 EUR")] == [
        (way.offer.code, str(way.offer.price), str(way.refund)) for way in options.ways
    ]  # fmt: skip
    assert [("locker", "too_heavy"), ("drop_off", "country")] == [
        (one.way.method, one.reason) for one in options.menu.refused
    ]


def test_from_another_place_other_ways_lead_back(shop):
    options = shop.return_options(
        "1001", place=ReturnPlace("UA"), ways=[WAYS[2]], policy="window"
    )

    assert ["drop_off/fake"] == [way.offer.code for way in options.ways]
    assert "window" == options.ruling.policy


def test_nothing_goes_back_for_what_was_not_paid(shop):
    shop.handle(place_order(order_id="1003", number="#1003"))
    shop.handle(ship_parcel(order_id="1003"))
    shop.handle(deliver_parcel(order_id="1003"))

    options = shop.return_options("1003")

    assert options.allowed
    assert {"0.00 EUR"} == {str(way.refund) for way in options.ways}


def test_after_the_last_day_nothing_is_offered(shop):
    late = datetime(2026, 9, 1, tzinfo=UTC)

    options = shop.return_options("1001", at=late)

    assert (False, ()) == (options.allowed, options.ways)
    assert {"ruling"} == {one.reason for one in options.menu.refused}
    assert options.lines[0].reasons


def test_what_has_not_arrived_has_no_options(shop):
    shop.handle(place_order(order_id="1002", number="#1002"))

    options = shop.return_options("1002")

    assert ((), (), False) == (options.lines, options.ways, options.allowed)


def test_an_order_without_an_address_comes_from_its_country(shop, clock):
    shop.forget(order_id="1001")

    countries = {
        one.way.method: one.reason for one in shop.return_options("1001").menu.refused
    }

    assert "country" == countries["drop_off"]


def test_the_document_says_it_in_plain_values(shop):
    document = shop.return_options("1001").document("uk")

    way = document["ways"][1]
    assert ("post_label", {"amount_minor": 350, "currency": "EUR"}, 2150, None, []) == (
        way["method"],
        way["price"],
        way["refund"]["amount_minor"],
        way["usable_until"],
        way["visits"],
    )
    assert "поштою, з етикеткою для друку" == way["title"]
    assert "посилка для цього заважка" == document["not_offered"][0]["text"]
    assert document["ways"][0]["usable_until"].startswith("2026-")
    (line,) = document["lines"]
    assert date.fromisoformat(line["last_on"])


def test_an_unknown_policy_is_refused(shop):
    with pytest.raises(UnknownCode):
        shop.return_options("1001", policy="never")


def wish(**changes):
    fields = {
        "order_id": "1001",
        "return_id": "R1",
        "items": (ReturnItem(line_id="L1", units=1, reason="fit.too_small"),),
        "method": "post_label",
    }
    return ReturnWish(**{**fields, **changes})


def test_a_return_is_asked_for_with_its_way_and_its_price(shop):
    shop.request_return(wish(carrier="fake"))
    shop.dispatch()

    known = shop.order("1001").return_("R1")
    assert ("approved", "issued", "post_label", "fake") == (
        known.intent,
        known.logistics,
        known.way.method,
        known.way.carrier,
    )
    assert Money(350, "EUR") == known.ruling.fee
    assert "own" == known.ruling.policy


def test_a_way_that_is_not_offered_is_refused_and_nothing_is_stored(shop):
    with pytest.raises(NotOffered) as refused:
        shop.request_return(wish(method="drop_off", carrier="fake"))

    assert ("drop_off/fake", ("in_store", "locker/fake", "post_label/fake")) == (
        refused.value.asked,
        tuple(sorted(refused.value.offered)),
    )
    assert () == shop.order("1001").returns


def test_a_return_after_its_last_day_is_recorded_as_declined(shop, clock):
    clock.advance(days=90)

    shop.request_return(wish())

    known = shop.order("1001").return_("R1")
    assert ("declined", None) == (known.intent, known.wish)


def test_more_than_there_is_cannot_be_asked_for(shop):
    with pytest.raises(NotEnoughUnits):
        shop.request_return(wish(items=(ReturnItem(line_id="L1", units=3),)))


def ask(shop, clock, method):
    shop.handle(
        c.RequestReturn(
            order_id="1001",
            at=clock(),
            return_id="R1",
            items={"L1": 1},
            method=method,
        )
    )
    shop.handle(c.ApproveReturn(order_id="1001", at=clock(), return_id="R1"))
    shop.dispatch()


def test_a_label_is_shown_again(shop, clock):
    ask(shop, clock, "post_label")

    ticket = shop.return_label("#1001", "R1")

    assert (b"^XA^FDFAKE-R1^XZ", "application/zpl") == (
        ticket.document,
        ticket.media_type,
    )


def test_where_nothing_is_arranged_there_is_no_label(shop, clock):
    with pytest.raises(UnknownReturn):
        shop.return_label("1001", "R1")
    ask(shop, clock, "")
    with pytest.raises(PermanentFailure) as refused:
        shop.return_label("1001", "R1")
    assert "no way back is arranged for return R1" == refused.value.reason


def test_points_are_named_by_those_who_have_them(shop):
    points = shop.drop_off_points("fake", "PL", "00-238", method="locker", limit=2)

    assert [("FAKE1", True), ("FAKE2", True)] == [
        (one.code, one.is_locker) for one in points
    ]
    with pytest.raises(PermanentFailure):
        shop.drop_off_points("plain", "PL", "00-238")
    for limit in (0, 51, "2"):
        with pytest.raises(InvalidInput) as refused:
            shop.drop_off_points("fake", "PL", "00-238", limit=limit)
        assert "limit" == refused.value.path
    assert 3 == len(shop.drop_off_points("fake", "PL", "", limit=50))
