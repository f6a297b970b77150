"""One jar too few: it is cancelled and paid back, the others go."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    after,
    line,
    paid,
    refunded,
    shipped,
    steps,
    tracked,
)
from postpurchase.order.commands import FailStep
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

ALMATY = Story(
    order_id="1005",
    begins_hours=6,
    customer=Contact(
        name="Айгерим Садыкова",
        email="aigerim@example.com",
        locale="ru-KZ",
        zone="Asia/Almaty",
    ),
    address=Address(
        name="Айгерим Садыкова",
        lines=("ул. Яблоневая, 27",),
        city="Алматы",
        postcode="050010",
        country="KZ",
    ),
    currency="KZT",
    lines=(line("A", "Горный мёд, 500 г", 3, "4500 KZT", sku="HONEY-500"),),
    promise=(8, 12),
    moments=(
        paid(0.1, "card"),
        *steps(2, "allocated", {"A": 3}, "almaty"),
        *steps(4, "picked", {"A": 2}),
        after(
            4.5,
            FailStep,
            line_id="A",
            units=1,
            at_step="picked",
            to="cancelled",
            reason="short_pick",
            goods="missing",
            by="staff:7",
        ),
        *refunded(6, {"A": 1}, "out_of_stock"),
        *steps(7, "checked packed", {"A": 2}),
        shipped(11, "1005-1", {"A": 2}, "qarlygash", "QA7340021KZ"),
        tracked(25, "1005-1", "in_transit.general"),
        tracked(62, "1005-1", "out_for_delivery.general"),
        tracked(66, "1005-1", "delivered.general"),
    ),
)
"""Aigerim in Almaty."""
