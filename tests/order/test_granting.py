"""Each unit's worth is granted once, over lines, stand-ins and edits."""

from order.making import ask, eur, fact, line, place
from postpurchase.errors import NotEnoughUnits, NothingToChange
from postpurchase.order import commands as c
from postpurchase.order.events import Replaced
from postpurchase.order.granting import refundable_units
from postpurchase.testing import given
from postpurchase.values.money import Money


def paid(amount):
    return ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(amount))


def lost(line_id, units, parcel_id):
    return (
        ask(c.ShipParcel, parcel_id=parcel_id, units={line_id: units}),
        ask(c.RecordTracking, parcel_id=parcel_id, facts=fact("exception.lost")),
    )


def again(line_id, units, of):
    new = line(
        line_id, units, 0, workflow=(), replaces=Replaced(line_id=of, units=units)
    )
    return ask(c.ReshipUnits, lines=[new], reason="lost")


def refund(units, refund_id="R1", **more):
    return ask(c.RequestRefund, refund_id=refund_id, units=units, **more)


def left(*history):
    order = given(*history).order
    return {
        one.line_id: refundable_units(order, n) for n, one in enumerate(order.lines)
    }


FOUR = (
    place(line(quantity=4, price=1000, tax=eur(10), workflow=())),
    paid(4010),
    *lost("L1", 2, "P1"),
)


def test_a_line_and_its_stand_in_share_one_worth_in_one_refund():
    sent = (*FOUR, again("AGAIN", 1, "L1"))

    (event,) = given(*sent).when(refund({"L1": 3, "AGAIN": 1})).events

    assert [("L1", 8), ("AGAIN", 2)] == [
        (parts.line_id, parts.tax_minor) for parts in event.lines
    ]
    assert 4010 == event.amount_minor


def test_what_either_line_may_have_is_granted_once_in_one_refund():
    sent = (*FOUR, again("AGAIN", 1, "L1"), *lost("AGAIN", 1, "P2"))

    assert {"L1": 4, "AGAIN": 1} == left(*sent)
    given(*sent).when(refund({"L1": 4, "AGAIN": 1})).then_rejected(
        NotEnoughUnits, line_id="AGAIN", place="refundable", asked=1, available=0
    )


def test_what_is_lost_and_was_handed_on_is_not_lost_twice():
    sent = (
        *FOUR,
        again("AGAIN", 2, "L1"),
        *lost("AGAIN", 2, "P2"),
        again("THIRD", 1, "AGAIN"),
    )
    assert {"L1": 3, "AGAIN": 1, "THIRD": 1} == left(*sent)

    wider = line("AGAIN", 3, 0, workflow=(), replaces=Replaced(line_id="L1", units=3))
    chain = (
        *FOUR,
        ask(c.EditOrder, add=[wider]),
        *lost("AGAIN", 2, "P2"),
        again("THIRD", 1, "AGAIN"),
    )
    assert {"L1": 2, "AGAIN": 2, "THIRD": 1} == left(*chain)


def test_stand_ins_of_other_lines_keep_nothing_back():
    two = (
        place(
            line("L1", 2, 1000, workflow=()),
            line("M1", 2, 500, workflow=()),
        ),
        paid(3000),
        *lost("L1", 2, "P1"),
        *lost("M1", 2, "P2"),
        again("L2", 1, "L1"),
        again("M2", 2, "M1"),
    )

    assert {"L1": 1, "M1": 0, "L2": 1, "M2": 2} == left(*two)
    chain = (*two, *lost("L2", 1, "P3"), again("L3", 1, "L2"))
    assert {"L1": 1, "M1": 0, "L2": 0, "M2": 2, "L3": 1} == left(*chain)


def test_a_line_that_replaces_an_unknown_one_stands_in_for_none():
    other = line("X", 1, 500, workflow=())
    free = line("NEW", 1, 0, workflow=(), replaces=Replaced(line_id="L9", units=1))

    assert {"L1": 4, "X": 1, "NEW": 1} == left(
        *FOUR, ask(c.EditOrder, add=[other, free])
    )


SHIPPED = (
    place(line(quantity=3, price=1000, workflow=()), shipping=eur(500)),
    paid(3500),
)
AHEAD = (*SHIPPED, refund({}, "S", shipping=eur(300)))
CANCEL = ask(c.CancelUnits, units={"L1": 1}, reason="customer")


def test_an_edit_changes_the_price_of_a_unit():
    edited = ask(c.EditOrder, prices={"L1": eur(700)})

    terms = given(*SHIPPED, edited).order.line("L1").terms

    assert (700, 2100, 3) == (
        terms.unit_price_minor,
        terms.goods_minor,
        terms.open_units,
    )


def test_an_edit_closes_what_was_granted_and_not_what_it_might_have_been():
    history = (
        place(line(quantity=3, price=1000, discount=eur(100), workflow=())),
        paid(2900),
        refund({"L1": 1}, "A"),
        refund({"L1": 1}, "B"),
        ask(c.AbandonRefund, refund_id="A", reason="card_closed"),
        ask(c.EditOrder, prices={"L1": eur(900)}),
    )

    order = given(*history).order

    assert [967, 966] == [one.amount_minor for one in order.refunds]
    terms = order.line("L1").terms
    assert (966, 1, 2) == (terms.closed_minor, terms.closed_granted, terms.open_units)
    assert 966 + 1800 - 59 == order.total.amount_minor


def test_shipping_in_advance_that_an_edit_has_settled_is_not_in_advance_any_more():
    edited = (*AHEAD, CANCEL, ask(c.EditOrder, prices={"L1": eur(900)}))

    assert 167 == given(*edited).order.line("L1").terms.closed_advanced_minor
    given(*edited, refund({}, "T", shipping=eur(200)))
    given(*edited).when(refund({}, "T", shipping=eur(201))).then_rejected(
        NothingToChange,
        path="shipping",
        reason=f"only {Money(200, 'EUR')} of the shipping are left",
    )


def test_units_that_were_refunded_made_up_for_their_shipping_before_an_edit():
    history = (
        *AHEAD,
        refund({"L1": 1}),
        CANCEL,
        ask(c.EditOrder, prices={"L1": eur(900)}),
    )

    terms = given(*history).order.line("L1").terms

    assert (1, 1, 0, 1167) == (
        terms.closed_granted,
        terms.closed_cancelled,
        terms.closed_advanced_minor,
        terms.closed_minor,
    )


def test_shipping_of_all_lines_can_go_back_and_no_more():
    two = (
        place(
            line("L1", 1, 1000, workflow=(), shipping=eur(100)),
            line("L2", 1, 500, workflow=(), shipping=eur(60)),
        ),
        paid(1660),
    )

    given(*two, refund({}, "S", shipping=eur(160)))
    given(*two).when(refund({}, "S", shipping=eur(161))).then_rejected(
        NothingToChange, reason="only 1.60 EUR of the shipping are left"
    )
    ahead = (*two, refund({}, "S", shipping=eur(160)))
    gone = ask(c.CancelUnits, reason="customer")
    assert eur(-1660) == given(*two, gone).order.balance_due
    assert eur(-1500) == given(*ahead, gone).order.balance_due


def test_a_cent_that_a_capped_refund_came_short_of_is_not_due():
    short = (place(), paid(2999), refund({"L1": 3}, is_capped=True))

    order = given(*short).order

    assert (1, eur(0)) == (order.refund("R1").parts.short_minor, order.balance_due)
