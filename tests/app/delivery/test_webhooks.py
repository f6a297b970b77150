"""Webhooks: what a sender signed is recorded once, everything else changes nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import attrs
import pytest

from adapters.tracking.replies import REPLIES
from postpurchase import PostPurchase
from postpurchase.adapters.signatures import SCHEMES, sign
from postpurchase.adapters.webhook_sources import SOURCES
from postpurchase.app.delivery.webhooks import Received, Webhook, receive_all
from postpurchase.errors import (
    InvalidInput,
    MalformedInput,
    SignatureInvalid,
    TransitionNotAllowed,
    UnknownCode,
    UnknownTrackingNumber,
)
from postpurchase.order.commands import (
    LabelParcel,
    OpenParcel,
    RecordTracking,
    ShipParcel,
    VoidParcel,
)
from postpurchase.plugins.notices import Notices
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.testing.fakes import FakeChannel
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.contact import Contact

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NUMBERS = {
    "aftership": "9400100000000000000000",
    "easypost": "EZ4000000004",
    "shippo": "SHIPPO_TRANSIT",
    "shopify": "1Z1",
    "standard": "36301917597",
}
FORMATS = {"standard": "gls"}


def shop_with(*numbers, **more):
    shop = PostPurchase.open("memory:", entry_points=False, clock=Clock(NOON))
    for index, number in enumerate(numbers):
        order_id = f"{1001 + index}"
        shop.handle(place_order(order_id=order_id, **more))
        shop.handle(
            ShipParcel(
                order_id=order_id,
                at=NOON,
                parcel_id="P1",
                units={"L1": 1},
                carrier="ups",
                tracking_number=number,
            )
        )
    return shop


def send(shop, source, body=None, **more):
    body = REPLIES[FORMATS.get(source, source)] if body is None else body
    headers = sign(
        SOURCES[source].scheme, body, secret=SECRET, at=NOON, event_id="msg_1"
    )
    return shop.receive_webhook(
        source,
        headers | more.pop("headers", {}),
        more.pop("as_sent", body),
        secrets=SECRET,
        format=FORMATS.get(source, ""),
    )


@pytest.mark.parametrize("source", SOURCES)
def test_a_message_moves_the_parcel_with_its_number(source):
    shop = shop_with(NUMBERS[source])
    received = send(shop, source)
    (news,) = received.parcels

    assert ("1001", "P1", False) == (
        news.order_id,
        news.parcel_id,
        received.is_repeated,
    )
    assert shop.order("1001").parcel("P1").code == news.code != "pending.no_data"
    assert news.events


@pytest.mark.parametrize("source", SOURCES)
def test_a_body_that_comes_again_is_answered_as_repeated_and_changes_nothing(source):
    shop = shop_with(NUMBERS[source])
    first = send(shop, source)
    version = shop.order("1001").version
    for _ in range(3):
        again = send(shop, source)
        assert again.is_repeated
        assert first.parcels[0].code == again.parcels[0].code
        assert first.parcels[0].events == again.parcels[0].events

    assert version == shop.order("1001").version


@pytest.mark.parametrize("source", SOURCES)
def test_a_body_that_was_changed_is_refused_and_nothing_is_stored(source):
    shop = shop_with(NUMBERS[source])
    version = shop.order("1001").version
    body = REPLIES[FORMATS.get(source, source)]

    with pytest.raises(SignatureInvalid):
        send(shop, source, as_sent=body + b" ")
    assert version == shop.order("1001").version


def test_a_message_about_a_number_that_nobody_has_is_refused_and_may_come_again():
    shop = shop_with("another")
    with pytest.raises(UnknownTrackingNumber) as refused:
        send(shop, "easypost")
    assert NUMBERS["easypost"] == refused.value.tracking_number

    shop.handle(place_order(order_id="late"))
    shop.handle(
        ShipParcel(
            order_id="late",
            at=NOON,
            parcel_id="P1",
            units={"L1": 1},
            tracking_number=NUMBERS["easypost"],
        )
    )
    assert not send(shop, "easypost").is_repeated
    assert "delivered" == shop.order("late").parcel("P1").status


def test_a_number_is_found_however_it_is_written():
    assert send(shop_with("ez4000-000 004"), "easypost").parcels


def test_a_number_is_known_from_the_label_on_and_a_voided_box_is_not_tracked():
    shop = shop_with()
    shop.handle(place_order())
    number = NUMBERS["easypost"]
    about = {"order_id": "1001", "at": NOON, "parcel_id": "P1"}
    shop.handle(OpenParcel(**about, units={"L1": 1}))
    shop.handle(LabelParcel(**about, carrier="usps", tracking_number=number))
    assert "delivered" == send(shop, "easypost").parcels[0].status

    shop = shop_with()
    shop.handle(place_order())
    shop.handle(OpenParcel(**about, units={"L1": 1}))
    shop.handle(LabelParcel(**about, carrier="usps", tracking_number=number))
    shop.handle(VoidParcel(**about))
    version = shop.order("1001").version
    with pytest.raises(TransitionNotAllowed):
        send(shop, "easypost")
    assert version == shop.order("1001").version


def test_of_two_parcels_with_a_number_the_one_under_way_is_meant():
    number = NUMBERS["easypost"]
    shop = shop_with(number, number)
    old = TrackingFact(at=NOON, code="delivered.general")
    shop.handle(RecordTracking(order_id="1001", at=NOON, parcel_id="P1", facts=old))

    assert ["1002"] == [one.order_id for one in send(shop, "easypost").parcels]


def test_of_two_parcels_that_both_arrived_the_one_shipped_last_is_meant():
    number = NUMBERS["easypost"]
    shop = shop_with(number, number)
    old = TrackingFact(at=NOON, code="delivered.general")
    for order_id in ("1001", "1002"):
        shop.handle(
            RecordTracking(order_id=order_id, at=NOON, parcel_id="P1", facts=old)
        )

    assert ["1002"] == [one.order_id for one in send(shop, "easypost").parcels]


def test_one_parcel_for_two_orders_moves_both():
    number = NUMBERS["easypost"]
    shop = shop_with(number, number)
    received = send(shop, "easypost")

    assert ["1001", "1002"] == [one.order_id for one in received.parcels]
    assert send(shop, "easypost").is_repeated


@pytest.mark.parametrize(
    ("source", "document"),
    [
        ("easypost", {"object": "Event", "description": "batch.updated", "result": {}}),
        ("shippo", {"event": "transaction_created", "data": {"rate": "1"}}),
    ],
)
def test_a_message_about_something_else_is_accepted_and_leads_to_nothing(
    source, document
):
    received = send(shop_with(), source, json.dumps(document).encode())

    assert ((), False) == (received.parcels, received.is_repeated)


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"{}", b"\xff", b"7"])
def test_a_signed_body_that_says_nothing_is_refused(body):
    with pytest.raises(MalformedInput):
        send(shop_with(), "aftership", body)


def test_a_carriers_bare_clock_is_placed_in_the_zone_of_the_order():
    shop = shop_with(NUMBERS["aftership"], zone="America/Chicago")
    send(shop, "aftership")
    parcel = shop.order("1001").parcel("P1")
    fact, other, expected = parcel.tracking.facts

    assert ("2026-06-01T00:52:00", "") == (fact.local_at, other.local_at)
    assert expected == attrs.evolve(other, estimated_on=parcel.estimated_on)
    assert datetime(2026, 6, 1, 5, 52, tzinfo=UTC) == fact.at


def test_what_the_sender_says_of_now_is_a_fact_if_no_other_fact_says_so():
    shop = shop_with("EZ1")
    body = {
        "id": "evt_7",
        "description": "tracker.updated",
        "result": {
            "tracking_code": "EZ1",
            "status": "failure",
            "updated_at": "2026-06-01T10:00:00Z",
            "tracking_details": [],
        },
    }
    send(shop, "easypost", json.dumps(body).encode())
    (fact,) = shop.order("1001").parcel("P1").tracking.facts

    assert ("exception.undeliverable", "failure") == (fact.code, fact.raw_code)


def test_a_message_read_otherwise_by_a_later_release_is_still_the_same(monkeypatch):
    shop = shop_with(NUMBERS["aftership"])
    send(shop, "aftership")
    version = shop.order("1001").version
    monkeypatch.setattr(
        "postpurchase.app.delivery.webhooks.known_zone", lambda _name: UTC
    )
    body = REPLIES["aftership"].replace(b"Accepted", b"Taken in")

    assert send(shop, "aftership", body).is_repeated
    assert version == shop.order("1001").version


def test_many_messages_are_one_transaction_and_each_counts_by_itself():
    shop = shop_with(NUMBERS["easypost"], NUMBERS["shippo"])
    good = [
        Webhook(
            source=name,
            headers=sign(SCHEMES[name], REPLIES[name], secret=SECRET, at=NOON),
            body=REPLIES[name],
            secrets=SECRET,
        )
        for name in ("easypost", "shippo", "aftership")
    ]
    forged = Webhook(source="shopify", headers={}, body=b"{}", secrets=SECRET)
    first, refused, second, lost, again = receive_all(
        shop._service, [good[0], forged, good[1], good[2], good[0]], at=NOON
    )

    assert isinstance(first, Received)
    assert isinstance(refused, SignatureInvalid)
    assert "in_transit" == second.parcels[0].status
    assert isinstance(lost, UnknownTrackingNumber)
    assert again.is_repeated


def test_a_source_or_format_that_is_not_known_is_refused():
    shop = shop_with()
    with pytest.raises(UnknownCode, match="sender of webhooks “aftershop”"):
        shop.receive_webhook("aftershop", {}, b"{}", secrets=SECRET)
    with pytest.raises(UnknownCode, match="format"):
        shop.receive_webhook("standard", {}, b"{}", secrets=SECRET)
    with pytest.raises(InvalidInput):
        shop.receive_webhook("aftership", {}, b"{}", secrets="")


def test_a_message_shows_no_secret_when_it_is_printed():
    webhook = Webhook(source="shopify", headers={}, body=b"{}", secrets=SECRET)

    assert SECRET not in repr(webhook)


def test_each_milestone_is_told_once_however_the_messages_come():
    channel = FakeChannel()
    shop = PostPurchase.open(
        "memory:",
        plugins=[channel, Notices(channel="fake")],
        entry_points=False,
        clock=Clock(NOON),
    )
    to = Contact(name="Olia", email="olia@example.com")
    shop.handle(place_order(recipient=to))
    about = {"order_id": "1001", "at": NOON, "parcel_id": "P1"}
    shop.handle(OpenParcel(**about, units={"L1": 2}))
    shop.handle(LabelParcel(**about, carrier="usps", tracking_number="EZ1"))
    ways = [
        [("in_transit", "departed_facility", 8)],
        [("delivered", "arrived_at_destination", 20)],
        [("pre_transit", "label_created", 1), ("delivered", "unknown", 21)],
        [("out_for_delivery", "out_for_delivery", 12)],
    ]
    for number, way in enumerate([*reversed(ways), *ways, *ways]):
        details = [
            {
                "status": one,
                "status_detail": two,
                "datetime": f"2026-06-01T{at:02}:00:00Z",
            }
            for one, two, at in way
        ]
        said = {
            "tracking_code": "EZ1",
            "status": "unknown",
            "tracking_details": details,
        }
        body = {"id": f"evt_{number}", "description": "tracker.updated", "result": said}
        send(shop, "easypost", json.dumps(body).encode())
        while shop.dispatch().done:
            pass

    topics = [message.topic for message in channel.sent.values()]
    assert ["order_confirmed", "parcel_shipped", "parcel_delivered"] == topics


def test_each_scan_is_one_fact_and_an_expected_day_is_one_more_only_when_it_changes():
    shop = shop_with("EZ1")
    days = ("05", "05", "05", "07")
    details, bodies = [], []
    for number, on in enumerate(days):
        hour = f"2026-06-01T{number:02}:00:00Z"
        scan = {"status": "in_transit", "status_detail": "in_transit", "datetime": hour}
        details.append(scan)
        tracker = {
            "tracking_code": "EZ1",
            "status": "in_transit",
            "est_delivery_date": f"2026-06-{on}T00:00:00Z",
            "tracking_details": list(details),
        }
        body = {"id": f"e{number}", "description": "tracker.updated", "result": tracker}
        bodies.append(json.dumps(body).encode())
        send(shop, "easypost", bodies[-1])

    parcel = shop.order("1001").parcel("P1")
    assert len(days) + 2 == len(parcel.tracking.facts)
    assert 7 == parcel.estimated_on.day
    version = shop.order("1001").version
    assert all(send(shop, "easypost", body).is_repeated for body in bodies)
    assert version == shop.order("1001").version
