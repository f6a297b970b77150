"""Anything after the sale, in any order: no unit and no cent comes or goes unseen.

Orders with discounts, tax, shipping, a duty and several payments are cancelled,
edited, returned, exchanged, refunded, charged back, claimed and sent again, as it
comes. What is asked is often nonsense; what is refused must leave no trace. A book
that is kept beside, from the events alone, holds every sum.

POSTPURCHASE_STEPS says how many steps to go; without it a few thousand.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from order.making import eur, line, place
from postpurchase.errors import PostPurchaseError
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, fingerprint
from postpurchase.order.quantities import by_line
from postpurchase.order.returns import Inspected, ReturnItem, ReturnWay, UnexpectedGoods
from postpurchase.stores import order_wire
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Charge
from postpurchase.values.return_terms import METHODS, RESOLUTIONS, RETURN_KINDS
from postpurchase.values.rulings import Fee, LineRuling, Ruling, RulingReason

STEPS = int(os.environ.get("POSTPURCHASE_STEPS", "4000"))
STEPS_EACH = 50

WIRE = order_wire()
LINES = (
    line("L1", 3, 1000, tax=eur(199), discount=eur(100), workflow=()),
    line("L2", 2, 333, workflow=(), shipping=eur(50)),
    line("L3", 2, 999, workflow=("engraved",)),
    line("L4", 1, 0, workflow=()),
)
OWES = 3000 - 100 + 199 + 666 + 50 + 1998 + 499 + 250 - 77
PAYMENTS = (
    {"CARD": OWES},
    {"CARD": OWES - 1500, "GIFT": 1500},
    {"CARD": 2000, "CREDIT": 1000, "GIFT": OWES - 3000},
    {"CARD": OWES + 300},
    {"CARD": 1000},
    {},
)
METHOD = {"CARD": "card", "GIFT": "gift_card", "CREDIT": "store_credit"}

line_ids = st.sampled_from(["L1", "L1", "L1", "L2", "L2", "L3", "L4", "X1", "X2"])
some_units = st.dictionaries(line_ids, st.integers(1, 3), min_size=1, max_size=2)
return_ids = st.sampled_from(["R1", "R2", "R3"])
parcel_ids = st.sampled_from(["P1", "P2", "P3", "P4"])
claim_ids = st.sampled_from(["C1", "C2"])
small = st.sampled_from([1, 99, 100, 333, 499, 1000, 5000]).map(eur)
maybe = st.none() | small
codes = st.sampled_from(
    [
        "in_transit.accepted",
        "delivered.signed",
        "delivered.signed",
        "delivered.signed",
        "returning.general",
        "returned.general",
        "exception.lost",
    ]
)
reasons = st.sampled_from(["fit.too_small", "quality.defective", "delivery.damaged"])


@st.composite
def rulings(draw):
    lines = ()
    if draw(st.booleans()):
        reason = RulingReason(rule="final_sale", text="No.")
        lines = (LineRuling(line_id="L2", units=2, allowed=False, reasons=(reason,)),)
    outbound = draw(st.sampled_from(["share", "none", "standard"]))
    return Ruling(
        policy="shop",
        allowed=draw(st.sampled_from([True, True, True, False])),
        review=draw(st.sampled_from([False, False, False, True])),
        lines=lines,
        fees=draw(st.sampled_from([(), (Fee(code="restocking", amount=eur(150)),)])),
        outbound=outbound,
        outbound_max=eur(120) if outbound == "standard" else None,
        keeps_item=draw(st.sampled_from([False, False, False, True])),
        refund_when=draw(
            st.sampled_from(["request", "scan", "receipt", "inspection", "manual"])
        ),
        bonus_percent=draw(st.sampled_from([0, 10])),
    )


class Book:
    """What came in and went back, written down from the events alone."""

    def __init__(self):
        self.came, self.refunds, self.back = Counter(), {}, {}
        self.is_surprised = False

    def left(self, payment_id):
        gone = sum(
            amount
            for paid_by, amount, state in self.refunds.values()
            if paid_by == payment_id and state in ("open", "paid")
        )
        demanded = sum(
            amount for paid_by, amount, state in self.back.values()
            if paid_by == payment_id and state != "won"
        )  # fmt: skip
        return self.came[payment_id] - gone - demanded

    def follow(self, event):  # noqa: C901 - one branch for each event
        kind = type(event)
        if kind is e.PaymentCaptured:
            self.came[event.payment_id] += event.amount_minor
        elif kind in (e.RefundRequested, e.RefundRecorded):
            assert event.amount_minor > 0
            assert event.amount_minor == event.parts.total_minor
            assert event.amount_minor <= self.left(event.payment_id)
            state = "open" if kind is e.RefundRequested else "paid"
            self.refunds[event.refund_id] = [
                event.payment_id,
                event.amount_minor,
                state,
            ]
        elif kind in (e.RefundSent, e.RefundUnknown):
            refund = self.refunds[event.refund_id]
            if refund[2] == "nothing":
                assert refund[1] <= self.left(refund[0])
            refund[2] = "open"
        elif kind is e.RefundSucceeded:
            refund = self.refunds[event.refund_id]
            if refund[2] in ("nothing", "given up"):
                self.is_surprised = True
            refund[2] = "paid"
        elif kind is e.RefundFailed:
            self.refunds[event.refund_id][2] = "nothing"
        elif kind is e.RefundAbandoned:
            assert self.refunds[event.refund_id][2] != "paid"
            self.refunds[event.refund_id][2] = "given up"
        elif kind is e.ChargebackOpened:
            # The bank may think of another amount, or open a case again.
            demand = [event.payment_id, event.amount_minor, "open"]
            self.back[event.chargeback_id] = demand
        elif kind is e.ChargebackWon:
            self.back[event.chargeback_id][2] = "won"
        elif kind is e.ChargebackLost:
            if self.back[event.chargeback_id][2] == "won":
                self.is_surprised = True
            self.back[event.chargeback_id][2] = "lost"


class AfterTheSale(RuleBasedStateMachine):
    """Anything may be asked at any time; what is refused leaves no trace."""

    @initialize(
        paid=st.sampled_from(PAYMENTS + PAYMENTS[:3]),
        sent=st.sampled_from([{}, {"L1": 1}, {"L1": 3, "L2": 2}, {"L1": 3, "L4": 1}]),
        also=st.booleans(),
    )
    def start(self, paid, sent, also):
        self.order, self.book, self.events, self.n = EMPTY, Book(), (), 0
        self.command(
            place(
                *LINES,
                shipping=eur(499),
                discount=eur(77),
                charges=(Charge(kind="duty", amount=eur(250)),),
            )
        )
        for payment_id, amount in paid.items():
            self.ask(
                c.CapturePayment,
                payment_id=payment_id,
                method=METHOD[payment_id],
                amount=eur(amount),
            )
        if sent:
            self.ask(c.ShipParcel, parcel_id="P1", units=sent)
            self.track("P1", "delivered.signed")
        if also:
            self.ask(c.CompleteStep, step="engraved", units={"L3": 2})
            self.ask(c.ShipParcel, parcel_id="P2", units={"L3": 2})

    def ask(self, command_class, /, **fields):
        self.n += 1
        try:
            command = command_class(
                order_id="1001", at=NOON + timedelta(hours=self.n), **fields
            )
        except PostPurchaseError:
            return None
        return self.command(command)

    def command(self, command):
        before = fingerprint(self.order)
        try:
            events = decide(self.order, command)
        except PostPurchaseError:
            events = None
        assert before == fingerprint(self.order)
        for event in events or ():
            self.book.follow(event)
            assert event == WIRE.read("order:1001", 1, *WIRE.dump(event))
        self.order = replay(events or (), self.order)
        self.events += events or ()
        return events

    def track(self, parcel_id, code):
        fact = TrackingFact(at=NOON + timedelta(hours=self.n), code=code)
        self.ask(c.RecordTracking, parcel_id=parcel_id, facts=fact)

    @rule(parcel_id=parcel_ids, units=some_units)
    def ship(self, parcel_id, units):
        self.ask(c.CompleteStep, step="engraved", units={"L3": 1})
        self.ask(c.ShipParcel, parcel_id=parcel_id, units=units, carrier="dhl")

    @rule(n=st.integers(0, 5))
    def ship_what_waits(self, n):
        """Ask for what is possible: a line of which units wait."""
        waiting = [
            v
            for v in self.order.lines
            if v.units(v.terms.workflow[-1] if v.terms.workflow else "placed")
        ]
        if waiting:
            view = waiting[n % len(waiting)]
            parcel_id = f"N{len(self.order.parcels)}"
            self.ask(c.ShipParcel, parcel_id=parcel_id, units={view.line_id: 1})

    @precondition(lambda self: self.order.parcels)
    @rule(n=st.integers(0, 4), code=codes, correct=st.sampled_from([0, 0, 0, 1]))
    def hear_of_a_parcel(self, n, code, correct):
        parcel = self.order.parcels[n % len(self.order.parcels)]
        at = NOON + timedelta(hours=self.n)
        self.ask(
            c.RecordTracking,
            parcel_id=parcel.parcel_id,
            facts=TrackingFact(at=at, code=code),
            is_correction=bool(correct),
        )

    @precondition(lambda self: self.order.parcels)
    @rule(n=st.integers(0, 4), missing=some_units, damaged=some_units)
    def open_a_parcel(self, n, missing, damaged):
        parcel = self.order.parcels[n % len(self.order.parcels)]
        self.ask(c.ReportContents, parcel_id=parcel.parcel_id, missing=missing)
        self.ask(c.ReportContents, parcel_id=parcel.parcel_id, damaged=damaged)

    @rule(units=some_units, everything=st.sampled_from([False] * 9 + [True]))
    def cancel(self, units, everything):
        asked = None if everything else units
        self.ask(c.CancelUnits, units=asked, reason="customer")

    @rule(
        quantities=st.dictionaries(line_ids, st.integers(0, 4), max_size=2),
        prices=st.dictionaries(line_ids, small, max_size=1),
        adds=st.booleans(),
    )
    def edit(self, quantities, prices, adds):
        new = [line("X1", 1, 777, workflow=())] if adds else []
        self.ask(c.EditOrder, add=new, quantities=quantities, prices=prices)

    @rule(payment_id=st.sampled_from(["CARD", "GIFT", "LATER"]), amount=small)
    def pay(self, payment_id, amount):
        self.ask(c.CapturePayment, payment_id=payment_id, method="card", amount=amount)

    def any_return(self, n):
        return self.order.returns[n % len(self.order.returns)]

    @rule(
        return_id=return_ids,
        units=some_units,
        reason=reasons,
        kind=st.sampled_from(RETURN_KINDS),
        resolution=st.sampled_from(RESOLUTIONS),
        ruling=st.none() | rulings(),
    )
    def ask_for_a_return(self, return_id, units, reason, kind, resolution, ruling):
        items = [
            ReturnItem(line_id=line_id, units=n, reason=reason)
            for line_id, n in units.items()
        ]
        asked = {
            "return_id": return_id,
            "items": items,
            "kind": kind,
            "resolution": resolution,
            "ruling": ruling,
        }
        done = self.ask(c.RequestReturn, **asked)
        again = self.ask(c.RequestReturn, **asked)
        assert done is None or again == ()

    @rule(
        n=st.integers(0, 5),
        units=st.integers(1, 2),
        resolution=st.sampled_from(
            ["refund_original"] * 3 + ["store_credit", "exchange_variant", "repair"]
        ),
        ruling=rulings() | rulings() | st.none(),
    )
    def ask_for_what_is_there(self, n, units, resolution, ruling):
        """Ask for what is possible: units that were delivered."""
        there = [v for v in self.order.lines if v.units("delivered")]
        if there and len(self.order.returns) < 6:
            view = there[n % len(there)]
            self.ask(
                c.RequestReturn,
                return_id=f"A{len(self.order.returns)}",
                items={view.line_id: min(units, view.units("delivered"))},
                resolution=resolution,
                ruling=ruling,
            )

    @precondition(lambda self: self.order.returns)
    @rule(
        n=st.integers(0, 5),
        what=st.sampled_from([c.ApproveReturn] * 3 + [c.DeclineReturn, c.CancelReturn]),
        units=st.none() | st.none() | some_units,
    )
    def answer_a_return(self, n, what, units):
        return_id = self.any_return(n).return_id
        if what is c.ApproveReturn:
            self.ask(what, return_id=return_id, units=units)
        else:
            self.ask(what, return_id=return_id, reason="customer")

    @precondition(lambda self: self.order.returns)
    @rule(
        n=st.integers(0, 5),
        method=st.sampled_from(METHODS),
        what=st.integers(0, 5),
        closes=st.booleans(),
    )
    def send_goods_back(self, n, method, what, closes):
        return_id = self.any_return(n).return_id
        if what == 0:
            self.ask(c.ChooseReturnWay, return_id=return_id, method=method)
        elif what == 1:
            way = ReturnWay(method=method, carrier="dhl", tracking_number="T1")
            self.ask(c.IssueReturnWay, return_id=return_id, way=way)
        elif what == 2:
            self.ask(c.ExpireReturnWay, return_id=return_id, closes=closes)
        else:
            self.ask(c.SendReturn, return_id=return_id)

    @precondition(lambda self: self.order.returns)
    @rule(
        n=st.integers(0, 5),
        units=some_units | st.just({}),
        missing=some_units | st.just({}),
        wrong=st.booleans(),
    )
    def receive(self, n, units, missing, wrong):
        other = (UnexpectedGoods(sku="HAT", units=1),) if wrong else ()
        self.ask(
            c.ReceiveReturn,
            return_id=self.any_return(n).return_id,
            units=units,
            missing=missing,
            unexpected=other,
            is_more=wrong,
            location_code="KYIV",
        )

    @precondition(lambda self: self.order.returns)
    @rule(n=st.integers(0, 5), at_most=st.integers(1, 3), is_missing=st.integers(0, 4))
    def receive_what_was_agreed(self, n, at_most, is_missing):
        """Ask for what is possible: units that are on their way."""
        one = self.any_return(n)
        units = {
            line_id: min(at_most, units) for line_id, units in on_its_way(one).items()
        }
        missing = units if not is_missing else {}
        self.ask(
            c.ReceiveReturn,
            return_id=one.return_id,
            units={} if missing else units,
            missing=missing,
        )

    @precondition(lambda self: self.order.returns)
    @rule(
        n=st.integers(0, 5),
        line_id=line_ids,
        units=st.integers(1, 3),
        fits=st.sampled_from([True, True, True, False]),
        accepted=st.sampled_from([True, True, False]),
        deduction=st.none() | st.none() | small,
    )
    def inspect(self, n, line_id, units, fits, accepted, deduction):
        one = self.any_return(n)
        if fits and one.received:
            part = one.received[0]
            line_id, units = part.line_id, min(units, part.units)
        found = Inspected(
            line_id=line_id,
            units=units,
            grade="good",
            disposition="restock_a" if accepted else "send_back",
            is_accepted=accepted,
            deduction=deduction,
            location_code="KYIV",
        )
        self.ask(c.InspectReturn, return_id=one.return_id, items=(found,))

    @precondition(lambda self: self.order.returns)
    @rule(n=st.integers(0, 5), units=some_units, fits=st.booleans())
    def send_to_the_customer_again(self, n, units, fits):
        one = self.any_return(n)
        refused = [i for i in one.inspected if not i.is_accepted]
        if fits and refused:
            units = {refused[0].line_id: 1}
        self.ask(
            c.SendBackReturn,
            return_id=one.return_id,
            units=units,
            parcel_id=f"B{len(self.order.parcels)}",
        )

    @precondition(lambda self: self.order.returns)
    @rule(n=st.integers(0, 5), units=some_units | st.none(), ends=st.booleans())
    def settle_a_return(self, n, units, ends):
        return_id = self.any_return(n).return_id
        if ends:
            self.ask(c.SettleReturn, return_id=return_id, reason="done")
        else:
            self.ask(c.RefundReturn, return_id=return_id, units=units)

    @precondition(lambda self: self.order.returns)
    @rule(
        n=st.integers(0, 5),
        price=st.sampled_from([1, 333, 900, 1000, 1500]),
        units=st.none() | st.none() | some_units,
        ship=st.sampled_from(["first", "receipt", "inspection"]),
        replaces=st.booleans(),
    )
    def exchange(self, n, price, units, ship, replaces):
        one = self.any_return(n)
        part = one.units[0]
        new = e.Replaced(line_id=part.line_id, units=1) if replaces else None
        self.ask(
            c.AgreeExchange,
            return_id=one.return_id,
            lines=(
                line(f"E{len(self.order.lines)}", 1, price, workflow=(), replaces=new),
            ),
            units=units,
            ship=ship,
        )

    @rule(
        withdrawal_id=st.sampled_from(["W1", "W2"]),
        units=some_units,
        everything=st.sampled_from([False] * 9 + [True]),
    )
    def withdraw(self, withdrawal_id, units, everything):
        self.ask(
            c.DeclareWithdrawal,
            withdrawal_id=withdrawal_id,
            units=None if everything else units,
        )

    @rule(
        refund_id=st.sampled_from(["F1", "F2", "F3", "F4"]),
        units=some_units | st.just({}),
        charges=st.sampled_from([(), (), ("duty",)]),
        shipping=st.none() | maybe,
        goodwill=st.none() | maybe,
        fee=st.none() | maybe,
        into=st.sampled_from(["", "", "store_credit"]),
    )
    def refund(self, refund_id, units, charges, shipping, goodwill, fee, into):
        asked = {
            "refund_id": refund_id,
            "units": units,
            "charges": charges,
            "shipping": shipping,
            "goodwill": goodwill,
            "fee": fee,
            "into": into,
            "bonus": eur(50) if into else None,
        }
        done = self.ask(c.RequestRefund, **asked)
        again = self.ask(c.RequestRefund, **asked)
        assert done is None or again == ()

    @precondition(lambda self: self.order.refunds)
    @rule(
        n=st.integers(0, 6),
        outcome=st.sampled_from(
            ["sent", "succeeded", "succeeded", "failed", "unknown", "given up"]
        ),
    )
    def hear_of_a_refund(self, n, outcome):
        refund_id = self.order.refunds[n % len(self.order.refunds)].refund_id
        if outcome == "sent":
            self.ask(c.SendRefund, refund_id=refund_id)
        elif outcome == "given up":
            self.ask(c.AbandonRefund, refund_id=refund_id, reason="card_closed")
        else:
            self.ask(c.SettleRefund, refund_id=refund_id, outcome=outcome)

    @rule(refund_id=st.sampled_from(["OLD1", "OLD2"]), amount=small, units=some_units)
    def hear_of_a_refund_elsewhere(self, refund_id, amount, units):
        self.ask(c.RecordRefund, refund_id=refund_id, amount=amount, units=units)

    @rule(
        chargeback_id=st.sampled_from(["B1", "B2"]),
        payment_id=st.sampled_from(["CARD", "GIFT"]),
        amount=small,
        outcome=st.sampled_from(["", "won", "lost"]),
    )
    def charge_back(self, chargeback_id, payment_id, amount, outcome):
        if outcome:
            self.ask(c.SettleChargeback, chargeback_id=chargeback_id, outcome=outcome)
        else:
            self.ask(
                c.OpenChargeback,
                chargeback_id=chargeback_id,
                payment_id=payment_id,
                amount=amount,
            )

    @precondition(lambda self: self.order.parcels)
    @rule(
        claim_id=claim_ids,
        n=st.integers(0, 4),
        kind=st.sampled_from(["loss", "damage", "delay"]),
        units=some_units,
        amount=small,
    )
    def claim(self, claim_id, n, kind, units, amount):
        parcel = self.order.parcels[n % len(self.order.parcels)]
        self.ask(
            c.OpenClaim,
            claim_id=claim_id,
            parcel_id=parcel.parcel_id,
            kind=kind,
            units={} if kind == "delay" else units,
            amount=amount,
        )

    @precondition(lambda self: self.order.claims)
    @rule(
        claim_id=claim_ids,
        state=st.sampled_from(["submitted", "approved", "rejected", "closed"]),
        amount=maybe,
        what=st.integers(0, 2),
    )
    def hear_of_a_claim(self, claim_id, state, amount, what):
        if what == 0:
            self.ask(c.UpdateClaim, claim_id=claim_id, state=state, amount=amount)
        elif what == 1:
            self.ask(c.RecoverClaim, claim_id=claim_id, amount=amount or eur(100))
        else:
            self.ask(c.ReverseClaim, claim_id=claim_id, amount=amount, reason="found")

    @rule(
        line_id=line_ids,
        fits=st.booleans(),
        units=st.integers(1, 2),
    )
    def reship(self, line_id, fits, units):
        lost = [v for v in self.order.lines if v.units("lost")]
        if fits and lost:
            line_id = lost[0].line_id
        new_id = f"S{len(self.order.lines)}"
        new = line(
            new_id,
            units,
            0,
            workflow=(),
            replaces=e.Replaced(line_id=line_id, units=units),
        )
        self.ask(c.ReshipUnits, lines=(new,), reason="lost")

    @invariant()
    def every_unit_is_in_one_place(self):
        for view in self.order.lines:
            assert view.ordered == sum(view.places.values())
        assert all(count >= 0 for count in self.order.counts)

    @invariant()
    def what_comes_back_is_held_by_a_return_or_a_parcel(self):
        for place_name, states in {
            "shipped": ("shipped",),
            "returning": ("returning",),
        }.items():
            held = Counter()
            for parcel in self.order.parcels:
                if parcel.state in states and parcel.shipped_at is not None:
                    held.update(by_line(parcel.following()))
            if place_name == "returning":
                for one in self.order.returns:
                    held.update(on_its_way(one))
            for view in self.order.lines:
                assert view.units(place_name) == held[view.line_id]

    @invariant()
    def no_more_goes_back_than_came_in(self):
        if self.order.placed is None:
            return
        ledger, book = self.order.ledger, self.book
        went = Counter()
        for payment_id, amount, state in book.refunds.values():
            if state in ("open", "paid"):
                went[payment_id] += amount
        assert ledger.captured_minor == sum(book.came.values())
        demanded = sum(
            amount for _, amount, state in book.back.values() if state == "open"
        )
        promised = ledger.refunded_minor + ledger.reserved_minor
        assert promised == sum(went.values()) + demanded
        if not book.is_surprised:
            for payment_id, amount in went.items():
                assert amount <= book.came[payment_id]

    @invariant()
    def the_parts_of_a_split_refund_are_one(self):
        groups = Counter()
        for refund in self.order.refunds:
            groups[refund.refund_id.partition("/")[0]] += refund.parts.split_minor
        assert set(groups.values()) <= {0}

    @invariant()
    def nothing_is_granted_twice(self):
        # A refund that was given up and then came through is a fact, not a grant.
        if self.order.placed is None or self.book.is_surprised:
            return
        granted = [r.parts for r in self.order.refunds if r.state != "abandoned"]
        shipping = sum(
            p.shipping_minor
            + p.advance_minor
            - p.advanced_minor
            - p.shipping_kept_minor
            for p in granted
        )
        paid = sum(x.shipping_minor for x in self.order.terms.lines)
        assert 0 <= shipping <= paid
        assert sum(p.charges_minor for p in granted) in (0, 250)
        for view in self.order.lines:
            assert 0 <= view.refunded_units <= view.ordered

    @invariant()
    def what_is_quoted_can_be_had(self):
        if self.order.placed is None:
            return
        quote = self.order.refund_quote()
        left = sum(max(0, self.book.left(paid)) for paid in self.book.came)
        assert 0 <= quote.amount.amount_minor <= left

    @invariant()
    def the_log_tells_the_same_order(self):
        if self.n % 10 == 0:
            assert self.order == replay(self.events)


def on_its_way(one):
    """What a return holds of its lines' ``returning``."""
    return Counter(by_line(one.outstanding))


TestAfterTheSale = AfterTheSale.TestCase
TestAfterTheSale.settings = settings(
    max_examples=max(1, STEPS // STEPS_EACH),
    stateful_step_count=STEPS_EACH,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
