"""A step of the shop's own, engraving; the card is charged when the parcel leaves."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    authorized,
    line,
    paid,
    shipped,
    steps,
    tracked,
)
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

PORTLAND = Story(
    order_id="1006",
    begins_hours=9,
    customer=Contact(
        name="Grace Miller",
        email="grace@example.com",
        locale="en-US",
        zone="America/Los_Angeles",
    ),
    address=Address(
        name="Grace Miller",
        lines=("480 Alder Street",),
        city="Portland",
        region="OR",
        postcode="97205",
        country="US",
    ),
    currency="USD",
    lines=(
        line(
            "A",
            "Silver locket, engraved",
            1,
            "84 USD",
            sku="LOCKET",
            workflow=("allocated", "picked", "engraved", "checked", "packed"),
        ),
    ),
    promise=(8, 11),
    moments=(
        authorized(0.1, "card"),
        *steps(2, "allocated picked engraved checked packed", {"A": 1}, "portland"),
        paid(9, ""),
        shipped(9.5, "1006-1", {"A": 1}, "swallow", "SW4100287US"),
        tracked(24, "1006-1", "in_transit.general"),
        tracked(50, "1006-1", "out_for_delivery.general"),
        tracked(55, "1006-1", "delivered.general"),
    ),
)
"""Grace in Portland."""
