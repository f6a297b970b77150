"""Sample orders: small, complete, and the same every time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from postpurchase.order.commands import NewLine, PlaceOrder, RecordTracking, ShipParcel
from postpurchase.order.model import Order
from postpurchase.testing.clock import NOON
from postpurchase.testing.scenarios import given
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.address import Address
from postpurchase.values.answers import Message, Package
from postpurchase.values.carriage import LabelRequest, Party, PickUp
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money
from postpurchase.values.return_carriage import ReturnWayRequest

CUSTOMER = Contact(
    name="Олена Шевченко", email="olena@example.com", phone="+380501234567", locale="uk"
)
"""A customer that does not exist."""


def place_order(**changes: Any) -> PlaceOrder:
    """Return an order of two mugs and a tea, on no workflow; change what you like.

    >>> place_order(order_id="7").lines[0].quantity
    2
    """
    fields: dict[str, Any] = {
        "order_id": "1001",
        "at": NOON,
        "number": "#1001",
        "currency": "EUR",
        "lines": (
            NewLine(
                line_id="L1",
                sku="MUG",
                title="Mug",
                quantity=2,
                unit_price=Money(1250, "EUR"),
                weight_grams=400,
                workflow=(),
            ),
            NewLine(
                line_id="L2",
                sku="TEA",
                title="Tea",
                quantity=1,
                unit_price=Money(740, "EUR"),
                weight_grams=150,
                workflow=(),
            ),
        ),
        "country": "PL",
        "locale": "pl",
        "zone": "Europe/Warsaw",
    }
    return PlaceOrder(**{**fields, **changes})


def ship_parcel(**changes: Any) -> ShipParcel:
    """Return the shipping of the two mugs, one day after the order."""
    fields: dict[str, Any] = {
        "order_id": "1001",
        "at": NOON + timedelta(days=1),
        "parcel_id": "P1",
        "units": {"L1": 2},
        "carrier": "fake",
        "tracking_number": "FAKE1",
    }
    return ShipParcel(**{**fields, **changes})


def deliver_parcel(**changes: Any) -> RecordTracking:
    """Return the carrier's word that the parcel arrived, three days after the order."""
    at: datetime = changes.get("at", NOON + timedelta(days=3))
    fields: dict[str, Any] = {
        "order_id": "1001",
        "at": at,
        "parcel_id": "P1",
        "facts": (TrackingFact(at=at, code="delivered.general", raw_code="OK"),),
    }
    return RecordTracking(**{**fields, **changes})


def placed_order(**changes: Any) -> Order:
    """Return the sample order as it stands after checkout."""
    return given(place_order(**changes)).order


def shipped_order(**changes: Any) -> Order:
    """Return the sample order with its first parcel on the way."""
    return given(place_order(**changes), ship_parcel()).order


def delivered_order(**changes: Any) -> Order:
    """Return the sample order with its first parcel delivered.

    >>> delivered_order().line("L1").units("delivered")
    2
    """
    return given(place_order(**changes), ship_parcel(), deliver_parcel()).order


def message(**changes: Any) -> Message:
    """Return a short message to the sample customer."""
    fields: dict[str, Any] = {
        "topic": "parcel_shipped",
        "locale": "uk",
        "to": CUSTOMER,
        "subject": "Замовлення #1001",
        "body": "Посилка вже в дорозі.",
        "order_id": "1001",
    }
    return Message(**{**fields, **changes})


def label_request(**changes: Any) -> LabelRequest:
    """Return the sample parcel as a carrier is asked to take it, Berlin to Warsaw."""
    shop = Party(
        contact=Contact(name="Sample shop", phone="+4930123456"),
        address=Address(
            name="Sample shop",
            lines=("Hauptstrasse 1",),
            postcode="10115",
            city="Berlin",
            country="DE",
        ),
    )
    customer = Party(
        contact=CUSTOMER,
        address=Address(
            name="Олена Шевченко",
            lines=("ul. Długa 5/7",),
            postcode="00-238",
            city="Warszawa",
            country="PL",
        ),
    )
    fields: dict[str, Any] = {
        "order_id": "1001",
        "parcel_id": "P1",
        "service": "standard",
        "package": Package(
            weight_grams=800, length_mm=200, width_mm=150, height_mm=100
        ),
        "sender": shop,
        "recipient": customer,
        "value": Money(2500, "EUR"),
    }
    return LabelRequest(**{**fields, **changes})


def return_way_request(**changes: Any) -> ReturnWayRequest:
    """Return the sample parcel on its way back, Warsaw to Berlin, with a label."""
    out = label_request()
    fields: dict[str, Any] = {
        "order_id": "1001",
        "return_id": "R1",
        "method": "post_label",
        "service": "standard",
        "sender": out.recipient,
        "recipient": out.sender,
        "package": out.package,
        "value": out.value,
    }
    return ReturnWayRequest(**{**fields, **changes})


def pick_up(**changes: Any) -> PickUp:
    """Return a wish for a driver, in Berlin, one day after the order."""
    fields: dict[str, Any] = {
        "location_code": "BER",
        "address": label_request().sender.address,
        "ready_at": NOON + timedelta(days=1),
        "closes_at": NOON + timedelta(days=1, hours=4),
        "parcels": 2,
        "weight_grams": 1600,
    }
    return PickUp(**{**fields, **changes})
