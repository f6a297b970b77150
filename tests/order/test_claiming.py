"""A unit is claimed once; what comes in is a fact; what turns up is never overlooked."""

from datetime import date, timedelta

import attrs
import pytest

from order.making import NOON, ask, eur, fact, happened, line, place
from postpurchase.errors import (
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    MissingField,
    NotEnoughUnits,
    TransitionNotAllowed,
    UnknownClaim,
    UnknownFinding,
    UnknownLine,
    UnknownOrder,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide
from postpurchase.order.decide.reshipping import reshippable
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import ReturnItem
from postpurchase.testing import given
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling

THREE = {"L1": 3}
SHIPPED = [
    place(),
    ask(c.SkipSteps, units=THREE, reason="x"),
    ask(c.ShipParcel, parcel_id="P1", units=THREE, carrier="dhl"),
]


def tracked(code, hour=1, **more):
    return ask(c.RecordTracking, parcel_id="P1", facts=fact(code, hour), **more)


LOST = [*SHIPPED, tracked("exception.lost")]
DELIVERED = [*SHIPPED, tracked("delivered.general")]


def opening(claim_id="K1", units=THREE, kind="loss", amount=3000, **more):
    return ask(
        c.OpenClaim,
        **{
            "claim_id": claim_id,
            "parcel_id": "P1",
            "kind": kind,
            "units": units,
            "amount": eur(amount),
            **more,
        },
    )


def answered(state, **more):
    return ask(c.UpdateClaim, claim_id="K1", state=state, **more)


def paid(amount=3000, **more):
    return ask(c.RecoverClaim, claim_id="K1", amount=eur(amount), **more)


def given_back(amount=None, reason="found"):
    amount = None if amount is None else eur(amount)
    return ask(c.ReverseClaim, claim_id="K1", amount=amount, reason=reason)


def refuse(so_far, command):
    """Decide for the sake of the refusal."""
    decide(so_far.order, command)


def only_claim(order):
    (claim,) = order.claims
    return claim


def test_a_claim_is_drawn_up_for_units_of_a_parcel():
    asked = opening(
        units={"L1": 2},
        amount=2000,
        basis="cost",
        file_by_on=date(2026, 7, 3),
        evidence=["invoice"],
    )
    order = (
        given(*LOST)
        .when(asked)
        .then(
            happened(
                e.ClaimOpened,
                claim_id="K1",
                parcel_id="P1",
                carrier="dhl",
                kind="loss",
                units=(LineUnits("L1", 2),),
                amount_minor=2000,
                basis="cost",
                file_by_on=date(2026, 7, 3),
                evidence=("invoice",),
            )
        )
    )

    claim = only_claim(order)
    assert ("draft", 2000, "dhl", NOON) == (
        claim.state,
        claim.amount_minor,
        claim.carrier,
        claim.opened_at,
    )
    assert (date(2026, 7, 3), ("invoice",)) == (claim.file_by_on, claim.evidence)


@pytest.mark.parametrize(
    "before",
    [
        SHIPPED[:2],
        [*SHIPPED[:2], ask(c.OpenParcel, parcel_id="P1", units=THREE)],
    ],
)
def test_a_parcel_that_is_not_there_or_has_not_left_is_not_claimed(before):
    with pytest.raises((UnknownParcel, TransitionNotAllowed)):
        refuse(given(*before), opening())


def test_a_voided_parcel_is_not_claimed():
    voided = [
        *SHIPPED[:2],
        ask(c.OpenParcel, parcel_id="P1", units=THREE),
        ask(c.VoidParcel, parcel_id="P1"),
    ]

    with pytest.raises(TransitionNotAllowed, match="parcel P1 is “voided”"):
        refuse(given(*voided), opening())


def test_an_order_that_was_never_placed_has_no_claims():
    for command in (opening(), answered("submitted"), paid(), given_back()):
        with pytest.raises(UnknownOrder):
            refuse(given(), command)


def test_a_claim_names_a_finding_that_there_was():
    with pytest.raises(UnknownFinding):
        refuse(given(*LOST), opening(finding_id="lost:P1"))


def test_the_same_claim_again_changes_nothing_and_another_is_refused():
    first = given(*LOST, opening())

    first.when(opening()).then()
    with pytest.raises(Contradiction, match=r"30\.00.*now.*20\.00"):
        refuse(first, opening(amount=2000))
    with pytest.raises(Contradiction):
        refuse(first, opening(kind="theft"))
    with pytest.raises(Contradiction):
        refuse(first, opening(units={"L1": 2}))


@pytest.mark.parametrize("amount", [0, -1])
def test_a_claim_is_about_some_money(amount):
    with pytest.raises(InvalidMoney):
        refuse(given(*LOST), opening(amount=amount))


def test_a_claim_is_in_the_currency_of_the_order():
    with pytest.raises(CurrencyMismatch):
        refuse(given(*LOST), attrs.evolve(opening(), amount=Money(3000, "PLN")))


def test_units_of_a_parcel_are_claimed_once_whatever_the_kind():
    one = given(*LOST, opening(units={"L1": 2}))

    assert one.when(opening("K2", {"L1": 1}, "damage")).events
    with pytest.raises(NotEnoughUnits) as refused:
        refuse(one, opening("K2", {"L1": 2}, "damage"))
    assert (2, 1, "L1") == (
        refused.value.asked,
        refused.value.available,
        refused.value.line_id,
    )


def test_units_that_were_not_in_the_parcel_are_not_claimed():
    both = [
        place(line(), line("L2", quantity=1)),
        *SHIPPED[1:],
        tracked("exception.lost"),
    ]

    with pytest.raises(NotEnoughUnits) as refused:
        refuse(given(*both), opening(units={"L2": 1}))
    assert 0 == refused.value.available
    with pytest.raises(UnknownLine):
        refuse(given(*both), opening(units={"L9": 1}))


@pytest.mark.parametrize("state", ["rejected", "cancelled"])
def test_what_a_carrier_does_not_pay_can_be_claimed_otherwise(state):
    over = given(*LOST, opening(), answered("submitted"), answered(state))

    assert over.when(opening("K2", kind="damage")).events


def test_claims_of_another_parcel_do_not_count():
    two = given(
        *SHIPPED[:2],
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}, carrier="dhl"),
        ask(c.ShipParcel, parcel_id="P2", units={"L1": 1}, carrier="ups"),
        opening(units={"L1": 2}),
    )

    (event,) = two.when(opening("K2", {"L1": 1}, parcel_id="P2")).events
    assert "ups" == event.carrier
    both = two.when(opening("K2", {"L1": 1}, parcel_id="P2")).order
    assert ["P1", "P2"] == [both.claim(one).parcel_id for one in ("K1", "K2")]


