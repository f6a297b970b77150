"""The stock room of the shop: receive, count, expect, allocate."""

from __future__ import annotations

from datetime import date

import pytest

from postpurchase import PostPurchase, errors
from postpurchase.delivery.choose import Supply
from postpurchase.delivery.promise import Receipt
from postpurchase.order.commands import NewLine
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove


@pytest.fixture(params=["memory:", "sqlite://"])
def shop(request):
    with PostPurchase.open(request.param, clock=Clock(), entry_points=False) as opened:
        yield opened


def mugs(location="KYIV", on_hand=10, reserved=0):
    return StockLevel(
        sku="MUG", location_code=location, on_hand=on_hand, reserved=reserved
    )


def place(shop, quantity=3, **more):
    line = NewLine(
        line_id="L1", sku="MUG", quantity=quantity, unit_price=Money(1, "EUR"), **more
    )
    shop.handle(place_order(lines=(line,)))


def test_what_is_received_lies_there(shop):
    assert shop.receive_stock("MUG", "KYIV", 10, key="PO-1", by="staff:7") == mugs()
    assert shop.receive_stock("MUG", "LVIV", 2, key="PO-2") == mugs("LVIV", 2)
    shop.receive_stock("CUP", "", 1, key="PO-3")

    assert shop.stock("MUG") == (mugs(), mugs("LVIV", 2))
    assert [level.sku for level in shop.stock()] == ["CUP", "MUG", "MUG"]
    assert shop.stock("POT") == ()
    (entry,) = shop.stock_entries("CUP")
    assert (entry.reason, entry.at, entry.key) == ("received", NOON, "PO-3")


def test_a_receipt_counts_once_however_often_it_is_told(shop):
    shop.receive_stock("MUG", "KYIV", 10, key="PO-1")
    shop.clock.advance(hours=1)

    assert shop.receive_stock("MUG", "KYIV", 10, key="PO-1") == mugs()
    with pytest.raises(errors.CommandIdReused):
        shop.receive_stock("MUG", "KYIV", 11, key="PO-1")
    assert shop.stock("MUG") == (mugs(),)


def test_a_count_corrects_and_a_removal_takes_away(shop):
    shop.receive_stock("MUG", "KYIV", 10, key="PO-1")

    assert shop.count_stock("MUG", "KYIV", 8, key="C-1") == mugs(on_hand=8)
    removed = shop.remove_stock("MUG", "KYIV", 1, key="R-1", reason="given_away")
    assert removed == mugs(on_hand=7)
    with pytest.raises(errors.OutOfStock):
        shop.remove_stock("MUG", "KYIV", 8, key="R-2")


def test_a_transfer_is_one_move(shop):
    shop.receive_stock("MUG", "KYIV", 10, key="PO-1")
    known = {"sku": "MUG", "reason": "transferred", "at": NOON}
    away = StockMove(location_code="KYIV", on_hand=-4, **known)
    there = StockMove(location_code="LVIV", on_hand=4, **known)

    assert shop.move_stock(away, there, key="T-1") is True
    assert shop.move_stock(away, there, key="T-1") is False
    assert shop.stock("MUG") == (mugs(on_hand=6), mugs("LVIV", 4))


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("sku", lambda shop: shop.receive_stock("", "KYIV", 1, key="k")),
        ("sku", lambda shop: shop.stock(7)),
        ("units", lambda shop: shop.receive_stock("MUG", "KYIV", 0, key="k")),
        ("units", lambda shop: shop.remove_stock("MUG", "KYIV", True, key="k")),
        ("units", lambda shop: shop.count_stock("MUG", "KYIV", -1, key="k")),
        ("key", lambda shop: shop.receive_stock("MUG", "KYIV", 1, key="")),
        ("location_code", lambda shop: shop.receive_stock("MUG", None, 1, key="k")),
        (
            "expected_on",
            lambda shop: shop.expect_stock(
                "MUG", "KYIV", 1, expected_on=NOON, reference="PO"
            ),
        ),
        ("plan[L1][KYIV]", lambda shop: shop.allocate("1001", {"L1": {"KYIV": 0}})),
    ],
)
def test_what_cannot_be_is_refused_with_its_name(shop, path, ask):
    place(shop)

    with pytest.raises(errors.InvalidInput) as caught:
        ask(shop)

    assert caught.value.path == path
    assert shop.stock() == ()


def test_what_is_on_its_way_is_known_and_arrives(shop):
    day = date(2026, 6, 8)
    shop.expect_stock("MUG", "KYIV", 10, expected_on=day, reference="PO-7")
    expected = ExpectedReceipt(
        reference="PO-7", sku="MUG", location_code="KYIV", expected_on=day, units=10
    )

    assert shop.expected_stock("MUG", "CUP") == (expected,)
    shop.receive_stock("MUG", "KYIV", 10, key="PO-7/1", reference="PO-7")
    assert shop.expected_stock("MUG") == ()


def test_an_order_is_allocated_from_several_places_at_once(shop):
    shop.receive_stock("MUG", "KYIV", 2, key="PO-1")
    shop.receive_stock("MUG", "LVIV", 5, key="PO-2")
    place(shop)
    plan = {"L1": {"LVIV": 1, "KYIV": 2}}

    outcome = shop.allocate("1001", plan, key="plan-1", by="staff:7")
    again = shop.allocate("1001", plan, key="plan-1", by="staff:7")

    line = outcome.order.line("L1")
    assert line.at("KYIV") == {"allocated": 2}
    assert line.at("LVIV") == {"allocated": 1}
    assert again.repeated
    assert shop.stock("MUG") == (mugs(on_hand=2, reserved=2), mugs("LVIV", 5, 1))


def test_a_plan_counts_as_a_whole_or_not_at_all(shop):
    shop.receive_stock("MUG", "KYIV", 2, key="PO-1")
    place(shop)

    with pytest.raises(errors.OutOfStock) as caught:
        shop.allocate("1001", {"L1": {"KYIV": 2, "LVIV": 1}})

    assert caught.value.location_code == "LVIV"
    assert shop.order("1001").line("L1").places == {"placed": 3}
    assert shop.stock("MUG") == (mugs(on_hand=2),)


def test_an_order_that_is_not_there_cannot_be_allocated(shop):
    with pytest.raises(errors.UnknownOrder):
        shop.allocate("1009", {"L1": {"KYIV": 1}})


def test_a_line_without_steps_cannot_be_allocated(shop):
    place(shop, workflow=())

    with pytest.raises(errors.MissingField):
        shop.allocate("1001", {"L1": {"KYIV": 1}})
    with pytest.raises(errors.UnknownLine):
        shop.allocate("1001", {"L9": {"KYIV": 1}})


def test_what_there_is_for_an_order_goes_into_a_plan(shop):
    shop.receive_stock("MUG", "KYIV", 2, key="PO-1")
    shop.receive_stock("MUG", "LVIV", 5, key="PO-2")
    day = date(2026, 6, 8)
    shop.expect_stock("MUG", "ODESA", 9, expected_on=day, reference="PO-3")
    place(shop, quantity=4)
    shop.allocate("1001", {"L1": {"KYIV": 1}})

    assert shop.supplies("1001") == {
        "KYIV": {"L1": Supply(in_stock=1)},
        "LVIV": {"L1": Supply(in_stock=5)},
        "ODESA": {"L1": Supply(receipts=(Receipt(day, 9),))},
    }
    shop.allocate("1001", {"L1": {"LVIV": 3}})
    assert shop.supplies("1001") == {}
