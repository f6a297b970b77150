"""A carrier and a channel that do what a test tells them to, without a network."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote as percent_encoded

import attrs

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.testing.fake_returns import FakeReturns
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.answers import Message, Package, Quote
from postpurchase.values.carriage import (
    CHANGE_KINDS,
    DeliveryChange,
    Label,
    LabelRequest,
    PickUp,
)
from postpurchase.values.money import Money
from postpurchase.values.return_carriage import ReturnTicket
from postpurchase.values.times import aware

CARRIER_FAULTS = ("refused", "busy", "lost_before", "lost_after")
"""What can go wrong with an effect: an answer is lost before or after it happened."""


class FakeCarrier(FakeReturns):
    """Has every ability of a carrier, a ledger of its own, and faults on demand.

    It delivers after some days, and loses the parcels that it is told to lose.

    Args:
        code: Its name in stored events.
        price: What a parcel costs, wherever it goes.
        transit_days: Days from hand-over to delivery.
        loses: Tracking numbers of the parcels that never arrive.
        faults: Of `CARRIER_FAULTS`, or empty for none; one for each effect that is
            asked for, in order.
        clock: What `track` tells the facts until; without it, it tells them all.

    >>> from postpurchase.testing import Clock
    >>> clock, carrier = Clock(), FakeCarrier(loses=["T2"])
    >>> carrier.hand_over("T1", clock())
    >>> carrier.hand_over("T2", clock())
    >>> clock.advance(days=14)
    >>> [carrier.facts(number, clock())[-1].code for number in ("T1", "T2")]
    ['delivered.general', 'exception.lost']

    >>> from postpurchase.testing import label_request
    >>> carrier = FakeCarrier(faults=["lost_after"])
    >>> carrier.label(label_request(), key="k")
    Traceback (most recent call last):
    ...
    postpurchase.errors.failures.OutcomeUnknown: Plugin fake failed: no answer came.
    >>> carrier.label(label_request(), key="k").tracking_number
    'FAKE1'
    >>> carrier.ledger
    [('label', 'k')]
    """

    def __init__(
        self,
        *,
        code: str = "fake",
        price: Money | None = None,
        transit_days: int = 2,
        loses: Iterable[str] = (),
        faults: Iterable[str] = (),
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.code = code
        self.name: str = f"Fake carrier {code}"
        self.price: Money = price or Money(499, "EUR")
        self.transit_days = transit_days
        self.loses: frozenset[str] = frozenset(loses)
        self.faults: deque[str] = deque(faults)
        self.clock = clock
        self.handed_over: dict[str, datetime] = {}
        self.labels: dict[str, Label] = {}
        self.tickets: dict[str, ReturnTicket] = {}
        self.ledger: list[tuple[str, str]] = []
        self._done: dict[tuple[str, str], Any] = {}

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

    def label(self, request: LabelRequest, *, key: str) -> Label:
        """Order a label, once for each key; `labels` has it by its key."""

        def order() -> Label:
            number = f"{self.code.upper()}{len(self.labels) + 1}"
            self.labels[key] = Label(
                tracking_number=number,
                document=b"^XA^FD" + number.encode() + b"^XZ",
                media_type="application/zpl",
                carrier_reference=number,
                price=self.price,
            )
            return self.labels[key]

        label: Label = self._effect("label", key, order)
        return label

    def find_label(self, request: LabelRequest, *, key: str) -> Label | None:
        """Say what became of an order for a label."""
        return self.labels.get(key)

    def void(self, label: Label, *, key: str) -> None:
        """Take a label back; twice is no error."""
        self._effect("void", label.carrier_reference, lambda: None)

    def track(
        self, tracking_numbers: Sequence[str]
    ) -> Iterator[tuple[str, tuple[TrackingFact, ...]]]:
        """Yield what is known about the parcels that were handed over."""
        for number in tracking_numbers:
            if number in self.handed_over:
                until = self.clock() if self.clock else datetime.max.replace(tzinfo=UTC)
                yield number, self._facts(number, until)

    def pick_up(self, wish: PickUp, *, key: str) -> PickUp:
        """Agree on a visit, once for each key."""

        def agree() -> PickUp:
            number = f"VISIT{len(self.ledger) + 1}"
            return attrs.evolve(wish, confirmation=number)

        agreed: PickUp = self._effect("pick_up", key, agree)
        return agreed

    def cancel_pick_up(self, agreed: PickUp, *, key: str) -> None:
        """Call a visit off; twice is no error."""
        self._effect("cancel_pick_up", agreed.confirmation, lambda: None)

    def changes(self, tracking_number: str, code: str, at: datetime) -> tuple[str, ...]:
        """Name every kind while the parcel is on its way, and none before or after."""
        on_its_way = code.partition(".")[0] in ("in_transit", "out_for_delivery")
        return CHANGE_KINDS if on_its_way else ()

    def change(self, tracking_number: str, change: DeliveryChange, *, key: str) -> None:
        """Accept a change for a parcel that was handed over."""
        if tracking_number not in self.handed_over:
            raise PermanentFailure(plugin=self.code, reason="it is not on its way")
        self._effect("change", key, lambda: None)

    def hand_over(self, tracking_number: str, at: datetime) -> None:
        """Take a parcel."""
        self.handed_over.setdefault(tracking_number, aware(at))

    def facts(self, tracking_number: str, until: datetime) -> tuple[TrackingFact, ...]:
        """Say everything that is known about a parcel at a time, oldest first.

        A lost parcel moves for a day; the carrier admits the loss after ten.
        """
        return self._facts(tracking_number, aware(until))

    def _facts(self, tracking_number: str, until: datetime) -> tuple[TrackingFact, ...]:
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
            if at <= until
        )

    def _effect(self, kind: str, key: str, happen: Callable[[], Any]) -> Any:
        """Let an effect happen once for its key, unless it is the turn of a fault."""
        if (kind, key) in self._done:
            return self._done[kind, key]
        fault = self.faults.popleft() if self.faults else ""
        if fault == "refused":
            raise PermanentFailure(plugin=self.code, reason="the carrier says no")
        if fault == "busy":
            raise TemporaryFailure(plugin=self.code, reason="busy", retry_after_s=1)
        if fault != "lost_before":
            self._done[kind, key] = happen()
            self.ledger.append((kind, key))
        if fault:
            raise OutcomeUnknown(plugin=self.code, reason="no answer came")
        return self._done[kind, key]


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
