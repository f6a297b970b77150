"""A failed check, a new promise, two parcels, and money back for a broken mug."""

from __future__ import annotations

from postpurchase.cli.demo.story import (
    Story,
    after,
    line,
    paid,
    promised,
    refunded,
    shipped,
    steps,
    tracked,
)
from postpurchase.order.commands import FailStep, ReportContents
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

KYIV = Story(
    order_id="1001",
    begins_hours=0,
    customer=Contact(
        name="Олена Коваленко",
        email="olena@example.com",
        locale="uk-UA",
        zone="Europe/Kyiv",
    ),
    address=Address(
        name="Олена Коваленко",
        lines=("вул. Садова, 12, кв. 4",),
        city="Київ",
        postcode="01024",
        country="UA",
    ),
    currency="UAH",
    lines=(
        line("A", "Чашка «Калина»", 2, "420 UAH", sku="MUG-KALYNA"),
        line("B", "Лляна скатертина", 1, "1850 UAH", sku="LINEN-150"),
    ),
    discount="269",
    promise=(6, 7),
    moments=(
        paid(0.1, "card"),
        *steps(2, "allocated picked", {"A": 2, "B": 1}, "kyiv"),
        *steps(4, "checked", {"A": 1, "B": 1}),
        after(
            5,
            FailStep,
            line_id="A",
            units=1,
            at_step="checked",
            to="allocated",
            reason="failed_check",
            goods="scrapped",
            by="staff:7",
        ),
        promised(6, 8, 9, "failed_check"),
        *steps(7, "packed", {"A": 1, "B": 1}),
        shipped(9, "1001-1", {"A": 1, "B": 1}, "lastivka", "LA4471902UA"),
        tracked(14, "1001-1", "in_transit.general"),
        *steps(26, "picked checked packed", {"A": 1}),
        tracked(29, "1001-1", "out_for_delivery.general"),
        shipped(30, "1001-2", {"A": 1}, "lastivka", "LA4472377UA"),
        tracked(33, "1001-1", "delivered.general"),
        tracked(40, "1001-2", "in_transit.general"),
        tracked(54, "1001-2", "out_for_delivery.general"),
        tracked(58, "1001-2", "delivered.general"),
        after(60, ReportContents, parcel_id="1001-2", damaged={"A": 1}, by="customer"),
        *refunded(61, {"A": 1}, "damaged"),
    ),
)
"""Olena in Kyiv."""
