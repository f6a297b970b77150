"""The shop of the demonstration: in memory, with carriers, a channel and a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from postpurchase.app import PostPurchase
from postpurchase.cli.demo.story import Story
from postpurchase.cli.session import Session
from postpurchase.plugins.plain_packaging import PlainPackaging
from postpurchase.plugins.table_rate_carrier import TableRateCarrier
from postpurchase.values.answers import Message, Package
from postpurchase.values.money import Money

BEGINS_AT = datetime(2026, 5, 4, 6, 12, tzinfo=UTC)
"""A Monday morning."""

RATES = (
    ("lastivka", "UA", "95 UAH"),
    ("jaskolka", "PL", "14.99 PLN"),
    ("fainleog", "IE", "6.50 EUR"),
    ("yanzi", "CN", "12 CNY"),
    ("qarlygash", "KZ", "1200 KZT"),
    ("swallow", "US", "7.95 USD"),
)
"""Invented carriers, the country that each serves, and the price of a parcel."""


class Clock:
    """Tells the time of the story that is being played."""

    def __init__(self) -> None:
        self.at: datetime = BEGINS_AT

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at

    def turn_to(self, hours: float) -> None:
        """Turn to so many hours after the beginning."""
        self.at = max(self.at, BEGINS_AT + timedelta(hours=hours))


@attrs.define
class Letters:
    """A channel that keeps what it is given: nobody is written to."""

    kept: list[Message] = attrs.field(factory=list)
    code: str = "email"

    def send(self, message: Message, *, key: str) -> None:
        """Keep the message."""
        self.kept.append(message)


def open_shop(session: Session, clock: Clock, letters: Letters) -> PostPurchase:
    """Open the shop, with what is built in and what was named by --plugin."""
    carriers = [
        TableRateCarrier(
            code=code, name=code.capitalize(), rates=[_rate(country, price)]
        )
        for code, country, price in RATES
    ]
    return session.open(
        "memory:",
        create=True,
        plugins=[
            *carriers,
            letters,
            PlainPackaging(packing_slip=True),
        ],
        notify=letters.code,
        entry_points=False,
        clock=clock,
    )


def quote(shop: PostPurchase, story: Story, at: datetime) -> Money:
    """Ask the carriers what a parcel to the customer costs, and take the cheapest."""
    parcel = Package(weight_grams=1000)
    country, postcode = story.address.country, story.address.postcode
    offers = [
        offer
        for carrier in shop.plugins.carriers.values()
        for offer in carrier.quote(
            parcel,
            origin_country=country,
            destination_country=country,
            postcode=postcode,
            at=at,
        )
        if offer.price.currency == story.currency
    ]
    return min(offers, key=lambda offer: offer.price.amount_minor).price


def _rate(country: str, price: str) -> dict[str, object]:
    amount, currency = price.split()
    return {
        "service": "parcel",
        "countries": [country],
        "price": amount,
        "currency": currency,
    }
