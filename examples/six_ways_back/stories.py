"""One order of seven articles, and the six returns that came of it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from postpurchase import Address, Contact, Money, NewLine
from postpurchase.values.carriage import Party

LONDON = ZoneInfo("Europe/London")
ORDER = "5001"

CUSTOMER = Contact(name="Amara Osei", email="amara@example.com", locale="en")
HOME = Address(
    name="Amara Osei",
    lines=("14 Columbia Road",),
    postcode="E2 7RG",
    city="London",
    country="GB",
)
WAREHOUSE = Party(
    contact=Contact(name="Returns, Wardrobe Ltd"),
    address=Address(
        name="Wardrobe Ltd",
        lines=("Unit 6, Canal Wharf",),
        postcode="LS11 5PS",
        city="Leeds",
        country="GB",
    ),
)


def at(written: str) -> datetime:
    """Read a moment of London's clocks, such as ``06-04 09:10``, in 2026."""
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=LONDON)


PLACED_AT = at("06-01 10:00")
SHIPPED_AT = at("06-01 17:00")
DELIVERED_AT = at("06-03 11:25")
ENDS_AT = at("06-16 12:00")


@attrs.frozen(kw_only=True)
class Story:
    """One article that goes back, and how.

    Args:
        return_id: The return.
        line_id: The article.
        reason: Why, of `REASONS`.
        method: By which way.
        carrier: With whom.
        pickup_point: Where it is handed in.
        on: The day of the courier, if one is to come.
        slot: Its hours.
        asked_at: When the customer asked.
        sent_at: When the carrier scanned it first.
        received_at: When it was back in Leeds.
        inspected_at: When somebody looked at it.
    """

    return_id: str
    line_id: str
    reason: str
    method: str
    carrier: str
    pickup_point: str = ""
    on: str = ""
    slot: str = ""
    asked_at: datetime
    sent_at: datetime
    received_at: datetime
    inspected_at: datetime


def _line(line_id: str, title: str, pence: int, grams: int, units: int = 1) -> NewLine:
    return NewLine(
        line_id=line_id,
        sku=title.upper().replace(" ", "-"),
        title=title,
        quantity=units,
        unit_price=Money(pence, "GBP"),
        weight_grams=grams,
        workflow=(),
    )


LINES = (
    _line("L1", "Denim jacket", 4500, 900),
    _line("L2", "Linen shirt", 2200, 250),
    _line("L3", "Wide trousers", 2800, 450),
    _line("L4", "Running shoes", 6000, 800),
    _line("L5", "Winter coat", 12000, 1900),
    _line("L6", "Evening dress", 8000, 600),
    _line("L7", "Socks", 600, 60, 2),
)
DELIVERY = Money(395, "GBP")

STORIES = (
    Story(
        return_id="R1",
        line_id="L1",
        reason="fit.too_small",
        method="post_label",
        carrier="crownpost",
        asked_at=at("06-04 09:10"),
        sent_at=at("06-05 12:40"),
        received_at=at("06-08 10:00"),
        inspected_at=at("06-08 15:00"),
    ),
    Story(
        return_id="R2",
        line_id="L2",
        reason="preference.color",
        method="drop_off",
        carrier="cornerdrop",
        pickup_point="CORNERDROP1",
        asked_at=at("06-04 09:15"),
        sent_at=at("06-04 13:05"),
        received_at=at("06-09 10:00"),
        inspected_at=at("06-09 15:00"),
    ),
    Story(
        return_id="R3",
        line_id="L3",
        reason="fit.too_large",
        method="drop_off",
        carrier="parcelhut",
        pickup_point="PARCELHUT2",
        asked_at=at("06-04 09:20"),
        sent_at=at("06-06 16:30"),
        received_at=at("06-10 10:00"),
        inspected_at=at("06-10 15:00"),
    ),
    Story(
        return_id="R4",
        line_id="L4",
        reason="quality.defective",
        method="locker",
        carrier="steelbox",
        pickup_point="STEELBOX1",
        asked_at=at("06-04 09:25"),
        sent_at=at("06-07 20:10"),
        received_at=at("06-11 10:00"),
        inspected_at=at("06-11 15:00"),
    ),
    Story(
        return_id="R5",
        line_id="L5",
        reason="preference.changed_mind",
        method="courier_collection",
        carrier="daywagon",
        on="2026-06-06",
        slot="09:00-13:00",
        asked_at=at("06-04 09:30"),
        sent_at=at("06-06 10:50"),
        received_at=at("06-08 10:30"),
        inspected_at=at("06-12 09:00"),
    ),
    Story(
        return_id="R6",
        line_id="L6",
        reason="fit.other",
        method="courier_within_the_hour",
        carrier="hotfoot",
        asked_at=at("06-04 18:20"),
        sent_at=at("06-04 18:55"),
        received_at=at("06-05 09:00"),
        inspected_at=at("06-05 11:00"),
    ),
)