def test_a_claim_for_anything_but_a_delay_needs_units():
    with pytest.raises(MissingField, match="units"):
        refuse(given(*LOST), opening(units={}))


def test_a_delay_has_no_units_and_is_claimed_once():
    late = given(*DELIVERED, opening(units={}, kind="delay"))

    with pytest.raises(InvalidInput, match="none for a delay"):
        refuse(given(*DELIVERED), opening(kind="delay"))
    with pytest.raises(TransitionNotAllowed, match="claim K1 is “drawn up”"):
        refuse(late, opening("K2", {}, "delay"))
    assert late.when(opening("K2", kind="damage")).events
    over = given(*DELIVERED, opening(units={}, kind="delay"), answered("cancelled"))
    assert over.when(opening("K2", {}, "delay")).events


def test_a_delay_can_be_claimed_besides_damage():
    hurt = given(*DELIVERED, opening(kind="damage"))

    assert hurt.when(opening("K2", {}, "delay")).events


def test_an_answer_is_recorded_with_what_it_says():
    order = (
        given(*LOST, opening(evidence=["invoice"]))
        .when(answered("submitted", evidence=["photos", "invoice"], reference="DHL-7"))
        .then(
            happened(
                e.ClaimUpdated,
                claim_id="K1",
                state="submitted",
                evidence=("photos", "invoice"),
                reference="DHL-7",
            )
        )
    )

    claim = only_claim(order)
    assert ("submitted", "DHL-7", ("invoice", "photos")) == (
        claim.state,
        claim.reference,
        claim.evidence,
    )


