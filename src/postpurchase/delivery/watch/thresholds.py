"""How long is too long: thresholds, per carrier and service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from functools import partial
from typing import Any, Final, Self, TypeVar
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network.checks import check_clock, check_whole, check_zone
from postpurchase.delivery.network.places import Destination, Location
from postpurchase.delivery.watch.waits import HOURS_MAX, Wait
from postpurchase.errors import InvalidInput, PostPurchaseError
from postpurchase.errors.inputs import short
from postpurchase.values import tables
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.tables import Table


@attrs.frozen(kw_only=True)
class ParcelThresholds:
    """How long is too long on the carrier's way.

    Args:
        first_scan: From hand-over to the first scan.
        no_movement: From the last scan to the next one.
        lost_after: From the last scan, or from hand-over if there is none, until
            silence counts as loss.
        customs: How long customs may take.
        pickup_reminder: From arrival at the pick-up point until the customer is
            reminded.
        late_after: From the end of a stated time until a parcel of which nothing is
            reported counts as late; whole days need no such wait.
        late_percent: From which probability on a parcel counts as predicted late.

    Source: the waits before a claim that carriers publish run from 24 hours (UPS,
    FedEx) and 48 hours without movement (GLS) over 7 to 15 business days (USPS) to
    10 business days after the last scan (DHL eCommerce).
    """

    first_scan: Wait = Wait(working_days=1)
    no_movement: Wait = Wait(working_days=3)
    lost_after: Wait = Wait(working_days=10)
    customs: Wait = Wait(working_days=5)
    pickup_reminder: Wait = Wait(hours=48)
    late_after: Wait = Wait(hours=1)
    late_percent: int = 60

    def __attrs_post_init__(self) -> None:
        """Refuse a probability that is none."""
        check_whole(self.late_percent, "late_percent", 1, 100)


HOURS_BEFORE_DISPATCH: Final[Mapping[str, int]] = {
    "allocated": 8,
    "picked": 4,
    "checked": 3,
    "packed": 2,
}
"""Hours before hand-over by which each standard step should be done."""


@attrs.frozen(kw_only=True)
class Thresholds:
    """Everything that the detectors compare with.

    Args:
        zone: The shop's time zone, for locations that are not listed.
        calendar: The days on which the shop works, likewise.
        locations: Locations with zones and calendars of their own.
        destinations: Countries whose calendar counts once a parcel has come there,
            such as `Network.destination` makes them; of others the location's does.
        hand_over_at: Local time by which parcels leave on their dispatch day.
        dispatch: From placing until dispatch, where no promise names the day.
        hours_before_dispatch: Hours before hand-over by which each step should be
            done. A step that is not named takes those of the next one that is.
        hold: How long a hold may last that names no end.
        backorder: The same for goods that are out of stock.
        parcels: Thresholds by ``carrier/service``, ``carrier``, or ``""`` for all.

    Raises:
        InvalidInput: A value is not what its field needs.
    """

    zone: str = "UTC"
    calendar: WorkingCalendar = attrs.field(factory=WorkingCalendar)
    locations: tuple[Location, ...] = ()
    destinations: tuple[Destination, ...] = ()
    hand_over_at: time = time(18)
    dispatch: Wait = Wait(working_days=2)
    hours_before_dispatch: Mapping[str, int] = attrs.field(
        factory=lambda: dict(HOURS_BEFORE_DISPATCH)
    )
    hold: Wait = Wait(hours=48)
    backorder: Wait = Wait(working_days=10)
    parcels: Mapping[str, ParcelThresholds] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a zone, a time or a number of hours that is none."""
        check_zone(self.zone)
        check_clock(self.hand_over_at, "hand_over_at")
        for step, hours in self.hours_before_dispatch.items():
            check_whole(hours, f"hours_before_dispatch.{step}", 0, HOURS_MAX)

    def of_parcel(self, carrier: str, service: str) -> ParcelThresholds:
        """Return the thresholds of a carrier's service, of the carrier, or of all.

        >>> slow = ParcelThresholds(no_movement=Wait(working_days=5))
        >>> thresholds = Thresholds(parcels={"postnl": slow})
        >>> thresholds.of_parcel("postnl", "letter").no_movement.working_days
        5
        >>> thresholds.of_parcel("gls", "").no_movement.working_days
        3
        """
        for name in (f"{carrier}/{service}", carrier, ""):
            if name in self.parcels:
                return self.parcels[name]
        return USUAL

    def place(self, location_code: str) -> tuple[ZoneInfo, WorkingCalendar]:
        """Return zone and calendar of a location, or the shop's own."""
        for location in self.locations:
            if location.code == location_code:
                return ZoneInfo(location.zone), location.calendar
        return ZoneInfo(self.zone), self.calendar

    def country(self, country: str) -> tuple[ZoneInfo, WorkingCalendar] | None:
        """Return zone and calendar of a destination's country, if they are known."""
        for one in self.destinations:
            if one.country == country:
                return ZoneInfo(one.zone), one.calendar
        return None

    @classmethod
    def read(
        cls,
        document: Mapping[str, Any],
        *,
        locations: tuple[Location, ...] = (),
        destinations: tuple[Destination, ...] = (),
    ) -> Self:
        """Read thresholds from a document, such as a table of a TOML file.

        Waits are tables: ``{hours = 48}`` or ``{working_days = 3}``.

        Args:
            document: Fields of this class; ``parcels`` holds tables by
                ``carrier/service`` or ``carrier``; ``week`` is the working week.
            locations: As for the class.
            destinations: As for the class.

        Raises:
            InvalidInput: A field is wrong; its path names it. Several faults come
                together as `SeveralFaults`.
            UnknownCode: A name is misspelt.

        >>> gls = {"no_movement": {"hours": 48}}
        >>> read = Thresholds.read({"zone": "Europe/Kyiv", "parcels": {"gls": gls}})
        >>> read.of_parcel("gls", "").no_movement
        Wait(hours=48, working_days=0)
        """
        faults: list[PostPurchaseError] = []
        places = {"locations": locations, "destinations": destinations}
        made = _thresholds(cls, Table(document, "", faults), places)
        tables.check(faults)
        assert made is not None
        return made


