"""A phone order; a scanner catches the wrong jar before it is packed."""

from __future__ import annotations

from postpurchase.cli.demo.story import Story, after, line, paid, steps
from postpurchase.order.commands import ScanCode
from postpurchase.values.address import Address
from postpurchase.values.contact import Contact

LVIV = Story(
    order_id="1008",
    begins_hours=60,
    customer=Contact(
        name="Тарас Мельник",
        email="taras@example.com",
        locale="uk-UA",
        zone="Europe/Kyiv",
    ),
    address=Address(
        name="Тарас Мельник",
        lines=("вул. Липова, 3",),
        city="Львів",
        postcode="79008",
        country="UA",
    ),
    currency="UAH",
    lines=(line("A", "Вишневе варення", 6, "135 UAH", sku="JAM-CHERRY"),),
    promise=(8, 11),
    sales_channel="phone",
    moments=(
        paid(0.5, "transfer"),
        *steps(1, "allocated picked", {"A": 6}, "kyiv"),
        after(4, ScanCode, code="JAM-PLUM", step="checked", by="staff:5"),
        *steps(5, "checked", {"A": 6}),
    ),
)
"""Taras in Lviv."""
