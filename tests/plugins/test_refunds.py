"""Refunds go to the gateway of their payment's method, under one key, until known."""

import threading
from datetime import timedelta

import pytest

from postpurchase import (
    AbandonRefund,
    CapturePayment,
    Finding,
    GatewayAnswer,
    Money,
    OpenFinding,
    PostPurchase,
    RequestRefund,
    SendRefund,
    SettleRefund,
)
from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    PluginConflict,
    PluginNotLoaded,
    TemporaryFailure,
)
from postpurchase.hooks import hookimpl
from postpurchase.order import events as e
from postpurchase.plugins import refunds
from postpurchase.testing import Clock, FakeGateway, place_order

DAY = timedelta(hours=24)


class Counter:
    """Asks another gateway, and keeps what it was asked with."""

    code, methods, key_lifetime = "fake", ("card",), DAY

    def __init__(self, *answers, finds=()):
        self.answers, self.finds = list(answers), list(finds)
        self.asked, self.looked_up = [], []

    def refund(self, request, *, key):
        self.asked.append((request, key))
        return self._next(self.answers)

    def find_refund(self, request, *, key):
        self.looked_up.append((request, key))
        return self._next(self.finds) if self.finds else None

    def _next(self, answers):
        answer = answers.pop(0) if answers else GatewayAnswer(state="succeeded")
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shop_with(clock):
    """Return a function that opens a paid order's shop with plugins."""
    shops = []

    def open_shop(*plugins, method="card"):
        shop = PostPurchase.open(
            "memory:", plugins=plugins, entry_points=False, clock=clock
        )
        shops.append(shop)
        shop.handle(place_order(customer_id="c7"))
        ask(
            shop,
            CapturePayment,
            payment_id="P1",
            method=method,
            amount=Money(3240, "EUR"),
        )
        return shop

    yield open_shop
    for shop in shops:
        shop.close()


def ask(shop, kind, **fields):
    return shop.handle(kind(order_id="1001", at=shop.clock(), **fields))


def request(shop, refund_id="R1", **fields):
    fields = fields or {"units": {"L1": 1}}
    return ask(shop, RequestRefund, refund_id=refund_id, reason="return", **fields)


def refund(shop, refund_id="R1"):
    return shop.order("1001").refund(refund_id)


def happened(shop):
    _, events = shop.store.load_events("order:1001")
    return [type(one).__name__ for one in events if "Refund" in type(one).__name__]


def pass_time(shop, clock, **span):
    clock.advance(**span)
    return shop.dispatch()


def failing(kind, reason="r"):
    return kind(plugin="fake", reason=reason)


def test_a_refund_is_recorded_as_sent_before_the_gateway_is_asked(shop_with):
    seen = []

    class Looks(Counter):
        def refund(self, request, *, key):
            seen.append(refund(shop).state)
            return super().refund(request, key=key)

    gateway = Looks(GatewayAnswer(state="succeeded", reference="re_1"))
    shop = shop_with(gateway)
    request(shop)

    shop.dispatch()

    assert ["sent"] == seen
    known = refund(shop)
    assert ("succeeded", "fake", "re_1") == (
        known.state,
        known.gateway,
        known.reference,
    )
    ((asked, key),) = gateway.asked
    assert key == known.key
    assert ("1001", "R1", "P1", "card", "c7", "return") == (
        asked.order_id,
        asked.refund_id,
        asked.payment_id,
        asked.method,
        asked.customer_id,
        asked.reason,
    )
    assert Money(1250, "EUR") == asked.amount
    assert ["RefundRequested", "RefundSent", "RefundSucceeded"] == happened(shop)


def test_a_refund_of_a_method_that_no_gateway_pays_waits_for_the_shop(shop_with):
    gateway = Counter()
    shop = shop_with(gateway, method="bank_transfer")
    request(shop)

    shop.dispatch()

    assert ("requested", "", [], 0) == (
        refund(shop).state,
        refund(shop).gateway,
        gateway.asked,
        shop.pending(),
    )
    ask(shop, SendRefund, refund_id="R1")
    ask(shop, SettleRefund, refund_id="R1", outcome="succeeded")
    shop.dispatch()
    assert ("succeeded", 0, []) == (refund(shop).state, shop.pending(), gateway.asked)


def test_other_events_cost_the_payer_no_delivery(shop_with):
    shop = shop_with(Counter())

    assert 0 == shop.pending()


def test_without_a_gateway_a_refund_waits_for_the_shop(shop_with):
    shop = shop_with()
    request(shop)

    shop.dispatch()

    assert ("requested", 0) == (refund(shop).state, shop.pending())


