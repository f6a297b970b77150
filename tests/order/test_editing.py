"""What was ordered changes, and the balance due with it."""

import pytest

from order.making import ask, eur, fact, line, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    NotEnoughUnits,
    NothingToChange,
    UnknownLine,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.testing import given
from postpurchase.values.money import Money


def edit(**fields):
    return ask(c.EditOrder, **fields)


def paid(amount=3000):
    return ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(amount))


def cancel(units):
    return ask(c.CancelUnits, units={"L1": units}, reason="customer")


def refund(units, refund_id="R1", **more):
    return ask(c.RequestRefund, refund_id=refund_id, units={"L1": units}, **more)


def ship(units):
    return ask(c.ShipParcel, parcel_id="P1", units={"L1": units})


PLAIN = place(line(workflow=()))


def amounts(*history):
    order = given(*history).order
    return order.total.amount_minor, order.balance_due.amount_minor


def test_a_new_line_is_owed_and_due():
    answer = given(place(), paid()).when(edit(add=[line("B", 2, 500, tax=eur(30))]))

    (event,) = answer.events
    assert ("B", 1030) == (event.added[0].line_id, event.balance_due_minor)
    assert {"placed": 2} == answer.order.line("B").places
    assert eur(4030) == answer.order.total


def test_the_same_new_line_again_changes_nothing():
    more = edit(add=[line("B", 2, 500)])

    given(place(), more).when(more).then_nothing()


def test_another_line_under_a_known_id_is_refused():
    given(place()).when(edit(add=[line("B"), line("L1", 9)])).then_rejected(
        Contradiction, path="add[1].line_id", subject="line L1"
    )


def test_more_units_are_placed_and_due():
    answer = given(place(), paid()).when(edit(quantities={"L1": 5}, reason="customer"))

    (event,) = answer.events
    assert (2000, "customer") == (event.balance_due_minor, event.reason)
    assert ({"placed": 5}, 5) == (
        answer.order.line("L1").places,
        answer.order.line("L1").ordered,
    )


def test_discount_and_tax_grow_with_the_quantity():
    taxed = place(line(tax=eur(600), discount=eur(300), included_tax=eur(60)))

    after = given(taxed, edit(quantities={"L1": 4})).order.line("L1").terms

    assert (4000, 400, 800, 80) == (
        after.goods_minor,
        after.discount_minor,
        after.tax_minor,
        after.included_tax_minor,
    )


def test_shipping_stays_with_the_line():
    order = given(place(shipping=eur(499)), edit(quantities={"L1": 5})).order

    assert (499, 5499) == (
        order.line("L1").terms.shipping_minor,
        order.total.amount_minor,
    )


def test_fewer_units_are_cancelled_and_owed_back():
    answer = given(place(), paid()).when(edit(quantities={"L1": 1}))

    cancelled, edited = answer.events
    assert (e.UnitsCancelled, "edit", -2000) == (
        type(cancelled),
        cancelled.reason,
        edited.balance_due_minor,
    )
    assert {"placed": 1, "cancelled": 2} == answer.order.line("L1").places


def test_no_units_remove_a_line():
    assert {"cancelled": 3} == given(place(), edit(quantities={"L1": 0})).order.line(
        "L1"
    ).places


def test_units_that_have_left_are_not_taken_away():
    given(PLAIN, ship(2)).when(edit(quantities={"L1": 1})).then_rejected(
        NotEnoughUnits, asked=2, available=1
    )


@pytest.mark.parametrize(("price", "due"), [(1200, 600), (800, -600), (0, -3000)])
def test_a_new_price_changes_the_balance(price, due):
    assert (3000 + due, due) == amounts(
        place(), paid(), edit(prices={"L1": eur(price)})
    )


def test_tax_follows_the_price_half_up():
    taxed = place(line(tax=eur(101)))

    assert (
        152
        == given(taxed, edit(prices={"L1": eur(1500)})).order.line("L1").terms.tax_minor
    )


def test_a_price_for_free_goods_brings_no_tax():
    after = given(place(line(price=0)), edit(prices={"L1": eur(500)})).order

    assert (1500, 0, 0) == (
        after.total.amount_minor,
        after.line("L1").terms.tax_minor,
        after.line("L1").terms.included_tax_minor,
    )


