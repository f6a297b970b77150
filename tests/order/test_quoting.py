"""What a refund would come to is what it then comes to."""

from datetime import timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from order.making import ask, eur, fact, line, place
from postpurchase.errors import (
    NotEnoughUnits,
    NothingToChange,
    OverRefunded,
    PostPurchaseError,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY
from postpurchase.order.quoting import RefundShare, refund_quote
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.answers import Charge
from postpurchase.values.rulings import Fee, Ruling


def paid(amount=3000, payment_id="PAY", method="card"):
    return ask(
        c.CapturePayment, payment_id=payment_id, method=method, amount=eur(amount)
    )


def allowing(**more):
    return Ruling(**{"policy": "shop", "allowed": True, **more})


FULL = (
    place(
        line("L1", 3, 1000, tax=eur(100), discount=eur(50)),
        line("L2", 1, 500),
        shipping=eur(700),
        charges=[
            Charge(kind="duty", amount=eur(120)),
            Charge(kind="rounding", amount=eur(-1)),
        ],
    ),
    paid(4000),
    paid(369, "GIFT", "gift_card"),
)
ORDER = given(*FULL).order


def test_everything_that_can_go_back_is_what_was_paid():
    quote = ORDER.refund_quote()

    assert (eur(4369), eur(0)) == (quote.amount, quote.bonus)
    assert (
        e.RefundParts(
            goods_minor=3500,
            discount_minor=50,
            tax_minor=100,
            shipping_minor=700,
            charges_minor=119,
        )
        == quote.parts
    )
    assert (
        RefundShare("PAY", "card", eur(4000)),
        RefundShare("GIFT", "gift_card", eur(369)),
    ) == quote.shares
    assert [("L1", 3, 3650), ("L2", 1, 600)] == [
        (parts.line_id, parts.units, parts.total_minor) for parts in quote.lines
    ]


def test_a_quote_reads_well():
    quote = ORDER.refund_quote({"L2": 1}, into="store_credit", bonus=eur(7))

    assert (
        "RefundQuote(6.00 EUR, goods 5.00 EUR, shipping 1.00 EUR, bonus 0.07 EUR, "
        "6.00 EUR to PAY)"
    ) == repr(quote)
    assert "RefundQuote(0.00 EUR)" == repr(given(place()).order.refund_quote())


def test_a_quote_makes_the_command_that_commits_it():
    quote = ORDER.refund_quote({"L1": 1}, goodwill=eur(5), payment_order=["GIFT"])

    command = quote.request("R1", at=NOON, by="staff:7", reason="late")

    assert ("1001", "R1", "staff:7", "late", NOON) == (
        command.order_id,
        command.refund_id,
        command.by,
        command.reason,
        command.at,
    )
    (event,) = decide(ORDER, command)
    assert (quote.amount.amount_minor, quote.parts, quote.lines) == (
        event.amount_minor,
        event.parts,
        event.lines,
    )
    assert ORDER.refunds == ()


def test_a_quote_is_refused_as_the_refund_would_be():
    with pytest.raises(NotEnoughUnits):
        ORDER.refund_quote({"L1": 4})
    with pytest.raises(NothingToChange):
        ORDER.refund_quote({})
    with pytest.raises(OverRefunded):
        given(place()).order.refund_quote({"L1": 1})
    with pytest.raises(LookupError, match="not placed"):
        refund_quote(EMPTY)


def test_everything_is_capped_by_what_is_left():
    order = given(*FULL, ask(c.RequestRefund, refund_id="quote-1", goodwill=eur(69)))

    quote = order.order.refund_quote()
    assert (eur(4300), 69) == (quote.amount, quote.parts.short_minor)
    assert "quote-2" == quote.asked.refund_id
    over = given(*FULL, ask(c.RequestRefund, refund_id="A", goodwill=eur(4369)))
    assert (eur(0), (), ()) == (
        over.order.refund_quote().amount,
        over.order.refund_quote().shares,
        over.order.refund_quote().lines,
    )


def test_everything_has_what_was_paid_too_much():
    order = given(place(), paid(3500)).order
    assert (eur(3500), 500) == (
        order.refund_quote().amount,
        order.refund_quote().parts.overpaid_minor,
    )
    cancelled = given(
        place(), paid(3500), ask(c.CancelUnits, units={"L1": 1}, reason="x")
    ).order
    assert (eur(3500), 3000, 500) == (
        cancelled.refund_quote().amount,
        cancelled.refund_quote().parts.goods_minor,
        cancelled.refund_quote().parts.overpaid_minor,
    )
    granted = given(
        place(), paid(3500), ask(c.RequestRefund, refund_id="R", units={"L1": 3})
    ).order
    assert (eur(500), 500) == (
        granted.refund_quote().amount,
        granted.refund_quote().parts.overpaid_minor,
    )
    some = order.refund_quote(overpaid=eur(1))
    assert (eur(3001), 1) == (some.amount, some.parts.overpaid_minor)
    demanded = ask(
        c.OpenChargeback, chargeback_id="C", payment_id="PAY", amount=eur(400)
    )
    left = given(place(), paid(3500), demanded).order.refund_quote()
    assert (eur(3100), 100) == (left.amount, left.parts.overpaid_minor)


def test_a_ruling_keeps_fees_and_shipping_and_gives_a_bonus():
    fees = (Fee(code="restocking", amount=eur(100)), Fee(code="f", amount=eur(20)))
    quote = ORDER.refund_quote({"L2": 1}, ruling=allowing(fees=fees, outbound="none"))
    assert (eur(380), 120, 100) == (
        quote.amount,
        quote.parts.fee_minor,
        quote.parts.shipping_kept_minor,
    )
    capped = allowing(outbound="standard", outbound_max=eur(70))
    assert 30 == ORDER.refund_quote({"L2": 1}, ruling=capped).parts.shipping_kept_minor
    assert eur(600) == ORDER.refund_quote({"L2": 1}, ruling=allowing()).amount
    bonus = allowing(bonus_percent=10)
    quote = ORDER.refund_quote({"L2": 1}, ruling=bonus, into="store_credit")
    assert (eur(600), eur(60)) == (quote.amount, quote.bonus)
    assert eur(0) == ORDER.refund_quote({"L2": 1}, ruling=bonus).bonus
    plain = ORDER.refund_quote({"L2": 1}, ruling=allowing(), into="store_credit")
    assert eur(0) == plain.bonus
    more = ORDER.refund_quote(
        {"L2": 1}, ruling=allowing(fees=fees), fee=eur(5), goodwill=eur(1)
    )
    assert (125, eur(476)) == (more.parts.fee_minor, more.amount)


def test_the_price_of_the_way_out_is_paid_back_up_to_the_cheapest():
    def kept(most, *history, units):
        ruling = allowing(outbound="standard", outbound_max=eur(most))
        order = given(*FULL, *history).order
        return order.refund_quote(units, ruling=ruling).parts.shipping_kept_minor

    first = ask(c.RequestRefund, refund_id="R", units={"L2": 1})
    assert 0 == kept(100, units={"L2": 1})
    assert 1 == kept(99, units={"L2": 1})
    assert 200 == kept(100, first, units={"L1": 1})
    assert 0 == kept(300, first, units={"L1": 1})
    assert 1 == kept(299, first, units={"L1": 1})
    assert 200 == kept(50, first, units={"L1": 1})


few = st.integers(0, 3)
amounts = st.sampled_from([1, 7, 100, 333, 999, 2500]).map(eur)
some = st.none() | amounts
wished = st.fixed_dictionaries(
    {
        "units": st.none()
        | st.dictionaries(st.sampled_from(["L1", "L2"]), st.integers(1, 3)),
        "goodwill": some,
        "shipping": some,
        "fee": some,
        "shipping_kept": some,
        "deduction": some,
        "points": some,
        "overpaid": some,
        "charges": st.sampled_from([(), ("duty",), ("duty", "rounding")]),
        "payment_order": st.sampled_from([(), ("GIFT",), ("card",)]),
    }
).map(lambda asked: {name: v for name, v in asked.items() if v or name == "units"})
deeds = st.one_of(
    st.builds(
        lambda n, units, more: ask(
            c.RequestRefund, refund_id=f"R{n}", units=units, goodwill=more
        ),
        few,
        st.dictionaries(st.sampled_from(["L1", "L2"]), st.integers(1, 2)),
        some,
    ),
    st.builds(
        lambda n, amount: ask(c.RequestRefund, refund_id=f"R{n}", shipping=amount),
        few,
        amounts,
    ),
    st.builds(
        lambda n, outcome: ask(c.SettleRefund, refund_id=f"R{n}", outcome=outcome),
        few,
        st.sampled_from(["failed", "succeeded"]),
    ),
    st.builds(lambda n: ask(c.AbandonRefund, refund_id=f"R{n}"), few),
    st.builds(
        lambda units: ask(c.CancelUnits, units={"L1": units}, reason="x"),
        st.integers(1, 2),
    ),
    st.builds(
        lambda price: ask(c.EditOrder, prices={"L1": price}, quantities={"L1": 3}),
        amounts,
    ),
    st.builds(
        lambda n, amount: ask(
            c.OpenChargeback,
            chargeback_id=f"C{n}",
            payment_id="PAY",
            amount=amount,
        ),
        few,
        amounts,
    ),
    st.just(paid(2500, "MORE")),
)


def lived(history):
    """Let an order live; what is refused leaves no trace."""
    order = given(*FULL).order
    for command in history:
        try:
            order = replay(decide(order, command), order)
        except PostPurchaseError:
            continue
    return order


@for_all(st.lists(deeds, max_size=8), wished)
def test_a_quote_is_what_is_committed_in_any_state(history, asked):
    order = lived(history)
    units, more = asked["units"], {k: v for k, v in asked.items() if k != "units"}
    try:
        quote = order.refund_quote(units, **more)
    except PostPurchaseError as refused:
        if units is not None:
            command = ask(c.RequestRefund, refund_id="Q", units=units, **more)
            with pytest.raises(type(refused)):
                decide(order, command)
        return
    if not quote.amount.amount_minor:
        with pytest.raises(NothingToChange):
            decide(order, quote.request("Q", at=NOON))
        return

    events = decide(order, quote.request("Q", at=NOON))

    assert quote.amount.amount_minor == sum(event.amount_minor for event in events)
    assert [(s.payment_id, s.amount.amount_minor) for s in quote.shares] == [
        (event.payment_id, event.amount_minor) for event in events
    ]
    assert 0 == sum(event.parts.split_minor for event in events)
    assert all(event.amount_minor == event.parts.total_minor for event in events)
    assert quote.lines == events[0].lines


@for_all(st.lists(deeds, max_size=10))
def test_money_is_kept_whatever_happened(history):
    order = lived(history)
    ledger = order.ledger
    demanded = sum(case.amount_minor for case in order.chargebacks)
    went = ledger.refunded_minor + ledger.reserved_minor - demanded

    # Only what a provider said later can take a refund above what came in.
    settled = [r for r in history if isinstance(r, c.SettleRefund)]
    assert settled or went <= ledger.captured_minor
    for line_no, view in enumerate(order.lines):
        granted = [
            grant.parts
            for grant in ledger.grants.get(view.line_id, ())
            if grant.parts.era == order.grid.lines[line_no].closed_granted
        ]
        assert sum(parts.units for parts in granted) <= view.terms.open_units
        for name in ("goods_minor", "discount_minor", "tax_minor", "shipping_minor"):
            given_ = sum(getattr(parts, name) for parts in granted)
            assert 0 <= given_ <= getattr(view.terms, name)
    rest = order.refund_quote()
    if rest.amount.amount_minor:
        after = replay(decide(order, rest.request("LAST", at=NOON)), order)
        assert eur(0) == after.refund_quote().amount
        assert after.ledger.all_left_minor >= 0


@for_all(
    st.lists(st.integers(1, 4), min_size=1, max_size=5),
    st.integers(0, 999),
    st.integers(0, 999),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.lists(st.integers(1, 500), max_size=3),
)
def test_a_full_return_is_what_was_paid(
    cuts, price, other, tax, shipping, duty, payments
):
    units = sum(cuts)
    bought = place(
        line("L1", units, price, tax=eur(tax)),
        line("L2", 2, other),
        shipping=eur(shipping),
        discount=eur(min(price, other)),
        charges=[Charge(kind="duty", amount=eur(duty))],
    )
    total = given(bought).order.total.amount_minor
    history, left = [bought], total
    for n, amount in enumerate(payments):
        if left > amount:
            history.append(paid(amount, f"P{n}"))
            left -= amount
    if left:
        history.append(paid(left, "LAST"))
    order = given(*history).order
    parts = [(f"R{n}", {"L1": cut}, ()) for n, cut in enumerate(cuts)]
    parts.append(("REST", {"L2": 2}, ("duty",)))
    exact = 0

    for refund_id, wanted, charges in parts:
        command = ask(
            c.RequestRefund, refund_id=refund_id, units=wanted, charges=charges
        )
        try:
            events = decide(order, command)
        except NothingToChange:
            continue
        exact += sum(event.amount_minor for event in events)
        order = replay(events, order)
        again = decide(order, command)
        assert () == again

    assert eur(total - exact) == order.refund_quote().amount
    assert eur(0) == order.balance_due


@for_all(st.integers(1, 12), st.integers(0, 2000), st.data())
def test_each_part_is_within_one_unit_of_its_share(n, total, data):
    bought = place(line(quantity=n, price=0, tax=eur(total)), line("X", 1, 1))
    order = given(bought, paid(total + 9)).order
    k = data.draw(st.integers(1, n))
    before = data.draw(st.integers(0, n - k))
    if before:
        asked = ask(
            c.RequestRefund, refund_id="B", units={"L1": before}, goodwill=eur(1)
        )
        order = replay(decide(order, asked), order)

    parts = order.refund_quote({"L1": k, "X": 1}, is_capped=True).lines[0]

    assert abs(parts.tax_minor * n - total * k) <= n


def test_parcels_that_come_back_are_quoted_once():
    refused = (
        place(line(quantity=2, workflow=())),
        paid(2000),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.RecordTracking, parcel_id="P1", facts=fact("returned.general")),
    )

    order = given(*refused).order

    assert (eur(-2000), eur(2000)) == (order.balance_due, order.refund_quote().amount)
    assert 0 == order.refund_quote().parts.overpaid_minor