def test_two_gateways_for_one_method_are_a_conflict(shop_with):
    one, two = FakeGateway(code="one"), FakeGateway(code="two", methods=("pix", "card"))

    with pytest.raises(PluginConflict) as refused:
        shop_with(one, two)

    assert ("payment_method", "card") == (refused.value.kind, refused.value.claimed)


def test_two_gateways_share_the_methods_of_one_order(shop_with):
    card = FakeGateway(code="one")
    pix = FakeGateway(code="two", methods=("pix",))
    shop = shop_with(card, pix)
    ask(shop, CapturePayment, payment_id="P2", method="pix", amount=Money(500, "EUR"))
    request(shop, "R1", payment_id="P1", goodwill=Money(100, "EUR"))
    request(shop, "R2", payment_id="P2", goodwill=Money(200, "EUR"))

    shop.dispatch()

    assert (100, 200) == (card.paid(), pix.paid())
    assert ("one", "two") == (refund(shop, "R1").gateway, refund(shop, "R2").gateway)


def test_what_goes_into_store_credit_is_not_paid_to_the_card(shop_with):
    gateway = Counter()
    shop = shop_with(gateway)
    request(shop, units={"L1": 1}, into="store_credit")

    shop.dispatch()

    assert [] == gateway.asked
    assert "fake" != refund(shop).gateway


def test_what_the_gateway_forgot_stays_as_it_was_settled(shop_with, clock):
    gateway = Counter()
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()

    assert "succeeded" == shop.look_up_refund("1001", "R1").state
    assert (1, 1) == (len(gateway.asked), len(gateway.looked_up))


def test_an_abandoned_refund_is_only_changed_by_the_news_that_it_was_paid(
    shop_with, clock
):
    gateway = FakeGateway(faults=["pays_later"], clock=clock)
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()
    ask(shop, AbandonRefund, refund_id="R1")

    assert "abandoned" == shop.look_up_refund("1001", "R1").state
    clock.advance(hours=2)
    assert "succeeded" == shop.look_up_refund("1001", "R1").state


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"methods": "card"}, "methods"),
        ({"methods": (7,)}, "methods"),
        ({"key_lifetime": timedelta()}, "key_lifetime"),
        ({"key_lifetime": 24}, "key_lifetime"),
    ],
)
def test_a_gateway_that_could_only_pay_by_luck_is_not_loaded(
    shop_with, changes, reason
):
    gateway = type("Odd", (Counter,), changes)()

    with pytest.raises(PluginNotLoaded, match=reason):
        shop_with(gateway)


@pytest.mark.parametrize(
    ("said", "kept"), [("card_closed", "card_closed"), ("Card of Olena!", "refused")]
)
def test_a_gateway_that_refuses_for_good_fails_the_refund(shop_with, said, kept):
    shop = shop_with(Counter(failing(PermanentFailure, said)))
    request(shop)

    shop.dispatch()

    _, events = shop.store.load_events("order:1001")
    (failed,) = [one for one in events if isinstance(one, e.RefundFailed)]
    assert kept == failed.reason
    assert 0 == shop.order("1001").reserved.amount_minor


@pytest.mark.parametrize(
    ("said", "kept"), [("card_closed", "card_closed"), ("Card of Olena!", "")]
)
def test_an_answer_that_it_failed_fails_the_refund(shop_with, said, kept):
    shop = shop_with(Counter(GatewayAnswer(state="failed", reason=said)))
    request(shop)

    shop.dispatch()

    _, events = shop.store.load_events("order:1001")
    (failed,) = [one for one in events if isinstance(one, e.RefundFailed)]
    assert kept == failed.reason


def test_when_nothing_was_paid_the_dispatcher_tries_again_under_the_key(
    shop_with, clock
):
    gateway = Counter(failing(TemporaryFailure))
    shop = shop_with(gateway)
    request(shop)

    shop.dispatch()
    assert ("sent", 1) == (refund(shop).state, len(gateway.asked))
    pass_time(shop, clock, seconds=5)

    assert "succeeded" == refund(shop).state
    assert 1 == len({key for _, key in gateway.asked})
    assert [] == gateway.looked_up


def test_silence_is_unknown_and_is_looked_up_a_minute_later(shop_with, clock):
    gateway = Counter(failing(OutcomeUnknown), finds=[GatewayAnswer(state="succeeded")])
    shop = shop_with(gateway)
    request(shop)

    shop.dispatch()
    assert "unknown" == refund(shop).state
    assert 1250 == shop.order("1001").reserved.amount_minor
    pass_time(shop, clock, seconds=59)
    assert [] == gateway.looked_up
    pass_time(shop, clock, seconds=1)

    assert ("succeeded", 1) == (refund(shop).state, len(gateway.asked))


