"""Four customers of June 2026, what they chose, and when the van came."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from postpurchase import Contact, Package

LONDON = ZoneInfo("Europe/London")

WASHER = Package(weight_grams=71_000, length_mm=870, width_mm=660, height_mm=640)
KETTLE = Package(weight_grams=1_600, length_mm=260, width_mm=260, height_mm=180)


@attrs.frozen(kw_only=True)
class Story:
    """One order.

    Args:
        order_id: The order.
        customer: Who, with the telephone that is texted.
        title: What is bought, one piece.
        price: For how much, in pounds.
        package: How it is packed.
        postcode: Where it goes.
        ordered_at: When.
        wants: The label of the menu that was chosen.
        slot: Day and hour at which the chosen slot begins, as it is shown.
        round: From when to when the driver's round brings it, local times.
        arrived_at: When the van was there.
    """

    order_id: str
    customer: Contact
    title: str
    price: str
    package: Package
    postcode: str
    ordered_at: datetime
    wants: str
    slot: tuple[int, int] | None = None
    round: tuple[str, str] = ("", "")
    arrived_at: datetime


def _on(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=LONDON)


STORIES = (
    Story(
        order_id="4001",
        customer=Contact(name="Maya", phone="+447911123401", zone="Europe/London"),
        title="Washing machine",
        price="449.00",
        package=WASHER,
        postcode="NG24 1AA",
        ordered_at=_on(15, 19, 30),
        wants="slot",
        slot=(17, 18),
        arrived_at=_on(17, 18, 40),
    ),
    Story(
        order_id="4002",
        customer=Contact(name="Tom", phone="+447911123402", zone="Europe/London"),
        title="Washing machine",
        price="449.00",
        package=WASHER,
        postcode="M1 2AB",
        ordered_at=_on(15, 20, 45),
        wants="cheapest",
        round=("12:20", "14:20"),
        arrived_at=_on(19, 13, 5),
    ),
    Story(
        order_id="4003",
        customer=Contact(name="Aisha", phone="+447911123403", zone="Europe/London"),
        title="Washing machine",
        price="449.00",
        package=WASHER,
        postcode="IV2 3CD",
        ordered_at=_on(16, 9, 10),
        wants="cheapest",
        round=("09:40", "11:40"),
        arrived_at=_on(20, 10, 15),
    ),
    Story(
        order_id="4004",
        customer=Contact(name="Piotr", phone="+447911123404", locale="pl"),
        title="Czajnik",
        price="39.00",
        package=KETTLE,
        postcode="LS1 4DE",
        ordered_at=_on(16, 15, 0),
        wants="slot",
        slot=(18, 12),
        arrived_at=_on(18, 14, 35),
    ),
)
