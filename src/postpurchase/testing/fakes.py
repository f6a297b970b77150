"""A carrier and a channel that do what a test tells them to, without a network."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import quote as percent_encoded

from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Message, Package, Quote
from postpurchase.values.money import Money
from postpurchase.values.times import aware


class FakeCarrier:
    """Delivers after some days, and loses the parcels that it is told to lose.

    Args:
        code: Its name in stored events.
        price: What a parcel costs, wherever it goes.
        transit_days: Days from hand-over to delivery.
        loses: Tracking numbers of the parcels that never arrive.

    >>> from postpurchase.testing import Clock
    >>> clock, carrier = Clock(), FakeCarrier(loses=["T2"])
    >>> carrier.hand_over("T1", clock())
    >>> carrier.hand_over("T2", clock())
    >>> clock.advance(days=14)
    >>> [carrier.facts(number, clock())[-1].code for number in ("T1", "T2")]
    ['delivered.general', 'exception.lost']
    """

    def __init__(
        self,
        *,
        code: str = "fake",
        price: Money | None = None,
        transit_days: int = 2,
        loses: Iterable[str] = (),
    ) -> None:
        self.code = code
        self.name: str = f"Fake carrier {code}"
        self.price: Money = price or Money(499, "EUR")
        self.transit_days = transit_days
        self.loses: frozenset[str] = frozenset(loses)
        self.handed_over: dict[str, datetime] = {}

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> tuple[Quote, ...]:
        """Offer one service, except to ``ZZ``, which is no country, and to giants."""
        if destination_country == "ZZ" or package.weight_grams > 30_000:
            return ()
        return (Quote(carrier=self.code, service="standard", price=self.price),)

    def tracking_url(self, tracking_number: str) -> str:
        """Return a page that does not exist."""
        return f"https://track.example/{percent_encoded(tracking_number, safe='')}"

    def hand_over(self, tracking_number: str, at: datetime) -> None:
        """Take a parcel."""
        self.handed_over.setdefault(tracking_number, aware(at))

    def facts(self, tracking_number: str, until: datetime) -> tuple[TrackingFact, ...]:
        """Say everything that is known about a parcel at a time, oldest first.

        A lost parcel moves for a day; the carrier admits the loss after ten.
        """
        taken_at = self.handed_over[tracking_number]
        lost = tracking_number in self.loses
        end = "exception.lost" if lost else "delivered.general"
        end_at = taken_at + timedelta(days=10 if lost else self.transit_days)
        way = (
            (taken_at, "in_transit.accepted"),
            (taken_at + timedelta(hours=8), "in_transit.processed"),
            (end_at, end),
        )
        return tuple(
            TrackingFact(at=at, code=code, raw_code=code.upper())
            for at, code in way
            if at <= aware(until)
        )


class FakeChannel:
    """Keeps messages instead of sending them; the same key is kept once.

    Args:
        code: The name that consent and preferences refer to.
        failures: Raised one after the other, before messages are taken.

    >>> from postpurchase.testing.samples import message
    >>> channel = FakeChannel()
    >>> channel.send(message(), key="1001:3:notices")
    >>> channel.send(message(), key="1001:3:notices")
    >>> [sent.topic for sent in channel.sent.values()]
    ['parcel_shipped']
    """

    def __init__(
        self, *, code: str = "fake", failures: Iterable[BaseException] = ()
    ) -> None:
        self.code = code
        self.failures: deque[BaseException] = deque(failures)
        self.sent: dict[str, Message] = {}

    def send(self, message: Message, *, key: str) -> None:
        """Keep the message, unless it is the turn of a failure."""
        if self.failures:
            raise self.failures.popleft()
        self.sent.setdefault(key, message)
