"""Slots on their days: the windows that can still be chosen."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network import Destination, Service, Slot
from postpurchase.delivery.promise.journey import Journey
from postpurchase.delivery.promise.workdays import delivery_calendar
from postpurchase.values.times import local_moment

HORIZON_DAYS: Final = 14
"""How many days of slots are offered unless asked otherwise."""


@attrs.frozen
class OpenSlot:
    """A slot on a day.

    Args:
        slot: The window, with its price.
        on: The day, at the destination.
        starts_at: Its start, in UTC.
        ends_at: Its end, in UTC.
    """

    slot: Slot
    on: date
    starts_at: datetime
    ends_at: datetime


def slots_after(
    journey: Journey,
    service: Service,
    destination: Destination,
    ordered_at: datetime,
    *,
    days: int = HORIZON_DAYS,
) -> tuple[OpenSlot, ...]:
    """Return the slots that a parcel reaches in time, the earliest first.

    The parcel has to be there on the slot's day with the probability that was
    chosen, the service delivers on that day, the slot begins after the parcel left,
    and it was ordered as long before as the slot asks for.

    Args:
        journey: The days of the parcel.
        service: What carries it.
        destination: Where it goes.
        ordered_at: When it was ordered, in UTC.
        days: How many days are offered, from the first possible one.
    """
    delivering = delivery_calendar(service, destination)
    zone = ZoneInfo(destination.zone)
    found = []
    for offset in range(days if delivering and service.slots else 0):
        on = journey.latest_on + timedelta(days=offset)
        if delivering and delivering.is_working_day(on):
            found += [_on_day(slot, on, zone) for slot in service.slots]
    return tuple(
        sorted(
            (one for one in found if _is_open(one, journey, ordered_at)),
            key=lambda one: (one.starts_at, one.ends_at),
        )
    )


def _on_day(slot: Slot, on: date, zone: ZoneInfo) -> OpenSlot:
    starts_at = local_moment(on, slot.starts, zone)
    return OpenSlot(slot, on, starts_at, local_moment(on, slot.ends, zone, later=True))


def _is_open(one: OpenSlot, journey: Journey, ordered_at: datetime) -> bool:
    """Say whether an offered slot is on its weekday and not too soon."""
    lead = timedelta(hours=one.slot.lead_hours)
    return (
        one.slot.weekday == one.on.weekday()
        # Clocks that skip the whole window leave nothing of it.
        and one.starts_at < one.ends_at
        and journey.left_at <= one.starts_at
        and ordered_at + lead <= one.starts_at
    )
