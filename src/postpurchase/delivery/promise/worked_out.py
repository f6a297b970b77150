"""What was worked out for one parcel: the days, and what they were made of."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from postpurchase.delivery.network import Destination, Location, Service, TransitTime
from postpurchase.delivery.promise.journey import Journey
from postpurchase.delivery.promise.slots import OpenSlot
from postpurchase.values.answers import Promise
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class WorkedOut:
    """What a promise says, and everything that it was made of.

    Args:
        ordered_at: When the order was, or would be, placed.
        location: Where the parcel leaves.
        service: What carries it.
        destination: Where it goes.
        transit: The days on the way that it was made with.
        percent: The probability that was asked for.
        counts_from_on: The day that the order counts for by its time alone.
        journey: The days of the parcel.
        dispatch_on: The day on which it must leave; for a slot, the last such day.
        available_on: The day from which the goods are there, if they were not.
        slot: The window that was chosen, or None.
        price: What the delivery costs the customer, if it is known.
    """

    ordered_at: datetime
    location: Location
    service: Service
    destination: Destination
    transit: TransitTime
    percent: int
    counts_from_on: date
    journey: Journey
    dispatch_on: date
    available_on: date | None = None
    slot: OpenSlot | None = None
    price: Money | None = None

    @property
    def earliest_on(self) -> date:
        """The first day on which it may arrive, at the destination."""
        return self.slot.on if self.slot else self.journey.earliest_on

    @property
    def latest_on(self) -> date:
        """The last day on which it should arrive, at the destination."""
        return self.slot.on if self.slot else self.journey.latest_on

    @property
    def window_end_at(self) -> datetime | None:
        """The moment by which it should be there, if the time of day is promised."""
        return self.slot.ends_at if self.slot else self.journey.by_at

    @property
    def probability_percent(self) -> int | None:
        """How likely it is there in time; None where only a range is stated."""
        return self.transit.probability(self.percent)

    @property
    def calendar_version(self) -> str:
        """The calendars that it was worked out with."""
        used = (self.location.calendar.version, self.destination.calendar.version)
        return "; ".join(dict.fromkeys(filter(None, used)))

    def to_promise(self) -> Promise:
        """Return the promise as an order records it."""
        return Promise(
            earliest_on=self.earliest_on,
            latest_on=self.latest_on,
            zone=self.destination.zone,
            probability_percent=self.probability_percent,
            price=self.price,
            calendar_version=self.calendar_version,
            dispatch_on=self.dispatch_on,
            window_start_at=self.slot.starts_at if self.slot else None,
            window_end_at=self.window_end_at,
            carrier=self.service.carrier,
            service=self.service.code,
        )
