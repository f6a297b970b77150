"""On which days a carrier collects at a location, and delivers at a destination."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import attrs

from postpurchase.delivery.network import Destination, Location, Service
from postpurchase.values.calendar import WorkingCalendar


@lru_cache(maxsize=1024)
def pick_up_calendar(location: Location, service: Service) -> WorkingCalendar | None:
    """Return the days on which a carrier collects at a location; None if never.

    Both must be at work. On public holidays the carrier stays away, even if the
    location works, unless the service says otherwise.
    """
    own, week = location.calendar, service.pick_up_week
    absent: frozenset[date] = frozenset()
    if not service.works_on_holidays:
        absent = location.public_holidays
    extra = frozenset(d for d in own.extra - absent if week[d.weekday()] == "1")
    return _meeting(own, week, closures=own.closures | absent, extra=extra)


@lru_cache(maxsize=4096)
def delivery_calendar(
    service: Service, destination: Destination
) -> WorkingCalendar | None:
    """Return the days on which a service delivers at a destination; None if never.

    Public holidays are left out unless the service works on them, and make-up days
    are put in. A business takes parcels on its own working days only.
    """
    own = destination.calendar
    closures = frozenset() if service.works_on_holidays else own.closures
    if destination.is_residential or service.kind != "home":
        own = own.with_week(service.delivery_week)
    return _meeting(own, service.delivery_week, closures=closures, extra=own.extra)


def _meeting(
    own: WorkingCalendar,
    week: str,
    *,
    closures: frozenset[date],
    extra: frozenset[date],
) -> WorkingCalendar | None:
    both = "".join("01"[a == b == "1"] for a, b in zip(own.weekmask, week, strict=True))
    if "1" not in both:
        return None
    return attrs.evolve(own, weekmask=both, closures=closures, extra=extra)