def test_an_approval_without_an_amount_is_for_all_of_it():
    approved = given(*LOST, opening(), answered("submitted"))

    (event,) = approved.when(answered("approved")).events
    assert 3000 == event.approved_minor
    (event,) = approved.when(answered("approved", amount=eur(2500))).events
    assert 2500 == event.approved_minor


def test_a_partial_approval_says_how_much():
    handed_in = given(*LOST, opening(), answered("submitted"))

    with pytest.raises(MissingField, match="amount"):
        refuse(handed_in, answered("approved_partial"))
    order = handed_in.when(answered("approved_partial", amount=eur(1))).order
    assert 1 == only_claim(order).approved_minor
    with pytest.raises(InvalidMoney):
        refuse(handed_in, answered("approved_partial", amount=eur(0)))


def test_an_amount_belongs_to_an_approval():
    with pytest.raises(InvalidInput, match="an amount with an approval only"):
        refuse(given(*LOST, opening()), answered("submitted", amount=eur(1)))


def test_what_is_known_already_changes_nothing():
    known = given(
        *LOST,
        opening(),
        answered("submitted"),
        answered(
            "approved",
            amount=eur(2000),
            reference="R",
            evidence=["invoice"],
            reason="partly_insured",
        ),
    )

    known.when(answered("approved")).then()
    known.when(
        answered(
            "approved",
            amount=eur(2000),
            reference="R",
            evidence=["invoice"],
            reason="partly_insured",
        )
    ).then()


@pytest.mark.parametrize(
    "more",
    [
        {"amount": eur(2001)},
        {"reference": "S"},
        {"evidence": ["photos"]},
        {"reason": "other"},
    ],
)
def test_more_about_the_same_answer_is_recorded(more):
    known = given(
        *LOST,
        opening(),
        answered("submitted"),
        answered("approved", amount=eur(2000), reference="R", reason="why"),
    )

    order = known.when(answered("approved", **more)).order
    claim = only_claim(order)
    assert "approved" == claim.state
    assert claim.approved_minor == (2001 if "amount" in more else 2000)
    assert claim.reference == more.get("reference", "R")
    assert claim.reason == more.get("reason", "why")


def test_a_later_answer_has_a_reason_of_its_own():
    order = given(
        *LOST,
        opening(),
        answered("submitted"),
        answered("rejected", reason="too_late"),
        answered("submitted"),
    ).order

    assert ("submitted", "") == (only_claim(order).state, only_claim(order).reason)


def test_an_answer_that_cannot_follow_is_refused():
    with pytest.raises(TransitionNotAllowed, match="claim K1 is “drawn up”"):
        refuse(given(*LOST, opening()), answered("approved"))
    with pytest.raises(UnknownClaim):
        refuse(given(*LOST), answered("submitted"))


def test_an_appeal_claims_the_units_anew():
    rejected = [*LOST, opening(), answered("submitted"), answered("rejected")]

    assert given(*rejected).when(answered("submitted")).events
    with pytest.raises(NotEnoughUnits):
        refuse(given(*rejected, opening("K2", kind="damage")), answered("submitted"))


def test_other_ways_back_to_the_carrier_do_not_claim_anew():
    waiting = given(
        *LOST, opening(), answered("submitted"), answered("waiting_on_documents")
    )

    assert waiting.when(answered("submitted")).events


@pytest.mark.parametrize(
    "before",
    [
        [],
        [answered("submitted")],
        [answered("submitted"), answered("rejected")],
        [answered("cancelled")],
        [answered("submitted"), answered("approved"), answered("closed")],
        [paid(), given_back()],
    ],
)
def test_money_that_comes_in_is_a_fact(before):
    order = given(*LOST, opening(), *before).when(paid(500, form="credit")).order

    claim = only_claim(order)
    assert ("paid", "credit", 500) == (
        claim.state,
        claim.recovered_as,
        claim.kept_minor,
    )