def test_a_line_and_what_was_sent_again_for_it_are_quoted_once():
    again = line("S1", 2, 0, workflow=(), replaces=e.Replaced(line_id="L1", units=2))
    lost = fact("exception.lost")
    order = given(
        place(line("L1", 2, 1000, workflow=())),
        ask(c.CapturePayment, payment_id="P", method="card", amount=eur(2000)),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.RecordTracking, parcel_id="P1", facts=lost),
        ask(c.ReshipUnits, lines=(again,), reason="lost"),
        ask(c.ShipParcel, parcel_id="P2", units={"S1": 2}),
        ask(c.RecordTracking, parcel_id="P2", facts=lost),
    ).order
    assert eur(2000) == order.refund_quote().amount


def test_a_quote_is_named_apart_from_all_refunds_and_asks_for_nothing_more():
    quote = ORDER.refund_quote()

    assert ("quote-1", None, None) == (
        quote.asked.refund_id,
        quote.asked.overpaid,
        quote.asked.bonus,
    )
    again = given(*FULL, ask(c.RequestRefund, refund_id="quote-1", goodwill=eur(1)))
    assert "quote-2" == again.order.refund_quote().asked.refund_id


def test_a_quote_becomes_a_request_of_its_own_time_author_and_reason():
    quote = ORDER.refund_quote({"L1": 1})
    later = NOON + timedelta(hours=1)

    plain = quote.request("R", at=later)
    assert ("R", later, "", "") == (plain.refund_id, plain.at, plain.by, plain.reason)
    named = quote.request("R", at=later, by="staff:7", reason="broken")
    assert ("staff:7", "broken") == (named.by, named.reason)


def test_a_ruling_counts_for_everything_that_can_go_back():
    ruling = allowing(
        fees=(Fee(code="f", amount=eur(150)),), outbound="none", bonus_percent=10
    )

    quote = ORDER.refund_quote(ruling=ruling)
    assert (150, 700) == (quote.parts.fee_minor, quote.parts.shipping_kept_minor)
    assert (eur(3519), eur(0)) == (quote.amount, quote.bonus)
    credit = ORDER.refund_quote(ruling=ruling, into="store_credit")
    assert (eur(3519), eur(352)) == (credit.amount, credit.bonus)
    plain = ORDER.refund_quote(ruling=allowing(), into="store_credit")
    assert (None, eur(0)) == (plain.asked.bonus, plain.bonus)


def test_a_cent_too_much_goes_back_with_everything():
    more = given(*FULL, paid(1, "CENT")).order

    quote = more.refund_quote()

    assert (eur(4370), 1) == (quote.amount, quote.parts.overpaid_minor)
    assert eur(1) == quote.asked.overpaid


def test_an_order_that_was_not_placed_has_no_quote():
    with pytest.raises(LookupError) as refused:
        refund_quote(EMPTY)

    assert "this order was not placed" == str(refused.value)
