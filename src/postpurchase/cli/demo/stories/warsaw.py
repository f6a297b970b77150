"""Nobody at home, a pick-up point, and cash on delivery."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    after,
    line,
    on_delivery,
    shipped,
    steps,
    tracked,
)
from postpurchase.order.commands import CollectPayment, RemitPayment
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

WARSAW = Story(
    order_id="1002",
    begins_hours=1.5,
    customer=Contact(
        name="Anna Nowak",
        email="anna@example.com",
        locale="pl-PL",
        zone="Europe/Warsaw",
    ),
    address=Address(
        name="Anna Nowak",
        lines=("ul. Lipowa 8/3",),
        city="Warszawa",
        postcode="00-316",
        country="PL",
    ),
    currency="PLN",
    lines=(
        line("A", "Kawa ziarnista, 1 kg", 1, "89 PLN", sku="COFFEE-1KG"),
        line("B", "Młynek ręczny", 1, "219 PLN", sku="GRINDER"),
    ),
    promise=(6, 8),
    moments=(
        on_delivery(0.1),
        *steps(2, "allocated picked checked packed", {"A": 1, "B": 1}, "lodz"),
        shipped(7, "1002-1", {"A": 1, "B": 1}, "jaskolka", "JA00815573PL"),
        tracked(18, "1002-1", "in_transit.general"),
        tracked(27, "1002-1", "out_for_delivery.general"),
        tracked(31, "1002-1", "delivery_attempted.recipient_absent"),
        tracked(34, "1002-1", "available_for_pickup.general"),
        tracked(50, "1002-1", "delivered.general"),
        after(50.1, CollectPayment, payment_id="payment-1", by="carrier"),
        after(74, RemitPayment, payment_id="payment-1", by="carrier"),
    ),
)
"""Anna in Warsaw."""
