"""A part shipment: what is there goes, the rest waits for stock."""

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
from postpurchase.order.commands import PlaceHold
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

KRAKOW = Story(
    order_id="1007",
    begins_hours=22,
    customer=Contact(
        name="Marek Zieliński",
        email="marek@example.com",
        locale="pl-PL",
        zone="Europe/Warsaw",
    ),
    address=Address(
        name="Marek Zieliński",
        lines=("ul. Ogrodowa 21",),
        city="Kraków",
        postcode="31-155",
        country="PL",
    ),
    currency="PLN",
    lines=(
        line("A", "Gra planszowa „Puszcza”", 1, "159 PLN", sku="GAME-PUSZCZA"),
        line("B", "Koszulki na karty", 2, "24.90 PLN", sku="SLEEVES"),
    ),
    promise=(8, 12),
    sales_channel="marketplace",
    moments=(
        paid(0.1, "blik"),
        after(1, PlaceHold, hold_id="stock", reason="out_of_stock", units={"B": 2}),
        *steps(2, "allocated picked checked packed", {"A": 1}, "lodz"),
        shipped(7, "1007-1", {"A": 1}, "jaskolka", "JA00816921PL"),
        tracked(26, "1007-1", "in_transit.general"),
        tracked(48, "1007-1", "delivered.general"),
    ),
)
"""Marek in Kraków."""
