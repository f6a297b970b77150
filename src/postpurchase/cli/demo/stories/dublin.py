"""A hold until the address is right."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    after,
    line,
    paid,
    shipped,
    steps,
    tracked,
)
from postpurchase.order.commands import CorrectAddress, PlaceHold, ReleaseHold
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

DUBLIN = Story(
    order_id="1003",
    begins_hours=3,
    customer=Contact(
        name="Aoife Byrne",
        email="aoife@example.com",
        locale="en-IE",
        zone="Europe/Dublin",
    ),
    address=Address(
        name="Aoife Byrne", lines=("Orchard Lane",), city="Dublin", country="IE"
    ),
    currency="EUR",
    lines=(line("A", "Wool blanket", 1, "129 EUR", sku="BLANKET"),),
    promise=(7, 11),
    moments=(
        paid(0.1, "card"),
        after(0.5, PlaceHold, hold_id="address", reason="incorrect_address"),
        after(
            20,
            CorrectAddress,
            address=Address(
                name="Aoife Byrne",
                lines=("14 Orchard Lane",),
                city="Dublin",
                postcode="D08 X2P4",
                country="IE",
            ),
            by="customer",
        ),
        after(20.1, ReleaseHold, hold_id="address"),
        *steps(22, "allocated picked checked packed", {"A": 1}, "cork"),
        shipped(27, "1003-1", {"A": 1}, "fainleog", "FA2209114IE"),
        tracked(46, "1003-1", "in_transit.general"),
        tracked(70, "1003-1", "out_for_delivery.general"),
    ),
)
"""Aoife in Dublin."""
