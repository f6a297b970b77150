"""The days of a choice, each counted once.

Among 160 ways there are few different journeys: they depend on the location, on
when the carrier collects and delivers, and on the time that the way takes. So each
is counted the first time that it is needed, and kept for the orders of the same day.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

from postpurchase.delivery.network import Destination, Location, Service, TransitTime
from postpurchase.delivery.promise import EARLY_PERCENT, Journey, journey
from postpurchase.errors import NoPromise

KEPT_MAX: Final = 4096
"""Tables of days that are kept; when there are more, all begin anew."""

NEVER: Final = (0, 0)

Days: TypeAlias = tuple[int, int]
"""Latest and earliest day of arrival as ordinals; `NEVER` where there is none."""

Timing: TypeAlias = tuple[Service, TransitTime]
"""A service for all that collect and deliver on the same days, and a transit time."""


class Arrivals:
    """Tables of days by where a parcel leaves, where it goes and when it is ready."""

    __slots__ = ("_numbers", "_tables", "_timings")

    def __init__(self) -> None:
        self._tables: dict[object, dict[int, Days]] = {}
        self._numbers: dict[object, int] = {}
        self._timings: list[Timing] = []

    def timing(self, service: Service, transit: TransitTime) -> int:
        """Return the number of a timing; services alike have the same."""
        alike = (
            service.pick_up_week,
            service.pick_up_at,
            service.delivery_week,
            service.works_on_holidays,
            service.kind == "home",
            service.by_at,
            transit,
        )
        number = self._numbers.get(alike)
        if number is None:
            number = self._numbers[alike] = len(self._timings)
            self._timings.append((service, transit))
        return number

    def table(
        self, location: Location, destination: Destination, *, on: date, percent: int
    ) -> dict[int, Days]:
        """Return the days that are counted already, by the number of the timing."""
        key = (
            location.code,
            on,
            percent,
            destination.zone,
            destination.is_residential,
            destination.calendar,
        )
        found = self._tables.get(key)
        if found is None:
            if len(self._tables) >= KEPT_MAX:
                self._tables.clear()
            found = self._tables[key] = {}
        return found

    def count(
        self,
        number: int,
        location: Location,
        destination: Destination,
        *,
        on: date,
        percent: int,
    ) -> Days:
        """Count the days of a timing.

        Args:
            number: Of the timing.
            location: Where the parcel leaves.
            destination: Where it goes.
            on: The day that its order counts for there.
            percent: How sure the latest day is to be.
        """
        service, transit = self._timings[number]
        try:
            found = journey_of(
                location, service, destination, transit, on=on, percent=percent
            )
        except NoPromise:
            return NEVER
        return found.latest_on.toordinal(), found.earliest_on.toordinal()


def journey_of(
    location: Location,
    service: Service,
    destination: Destination,
    transit: TransitTime,
    *,
    on: date,
    percent: int,
) -> Journey:
    """Return the journey whose days a choice compares.

    Raises:
        NoPromise: The carrier never collects there, or never delivers.
    """
    return journey(
        location,
        service,
        destination,
        transit,
        counts_from_on=on,
        percents=(min(EARLY_PERCENT, percent), percent),
    )