def test_what_the_gateway_never_heard_of_is_asked_for_again_under_the_key(
    shop_with, clock
):
    gateway = Counter(failing(OutcomeUnknown), failing(OutcomeUnknown))
    shop = shop_with(gateway)
    request(shop)

    shop.dispatch()
    pass_time(shop, clock, minutes=1)
    assert ("unknown", 2) == (refund(shop).state, len(gateway.asked))
    pass_time(shop, clock, minutes=10)

    assert ("succeeded", 3) == (refund(shop).state, len(gateway.asked))
    assert {refund(shop).key} == {key for _, key in gateway.asked + gateway.looked_up}


def test_a_gateway_that_cannot_be_asked_is_asked_at_the_next_look(shop_with, clock):
    gateway = Counter(
        failing(OutcomeUnknown),
        finds=[failing(TemporaryFailure), GatewayAnswer(state="succeeded")],
    )
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()

    report = pass_time(shop, clock, minutes=1)
    assert ("unknown", 0) == (refund(shop).state, report.retried)
    assert () == shop.order("1001").findings
    pass_time(shop, clock, minutes=10)

    assert ("succeeded", 1) == (refund(shop).state, len(gateway.asked))


def test_a_pending_refund_stays_sent_until_the_gateway_knows(shop_with, clock):
    pending = GatewayAnswer(state="pending")
    gateway = Counter(pending, finds=[pending, GatewayAnswer(state="succeeded")])
    shop = shop_with(gateway)
    request(shop)

    shop.dispatch()
    pass_time(shop, clock, minutes=1)
    assert "sent" == refund(shop).state
    pass_time(shop, clock, minutes=10)

    assert ("succeeded", 1) == (refund(shop).state, len(gateway.asked))
    assert 0 == pass_time(shop, clock, days=40).retried


def test_after_its_key_expired_a_person_has_to_look_and_nothing_is_asked(
    shop_with, clock
):
    gateway = Counter(failing(OutcomeUnknown))
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()

    pass_time(shop, clock, hours=24)

    (finding,) = shop.order("1001").findings
    assert ("refund_unknown", "R1", "critical", "fake key_expired") == (
        finding.kind,
        finding.subject,
        finding.severity,
        finding.evidence,
    )
    assert ("unknown", 1) == (refund(shop).state, len(gateway.asked))
    pass_time(shop, clock, days=40)
    assert 1 == len(gateway.asked)
    (one,) = shop.open_refunds()
    assert (one.needs_person, one.state, one.amount) == (True, "unknown", "12.50 EUR")


@pytest.mark.parametrize("outcome", ["succeeded", "failed"])
def test_what_a_person_settles_takes_the_finding_off_the_list(
    shop_with, clock, outcome
):
    shop = shop_with(Counter(failing(OutcomeUnknown)))
    request(shop)
    shop.dispatch()
    pass_time(shop, clock, hours=24)
    other = Finding(finding_id="D1", kind="disputed", since_at=clock())
    ask(shop, OpenFinding, finding=other)

    ask(shop, SettleRefund, refund_id="R1", outcome=outcome)
    shop.dispatch()

    assert (other,) == shop.order("1001").findings


def test_the_key_is_taken_for_dead_a_little_early(shop_with, clock):
    gateway = Counter(failing(OutcomeUnknown))
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()
    payer = refunds.Payer(gateway, clock, shop.order)
    sent_at = clock()

    clock.at = sent_at + DAY - timedelta(minutes=5, seconds=1)
    assert payer.knows_key(refund(shop))
    clock.at = sent_at + DAY - timedelta(minutes=5)
    assert not payer.knows_key(refund(shop))
    clock.at = sent_at - timedelta(minutes=5)
    assert payer.knows_key(refund(shop))
    clock.at = sent_at - timedelta(minutes=5, seconds=1)
    assert not payer.knows_key(refund(shop))
    gateway.key_lifetime = timedelta(minutes=10)
    clock.at = sent_at + timedelta(minutes=8, seconds=59)
    assert payer.knows_key(refund(shop))
    clock.at = sent_at + timedelta(minutes=9)
    assert not payer.knows_key(refund(shop))
    gateway.key_lifetime = None
    assert payer.knows_key(refund(shop))


def test_a_dispatcher_that_stood_still_for_longer_than_keys_live_asks_nothing(
    shop_with, clock
):
    gateway = Counter()
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch(limit=1)
    assert "sent" == refund(shop).state

    pass_time(shop, clock, days=2)

    assert ("unknown", []) == (refund(shop).state, gateway.asked)