def test_a_carrier_may_pay_in_parts_and_more_than_it_approved():
    order = given(
        *LOST,
        opening(),
        answered("submitted"),
        answered("approved", amount=eur(100)),
        paid(100),
        paid(50, reference="interest"),
    ).order

    assert 150 == only_claim(order).recovered_minor
    with pytest.raises(InvalidMoney):
        refuse(given(*LOST, opening()), paid(0))


def test_what_goes_back_is_at_most_what_came_in():
    has_paid = given(*LOST, opening(), paid(1000))

    order = has_paid.when(given_back()).then(
        happened(e.ClaimReversed, claim_id="K1", amount_minor=1000, reason="found")
    )
    claim = only_claim(order)
    assert ("reversed", 1000, 1000, 0) == (
        claim.state,
        claim.recovered_minor,
        claim.reversed_minor,
        claim.kept_minor,
    )
    assert has_paid.when(given_back(1000)).events
    with pytest.raises(InvalidMoney, match=r"at most €10\.00|at most 10\.00"):
        refuse(has_paid, given_back(1001))
    with pytest.raises(InvalidMoney):
        refuse(has_paid, given_back(0))


def test_a_part_may_go_back_and_later_the_rest():
    part = [*LOST, opening(), paid(1000), given_back(300)]

    claim = only_claim(given(*part).order)
    assert ("paid", 700, True) == (claim.state, claim.kept_minor, claim.is_live)
    with pytest.raises(InvalidMoney):
        refuse(given(*part), given_back(701))
    (event,) = given(*part).when(given_back()).events
    assert 700 == event.amount_minor


def test_what_went_back_once_does_not_go_back_again():
    back = given(*LOST, opening(), paid(1000), given_back())

    back.when(given_back()).then()
    with pytest.raises(TransitionNotAllowed):
        refuse(back, given_back(1))
    with pytest.raises(TransitionNotAllowed):
        refuse(given(*LOST, opening()), given_back())


def test_nothing_goes_back_of_a_closed_claim_that_brought_nothing():
    closed = given(*LOST, opening(), answered("closed"))

    with pytest.raises(InvalidMoney, match=r"0\.00"):
        refuse(closed, given_back())


def findings_after(*commands):
    return [
        (finding.kind, finding.subject, finding.severity, finding.evidence)
        for finding in given(*commands).order.findings
    ]


@pytest.mark.parametrize("code", ["delivered.general", "returned.general"])
def test_a_lost_parcel_that_turns_up_is_found_whether_or_not_it_was_paid(code):
    found = tracked(code, 2)

    assert [("claim_found", "K1", "warn", code)] == findings_after(
        *LOST, opening(), found
    )
    assert [("claim_found", "K1", "critical", code)] == findings_after(
        *LOST, opening(), paid(), found
    )
    assert [("claim_found", "K1", "critical", code)] == findings_after(
        *LOST, opening(), paid(), answered("closed"), found
    )


def test_what_a_found_parcel_says_about_its_claim():
    (finding,) = given(*LOST, opening(), tracked("delivered.general", 2)).order.findings

    assert "claim_found:1:K1" == finding.finding_id
    assert ("P1", "dhl", ("SKU-L1",), "withdraw_claim", "shop") == (
        finding.parcel_id,
        finding.carrier,
        finding.skus,
        finding.action,
        finding.whose,
    )
    assert NOON + timedelta(hours=2) == finding.since_at


def test_a_parcel_without_a_loss_or_without_a_claim_is_simply_delivered():
    found = tracked("delivered.general", 2)

    assert [] == findings_after(*LOST, found)
    assert [] == findings_after(*LOST, opening(), answered("cancelled"), found)
    assert [] == findings_after(*SHIPPED, opening(kind="damage"), found)
    assert [] == findings_after(*LOST, opening(), tracked("exception.lost", 2))


