"""The shop hears of each thing exactly once, whatever happens on the way."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from urllib.error import URLError

import attrs
import pytest

from adapters.documents_made_up import as_bytes, fulfilment, shopify_order
from adapters.imports import Shop
from adapters.shop_server import FAULTS, running_shop
from postpurchase.adapters import shopify
from postpurchase.adapters.notices import (
    RefundNotice,
    Shipment,
    ShipmentNotice,
    TrackingNotice,
    notice_for,
)
from postpurchase.adapters.shopify_outbox import ShopifySource
from postpurchase.adapters.transport import HttpTransport, Request, Response
from postpurchase.errors import (
    InvalidInput,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from postpurchase.hooks.protocols import OrderSource
from postpurchase.order.commands import (
    RecordRefund,
    RecordTracking,
    ShipParcel,
    SkipSteps,
)
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def shop():
    with running_shop() as (url, ledger):
        transport = HttpTransport(
            url,
            headers={"X-Shopify-Access-Token": "t"},
            timeout_s=0.5,
            plugin="shopify",
        )
        yield ShopifySource(transport), ledger


def shipment(**more):
    given = {
        "parcel_id": "P1",
        "units": (("11", 2),),
        "carrier": "dhl",
        "tracking_number": "T1",
        "ordinal": 1,
    }
    return Shipment(**(given | more))


def shipped(**more):
    return ShipmentNotice(
        source="shopify", order_id="9001", shipment=shipment(**more), at=AT
    )


def tracked(code="in_transit.general", **more):
    return TrackingNotice(
        source="shopify",
        order_id="9001",
        shipment=shipment(**more),
        tracking_code=code,
        at=AT,
    )


def refunded(**more):
    given = {
        "source": "shopify",
        "order_id": "9001",
        "refund_id": "R1",
        "amount": Money(550, "EUR"),
        "units": (("12", 1),),
        "reason": "too small",
        "at": AT,
    }
    return RefundNotice(**(given | more))


def until_done(source, notice, *, key="k1"):
    """Try as dispatch does, and count the tries."""
    for tries in range(1, 6):
        try:
            source.publish(notice, key=key)
        except (TemporaryFailure, OutcomeUnknown):
            continue
        return tries
    raise AssertionError("never done")


def test_it_is_an_order_source(shop):
    assert isinstance(shop[0], OrderSource)


def test_a_shipment_is_told_with_its_number_and_key(shop):
    source, ledger = shop
    source.publish(shipped(), key="k1")
    assert [("T1", [{"id": 11, "quantity": 2}])] == [
        (one["tracking_number"], one["line_items"]) for one in ledger.fulfilments
    ]
    assert ["k1"] == ledger.keys


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", ["shipment", "tracking", "refund"])
def test_after_any_fault_the_ledger_holds_the_effect_once(shop, fault, what):
    source, ledger = shop
    notice = {"shipment": shipped(), "tracking": tracked(), "refund": refunded()}[what]
    if what == "tracking":
        source.publish(shipped(), key="k0")
    ledger.faults.append(fault)
    assert 2 == until_done(source, notice)
    source.publish(notice, key="k1")
    effects = {
        "shipment": ledger.fulfilments,
        "tracking": ledger.events,
        "refund": ledger.refunds,
    }
    assert 1 == len(effects[what])


def test_several_faults_in_a_row_end_in_one_effect(shop):
    source, ledger = shop
    ledger.faults.extend(["busy", "hang_before", "error_after"])
    assert 4 == until_done(source, shipped())
    assert 1 == len(ledger.fulfilments)


def test_a_time_out_is_unknown_and_never_a_failure(shop):
    source, ledger = shop
    ledger.faults.append("hang_after")
    with pytest.raises(OutcomeUnknown):
        source.publish(refunded(), key="k1")


def test_a_busy_shop_says_how_long_to_wait(shop):
    source, ledger = shop
    ledger.faults.append("busy")
    with pytest.raises(TemporaryFailure) as told:
        source.publish(refunded(), key="k1")
    assert 2.0 == told.value.retry_after_s


def test_a_refusal_is_permanent(shop):
    source, ledger = shop
    ledger.faults.append("refused")
    with pytest.raises(PermanentFailure) as told:
        source.publish(shipped(), key="k1")
    assert "not fulfillable" in str(told.value)


def test_two_parcels_that_look_alike_are_two_effects(shop):
    source, ledger = shop
    one = {"units": (("11", 1),), "tracking_number": "", "carrier": ""}
    for ordinal in (1, 2, 1, 2):
        source.publish(
            shipped(parcel_id=f"P{ordinal}", ordinal=ordinal, **one), key=f"k{ordinal}"
        )
    assert 2 == len(ledger.fulfilments)


def test_more_units_than_the_shop_has_left_are_permanent(shop):
    source, _ = shop
    with pytest.raises(PermanentFailure):
        source.publish(shipped(units=(("11", 3),)), key="k1")


def test_tracking_waits_for_its_shipment(shop):
    source, _ = shop
    with pytest.raises(TemporaryFailure):
        source.publish(tracked(), key="k1")


def test_a_word_that_the_shop_does_not_know_is_not_told(shop):
    source, ledger = shop
    source.publish(tracked("unknown.unmapped"), key="k1")
    assert [] == ledger.requests


def test_a_refund_names_the_payment_and_carries_its_mark(shop):
    source, ledger = shop
    source.publish(refunded(), key="k1")
    [told] = ledger.refunds
    assert "too small [postpurchase refund R1]" == told["note"]
    assert [(31, "5.50", "card")] == [
        (t["parent_id"], t["amount"], t["gateway"]) for t in told["transactions"]
    ]


def test_two_refunds_are_two_effects(shop):
    source, ledger = shop
    for refund_id in ("R1", "R2", "R1"):
        source.publish(refunded(refund_id=refund_id), key=refund_id)
    assert 2 == len(ledger.refunds)


def test_an_order_of_another_source_is_never_told(shop):
    source, ledger = shop
    with pytest.raises(PermanentFailure):
        source.publish(attrs.evolve(refunded(), source="woocommerce"), key="k1")
    assert [] == ledger.requests


def test_a_shop_out_of_reach_is_temporary():
    with running_shop() as (url, _):
        pass
    source = ShopifySource(HttpTransport(url, headers={}, timeout_s=0.5))
    with pytest.raises(TemporaryFailure):
        source.publish(refunded(), key="k1")


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"refunds": [1]}', b"NaN"])
def test_an_answer_that_cannot_be_read_sends_nothing(content):
    class Rubbish:
        sent = 0

        def send(self, request: Request) -> Response:
            self.sent += request.method == "POST"
            return Response(status=200, content=content)

    transport = Rubbish()
    with pytest.raises(TemporaryFailure):
        ShopifySource(transport).publish(refunded(), key="k1")
    assert 0 == transport.sent


@pytest.mark.parametrize(
    "url",
    ["http://shop.example", "file:///etc/passwd", "https://u:p@shop.example", "x"],
)
def test_a_token_goes_over_https_only(url):
    with pytest.raises(InvalidInput):
        HttpTransport(url, headers={"X-Shopify-Access-Token": "t"})


def imported():
    shop = Shop(shopify.read_orders)
    document = shopify_order(fulfillments=[fulfilment(lines=((12, 1),))])
    shop.take(as_bytes(document))
    return shop.orders["9001"], shop.events["9001"]


def after(order, *commands):
    happened = []
    for command in commands:
        events = decide(order, command)
        happened += events
        order = replay(events, order)
    return order, happened


def test_what_happened_here_becomes_notices():
    order, _ = imported()
    given = {"order_id": "9001", "at": AT}
    fact = TrackingFact(at=AT, code="in_transit.general", raw_code="x")
    order, events = after(
        order,
        SkipSteps(units={"11": 2}, reason="test", **given),
        ShipParcel(parcel_id="P1", units={"11": 2}, tracking_number="T1", **given),
        RecordTracking(parcel_id="P1", facts=fact, **given),
        RecordRefund(refund_id="R1", amount=Money(100, "EUR"), **given),
    )
    notices = [n for n in (notice_for(event, order) for event in events) if n]
    assert [ShipmentNotice, TrackingNotice, RefundNotice] == [type(n) for n in notices]
    assert (("11", 2),) == notices[0].shipment.units


def test_what_came_from_the_source_does_not_go_back_to_it():
    order, events = imported()
    assert [] == [event for event in events if notice_for(event, order)]


def test_history_is_not_told():
    order, _ = imported()
    command = RecordRefund(
        order_id="9001", at=AT, refund_id="R1", amount=Money(100, "EUR")
    )
    order, [event] = after(order, command)
    assert notice_for(event, order) is not None
    assert notice_for(event, order, historical=True) is None


def test_a_refund_told_to_the_shop_is_known_when_it_comes_back(shop):
    source, ledger = shop
    local = Shop(source.read)
    local.take(as_bytes(shopify_order()))
    command = RecordRefund(
        order_id="9001", at=AT, refund_id="R1", amount=Money(550, "EUR")
    )
    order, [event] = after(local.orders["9001"], command)
    local.orders["9001"] = order
    source.publish(notice_for(event, order), key="k1")
    [told] = ledger.refunds
    told |= {"created_at": "2026-03-04T12:00:00Z"}
    for moved in told["transactions"]:
        moved |= {"status": "success", "currency": "EUR"}
    [outcome] = local.take(as_bytes(shopify_order(refunds=[told])))
    assert "already" == outcome
    assert 1 == len(local.orders["9001"].refunds)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (ConnectionRefusedError(), TemporaryFailure),
        (socket.gaierror(), TemporaryFailure),
        (TimeoutError(), OutcomeUnknown),
        (ConnectionResetError(), OutcomeUnknown),
        (BrokenPipeError(), OutcomeUnknown),
    ],
)
def test_only_what_surely_never_arrived_is_temporary(monkeypatch, reason, kind):
    def broken(*_, **__):
        raise URLError(reason)

    transport = HttpTransport("https://shop.example", headers={})
    monkeypatch.setattr(transport._opener, "open", broken)
    with pytest.raises(kind):
        transport.send(Request(method="POST", path="/x", body={}))
