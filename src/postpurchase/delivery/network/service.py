"""What a carrier offers: a service, what it takes, when it comes and delivers."""

from __future__ import annotations

from datetime import time
from functools import cached_property
from typing import Final

import attrs

from postpurchase.delivery.network.checks import check_clock, check_name, check_whole
from postpurchase.delivery.network.places import Destination
from postpurchase.delivery.network.transit import TransitTime
from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.values.money import Money
from postpurchase.values.postcodes import plain_postcode
from postpurchase.values.weeks import week

KINDS: Final = ("home", "pickup_point", "locker", "store")
"""Where a service ends."""

HOURS_MAX: Final = 24 * 60
"""The longest lead of a slot: sixty days."""


def _pick_up_week(written: object) -> str:
    return week(written, "pick_up_week")


def _delivery_week(written: object) -> str:
    return week(written, "delivery_week")


@attrs.frozen(kw_only=True, cache_hash=True)
class Limits:
    """What a service takes; None means that it does not matter.

    Args:
        weight_grams_max: The heaviest parcel.
        length_mm_max: The longest side.
        girth_mm_max: The longest side plus twice the two others.
        sides_mm_max: The longest, middle and shortest side, as a locker's box has.
        volume_divisor: Cubic millimetres that weigh one gram: the price is by the
            greater of weight and volume through this number. A carrier's 5000
            cm³/kg is 5000 mm³/g.
        refused_goods: Codes of goods that are not carried, such as ``lithium``.

    Raises:
        InvalidInput: A limit is not a whole number from 1.
    """

    weight_grams_max: int | None = None
    length_mm_max: int | None = None
    girth_mm_max: int | None = None
    sides_mm_max: tuple[int, int, int] | None = None
    volume_divisor: int | None = None
    refused_goods: frozenset[str] = frozenset()

    def __attrs_post_init__(self) -> None:
        for path in (
            "weight_grams_max",
            "length_mm_max",
            "girth_mm_max",
            "volume_divisor",
        ):
            if getattr(self, path) is not None:
                check_whole(getattr(self, path), path, 1)
        for index, side in enumerate(self.sides_mm_max or ()):
            check_whole(side, f"sides_mm_max[{index}]", 1)
        if self.sides_mm_max is not None and len(self.sides_mm_max) != 3:
            raise InvalidInput(
                path="sides_mm_max",
                value=short(len(self.sides_mm_max)),
                expected="three sides",
            )


@attrs.frozen(kw_only=True, cache_hash=True)
class Slot:
    """A window on a weekday that the customer can choose.

    Args:
        weekday: 0 for Monday to 6 for Sunday.
        starts: Local time at the destination.
        ends: Local time on the same day, after *starts*.
        price: What the slot costs on top, or None.
        lead_hours: How long before its start it must be ordered.

    Raises:
        InvalidInput: It ends before it starts, or the weekday is none.
    """

    weekday: int
    starts: time
    ends: time
    price: Money | None = None
    lead_hours: int = 0

    def __attrs_post_init__(self) -> None:
        check_whole(self.weekday, "weekday", 0, 6)
        check_clock(self.starts, "starts")
        check_clock(self.ends, "ends")
        check_whole(self.lead_hours, "lead_hours", 0, HOURS_MAX)
        if self.ends <= self.starts:
            raise InvalidInput(
                path="ends", value=short(str(self.ends)), expected="after its start"
            )


