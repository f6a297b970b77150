"""A shop, its payment provider and what goes wrong between them, in a fixed order.

Every time that the provider is asked to pay, the next trouble of a sequence strikes:
a fault of the provider, a process that dies, or an outage that lasts longer than the
provider remembers keys. Then the trouble is over, time passes, and the books of both
must agree.
"""

from __future__ import annotations

from collections import Counter, deque
from datetime import timedelta

import attrs

from postpurchase import CapturePayment, Money, RequestRefund, SettleRefund
from postpurchase.app.returns.refunding import RefundDesk, add_payers
from postpurchase.dispatch import Dispatcher
from postpurchase.errors import OutcomeUnknown, TemporaryFailure
from postpurchase.hooks import load_plugins
from postpurchase.plugins.refunds import KIND
from postpurchase.service import Service
from postpurchase.stores import open_store
from postpurchase.testing import GATEWAY_FAULTS, Clock, FakeGateway, place_order

DIES = ("dies_before", "dies_after", "dies_undone")
"""The process ends before the provider is asked, after that, or after the answer was
stored and before the delivery was."""

OUTAGES = ("find_down", "stalled", "forgotten")
"""No answer to the payment nor to the first question about it; nothing was paid and
the dispatcher stood still for a day; it was paid, without an answer, and it did."""

TROUBLES = ("", *GATEWAY_FAULTS, *DIES, *OUTAGES)

LIFETIME = timedelta(hours=24)
DAY = timedelta(hours=25)
LATER = timedelta(hours=2)


class Died(KeyboardInterrupt):
    """The process is gone; nothing catches it."""


class Provider:
    """The fake provider, struck by one trouble each time it is asked to pay."""

    code = "fake"
    methods = ("card", "blik")

    def __init__(self):
        self.inner = None
        self.troubles = deque()
        self.dies_undone = False
        self.asked = Counter()

    @property
    def key_lifetime(self):
        return self.inner.key_lifetime if self.inner else None

    def refund(self, request, *, key):
        self.asked[key] += 1
        trouble = self.troubles.popleft() if self.troubles else ""
        if trouble == "dies_before":
            raise Died
        if trouble == "stalled":
            self.inner.clock.at += DAY
            raise Died
        if trouble in GATEWAY_FAULTS and not self.inner.payouts(key):
            self.inner.faults.append(trouble)
        answer = self.inner.refund(request, key=key)
        self._lose(trouble)
        return answer

    def _lose(self, trouble):
        """Let the answer not arrive."""
        if trouble == "dies_after":
            raise Died
        if trouble == "dies_undone":
            self.dies_undone = True
        elif trouble == "busy":
            raise TemporaryFailure(plugin="fake")
        elif trouble == "garbled":
            raise KeyError("status")
        elif trouble == "find_down":
            self.inner.find_faults.append("down")
            raise OutcomeUnknown(plugin="fake")
        elif trouble == "forgotten":
            self.inner.clock.at += DAY
            raise OutcomeUnknown(plugin="fake")
        elif trouble in ("lost_before", "lost_after", "lands_later"):
            raise OutcomeUnknown(plugin="fake")

    def find_refund(self, request, *, key):
        return self.inner.find_refund(request, key=key)


class House:
    """What every world shares: the plugins, which take longest to load."""

    def __init__(self):
        self.provider = Provider()
        self.plugins = load_plugins([self.provider], entry_points=False)
        self.latest = None
        add_payers(self.plugins, self.read)

    def read(self, order_id):
        return self.latest(order_id)