def test_a_scan_after_the_claim_is_a_sign_of_life_and_one_from_before_is_not():
    claimed = [*SHIPPED, opening()]

    assert [] == findings_after(*claimed, tracked("in_transit.processed", 0))
    assert [] == findings_after(*claimed, tracked("info_received.general", 1))
    assert 1 == len(findings_after(*claimed, tracked("in_transit.processed", 1)))
    arrived = tracked("delivered.general", -5)
    assert 1 == len(findings_after(*claimed, arrived))


def test_a_claim_for_theft_after_the_delivery_outlasts_later_scans():
    stolen = [*DELIVERED, opening(kind="theft")]

    assert [] == findings_after(*stolen, tracked("delivered.signed", 3))


def test_the_claim_of_another_parcel_is_left_alone():
    two = [
        *SHIPPED[:2],
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}, carrier="dhl"),
        ask(c.ShipParcel, parcel_id="P2", units={"L1": 1}, carrier="dhl"),
        opening(units={"L1": 1}, parcel_id="P2"),
    ]

    assert [] == findings_after(*two, tracked("delivered.general"))


def test_it_is_found_once_and_again_when_it_was_lost_again():
    found = [*LOST, opening(), tracked("delivered.general", 2)]
    correction = tracked("exception.lost", 3, is_correction=True)
    again = tracked("delivered.general", 4, is_correction=True)
    (finding,) = given(*found).order.findings
    closed = ask(c.CloseFinding, finding_id=finding.finding_id)

    assert 1 == len(findings_after(*found, correction, again))
    assert [] == findings_after(*found, closed, tracked("delivered.signed", 5))
    assert 1 == len(findings_after(*found, closed, correction, again))


def test_one_that_is_on_its_way_is_found_once_however_often_it_is_scanned():
    first = [*SHIPPED, opening(), tracked("in_transit.processed", 1)]
    (finding,) = given(*first).order.findings
    closed = ask(c.CloseFinding, finding_id=finding.finding_id)

    assert [] == findings_after(*first, closed, tracked("in_transit.processed", 2))


@pytest.mark.parametrize(
    ("before", "end"),
    [
        ([answered("submitted")], answered("cancelled")),
        ([], answered("closed")),
        ([paid(1000)], given_back()),
        ([paid(1000)], given_back(1000)),
    ],
)
def test_a_claim_that_is_settled_closes_what_was_found(before, end):
    found = given(*LOST, opening(), *before, tracked("delivered.general", 2))

    (_, closed) = found.when(end).events
    assert ("claim_found", "P1", "moved_on") == (
        closed.kind,
        closed.parcel_id,
        closed.reason,
    )
    assert () == found.when(end).order.findings


def test_a_claim_of_which_something_is_left_leaves_the_finding_open():
    found = given(*LOST, opening(), paid(1000), tracked("delivered.general", 2))

    for command in (given_back(999), answered("closed")):
        (_,) = found.when(command).events


def test_a_settled_claim_leaves_other_findings_open():
    other = given(
        *LOST,
        opening(units={"L1": 1}),
        opening("K2", {"L1": 1}),
        tracked("delivered.general", 2),
    )

    order = other.when(answered("cancelled")).order
    assert ["K2"] == [finding.subject for finding in order.findings]


def again(line_id="R1", old="L1", units=1, price=0, quantity=None, **more):
    return line(
        line_id,
        quantity=units if quantity is None else quantity,
        price=price,
        replaces=e.Replaced(line_id=old, units=units),
        **more,
    )


def reship(*lines, **more):
    return ask(c.ReshipUnits, **{"lines": lines, "reason": "lost", **more})


def test_lost_units_are_sent_again_at_no_price():
    order = given(*LOST, opening()).when(reship(again(units=3), claim_id="K1")).order

    (event,) = given(*LOST, opening()).when(reship(again(units=3))).events
    assert ("R1", 3, e.Replaced(line_id="L1", units=3)) == (
        event.added[0].line_id,
        event.added[0].quantity,
        event.added[0].replaces,
    )
    assert 3 == order.count(1, "placed")
    assert eur(3000) == order.total
    assert 0 == reshippable(order, "L1")


