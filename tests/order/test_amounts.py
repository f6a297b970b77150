"""What units are worth, what is due, and how it is shared out."""

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from order.making import ask, eur, fact, line, place
from postpurchase.order import commands as c
from postpurchase.order.amounts import (
    Settled,
    apportion,
    entitlement,
    repriced,
    total_minor,
)
from postpurchase.order.events import PlacedLine
from postpurchase.order.model import EMPTY
from postpurchase.testing import given
from postpurchase.values.answers import Charge

minor = st.integers(0, 10_000)


def placed(quantity=3, price=1000, **more):
    return PlacedLine(
        **{
            "line_id": "L1",
            "sku": "MUG",
            "quantity": quantity,
            "unit_price_minor": price,
            "open_units": quantity,
            "goods_minor": quantity * price,
            "workflow": (),
            **more,
        }
    )


def due(*history):
    return given(*history).order.balance_due.amount_minor


def paid(amount=3000):
    return ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(amount))


def cancel(units):
    return ask(c.CancelUnits, units={"L1": units}, reason="customer")


def ship(units):
    return ask(c.ShipParcel, parcel_id="P1", units={"L1": units})


def track(code):
    return ask(c.RecordTracking, parcel_id="P1", facts=fact(code))


PLAIN = place(line(workflow=()))


@for_all(st.permutations([1, 1, 2, 3]), minor, minor, minor, minor)
def test_any_order_of_grants_adds_up_to_the_line(cuts, price, discount, tax, shipping):
    whole = placed(
        7, price, discount_minor=discount, tax_minor=tax, shipping_minor=shipping
    )

    granted, worth = 0, 0
    for cut in cuts:
        worth += entitlement(whole, granted, cut).total_minor
        granted += cut

    assert whole.net_minor == worth


@for_all(st.integers(1, 9), minor)
def test_no_unit_is_worth_two_minor_units_more_than_another(units, total):
    whole = placed(units, 0, tax_minor=total)

    worth = [entitlement(whole, n, 1).total_minor for n in range(units)]

    assert max(worth) - min(worth) <= 1


def test_the_first_units_are_rounded_half_up():
    whole = placed(2, 0, tax_minor=101)

    assert [51, 50] == [entitlement(whole, n, 1).tax_minor for n in range(2)]


@for_all(minor, st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_what_is_apportioned_adds_up(total, goods):
    parts = apportion(total, goods)

    assert (total, len(goods)) == (sum(parts), len(parts))


def test_nothing_is_apportioned_to_nobody():
    assert (0, 0) == apportion(0, [5, 0])


@for_all(
    st.integers(0, 3), st.integers(0, 3), st.integers(0, 5), minor, minor, minor, minor
)
def test_a_new_apportionment_keeps_what_was_granted(
    granted, cancelled, more, price, tax, shipping, new_price
):
    before = placed(3, price, tax_minor=tax, shipping_minor=shipping)
    gone = max(granted, cancelled)

    after = repriced(
        before,
        Settled(granted=granted, cancelled=cancelled),
        units=3 - gone + more,
        price_minor=new_price,
    )

    assert entitlement(before, 0, granted).total_minor == after.closed_minor
    assert (3 + more, 3 - gone + more) == (after.quantity, after.open_units)
    assert after.open_units * new_price == after.goods_minor
    assert (granted, cancelled) == (after.closed_granted, after.closed_cancelled)


def test_a_new_apportionment_closes_refused_units_that_were_refunded():
    after = repriced(
        placed(),
        Settled(granted=2, cancelled=1, undelivered=3),
        units=1,
        price_minor=1000,
    )

    assert 1 == after.closed_undelivered


def test_the_same_price_and_quantity_leave_a_line_as_it_was():
    before = placed(3, 1000, tax_minor=101, discount_minor=7, included_tax_minor=13)

    assert before == repriced(before, Settled(), units=3, price_minor=1000)


def test_an_order_that_was_not_placed_costs_nothing():
    assert 0 == total_minor(EMPTY)


def test_the_total_is_the_sum_of_lines_and_charges():
    order = place(
        line(tax=eur(10)),
        shipping=eur(5),
        charges=[
            Charge(kind="tip", amount=eur(100)),
            Charge(kind="rounding", amount=eur(-2)),
        ],
    )

    assert eur(3113) == given(order).order.total


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((PLAIN,), 3000),
        ((PLAIN, paid(1000)), 2000),
        ((PLAIN, paid()), 0),
        ((PLAIN, paid(3500)), -500),
        ((PLAIN, paid(), cancel(1)), -1000),
        ((PLAIN, cancel(3)), 0),
        ((PLAIN, paid(), cancel(3)), -3000),
        ((PLAIN, ship(2), track("returning.general")), 1000),
        ((PLAIN, ship(2), track("returned.general")), 1000),
        ((PLAIN, ship(2), track("exception.lost")), 3000),
        ((PLAIN, ship(2), track("delivered.signed")), 3000),
        ((PLAIN, ship(2), track("returned.general"), cancel(1)), 0),
    ],
)
def test_what_is_due_follows_units_and_money(history, expected):
    assert expected == due(*history)


def refund(units=0, **more):
    asked = {"L1": units} if units else {}
    return ask(c.RequestRefund, refund_id="R1", units=asked, **more)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ((refund(1),), 0),
        ((refund(goodwill=eur(500)),), 0),
        ((refund(1, fee=eur(100)),), 0),
        ((cancel(1), refund(1)), 0),
        ((cancel(2), refund(1)), -1000),
        ((cancel(1), refund(1, goodwill=eur(50))), 0),
        ((cancel(1), refund(goodwill=eur(50))), -1000),
        ((cancel(1), refund(overpaid=eur(400))), -600),
    ],
)
def test_refunds_settle_what_they_grant(history, expected):
    """Goodwill is a gift: it settles nothing and makes nobody owe."""
    assert expected == due(PLAIN, paid(), *history)


@for_all(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2000))
def test_cancelling_and_refunding_the_same_units_leaves_nothing_due(n, k, price):
    order = place(line(quantity=3, price=price + 1, workflow=()))
    history = [order, paid(3 * (price + 1))]
    if n:
        history.append(cancel(n))
    if 0 < k <= n:
        history.append(refund(k))
    k = k if k <= n else 0

    assert -(n - k) * (price + 1) == due(*history)


def test_parts_say_what_a_refund_consists_of():
    whole = placed(2, 500, discount_minor=100, tax_minor=51, shipping_minor=9)

    first = entitlement(whole, 0, 1)

    assert (500, 50, 26, 5, 481) == (
        first.goods_minor,
        first.discount_minor,
        first.tax_minor,
        first.shipping_minor,
        first.total_minor,
    )
    assert 0 == entitlement(attrs.evolve(whole, open_units=0), 0, 0).total_minor
