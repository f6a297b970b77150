"""What the log teaches of deliveries: a transit book, and carriers' scorecards."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Final

import attrs

from postpurchase.app.zones import known_zone
from postpurchase.delivery.learn import (
    Memory,
    ParcelRecord,
    Scorecard,
    TransitBook,
    scorecards,
)
from postpurchase.delivery.network import Lane
from postpurchase.order.events import (
    OrderPlaced,
    ParcelDelivered,
    ParcelLost,
    ParcelResumed,
    ParcelReturned,
    ParcelShipped,
    ParcelTurnedBack,
    PromiseRevised,
    TrackingRecorded,
)
from postpurchase.order.events.base import Event

if TYPE_CHECKING:
    from postpurchase.stores.base import Cursor, EventStore
    from postpurchase.values.answers import Promise

PROMISING: Final = (0.8, 0.9, 0.95)
"""The shares of promises that the book corrects itself for."""

ATTEMPT: Final = "delivery_attempted"
DAMAGED: Final = "exception.damaged"

KINDS: Final = (
    OrderPlaced,
    PromiseRevised,
    ParcelShipped,
    TrackingRecorded,
    ParcelDelivered,
    ParcelLost,
    ParcelTurnedBack,
    ParcelReturned,
    ParcelResumed,
)
"""The events that teach something."""


@attrs.frozen
class Learned:
    """What the log taught.

    Args:
        book: Days and risks by lane. Its lanes go from the location's code to the
            country of the destination; `lane` names one.
        scorecards: By carrier: all of it first, then its services.
        parcels: How many parcels arrived on each lane.
    """

    book: TransitBook
    scorecards: tuple[Scorecard, ...]
    parcels: Mapping[Lane, int] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class _OrderSeen:
    """An order as far as its parcels' times need it."""

    country: str = ""
    zone: tzinfo = UTC
    promise: Promise | None = None


@attrs.frozen(kw_only=True)
class _ParcelSeen:
    """A parcel under way, or how it ended."""

    record: ParcelRecord
    lane: Lane
    shipped_on: date
    promise: Promise | None


class Learner:
    """Reads the log on from where it stopped, and keeps what it taught.

    Events count by the time at which they happened, as far as they come together;
    what is stored later counts from then on. Days are those of the recipient's time
    zone. Nothing that it keeps is personal.

    Args:
        store: The log.
        memory: How fast the book forgets.
    """

    def __init__(self, store: EventStore, memory: Memory | None = None) -> None:
        self._store = store
        self._book = TransitBook(memory, promising=PROMISING)
        self._orders: dict[str, _OrderSeen] = {}
        self._parcels: dict[str, _ParcelSeen] = {}
        self._cursor: Cursor | None = None
        self._lock = threading.Lock()

    def update(self, now: datetime) -> Learned:
        """Read what is new.

        Args:
            now: The days before this one are taken to be over.

        Raises:
            StoreUnavailable: The log cannot be read now.
            BrokenLog: It is broken.
        """
        with self._lock:
            news = sorted(self._news(), key=lambda one: one[1].at)
            for stream, event in news:
                self._take(stream, event)
            self._book.turn_to(now.astimezone(UTC).date())
            seen = self._parcels.values()
            parcels = Counter(
                one.lane for one in seen if one.record.transit_days is not None
            )
            return Learned(
                self._book, scorecards([one.record for one in seen]), parcels
            )

    def _news(self) -> Iterator[tuple[str, Event]]:
        while True:
            page = self._store.read(self._cursor)
            self._cursor = page.cursor
            if not page.recorded:
                return
            for recorded in page.recorded:
                if isinstance(recorded.event, KINDS):
                    yield recorded.stream, recorded.event

    def _take(self, stream: str, event: Event) -> None:
        match event:
            case OrderPlaced():
                self._place(stream, event)
            case PromiseRevised():
                order = self._orders.get(stream, _OrderSeen())
                if order.promise is None:
                    self._orders[stream] = attrs.evolve(order, promise=event.promise)
            case ParcelShipped():
                self._ship(stream, event)
            case TrackingRecorded():
                self._follow(stream, event)
            case ParcelDelivered():
                self._deliver(stream, event)
            case ParcelLost() | ParcelTurnedBack() | ParcelReturned():
                self._end(stream, event, is_lost=isinstance(event, ParcelLost))
            case ParcelResumed():
                self._change(
                    _key(stream, event.parcel_id), is_ended=False, is_lost=False
                )

    def _place(self, stream: str, event: OrderPlaced) -> None:
        zone = event.zone or (event.promise.zone if event.promise else "")
        self._orders[stream] = _OrderSeen(
            country=event.country,
            zone=known_zone(zone) or UTC if zone else UTC,
            promise=event.promise,
        )

    def _ship(self, stream: str, event: ParcelShipped) -> None:
        box, order = event.box, self._orders.get(stream, _OrderSeen())
        on = event.at.astimezone(order.zone).date()
        key = _key(stream, box.parcel_id)
        way = lane(box.carrier, box.service, box.location_code, order.country)
        self._parcels[key] = _ParcelSeen(
            record=ParcelRecord(carrier=box.carrier, service=box.service),
            lane=way,
            shipped_on=on,
            promise=order.promise,
        )
        self._book.set_out(key, way, on=on)

    def _follow(self, stream: str, event: TrackingRecorded) -> None:
        key = _key(stream, event.parcel_id)
        seen = self._parcels.get(key)
        if seen is None:
            return
        codes = [fact.code for fact in event.facts]
        self._change(
            key,
            attempts=seen.record.attempts + sum(c.startswith(ATTEMPT) for c in codes),
            is_damaged=seen.record.is_damaged or DAMAGED in codes,
        )

    def _deliver(self, stream: str, event: ParcelDelivered) -> None:
        key = _key(stream, event.parcel_id)
        seen = self._parcels.get(key)
        if seen is None:
            return
        on = event.at.astimezone(self._zone(stream)).date()
        late = (on - seen.promise.latest_on).days if seen.promise else None
        self._change(
            key,
            transit_days=max(0, (on - seen.shipped_on).days),
            days_late=late,
            is_ended=True,
            is_lost=False,
        )
        self._book.arrived(key, on=on)

    def _end(
        self,
        stream: str,
        event: ParcelLost | ParcelTurnedBack | ParcelReturned,
        *,
        is_lost: bool,
    ) -> None:
        key = _key(stream, event.parcel_id)
        self._change(key, is_ended=True, is_lost=is_lost)
        self._book.dropped(key)

    def _change(self, key: str, **changes: Any) -> None:
        seen = self._parcels.get(key)
        if seen is not None:
            record = attrs.evolve(seen.record, **changes)
            self._parcels[key] = attrs.evolve(seen, record=record)

    def _zone(self, stream: str) -> tzinfo:
        return self._orders.get(stream, _OrderSeen()).zone


def lane(carrier: str, service: str, location_code: str, country: str) -> Lane:
    """Name the lane that a parcel is learned under.

    Args:
        carrier: Code of the carrier.
        service: Its product.
        location_code: Where it leaves.
        country: Where it goes. The postcode is personal and not in the log.

    >>> lane("dpd", "classic", "waw", "DE").destination_zone
    'DE'
    """
    return Lane(carrier, service, location_code, country)


def _key(stream: str, parcel_id: str) -> str:
    return f"{stream} {parcel_id}"
