"""Six orders of one week in May 2026, with what the carriers said about each."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from postpurchase import Package

EAST = ZoneInfo("America/New_York")
WEST = ZoneInfo("America/Los_Angeles")
MIDDLE = ZoneInfo("America/Chicago")


@attrs.frozen(kw_only=True)
class Article:
    """What the shop sells."""

    sku: str
    title: str
    price: str
    package: Package
    goods: frozenset[str] = frozenset()


MUG = Article(
    sku="MUG",
    title="Mug",
    price="18.00",
    package=Package(weight_grams=600, length_mm=150, width_mm=150, height_mm=150),
)
GAME = Article(
    sku="GAME",
    title="Board game",
    price="49.00",
    package=Package(weight_grams=1800, length_mm=300, width_mm=300, height_mm=80),
)
BANK = Article(
    sku="BANK",
    title="Power bank",
    price="39.00",
    package=Package(weight_grams=500, length_mm=200, width_mm=120, height_mm=60),
    goods=frozenset({"lithium"}),
)

STOCK = (
    ("MUG", "newark", 5),
    ("MUG", "dallas", 5),
    ("MUG", "reno", 5),
    ("GAME", "newark", 3),
    ("BANK", "reno", 4),
)
"""Which units lie where on Monday morning."""


@attrs.frozen(kw_only=True)
class Story:
    """One order.

    Args:
        order_id: The order.
        article: What is bought, one unit.
        city: Where it goes.
        postcode: The same.
        ordered_at: When.
        arrived_at: When the carrier delivered it.
        late_because: The carrier's own words, where something went wrong.
    """

    order_id: str
    article: Article
    city: str
    postcode: str
    ordered_at: datetime
    arrived_at: datetime
    late_because: str = ""


STORIES = (
    Story(
        order_id="3001",
        article=MUG,
        city="Boston",
        postcode="02108",
        ordered_at=datetime(2026, 5, 18, 10, 5, tzinfo=EAST),
        arrived_at=datetime(2026, 5, 19, 14, 30, tzinfo=EAST),
    ),
    Story(
        order_id="3002",
        article=MUG,
        city="San Diego",
        postcode="92101",
        ordered_at=datetime(2026, 5, 18, 15, 40, tzinfo=WEST),
        arrived_at=datetime(2026, 5, 20, 11, 10, tzinfo=WEST),
    ),
    Story(
        order_id="3003",
        article=GAME,
        city="Seattle",
        postcode="98101",
        ordered_at=datetime(2026, 5, 19, 9, 15, tzinfo=WEST),
        arrived_at=datetime(2026, 5, 21, 16, 45, tzinfo=WEST),
    ),
    Story(
        order_id="3004",
        article=BANK,
        city="Miami",
        postcode="33101",
        ordered_at=datetime(2026, 5, 19, 12, 0, tzinfo=EAST),
        arrived_at=datetime(2026, 5, 26, 13, 20, tzinfo=EAST),
    ),
    Story(
        order_id="3005",
        article=MUG,
        city="Chicago",
        postcode="60601",
        ordered_at=datetime(2026, 5, 21, 22, 30, tzinfo=MIDDLE),
        arrived_at=datetime(2026, 5, 26, 15, 5, tzinfo=MIDDLE),
    ),
    Story(
        order_id="3006",
        article=MUG,
        city="Denver",
        postcode="80202",
        ordered_at=datetime(2026, 5, 20, 11, 30, tzinfo=ZoneInfo("America/Denver")),
        arrived_at=datetime(2026, 5, 26, 9, 50, tzinfo=ZoneInfo("America/Denver")),
        late_because="Held by a snow storm",
    ),
)