USUAL: Final = ParcelThresholds()
"""For carriers of which nothing else is said."""

_T = TypeVar("_T", bound=Thresholds)
_WAITS: Final = (
    "first_scan",
    "no_movement",
    "lost_after",
    "customs",
    "pickup_reminder",
    "late_after",
)


def _thresholds(cls: type[_T], top: Table, places: Mapping[str, Any]) -> _T | None:
    waits = ("dispatch", "hold", "backorder")
    top.only("zone", "week", "hand_over_at", "hours_before_dispatch", "parcels", *waits)
    fields = top.given("zone", hand_over_at=tables.clock, hours_before_dispatch=_hours)
    fields |= _waits(top, waits)
    if "week" in top.value:
        mask = top.made("week", partial(tables.week, top.value["week"]))
        if mask is not None:
            fields["calendar"] = WorkingCalendar(weekmask=mask)
    if "parcels" in top.value:
        parcels = top.child("parcels")
        fields["parcels"] = {
            name: _parcel(parcels.child(name)) or USUAL for name in parcels.value
        }
    return top.made("", partial(cls, **places, **fields))


def _parcel(row: Table) -> ParcelThresholds | None:
    row.only(*_WAITS, "late_percent")
    fields = row.given("late_percent") | _waits(row, _WAITS)
    return row.made("", partial(ParcelThresholds, **fields))


def _waits(row: Table, names: tuple[str, ...]) -> dict[str, Any]:
    readers: dict[str, Callable[[object], object]] = dict.fromkeys(names, _wait)
    return row.given(**readers)


def _wait(value: object) -> Wait:
    known = {"hours", "working_days"}
    if not isinstance(value, Mapping) or not value or set(value) - known:
        raise InvalidInput(value=short(value), expected="hours or working_days")
    return Wait(**value)


def _hours(value: object) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise InvalidInput(value=short(value), expected="a mapping")
    return {**HOURS_BEFORE_DISPATCH, **value}