def test_the_same_units_are_not_sent_twice():
    sent = given(*LOST, reship(again(units=2)))

    sent.when(reship(again(units=2))).then()
    assert sent.when(reship(again("R2", units=1))).events
    with pytest.raises(NotEnoughUnits) as refused:
        refuse(sent, reship(again("R2", units=2)))
    assert (2, 1) == (refused.value.asked, refused.value.available)
    with pytest.raises(NotEnoughUnits):
        refuse(given(*LOST), reship(again("R1", units=2), again("R2", units=2)))
    with pytest.raises(Contradiction, match=r"lines\[0\]|line R1"):
        refuse(sent, reship(again(units=1)))


def test_a_reshipment_that_was_cancelled_leaves_the_units_to_be_sent():
    cancelled = given(
        *LOST,
        reship(again(units=2)),
        ask(c.CancelUnits, units={"R1": 1}, reason="x"),
    )

    assert 2 == reshippable(cancelled.order, "L1")


def test_an_exchange_at_a_price_does_not_count_as_sent_again():
    exchanged = given(
        *LOST, ask(c.EditOrder, add=[again(price=500)], reason="exchange")
    )

    assert 3 == reshippable(exchanged.order, "L1")


def test_what_is_sent_again_may_be_lost_again():
    twice = given(
        *LOST,
        reship(again(units=3)),
        ask(c.SkipSteps, units={"R1": 3}, reason="x"),
        ask(c.ShipParcel, parcel_id="P2", units={"R1": 3}),
        ask(c.RecordTracking, parcel_id="P2", facts=fact("exception.lost", 5)),
    )

    assert (0, 3) == (
        reshippable(twice.order, "L1"),
        reshippable(twice.order, "R1"),
    )


def test_a_refunded_unit_is_not_sent_again():
    money = ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000))
    refund = ask(c.RequestRefund, refund_id="R", units={"L1": 2})

    refunded = given(*LOST, money, refund)
    assert 1 == reshippable(refunded.order, "L1")
    with pytest.raises(NotEnoughUnits):
        refuse(refunded, reship(again(units=2)))


def test_the_refund_of_a_cancelled_unit_takes_none_of_the_lost_ones():
    two = {"L1": 2}
    order = given(
        place(),
        ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000)),
        ask(c.CancelUnits, units={"L1": 1}, reason="x"),
        ask(c.RequestRefund, refund_id="R", units={"L1": 1}),
        ask(c.SkipSteps, units=two, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units=two),
        tracked("exception.lost"),
    ).order

    assert 2 == reshippable(order, "L1")


@pytest.mark.parametrize(
    ("report", "units"),
    [
        ({"damaged": {"L1": 2}}, 2),
        ({"missing": {"L1": 1}}, 1),
        ({"damaged": {"L1": 1}, "missing": {"L1": 2}}, 3),
    ],
)
def test_units_that_were_reported_are_sent_again(report, units):
    reported = given(*DELIVERED, ask(c.ReportContents, parcel_id="P1", **report))

    assert units == reshippable(reported.order, "L1")


def test_a_report_that_is_claimed_counts_once():
    report = ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1}, missing={"L1": 1})

    damage = opening(units={"L1": 1}, kind="damage")
    shortage = opening("K2", {"L1": 1}, "shortage")
    claimed = given(*DELIVERED, report, damage, shortage)
    assert 2 == reshippable(claimed.order, "L1")


def test_units_in_a_silent_parcel_are_sent_again_once_they_are_claimed():
    assert 0 == reshippable(given(*SHIPPED).order, "L1")
    silent = given(*SHIPPED, opening(units={"L1": 2}))
    assert 2 == reshippable(silent.order, "L1")
    over = given(*SHIPPED, opening(units={"L1": 2}), answered("cancelled"))
    assert 0 == reshippable(over.order, "L1")


def test_a_claim_of_a_lost_parcel_counts_once():
    assert 3 == reshippable(given(*LOST, opening()).order, "L1")