def test_price_and_quantity_change_together():
    both = edit(prices={"L1": eur(900)}, quantities={"L1": 4})

    assert (3600, 600) == amounts(place(), paid(), both)
    fewer = edit(prices={"L1": eur(900)}, quantities={"L1": 2})
    assert (1800, -1200) == amounts(place(), paid(), fewer)


def test_quantities_count_without_cancelled_units():
    order = given(place(), cancel(1), edit(quantities={"L1": 3})).order

    assert ({"placed": 3, "cancelled": 1}, 4) == (
        order.line("L1").places,
        order.line("L1").ordered,
    )
    given(place(), cancel(1)).when(edit(quantities={"L1": 2})).then_nothing()


def test_cancelled_units_leave_the_total_at_the_next_edit():
    assert (3000, -1000) == amounts(place(), paid(), cancel(1))
    assert (2400, -600) == amounts(
        place(), paid(), cancel(1), edit(prices={"L1": eur(1200)})
    )


def test_refunded_units_keep_their_price():
    history = (place(), paid(), cancel(1), refund(1))

    assert (3000, 0) == amounts(*history)
    assert (1000 + 2 * 1200, 400) == amounts(*history, edit(prices={"L1": eur(1200)}))


def test_units_refunded_after_an_edit_are_worth_the_new_price():
    edited = (place(), paid(), edit(prices={"L1": eur(800)}))

    (event,) = given(*edited).when(refund(3)).events

    assert 2400 == event.amount_minor
    given(*edited).when(refund(4)).then_rejected(NotEnoughUnits, available=3)


def test_a_refused_unit_that_was_refunded_is_released_once():
    track = ask(
        c.RecordTracking,
        parcel_id="P1",
        facts=fact("returned.general"),
    )
    back = (PLAIN, paid(), ship(1), track)

    assert (3000, -1000) == amounts(*back)
    assert (3000, 0) == amounts(*back, refund(1))
    assert (3400, 400) == amounts(*back, refund(1), edit(prices={"L1": eur(1200)}))


def test_a_line_without_open_units_may_be_raised_again():
    gone = (place(line(tax=eur(300))), cancel(3))

    order = given(*gone, edit(quantities={"L1": 1})).order

    assert (1000, 100) == (
        order.line("L1").terms.goods_minor,
        order.line("L1").terms.tax_minor,
    )
    assert 1100 == order.balance_due.amount_minor


def test_what_was_overpaid_goes_back():
    cheaper = (place(), paid(), edit(prices={"L1": eur(800)}))
    back = ask(c.RequestRefund, refund_id="R1", overpaid=eur(600))

    assert -600 == amounts(*cheaper)[1]
    assert 0 == amounts(*cheaper, back)[1]


def test_the_same_quantity_and_price_change_nothing():
    given(place()).when(
        edit(quantities={"L1": 3}, prices={"L1": eur(1000)})
    ).then_nothing()


def test_an_edit_names_something():
    given(place()).when(edit()).then_rejected(NothingToChange)


def test_a_line_that_does_not_exist_cannot_change():
    given(place()).when(edit(quantities={"L9": 1})).then_rejected(UnknownLine)
    given(place()).when(edit(prices={"L9": eur(1)})).then_rejected(UnknownLine)


def test_prices_are_in_the_orders_currency():
    with pytest.raises(CurrencyMismatch) as refused:
        given(place()).when(edit(prices={"L1": Money(1, "USD")}))
    assert "prices[L1]" == refused.value.path

    with pytest.raises(CurrencyMismatch) as refused:
        given(place()).when(edit(add=[line("B", tax=Money(1, "USD"))]))
    assert "add[0].tax" == refused.value.path


def test_an_edit_beyond_any_amount_is_refused():
    with pytest.raises(InvalidMoney):
        given(place()).when(edit(prices={"L1": eur(10**17 * 9)}))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"quantities": {"L1": -1}}, "quantities[L1]"),
        ({"quantities": {"L1": 1.5}}, "quantities[L1]"),
        ({"quantities": [("L1", 1)]}, "quantities"),
        ({"quantities": {7: 1}}, "quantities"),
        ({"prices": {"L1": 5}}, "prices[L1]"),
        ({"prices": {"L1": eur(-5)}}, "prices[L1]"),
        ({"prices": 5}, "prices"),
        ({"add": [line("B"), line("B")]}, "lines[1].line_id"),
    ],
)
def test_what_no_edit_can_have_is_refused_with_its_path(fields, path):
    with pytest.raises(InvalidInput) as refused:
        edit(**fields)

    assert path == refused.value.path
