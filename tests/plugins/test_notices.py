"""Notices: the right words to the right person, and the timeline knows."""

from datetime import date, timedelta

import pytest

from postpurchase.errors import PermanentFailure, TemporaryFailure, UnknownCode
from postpurchase.hooks import load_plugins
from postpurchase.order.commands import (
    DeclareWithdrawal,
    OpenFinding,
    RevisePromise,
    SettleRefund,
)
from postpurchase.order.findings import Finding
from postpurchase.plugins.notices import TOLD, Notices
from postpurchase.testing import (
    CUSTOMER,
    NOON,
    Clock,
    FakeChannel,
    deliver_parcel,
    given,
    place_order,
    ship_parcel,
)
from postpurchase.values.answers import Promise
from postpurchase.values.personal import FORGOTTEN, PersonalRef

RECIPIENT = PersonalRef("ref-1", "commitment")


def set_up(*failures, people=None, clock=lambda: NOON):
    channel = FakeChannel(code="sms", failures=failures)
    plugins = load_plugins([channel, Notices(channel="sms")], entry_points=False)
    plugins.tell_time_with(clock)
    known = {RECIPIENT: CUSTOMER} if people is None else people
    plugins.read_personal_with(lambda ref: known.get(ref, FORGOTTEN))
    [subscriber] = plugins.subscribers
    return channel, subscriber


def tell(subscriber, *history, locale="en"):
    """Tell about the first event of the last command of a history."""
    *before, last = history
    answer = given(place_order(recipient=RECIPIENT, locale=locale), *before).when(last)
    return subscriber.call(answer.events[-1], answer.order, "1001:9:notices-sms")


def test_shipping_is_told_with_carrier_and_number():
    channel, subscriber = set_up()

    [told] = tell(subscriber, ship_parcel())

    [message] = channel.sent.values()
    assert message.to == CUSTOMER
    assert message.body == "2 items were shipped with fake, tracking number FAKE1."
    assert message.subject == "#1001: shipment"
    assert (told.topic, told.channel, told.outcome) == ("parcel_shipped", "sms", "sent")


def test_delivery_is_told_in_the_customers_language():
    channel, subscriber = set_up()

    tell(subscriber, ship_parcel(), deliver_parcel(), locale="uk")

    [message] = channel.sent.values()
    assert (message.topic, message.locale) == ("parcel_delivered", "uk")
    assert message.body == "Доставлено 2 товари."


def test_the_order_itself_is_confirmed():
    channel, subscriber = set_up()
    order = given(place_order(recipient=RECIPIENT, locale="en")).order

    subscriber.call(order.placed, order, "k")

    [message] = channel.sent.values()
    assert message.topic == "order_confirmed"
    assert "€32.40" in message.body


def test_a_new_promise_is_told_with_its_days():
    channel, subscriber = set_up()
    promise = Promise(earliest_on=date(2026, 5, 9), latest_on=date(2026, 5, 11))

    tell(
        subscriber,
        RevisePromise(order_id="1001", at=NOON, promise=promise, reason="storm"),
    )

    [message] = channel.sent.values()
    assert message.topic == "delay"
    assert "2026" in message.body


@pytest.mark.parametrize(
    ("kind", "topic"), [("attempt_failed", "delivery_attempted"), ("no_movement", None)]
)
def test_a_finding_is_told_if_it_concerns_the_customer(kind, topic):
    channel, subscriber = set_up()
    finding = Finding(finding_id="F1", kind=kind, since_at=NOON)

    tell(subscriber, OpenFinding(order_id="1001", at=NOON, finding=finding))

    assert [topic] * bool(topic) == [one.topic for one in channel.sent.values()]


def test_a_day_that_the_customer_chose_is_no_delay():
    channel, subscriber = set_up()
    promise = Promise(earliest_on=date(2026, 5, 9), latest_on=date(2026, 5, 9))
    chosen = RevisePromise(
        order_id="1001", at=NOON, promise=promise, reason="customer_request"
    )

    assert () == tell(subscriber, chosen)
    assert {} == channel.sent


