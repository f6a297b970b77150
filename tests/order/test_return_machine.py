"""Whole lives of returns at random: units are conserved, whatever is asked when."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from order.making import eur, line, place
from postpurchase.errors import PostPurchaseError
from postpurchase.order import commands as c
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, fingerprint
from postpurchase.order.quantities import by_line
from postpurchase.order.returns import Inspected, ReturnItem, ReturnWay
from postpurchase.order.transitions import INSPECTION, RETURN, RETURN_MONEY, RETURN_WAY
from postpurchase.stores import order_wire
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.return_terms import RESOLUTIONS, RETURN_KINDS
from postpurchase.values.rulings import Ruling

WIRE = order_wire()
TABLES = {
    "intent": RETURN,
    "logistics": RETURN_WAY,
    "inspection": INSPECTION,
    "money": RETURN_MONEY,
}
LINES = ("A", "B")
few = st.integers(1, 3)
some_units = st.dictionaries(st.sampled_from(LINES), few, min_size=1)
return_ids = st.sampled_from(["R1", "R1", "R2", "R3"])
parcel_ids = st.sampled_from(["P1", "P2"])
rulings = st.one_of(
    st.none(),
    st.builds(
        Ruling,
        policy=st.just("shop"),
        allowed=st.sampled_from([True, True, True, False]),
        refund_when=st.sampled_from(
            ["request", "scan", "receipt", "inspection", "manual"]
        ),
        keeps_item=st.sampled_from([False, False, False, True]),
    ),
)
CODES = (
    "in_transit.accepted",
    "delivered.signed",
    "returning.general",
    "returned.general",
    "exception.lost",
)


class Returns(RuleBasedStateMachine):
    """Anything may be asked at any time; what is refused leaves no trace."""

    @initialize(cash=st.booleans())
    def start(self, cash):
        self.order, self.events = EMPTY, ()
        self.do(place(line("A", 4), line("B", 3, 333)))
        self.ask(c.SkipSteps, units={"A": 4, "B": 2}, reason="x", location_code="KYIV")
        if cash:
            self.ask(c.AgreePayment, payment_id="COD", amount=eur(4999))
        else:
            self.ask(
                c.CapturePayment, payment_id="PAY", method="card", amount=eur(4999)
            )
        self.ask(c.ShipParcel, parcel_id="P1", units={"A": 3, "B": 1})
        self.ask(c.ShipParcel, parcel_id="P2", units={"A": 1, "B": 1})
        self.track("P1", 1, "delivered.signed", correction=False)
        self.track("P2", 1, "delivered.signed", correction=False)

    def ask(self, command, /, **fields):
        try:
            asked = command(**{"order_id": "1001", "at": NOON, **fields})
        except PostPurchaseError:
            return
        self.do(asked)

    def do(self, command):
        before = fingerprint(self.order)
        try:
            events = decide(self.order, command)
        except PostPurchaseError:
            events = ()
        assert before == fingerprint(self.order)
        for event in events:
            assert event == WIRE.read("order:1001", 1, *WIRE.dump(event))
            known = self.order
            self.order = replay((event,), known)
            self.follows_the_tables(known)
        self.events += events

    def follows_the_tables(self, before):
        for known in before.returns:
            now = self.order.return_(known.return_id)
            for name, table in TABLES.items():
                source, target = getattr(known, name), getattr(now, name)
                assert source == target or table.allows(source, target), (name, target)

    @rule(
        return_id=return_ids,
        units=some_units,
        kind=st.sampled_from(RETURN_KINDS),
        asked_by=st.sampled_from(["customer", "staff"]),
        resolution=st.sampled_from(RESOLUTIONS),
        ruling=rulings,
    )
    def request(self, return_id, units, kind, asked_by, resolution, ruling):
        self.ask(
            c.RequestReturn,
            return_id=return_id,
            items=[ReturnItem(line_id=key, units=n) for key, n in units.items()],
            kind=kind,
            asked_by=asked_by,
            resolution=resolution,
            ruling=ruling,
        )

    @rule(return_id=return_ids, units=st.none() | some_units, ruling=rulings)
    def approve(self, return_id, units, ruling):
        self.ask(c.ApproveReturn, return_id=return_id, units=units, ruling=ruling)

    @rule(
        return_id=return_ids,
        kind=st.sampled_from([c.DeclineReturn, c.CancelReturn, c.SettleReturn]),
        reason=st.sampled_from(["customer", "lost"]),
    )
    def end(self, return_id, kind, reason):
        self.ask(kind, return_id=return_id, reason=reason)

    @rule(return_id=return_ids, days=st.integers(0, 9), closes=st.booleans())
    def run_out(self, return_id, days, closes):
        at = NOON + timedelta(days=days)
        self.ask(c.ExpireReturnWay, return_id=return_id, at=at, closes=closes)

    @rule(return_id=return_ids)
    def issue(self, return_id):
        way = ReturnWay(method="locker", expires_at=NOON + timedelta(days=5))
        self.ask(c.IssueReturnWay, return_id=return_id, way=way)

    @rule(return_id=return_ids)
    def send(self, return_id):
        self.ask(c.SendReturn, return_id=return_id)

    @rule(
        return_id=return_ids,
        units=some_units,
        missing=st.just({}) | some_units,
        is_more=st.booleans(),
    )
    def receive(self, return_id, units, missing, is_more):
        self.ask(
            c.ReceiveReturn,
            return_id=return_id,
            units=units,
            missing=missing,
            is_more=is_more,
        )

    @rule(return_id=return_ids)
    def receive_all(self, return_id):
        for known in self.order.returns:
            if known.return_id == return_id:
                self.ask(c.ReceiveReturn, return_id=return_id, units=known.outstanding)

    @rule(return_id=return_ids, units=some_units, accepted=st.booleans())
    def inspect(self, return_id, units, accepted):
        disposition = "restock_a" if accepted else "send_back"
        for line_id, number in units.items():
            item = Inspected(
                line_id=line_id,
                units=number,
                is_accepted=accepted,
                disposition=disposition,
            )
            self.ask(c.InspectReturn, return_id=return_id, items=item)

    @rule(return_id=return_ids, units=some_units, n=st.integers(1, 4))
    def send_back(self, return_id, units, n):
        self.ask(
            c.SendBackReturn, return_id=return_id, units=units, parcel_id=f"BACK{n}"
        )

    @rule(return_id=return_ids, units=st.none() | some_units)
    def refund(self, return_id, units):
        self.ask(c.RefundReturn, return_id=return_id, units=units)

    @rule(withdrawal_id=return_ids, units=st.none() | some_units)
    def withdraw(self, withdrawal_id, units):
        self.ask(c.DeclareWithdrawal, withdrawal_id=withdrawal_id, units=units)

    @rule(
        parcel_id=parcel_ids | st.sampled_from(["BACK1", "BACK2"]),
        hour=st.integers(1, 9),
        code=st.sampled_from(CODES),
        correction=st.booleans(),
    )
    def track(self, parcel_id, hour, code, correction):
        fact = TrackingFact(at=NOON + timedelta(hours=hour), code=code)
        self.ask(
            c.RecordTracking,
            parcel_id=parcel_id,
            facts=fact,
            is_correction=correction,
        )

    @rule(parcel_id=parcel_ids, units=some_units)
    def report(self, parcel_id, units):
        self.ask(c.ReportContents, parcel_id=parcel_id, missing=units)

    @rule(units=some_units)
    def pay_back_by_hand(self, units):
        self.ask(c.RequestRefund, refund_id="X", units=units)

    @invariant()
    def every_unit_is_in_one_place(self):
        for view in self.order.lines:
            assert view.ordered == sum(view.places.values())
        assert all(number >= 0 for number in self.order.counts)

    @invariant()
    def returns_and_parcels_that_turn_back_hold_all_that_is_returning(self):
        for view in self.order.lines:
            for place_ in ("returning", "shipped"):
                held = sum(
                    parcel.held(view.line_id)
                    for parcel in self.order.parcels
                    if parcel.state == place_
                )
                if place_ == "returning":
                    held += sum(
                        by_line(known.outstanding).get(view.line_id, 0)
                        for known in self.order.returns
                    )
                assert held == view.units(place_)
            assert 0 <= view.returnable <= view.units("delivered")

    @invariant()
    def no_parcel_gave_away_more_than_it_had(self):
        taken = Counter()
        for known in self.order.returns:
            for source in (*known.sources, *known.back):
                taken[source.parcel_id, source.line_id] += source.units
        for parcel in self.order.parcels:
            for part in parcel.units:
                assert parcel.held(part.line_id) >= 0
                gone = by_line(parcel.taken).get(part.line_id, 0)
                assert taken[parcel.parcel_id, part.line_id] <= gone <= part.units

    @invariant()
    def nothing_is_looked_at_that_did_not_come_and_nothing_paid_twice(self):
        for known in self.order.returns:
            received = by_line(known.received)
            seen = Counter()
            for item in known.inspected:
                seen[item.line_id] += item.units
            assert all(units <= received[key] for key, units in seen.items())
        ledger = self.order.ledger
        assert ledger.refunded_minor + ledger.reserved_minor <= ledger.captured_minor
        for view in self.order.lines:
            assert view.refunded_units <= view.ordered

    @invariant()
    def replay_tells_the_same(self):
        assert self.order == replay(self.events)


TestReturns = Returns.TestCase
TestReturns.settings = settings(stateful_step_count=40, deadline=None)