class World(RefundDesk):
    """One order, two payments, a refund from each, and a sequence of troubles."""

    def __init__(
        self, house, troubles, *, url="memory:", key_lifetime=LIFETIME, **provider
    ):
        self.troubles = troubles
        self.clock = Clock()
        self.plugins = house.plugins
        self.plugins.tell_time_with(self.clock)
        self.provider = house.provider
        self.provider.inner = FakeGateway(
            clock=self.clock, key_lifetime=key_lifetime, later=LATER, **provider
        )
        self.provider.asked.clear()
        self.store = open_store(url)
        self.start()
        house.latest = self.order
        done = self.store.done

        def may_die(delivery):
            if self.provider.dies_undone:
                self.provider.dies_undone = False
                raise Died
            return done(delivery)

        self.store.done = may_die
        self.deaths = self.buried = 0

    def start(self):
        """Begin a process: nothing is known but what the store knows."""
        self.service = Service(self.store, self.plugins, self.clock)
        self.dispatcher = Dispatcher(self.service, worker="w")

    def handle(self, command):
        return self.service.handle(command)

    def order(self, order_id):
        return self.service.order(order_id)

    def play(self):
        self.place()
        self.provider.troubles.extend(self.troubles)
        self.run(lambda: not self.provider.troubles or self.is_settled())
        self.provider.troubles.clear()
        self.run(self.is_settled)
        self.reconcile_refunds()
        self.run(self.is_settled)
        self.clock.advance(hours=3)
        # News that the provider sends late, twice and in another order.
        for refund_id in ("R2", "R1", "R1", "R2"):
            self.hear(refund_id)

    def hear(self, refund_id):
        """Take a late word in: look it up, or believe it where that cannot be done."""
        refund = self.look_up_refund("1001", refund_id)
        books, at = self.provider.inner, self.clock()
        for payout in books.payouts(refund.key):
            is_news = payout.comes_back_at or payout.until_then == "failed"
            if is_news and books.finds_for and at - payout.asked_at >= books.finds_for:
                self.handle(
                    SettleRefund(
                        order_id="1001",
                        at=at,
                        refund_id=refund_id,
                        outcome=payout.state(at),
                    )
                )

    def place(self):
        self.handle(place_order())
        for payment_id, method, minor in (("P1", "card", 2500), ("P2", "blik", 740)):
            self.handle(
                CapturePayment(
                    order_id="1001",
                    at=self.clock(),
                    payment_id=payment_id,
                    method=method,
                    amount=Money(minor, "EUR"),
                )
            )
        for refund_id, payment_id, units in (
            ("R1", "P1", {"L1": 1}),
            ("R2", "P2", {"L2": 1}),
        ):
            self.handle(
                RequestRefund(
                    order_id="1001",
                    at=self.clock(),
                    refund_id=refund_id,
                    payment_id=payment_id,
                    units=units,
                )
            )

    def run(self, is_over):
        """Dispatch, with a new process after every death, until it is over."""
        pause = timedelta(seconds=30)
        for _ in range(400):
            try:
                report = self.dispatcher.run(limit=1)
            except Died:
                self.deaths += 1
                self.start()
                continue
            self.buried += report.buried
            if report.done or report.retried or report.buried:
                pause = timedelta(seconds=30)
                continue
            if is_over():
                return
            due_at = self.store.next_due()
            if due_at is None:
                return
            # What waits behind a retry is due, too: time passes faster and faster.
            self.clock.at = due_at if due_at > self.clock() else self.clock() + pause
            pause = min(2 * pause, timedelta(hours=6))
        raise AssertionError(f"{self.troubles} never comes to an end")

    def is_settled(self):
        order = self.order("1001")
        listed = {finding.subject for finding in order.findings}
        return all(
            refund.state in ("succeeded", "failed") or refund.refund_id in listed
            for refund in order.refunds
        )

    def check(self):
        """Hold our books against the provider's."""
        order, books = self.order("1001"), self.provider.inner
        for refund in order.refunds:
            payouts = books.payouts(refund.key)
            gone = [one for one in payouts if one.lands_at is not None]
            assert len(gone) <= 1, "paid twice"
            paid = books.paid(refund.key)
            known = {"succeeded": refund.amount_minor, "failed": 0}
            if refund.state in known:
                assert known[refund.state] == paid, (refund.state, paid)
                continue
            assert refund.state == "unknown", refund.state
            assert (KIND, refund.refund_id) in {f.about for f in order.findings}
            assert self.is_excusable(refund, payouts), "nobody knows, without need"
        assert {p.key for p in books.payouts()} <= {r.key for r in order.refunds}
        for payment in order.payments:
            went = sum(
                payout.amount.amount_minor
                for payout in books.payouts()
                if payout.payment_id == payment.payment_id
                and payout.lands_at is not None
            )
            assert went <= payment.captured_minor
        listed = {finding.subject for finding in order.findings}
        assert listed == {r.refund_id for r in order.refunds if r.state == "unknown"}

    def is_excusable(self, refund, payouts):
        """Whether the key expired, and the provider cannot say what became of it."""
        lifetime = self.provider.key_lifetime
        expired = lifetime is not None and self.clock() - refund.sent_at >= lifetime
        blind = self.provider.inner.finds_for is not None
        return expired and (blind or not payouts)


@attrs.define
class Tally:
    sequences: int = 0
    asked: int = 0
    deaths: int = 0
    buried: int = 0
    states: Counter = attrs.field(factory=Counter)

    def add(self, world):
        self.sequences += 1
        self.asked += sum(world.provider.asked.values())
        self.deaths += world.deaths
        self.buried += world.buried
        self.states.update(r.state for r in world.order("1001").refunds)


def play(sequences, tally, **world):
    """Play every sequence in a world of its own, and check it."""
    house = House()
    for troubles in sequences:
        one = World(house, troubles, **world)
        try:
            one.play()
            one.check()
        except AssertionError as fault:
            raise AssertionError(f"{troubles}: {fault}") from fault
        finally:
            tally.add(one)
            one.store.close()
            one.provider.inner.close()
    return tally