def test_the_command_can_be_handled_and_its_repetition_too():
    _, subscriber = set_up()
    first = tell(subscriber, ship_parcel())
    second = tell(subscriber, ship_parcel())

    assert first == second
    after = given(place_order(), ship_parcel(), *first)
    after.when(second[0]).then_nothing()


def test_a_retry_sends_once_by_its_key():
    channel, subscriber = set_up()

    tell(subscriber, ship_parcel())
    tell(subscriber, ship_parcel())

    assert len(channel.sent) == 1


def test_the_customer_was_told_when_the_message_went_out():
    clock = Clock(NOON + timedelta(days=2))
    _, subscriber = set_up(clock=clock)

    [told] = tell(subscriber, ship_parcel(at=NOON))
    clock.advance(minutes=1)
    [again] = tell(subscriber, ship_parcel(at=NOON))

    assert NOON + timedelta(days=2) == told.at
    after = given(place_order(), ship_parcel(), told)
    after.when(again).then_nothing()


def test_a_temporary_failure_is_raised_for_the_next_try():
    _, subscriber = set_up(TemporaryFailure(reason="busy"))

    with pytest.raises(TemporaryFailure):
        tell(subscriber, ship_parcel())


def test_a_permanent_failure_stands_in_the_timeline():
    _, subscriber = set_up(PermanentFailure(reason="no such person"))

    [told] = tell(subscriber, ship_parcel())

    assert told.outcome == "failed"


@pytest.mark.parametrize("people", [{}, {RECIPIENT: FORGOTTEN}, {RECIPIENT: None}])
def test_nobody_is_told_when_nobody_is_known(people):
    channel, subscriber = set_up(people=people)

    assert list(tell(subscriber, ship_parcel())) == []
    assert channel.sent == {}


def test_other_events_are_passed_over():
    channel, subscriber = set_up()

    assert list(subscriber.call(object(), None, "k")) == []
    assert channel.sent == {}


def test_an_unknown_channel_is_refused_at_the_start():
    with pytest.raises(Exception) as refused:
        load_plugins(
            [Notices(channel="smss"), FakeChannel(code="sms")], entry_points=False
        )

    assert isinstance(refused.value.__cause__, UnknownCode)
    assert refused.value.__cause__.near == "sms"


def test_each_channel_has_notices_of_its_own_name():
    plugins = load_plugins(
        [FakeChannel(code="sms"), Notices(channel="sms"), Notices(channel="console")],
        entry_points=False,
    )

    assert [one.name for one in plugins.subscribers] == [
        "notices-sms",
        "notices-console",
    ]


def test_these_kinds_of_events_are_told():
    assert {kind.__name__ for kind in TOLD} == {
        "DeliveryChangeAccepted",
        "DeliveryChangeRefused",
        "OrderPlaced",
        "ParcelShipped",
        "ParcelDelivered",
        "PromiseRevised",
        "RefundSucceeded",
        "WithdrawalReceived",
        "LinesReshipped",
        "ReturnApproved",
        "ReturnDeclined",
        "ReturnWayIssued",
        "ReturnReminded",
        "ReturnWayExpired",
        "ReturnWayRefused",
        "ReturnReceived",
        "ReturnInspected",
        "ExchangeAgreed",
    }
    assert SettleRefund is not None


@pytest.mark.parametrize(
    ("contact", "email"),
    [
        ("other@example.com", "other@example.com"),
        ("a messenger", CUSTOMER.email),
        (None, CUSTOMER.email),
    ],
)
def test_the_acknowledgement_of_a_withdrawal_goes_where_the_customer_said(
    contact, email
):
    reference = PersonalRef("ref-2", "commitment")
    channel, subscriber = set_up(people={RECIPIENT: CUSTOMER, reference: contact})
    declared = DeclareWithdrawal(
        order_id="1001",
        at=NOON + timedelta(days=1),
        withdrawal_id="1001-w1",
        contact=reference if contact else None,
    )
    answer = given(place_order(recipient=RECIPIENT, locale="en")).when(declared)

    [told] = subscriber.call(answer.events[0], answer.order, "1001:2:notices-sms")

    [message] = channel.sent.values()
    assert (message.to.email, told.topic) == (email, "withdrawal_received")