def test_another_parcel_and_another_line_count_for_themselves():
    two = given(
        place(line(), line("L2", quantity=1)),
        ask(c.SkipSteps, units={"L1": 3, "L2": 1}, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.ShipParcel, parcel_id="P2", units={"L1": 1, "L2": 1}),
        opening(units={"L1": 1}),
        opening("K2", {"L2": 1}, parcel_id="P2"),
    )

    assert (1, 1) == (reshippable(two.order, "L1"), reshippable(two.order, "L2"))


def test_units_that_came_back_are_sent_again():
    back = given(*SHIPPED, tracked("returned.general"))

    assert 3 == reshippable(back.order, "L1")


@pytest.mark.parametrize(
    ("lines", "error", "path"),
    [
        ([], MissingField, "lines"),
        ([line("R1", quantity=1, price=0)], MissingField, r"lines\[0\]\.replaces"),
        ([again(price=1)], InvalidMoney, r"lines\[0\]\.unit_price"),
        ([again(shipping=eur(1))], InvalidMoney, r"lines\[0\]\.unit_price"),
        ([again(tax=eur(1))], InvalidMoney, r"lines\[0\]\.unit_price"),
        ([again(quantity=2)], InvalidInput, r"lines\[0\]\.quantity"),
        ([again(old="L9")], UnknownLine, "L9"),
    ],
)
def test_what_is_no_reshipment_is_refused(lines, error, path):
    with pytest.raises(error, match=path):
        refuse(given(*LOST), reship(*lines))


def test_a_reshipment_belongs_to_a_claim_and_an_order_that_there_are():
    with pytest.raises(UnknownClaim):
        refuse(given(*LOST), reship(again(), claim_id="K1"))
    with pytest.raises(UnknownOrder):
        refuse(given(), reship(again()))


def returned(units):
    item = ReturnItem(line_id="L1", units=units, reason="delivery.damaged")
    return [
        ask(c.RequestReturn, return_id="R", items=(item,)),
        ask(c.ApproveReturn, return_id="R"),
    ]


def test_a_damaged_unit_that_a_return_took_over_counts_where_it_is():
    damaged = [
        *DELIVERED,
        ask(c.ReportContents, parcel_id="P1", damaged={"L1": 2}),
        *returned(1),
    ]
    received = ask(c.ReceiveReturn, return_id="R", units={"L1": 1})

    assert 1 == reshippable(given(*damaged).order, "L1")
    assert 2 == reshippable(given(*damaged, received).order, "L1")


def test_a_claimed_parcel_of_which_a_return_took_all_has_nothing_left():
    claimed = [*DELIVERED, opening(kind="damage"), *returned(3)]

    assert 0 == reshippable(given(*claimed).order, "L1")


def test_a_rejected_claim_is_closed_although_its_units_are_claimed_otherwise():
    rejected = [*LOST, opening(), answered("submitted"), answered("rejected")]

    other = given(*rejected, opening("K2", kind="damage"))
    (event,) = other.when(answered("closed")).events
    assert "closed" == event.state


def test_a_damaged_unit_that_the_customer_keeps_is_sent_again():
    keep = Ruling(policy="p", allowed=True, keeps_item=True, methods=("keep_item",))
    item = ReturnItem(line_id="L1", units=1, reason="delivery.damaged")
    kept = given(
        *DELIVERED,
        ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1}),
        ask(
            c.RequestReturn,
            return_id="R",
            items=(item,),
            ruling=keep,
            method="keep_item",
            resolution="none",
        ),
    ).order

    assert 1 == kept.count(0, "kept")
    assert 1 == reshippable(kept, "L1")


def test_the_refund_of_a_unit_on_its_way_back_takes_none_of_the_lost_ones():
    order = given(
        *DELIVERED,
        ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000)),
        ask(c.ReportContents, parcel_id="P1", missing={"L1": 1}),
        *returned(1),
        ask(c.RequestRefund, refund_id="F", units={"L1": 1}),
    ).order

    assert 1 == order.count(0, "returning")
    assert 1 == reshippable(order, "L1")