def test_a_refund_that_waited_long_to_be_sent_is_sent(shop_with, clock):
    gateway = Counter()
    shop = shop_with(gateway)
    request(shop)

    pass_time(shop, clock, days=2)

    assert ("succeeded", 1) == (refund(shop).state, len(gateway.asked))


def test_what_was_settled_by_hand_in_the_meantime_is_not_asked_for(shop_with, clock):
    gateway = Counter(failing(TemporaryFailure))
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()
    ask(shop, SettleRefund, refund_id="R1", outcome="failed")

    pass_time(shop, clock, seconds=5)

    assert ("failed", 1) == (refund(shop).state, len(gateway.asked))


def test_what_was_abandoned_before_it_was_sent_is_not_sent(shop_with):
    gateway = Counter()
    shop = shop_with(gateway)
    request(shop)
    ask(shop, AbandonRefund, refund_id="R1")

    report = shop.dispatch()

    assert ([], 0) == (gateway.asked, report.buried)
    assert "RefundSent" not in happened(shop)


@pytest.mark.parametrize("rubbish", [None, "succeeded", GatewayAnswer(state="done")])
def test_rubbish_is_no_answer_and_the_money_stays_reserved(shop_with, clock, rubbish):
    gateway = Counter(rubbish, finds=[GatewayAnswer(state="succeeded")])
    shop = shop_with(gateway)
    request(shop)

    report = shop.dispatch()

    assert (1, "sent") == (report.buried, refund(shop).state)
    assert 1250 == shop.order("1001").reserved.amount_minor
    pass_time(shop, clock, minutes=1)
    assert ("succeeded", 1) == (refund(shop).state, len(gateway.asked))


def test_a_plugin_that_breaks_on_the_answer_is_asked_again_under_the_key(
    shop_with, clock
):
    gateway = Counter(KeyError("status"))
    shop = shop_with(gateway)
    request(shop)

    report = shop.dispatch()
    assert (1, "sent") == (report.retried, refund(shop).state)
    pass_time(shop, clock, seconds=5)

    assert "succeeded" == refund(shop).state


def test_a_gateway_that_does_not_come_back_in_time_leaves_it_unknown(
    shop_with, monkeypatch
):
    monkeypatch.setattr(refunds, "PAY_S", 0.01)
    ready = threading.Event()

    class Slow(Counter):
        def refund(self, request, *, key):
            ready.wait(30)
            return super().refund(request, key=key)

    shop = shop_with(Slow())
    request(shop)

    shop.dispatch()
    ready.set()

    assert "unknown" == refund(shop).state


def test_a_refund_that_stays_open_for_a_month_is_handed_over(shop_with, clock):
    pending = GatewayAnswer(state="pending")
    shop = shop_with(Counter(pending, finds=[pending] * 100))
    request(shop)

    for _ in range(40):
        pass_time(shop, clock, days=1)

    (finding,) = shop.order("1001").findings
    assert ("unknown", "fake pending", 0) == (
        refund(shop).state,
        finding.evidence,
        shop.pending(),
    )


def test_a_gateway_that_cannot_be_asked_for_a_month_is_handed_over(shop_with, clock):
    pending = GatewayAnswer(state="pending")
    gateway = Counter(pending, finds=[failing(TemporaryFailure)] * 100)
    shop = shop_with(gateway)
    request(shop)

    for _ in range(40):
        pass_time(shop, clock, days=1)

    assert ["fake no_answer"] == [one.evidence for one in shop.order("1001").findings]


def test_every_step_again_changes_nothing(shop_with):
    """A delivery comes at least once: each of them twice comes to the same."""
    gateway = FakeGateway(key_lifetime=DAY)
    shop = shop_with(gateway)
    request(shop)
    shop.dispatch()
    before = happened(shop)
    (subscriber,) = [
        one for one in shop.plugins.subscribers if one.name == "refunds-fake"
    ]
    _, events = shop.store.load_events("order:1001")

    for version, event in enumerate(events, 1):
        if subscriber.hears(event):
            key = f"1001:{version}:{subscriber.name}"
            for command in subscriber.call(event, shop.order("1001"), key):
                shop.handle(command)

    assert before == happened(shop)
    assert 1 == len(gateway.payouts())


class Ear:
    hears = (e.RefundRequested,)
    heard: tuple[str, ...] = ()

    @hookimpl
    def on_event(self, event):
        self.heard = (*self.heard, type(event).__name__)


def test_a_plugin_that_says_what_it_hears_is_told_of_that_only(shop_with):
    ear = Ear()
    shop = shop_with(ear)
    request(shop)

    shop.dispatch()

    assert ("RefundRequested",) == ear.heard
