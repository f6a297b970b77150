"""Whole lives of orders at random, held against a model that counts on its fingers."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from order.making import eur, line, place, ref
from postpurchase.errors import PostPurchaseError
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, fingerprint
from postpurchase.order.quantities import LineUnits
from postpurchase.stores import order_wire
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Insert, Package, Promise

WIRE = order_wire()
MOVES = {
    e.ParcelDelivered: "delivered",
    e.ParcelTurnedBack: "returning",
    e.ParcelReturned: "returned",
    e.ParcelLost: "lost",
    e.ParcelResumed: "shipped",
}


class Unit:
    def __init__(self, line_id, last):
        self.line_id, self.last = line_id, last
        self.place, self.location, self.parcel = "placed", "", None


class Model:
    """Single units with a place, and money as plain sums."""

    def __init__(self):
        self.units, self.workflows = [], {}
        self.came, self.due, self.refunds = Counter(), {}, {}

    def add(self, placed, units):
        self.workflows[placed.line_id] = ("placed", *placed.workflow)
        last = self.workflows[placed.line_id][-1]
        self.units += [Unit(placed.line_id, last) for _ in range(units)]

    def pick(self, part, place, location=None, parcel=None):
        """Take single units by hand; there must be as many as the event says."""
        found = [
            unit
            for unit in self.units
            if (unit.line_id, unit.place, unit.parcel) == (part.line_id, place, parcel)
            and (location is None or place == "placed" or unit.location == location)
        ][: part.units]
        assert part.units == len(found), (part, place, location, parcel)
        return found

    def move(self, parts, source, target, location):
        for part in parts:
            for unit in self.pick(part, source or self.before(part, target), location):
                unit.place = target or unit.last
                unit.location = "" if unit.place == "placed" else location

    def before(self, part, step):
        workflow = self.workflows[part.line_id]
        return workflow[workflow.index(step) - 1]

    def follow(self, event):  # noqa: C901, PLR0912 - one branch for each event
        kind, units = type(event), self.units
        if kind is e.OrderPlaced:
            for one in event.lines:
                self.add(one, one.quantity)
        elif kind is e.OrderEdited:
            for one in (*event.added, *event.changed):
                have = sum(unit.line_id == one.line_id for unit in units)
                self.add(one, one.quantity - have)
        elif kind is e.StepCompleted:
            self.move(event.units, None, event.step, event.location_code)
        elif kind is e.StepsSkipped:
            self.move(event.units, event.source, None, event.location_code)
        elif kind is e.StepFailed:
            part = LineUnits(event.line_id, event.units)
            self.move([part], event.source, event.to, event.location_code)
        elif kind is e.LinesDelivered:
            self.move(event.units, event.source, "delivered", event.location_code)
        elif kind is e.UnitsCancelled:
            self.move(event.units, event.source, "cancelled", event.location_code)
        elif kind is e.ParcelOpened or (
            kind is e.ParcelShipped
            and not any(unit.parcel == event.parcel_id for unit in units)
        ):
            box = event.box
            for part in box.units:
                last = self.workflows[part.line_id][-1]
                for unit in self.pick(part, last, box.location_code):
                    unit.parcel = box.parcel_id
        elif kind is e.ParcelVoided:
            for unit in units:
                if unit.parcel == event.parcel_id:
                    unit.parcel = None
        if kind is e.ParcelShipped or kind in MOVES:
            for unit in units:
                if unit.parcel == event.parcel_id:
                    unit.place = MOVES.get(kind, "shipped")
                    if kind is e.ParcelShipped:
                        unit.location = event.box.location_code
        elif kind is e.ContentsReported:
            for part in event.missing:
                for unit in self.pick(part, "delivered", None, event.parcel_id):
                    unit.place, unit.parcel = "lost", "left out"
        self.follow_money(kind, event)

    def follow_money(self, kind, event):
        if kind is e.PaymentCaptured:
            self.came[event.payment_id] += event.amount_minor
        elif kind is e.PaymentAgreed:
            self.due[event.payment_id] = event.amount_minor
        elif kind is e.PaymentCollected:
            self.came[event.payment_id] += self.due[event.payment_id]
        elif kind in (e.RefundRequested, e.RefundRecorded):
            state = "open" if kind is e.RefundRequested else "paid"
            self.refunds[event.refund_id] = [
                event.payment_id,
                event.amount_minor,
                state,
            ]
        elif kind in (e.RefundSent, e.RefundUnknown):
            self.refunds[event.refund_id][2] = "open"
        elif kind is e.RefundSucceeded:
            self.refunds[event.refund_id][2] = "paid"
        elif kind in (e.RefundFailed, e.RefundAbandoned):
            self.refunds[event.refund_id][2] = "nothing"


LINES = (
    line("L1", 3, 1000, tax=eur(200), discount=eur(100)),
    line("L2", 2, 333, workflow=("engraved",), shipping=eur(50), barcodes=("4006",)),
    line("L3", 2, 0, workflow=()),
    line("L4", 2, 999, requires_parcel=False),
)
line_ids = st.sampled_from(["L1", "L1", "L2", "L3", "L4", "L5", "nothing"])
few = st.integers(1, 3)
some_units = st.dictionaries(line_ids, few, min_size=1, max_size=2)
any_units = st.one_of(
    some_units, some_units, st.just({}), st.just({"L1": 0}), st.just({"L2": 1.5})
)
locations = st.sampled_from([None, None, "KYIV", "LVIV", ""])
parcel_ids = st.sampled_from(["P1", "P2", "P3"])
steps = st.sampled_from(
    ["allocated", "picked", "checked", "packed", "engraved", "sent"]
)
reasons = st.sampled_from(["customer", "damaged"])
amounts = st.sampled_from([100, 999, 1000, 2500, 5000, 0, -5]).map(eur)
payment_ids = st.sampled_from(["PAY1", "PAY2", "COD"])
refund_ids = st.sampled_from(["R1", "R2", "R3", "R4"])
hours = st.integers(-3, 90)
codes = st.sampled_from(
    [
        "in_transit.accepted",
        "info_received.label_created",
        "delivered.cod_collected",
        "delivered.signed",
        "returning.general",
        "returned.general",
        "exception.lost",
        "cancelled.label_voided",
        "expired.no_updates",
        "no such code",
    ]
)
facts = st.lists(
    st.builds(
        lambda hour, code: TrackingFact(at=NOON + timedelta(hours=hour), code=code),
        hours,
        codes,
    ),
    min_size=1,
    max_size=3,
)
promises = st.sampled_from([NOON.date(), NOON.date() + timedelta(days=4)]).map(
    lambda day: Promise(earliest_on=day, latest_on=day)
)


class WholeOrder(RuleBasedStateMachine):
    """Anything may be asked at any time; what is refused leaves no trace."""

    @initialize(
        ready=st.lists(st.sampled_from(["L1", "L2"]), unique=True),
        paid=st.sampled_from([0, 1000, 10000]),
        gone=st.booleans(),
    )
    def start(self, ready, paid, gone):
        self.order, self.model, self.events = EMPTY, Model(), ()
        self.earlier = []
        self.ask(c.CompleteStep, step="allocated", units={"L1": 1})
        self.command(place(*LINES, shipping=eur(499)))
        for line_id in ready:
            self.ask(
                c.SkipSteps, units={line_id: 2}, reason="imported", location_code="KYIV"
            )
        self.ask(c.CapturePayment, payment_id="PAY2", method="card", amount=eur(paid))
        for line_id in ready if gone else ():
            self.ask(c.ShipParcel, parcel_id=f"P-{line_id}", units={line_id: 2})

    def ask(self, kind, **fields):
        try:
            command = kind(order_id="1001", at=NOON, **fields)
        except PostPurchaseError:
            return None
        return self.command(command)

    def command(self, command):
        before = fingerprint(self.order)
        self.earlier.append((self.order, before))
        try:
            events = decide(self.order, command)
        except PostPurchaseError:
            events = None
        assert before == fingerprint(self.order)
        for event in events or ():
            self.model.follow(event)
            assert event == WIRE.read("order:1001", 1, *WIRE.dump(event))
        self.order = replay(events or (), self.order)
        self.events += events or ()
        return events

    @rule(step=steps, units=any_units, location=locations)
    def complete_step(self, step, units, location):
        self.ask(c.CompleteStep, step=step, units=units, location_code=location)

    @rule(line_id=line_ids, place=st.sampled_from(["", "KYIV", "LVIV"]))
    def go_on_with_a_line(self, line_id, place):
        """Ask for what is possible: the next step of any unit that is free."""
        for unit in self.model.units:
            workflow = self.model.workflows[unit.line_id]
            if unit.line_id != line_id or unit.place not in workflow[:-1]:
                continue
            step = workflow[workflow.index(unit.place) + 1]
            where = place if unit.place == "placed" else unit.location
            held = bool(self.order.holds)
            done = self.ask(
                c.CompleteStep, step=step, units={line_id: 1}, location_code=where
            )
            assert held or done
            return

    @rule(line_id=line_ids, units=few, step=steps, to=steps, location=locations)
    def fail_step(self, line_id, units, step, to, location):
        for target in (to, "placed", "cancelled"):
            self.ask(
                c.FailStep,
                line_id=line_id,
                units=units,
                at_step="shipped" if step == "sent" else step,
                to=target,
                reason="damaged",
                goods="scrapped",
                location_code=location,
            )

    @rule(units=any_units, location=locations)
    def skip_steps(self, units, location):
        done = self.ask(
            c.SkipSteps, units=units, reason="imported", location_code=location
        )
        again = self.ask(
            c.SkipSteps, units=units, reason="imported", location_code=location
        )
        assert done is None or again == ()

    @rule(code=st.sampled_from(["SKU-L1", "4006", "else"]), step=steps)
    def scan_code(self, code, step):
        self.ask(c.ScanCode, code=code, step=step)

    @rule(units=any_units, location=locations)
    def deliver_lines(self, units, location):
        self.ask(c.DeliverLines, units=units, location_code=location)

    @rule(parcel_id=parcel_ids, units=any_units, location=locations)
    def open_parcel(self, parcel_id, units, location):
        self.ask(c.OpenParcel, parcel_id=parcel_id, units=units, location_code=location)

    @rule(parcel_id=parcel_ids, line_id=line_ids, way=st.integers(0, 3))
    def pack_what_is_ready(self, parcel_id, line_id, way):
        """Ask for what is possible, with the units of a line that are at its end."""
        ready = Counter(
            unit.location
            for unit in self.model.units
            if unit.line_id == line_id
            and unit.place == unit.last
            and unit.parcel is None
        )
        known = any(p.parcel_id == parcel_id for p in self.order.parcels)
        for location, units in ready.most_common(1):
            asked = {"parcel_id": parcel_id, "units": {line_id: min(units, 2)}}
            if line_id != "L3":
                asked["units"]["L3"] = 1
            if way > 1:
                done = self.ask(c.ShipParcel, **asked, carrier="np")
            else:
                done = self.ask(c.OpenParcel, **asked, location_code=location)
                if line_id == "L1":
                    self.ask(c.LabelParcel, parcel_id=parcel_id, carrier="dhl")
            gift = sum(
                u.line_id == "L3" and u.place == "placed" and u.parcel is None
                for u in self.model.units
            )
            held = bool(self.order.holds)
            assert done or known or held or (line_id != "L3" and not gift)

    @precondition(lambda self: self.order.parcels)
    @rule(parcel_id=parcel_ids, what=st.sampled_from([c.SealParcel, c.VoidParcel]))
    def seal_or_void_parcel(self, parcel_id, what):
        more = {} if what is c.VoidParcel else {"inserts": [Insert(code="card")]}
        self.ask(what, parcel_id=parcel_id, **more)

    @precondition(lambda self: self.order.parcels)
    @rule(parcel_id=parcel_ids, number=st.sampled_from(["T1", "T2"]))
    def label_parcel(self, parcel_id, number):
        self.ask(
            c.LabelParcel, parcel_id=parcel_id, carrier="dhl", tracking_number=number
        )

    @rule(parcel_id=parcel_ids, units=st.none() | any_units, location=locations)
    def ship_parcel(self, parcel_id, units, location):
        asked = {
            "parcel_id": parcel_id,
            "units": units,
            "location_code": location,
            "package": Package(code="S"),
        }
        done = self.ask(c.ShipParcel, **asked)
        again = self.ask(c.ShipParcel, **asked)
        assert done is None or again == ()

    @precondition(lambda self: self.order.parcels)
    @rule(n=st.integers(0, 3), facts=facts, correct=st.sampled_from([0, 0, 0, 1]))
    def record_tracking(self, n, facts, correct):
        parcel_id = self.order.parcels[n % len(self.order.parcels)].parcel_id
        done = self.ask(
            c.RecordTracking,
            parcel_id=parcel_id,
            facts=facts,
            is_correction=bool(correct),
        )
        again = self.ask(c.RecordTracking, parcel_id=parcel_id, facts=facts)
        assert done is None or again == ()

    @precondition(lambda self: self.order.parcels)
    @rule(n=st.integers(0, 3), missing=any_units, damaged=any_units)
    def report_contents(self, n, missing, damaged):
        parcel = self.order.parcels[n % len(self.order.parcels)]
        parcel_id, one = parcel.parcel_id, {parcel.units[0].line_id: 1}
        self.ask(c.ReportContents, parcel_id=parcel_id, missing=one)
        self.ask(
            c.ReportContents, parcel_id=parcel_id, missing=missing, damaged=damaged
        )

    @rule(units=some_units | any_units | st.none(), reason=reasons)
    def cancel_units(self, units, reason):
        self.ask(c.CancelUnits, units=units, reason=reason)

    @rule(address=st.sampled_from([ref("a"), ref("b"), None, "Kyiv"]))
    def correct_address(self, address):
        self.ask(c.CorrectAddress, address=address)

    @rule(
        add=st.booleans(),
        quantities=st.dictionaries(line_ids, st.integers(0, 5), max_size=2),
        prices=st.dictionaries(line_ids, amounts, max_size=1),
    )
    def edit_order(self, add, quantities, prices):
        new = [line("L5", 2, 777, workflow=("wrapped",))] if add else []
        done = self.ask(c.EditOrder, add=new, quantities=quantities, prices=prices)
        if done:
            assert done[-1].balance_due_minor == self.order.balance_due.amount_minor

    @rule(hold_id=st.sampled_from(["H1", "H2"]), units=some_units | any_units)
    def place_hold(self, hold_id, units):
        self.ask(c.PlaceHold, hold_id=hold_id, reason="fraud", units=units)

    @rule(hold_id=st.sampled_from(["H1", "H2"]))
    def release_hold(self, hold_id):
        self.ask(c.ReleaseHold, hold_id=hold_id)

    @rule(promise=promises, parcel_id=st.just("") | parcel_ids)
    def revise_promise(self, promise, parcel_id):
        self.ask(c.RevisePromise, promise=promise, reason="late", parcel_id=parcel_id)

    @rule(payment_id=payment_ids, amount=amounts)
    def take_money(self, payment_id, amount):
        if payment_id == "COD":
            self.ask(c.AgreePayment, payment_id=payment_id, amount=amount)
        if payment_id == "PAY1":
            self.ask(
                c.AuthorizePayment, payment_id=payment_id, method="card", amount=amount
            )
        self.ask(c.CapturePayment, payment_id=payment_id, method="card", amount=amount)

    @rule(
        payment_id=payment_ids,
        what=st.sampled_from([c.VoidPayment, c.CollectPayment, c.RemitPayment]),
    )
    def change_payment(self, payment_id, what):
        self.ask(what, payment_id=payment_id)

    @rule(
        refund_id=refund_ids,
        payment_id=st.just("") | payment_ids,
        units=any_units,
        goodwill=st.none() | amounts,
        overpaid=st.none() | amounts,
    )
    def request_refund(self, refund_id, payment_id, units, goodwill, overpaid):
        before = self.order.balance_due.amount_minor
        done = self.ask(
            c.RequestRefund,
            refund_id=refund_id,
            payment_id=payment_id,
            units=units,
            goodwill=goodwill,
            overpaid=overpaid,
        )
        if done and overpaid and overpaid.amount_minor:
            assert before <= self.order.balance_due.amount_minor <= 0

    @precondition(lambda self: self.model.came)
    @rule(line_id=line_ids, refund_id=refund_ids, payment_id=payment_ids)
    def refund_one_unit(self, line_id, refund_id, payment_id):
        """Ask for what is possible: one unit that was not refunded before."""
        self.ask(
            c.RequestRefund,
            refund_id=refund_id,
            payment_id=payment_id,
            units={line_id: 1},
            goodwill=eur(5),
        )

    @precondition(lambda self: self.order.refunds)
    @rule(
        n=st.integers(0, 3),
        outcome=st.sampled_from(
            ["sent", "succeeded", "failed", "unknown", "lost", "abandoned"]
        ),
    )
    def settle_refund(self, n, outcome):
        refund = self.order.refunds[n % len(self.order.refunds)]
        refund_id = refund.refund_id
        if outcome == "sent":
            self.ask(c.SendRefund, refund_id=refund_id)
        elif outcome == "abandoned":
            self.ask(c.AbandonRefund, refund_id=refund_id)
        elif outcome == "succeeded" and refund.state in ("failed", "abandoned"):
            # A fact that may take what went above what came; tested for itself.
            return
        else:
            self.ask(c.SettleRefund, refund_id=refund_id, outcome=outcome)

    @rule(refund_id=refund_ids, amount=amounts, units=any_units)
    def record_refund(self, refund_id, amount, units):
        done = self.ask(c.RecordRefund, refund_id=refund_id, amount=amount, units=units)
        for event in done or ():
            assert event.amount_minor == event.parts.total_minor

    @rule(name=st.sampled_from(["N1", "N2"]))
    def tell(self, name):
        self.ask(c.AddNote, note_id=name, text=ref(name))
        self.ask(c.RecordMessage, message_id=name, topic="shipped", channel="email")

    @rule()
    def place_it_again(self):
        assert self.command(place(*LINES, shipping=eur(499))) == ()

    @rule(cut=st.integers(0, 60))
    def replay_in_two_parts(self, cut):
        first, second = self.events[:cut], self.events[cut:]
        at_once = replay(self.events)

        assert self.order == at_once == replay(second, replay(first))
        assert hash(self.order) == hash(at_once)

    @invariant()
    def every_unit_is_in_one_place(self):
        for view in self.order.lines:
            mine = [u for u in self.model.units if u.line_id == view.line_id]

            assert view.ordered == len(mine) == sum(view.places.values())
            assert view.places == dict(Counter(unit.place for unit in mine))
            for location in {unit.location for unit in mine}:
                there = Counter(u.place for u in mine if u.location == location)
                assert view.at(location) == dict(there)
        assert all(count >= 0 for count in self.order.counts)

    @invariant()
    def parcels_hold_what_stands_in_their_place(self):
        for parcel in self.order.parcels:
            if parcel.state == "voided":
                continue
            inside = [u for u in self.model.units if u.parcel == parcel.parcel_id]
            held = {u.line_id: u.units for u in parcel.following()}

            assert held == dict(Counter(unit.line_id for unit in inside))
            if parcel.shipped_at is not None:
                assert {unit.place for unit in inside} <= {parcel.state}
            else:
                assert all(unit.place == unit.last for unit in inside)

    @invariant()
    def no_more_goes_back_than_came_in(self):
        paid = Counter()
        for payment_id, amount, state in self.model.refunds.values():
            if state != "nothing":
                paid[payment_id] += amount
        for payment_id, amount in paid.items():
            assert amount <= self.model.came[payment_id]
        if self.order.placed is not None:
            ledger = self.order.ledger
            assert ledger.captured_minor == sum(self.model.came.values())
            assert ledger.refunded_minor + ledger.reserved_minor == sum(paid.values())
            assert sum(paid.values()) <= sum(self.model.came.values())

    @invariant()
    def no_unit_is_refunded_twice(self):
        for view in self.order.lines:
            assert 0 <= view.refunded_units <= view.ordered

    def teardown(self):
        for order, before in getattr(self, "earlier", ()):
            assert before == fingerprint(order)


TestWholeOrder = WholeOrder.TestCase
TestWholeOrder.settings = settings(stateful_step_count=50)