@attrs.frozen(kw_only=True, cache_hash=True)
class Service:
    """One product of a carrier, or the shop's own counter or van.

    Args:
        carrier: Code of the carrier.
        code: The carrier's product.
        name: What customers read; the code if empty.
        kind: ``home``, ``pickup_point``, ``locker`` or ``store``.
        locations: Codes of the locations that it collects from; empty for all.
        countries: Countries that it delivers to; empty for all.
        postcodes: Beginnings of the postcodes that it delivers to; empty for all.
        excluded_postcodes: Beginnings that it does not deliver to.
        limits: What it takes.
        pick_up_week: The weekdays on which it collects, as `WorkingCalendar` has.
        pick_up_at: Local time of the collection, or None if it is not known.
        delivery_week: The weekdays on which it delivers.
        works_on_holidays: Whether it collects and delivers on public holidays; a
            location that is closed hands nothing over all the same.
        transit: Days on the way where no lane says otherwise.
        lanes: Days on the way by (origin zone, destination zone).
        by_at: Local time by which it delivers on the last day; None for its end.
            Where calendar days lead to a day without delivery, the end of the next
            day with one counts.
        slots: Windows that can be chosen; empty if there are none.
        co2_grams_per_parcel: The footprint, if it is stated.
        co2_basis: What the footprint is stated by, in words.

    Raises:
        InvalidInput: A value is not what its field needs.

    >>> post = Service(carrier="post", code="letter", transit=TransitTime.stated(1, 3))
    >>> post.title, post.kind
    ('letter', 'home')
    """

    carrier: str
    code: str
    name: str = ""
    kind: str = "home"
    locations: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    postcodes: tuple[str, ...] = ()
    excluded_postcodes: tuple[str, ...] = ()
    limits: Limits = attrs.field(factory=Limits)
    pick_up_week: str = attrs.field(default="1111100", converter=_pick_up_week)
    pick_up_at: time | None = None
    delivery_week: str = attrs.field(default="1111100", converter=_delivery_week)
    works_on_holidays: bool = False
    transit: TransitTime
    lanes: tuple[tuple[str, str, TransitTime], ...] = ()
    by_at: time | None = None
    slots: tuple[Slot, ...] = ()
    co2_grams_per_parcel: int | None = None
    co2_basis: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.carrier, "carrier")
        check_name(self.code, "code")
        check_name(self.name, "name", needed=False)
        if self.kind not in KINDS:
            raise InvalidInput(
                path="kind",
                value=short(self.kind),
                expected=f"one of {', '.join(KINDS)}",
            )
        for path in ("pick_up_at", "by_at"):
            if getattr(self, path) is not None:
                check_clock(getattr(self, path), path)
        if self.co2_grams_per_parcel is not None:
            check_whole(self.co2_grams_per_parcel, "co2_grams_per_parcel")
        check_name(self.co2_basis, "co2_basis", needed=False)

    @property
    def title(self) -> str:
        """What customers read."""
        return self.name or self.code

    def collects_from(self, location_code: str) -> bool:
        """Say whether it collects at a location."""
        return not self.locations or location_code in self.locations

    def delivers_to(self, destination: Destination) -> bool:
        """Say whether it delivers to a country and postcode.

        Where only some postcodes are served, an unknown postcode is not served.

        >>> from postpurchase.delivery.network import Destination
        >>> city = Service(
        ...     carrier="van",
        ...     code="city",
        ...     countries=frozenset({"UA"}),
        ...     postcodes=("01", "02"),
        ...     transit=TransitTime.stated(0, 0),
        ... )
        >>> kyiv = Destination(country="UA", postcode="01001", zone="Europe/Kyiv")
        >>> lviv = Destination(country="UA", postcode="79000", zone="Europe/Kyiv")
        >>> city.delivers_to(kyiv), city.delivers_to(lviv)
        (True, False)
        """
        if self.countries and destination.country not in self.countries:
            return False
        served, excluded = self._prefixes
        if not served and not excluded:
            return True
        written = plain_postcode(destination.postcode)
        if served and not written.startswith(served):
            return False
        return not (excluded and written.startswith(excluded))

    def transit_for(self, origin_zone: str, destination_zone: str) -> TransitTime:
        """Return the transit time of a lane, or the service's own."""
        return self._by_lane.get((origin_zone, destination_zone), self.transit)

    @cached_property
    def timetable(self) -> Service:
        """The service without its lanes, which may be thousands.

        Once the transit time of a lane is known, its days depend on nothing else.
        """
        return attrs.evolve(self, lanes=()) if self.lanes else self

    @cached_property
    def _prefixes(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            tuple(map(plain_postcode, self.postcodes)),
            tuple(map(plain_postcode, self.excluded_postcodes)),
        )

    @cached_property
    def _by_lane(self) -> dict[tuple[str, str], TransitTime]:
        return {(origin, end): transit for origin, end, transit in self.lanes}
