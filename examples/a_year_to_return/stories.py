"""Three customers, what they bought, and what they ask for in the year after."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from postpurchase import Money, NewLine


@attrs.frozen(kw_only=True)
class Customer:
    """A customer with one order.

    Args:
        name: Who it is.
        order_id: The order.
        city: Where it went.
        country: ISO 3166 code; its law stands beneath the shop's policy.
        zone: The clocks there, by which every last day ends.
        currency: What it was paid in.
        delivery_minor: What the delivery cost.
        lines: What was bought.
    """

    name: str
    order_id: str
    city: str
    country: str
    zone: str
    currency: str
    delivery_minor: int
    lines: tuple[NewLine, ...]

    @property
    def delivery(self) -> Money:
        """What the delivery cost."""
        return Money(self.delivery_minor, self.currency)

    def at(self, written: str) -> datetime:
        """Read a moment of the customer's own clocks, such as ``2026-06-10 11:25``."""
        return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(self.zone))

    def day_of(self, at: datetime) -> int:
        """Count the days since the delivery, by the customer's calendar."""
        there = at.astimezone(ZoneInfo(self.zone)).date()
        return (there - self.at(DELIVERED).date()).days


@attrs.frozen(kw_only=True)
class Wish:
    """Something that a customer wants to send back.

    Args:
        return_id: The return.
        customer: Who asks.
        asked: When, by the customer's clocks.
        title: What it shows, for the reader of the story.
        units: Units by line.
        reason: Why, of `REASONS`.
        kind: One of `RETURN_KINDS`.
        resolution: What is wished for instead.
    """

    return_id: str
    customer: Customer
    asked: str
    title: str
    units: dict[str, int]
    reason: str = "preference.changed_mind"
    kind: str = "policy_return"
    resolution: str = "refund_original"

    @property
    def asked_at(self) -> datetime:
        """When it was asked for."""
        return self.customer.at(self.asked)


PLACED, SHIPPED, DELIVERED = "2026-06-08 10:00", "2026-06-08 17:00", "2026-06-10 11:25"
"""By each customer's own clocks."""


def _line(
    line_id: str, title: str, price: Money, units: int = 1, **more: Any
) -> NewLine:
    return NewLine(
        line_id=line_id,
        sku=title.upper().replace(" ", "-"),
        title=title,
        quantity=units,
        unit_price=price,
        workflow=(),
        **more,
    )


AMARA = Customer(
    name="Amara",
    order_id="6001",
    city="London",
    country="GB",
    zone="Europe/London",
    currency="GBP",
    delivery_minor=399,
    lines=(
        _line("L1", "Winter tights", Money(4500, "GBP")),
        _line("L2", "Cycling cap", Money(1200, "GBP"), categories=("clearance",)),
    ),
)
BEN = Customer(
    name="Ben",
    order_id="6002",
    city="Leeds",
    country="GB",
    zone="Europe/London",
    currency="GBP",
    delivery_minor=400,
    lines=(
        _line("L1", "Jersey", Money(3333, "GBP"), 3, discount=Money(1000, "GBP")),
        _line("L2", "Gloves", Money(900, "GBP"), categories=("clearance",)),
    ),
)
CIARA = Customer(
    name="Ciara",
    order_id="6003",
    city="Dublin",
    country="IE",
    zone="Europe/Dublin",
    currency="EUR",
    delivery_minor=0,
    lines=(
        _line("L1", "Turbo trainer", Money(29900, "EUR")),
        _line("L2", "Pedals", Money(5499, "EUR")),
    ),
)
CUSTOMERS = (AMARA, BEN, CIARA)

WISHES = (
    Wish(
        return_id="A1",
        customer=AMARA,
        asked="2026-06-19 10:00",
        title="within the law's fourteen days: law and policy agree",
        units={"L1": 1},
    ),
    Wish(
        return_id="A2",
        customer=AMARA,
        asked="2026-06-24 22:30",
        title="the policy excludes clearance, the law does not: withdrawn",
        units={"L2": 1},
    ),
    Wish(
        return_id="B1",
        customer=BEN,
        asked="2026-12-27 09:00",
        title="long after the law: the policy alone, one of three",
        units={"L1": 1},
        reason="fit.too_small",
    ),
    Wish(
        return_id="B2",
        customer=BEN,
        asked="2026-12-27 09:05",
        title="clearance long after the law: nobody gives that",
        units={"L2": 1},
    ),
    Wish(
        return_id="B3",
        customer=BEN,
        asked="2027-06-10 23:59:59",
        title="the last second of the last day: the other two",
        units={"L1": 2},
    ),
    Wish(
        return_id="C1",
        customer=CIARA,
        asked="2027-06-11 00:00",
        title="a second later: too late",
        units={"L2": 1},
    ),
    Wish(
        return_id="C2",
        customer=CIARA,
        asked="2027-12-10 18:00",
        title="a defect after eighteen months: the legal guarantee",
        units={"L1": 1},
        reason="quality.defective",
        kind="non_conformity",
        resolution="replace_same",
    ),
)
