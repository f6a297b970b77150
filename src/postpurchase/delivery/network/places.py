"""Where parcels leave and arrive, and the zones that carriers price and time by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import cached_property, lru_cache

import attrs

from postpurchase.delivery.network.checks import (
    DAYS_MAX,
    check_clock,
    check_country,
    check_name,
    check_whole,
    check_zone,
)
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.postcodes import plain_postcode


@attrs.frozen(kw_only=True, cache_hash=True)
class Location:
    """A place from which parcels leave: a warehouse, a store, a partner's hall.

    Args:
        code: The shop's code for it.
        country: ISO 3166 code.
        zone: Its time zone, such as ``Europe/Warsaw``.
        postcode: Where it stands; empty if lanes need only the country.
        subdivision: State or province, where holidays differ.
        calendar: The days on which it works.
        holidays: The public holidays of its country, on which carriers stay away
            even if it works; None for every day that the calendar leaves out.
        cut_off: Local time up to which an order still counts for the same day;
            an order at that very time does.
        processing_days: Working days from the day that an order counts for to the
            day on which its parcel is ready, 0 to 365; with 0 it is ready at the
            cut-off of the same day.
        partner: Code of the fulfilment partner that runs it, or empty.
        name: What people call it; the code if empty.

    Raises:
        InvalidInput: A value is not what its field needs.

    >>> Location(code="waw", country="PL", zone="Europe/Warsaw").cut_off
    datetime.time(14, 0)
    """

    code: str
    country: str
    zone: str
    postcode: str = ""
    subdivision: str = ""
    calendar: WorkingCalendar = attrs.field(factory=WorkingCalendar)
    holidays: frozenset[date] | None = None
    cut_off: time = time(14)
    processing_days: int = 0
    partner: str = ""
    name: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.code, "code")
        check_country(self.country)
        check_zone(self.zone)
        check_name(self.postcode, "postcode", needed=False)
        check_name(self.subdivision, "subdivision", needed=False)
        check_clock(self.cut_off, "cut_off")
        check_whole(self.processing_days, "processing_days", 0, DAYS_MAX)
        check_name(self.partner, "partner", needed=False)
        check_name(self.name, "name", needed=False)

    @property
    def title(self) -> str:
        """What people read."""
        return self.name or self.code

    @property
    def public_holidays(self) -> frozenset[date]:
        """The days on which carriers stay away."""
        return self.calendar.closures if self.holidays is None else self.holidays


@attrs.frozen(kw_only=True, cache_hash=True)
class Destination:
    """Where a parcel is to arrive, as far as a promise needs to know.

    Args:
        country: ISO 3166 code.
        zone: The recipient's time zone.
        postcode: As it is written; personal with nothing else beside it is rare,
            but it stays out of the repr.
        subdivision: State or province, where holidays differ.
        calendar: Public holidays there, and the working week of a business.
        is_residential: Whether it is a home. A business takes parcels on its own
            working days only, a home on every day that the carrier delivers.

    Raises:
        InvalidInput: A value is not what its field needs.
    """

    country: str
    zone: str
    postcode: str = attrs.field(default="", repr=False)
    subdivision: str = ""
    calendar: WorkingCalendar = attrs.field(factory=WorkingCalendar)
    is_residential: bool = True

    def __attrs_post_init__(self) -> None:
        check_country(self.country)
        check_zone(self.zone)
        check_name(self.postcode, "postcode", needed=False)
        check_name(self.subdivision, "subdivision", needed=False)

    @cached_property
    def area(self) -> Destination:
        """The same without its postcode: all that the days depend on.

        Equal areas are one object, so that what was worked out is found quickly.
        """
        return _area(
            self.country,
            self.zone,
            self.subdivision,
            self.calendar,
            is_residential=self.is_residential,
        )


@lru_cache(maxsize=4096)
def _area(
    country: str,
    zone: str,
    subdivision: str,
    calendar: WorkingCalendar,
    *,
    is_residential: bool,
) -> Destination:
    return Destination(
        country=country,
        zone=zone,
        subdivision=subdivision,
        calendar=calendar,
        is_residential=is_residential,
    )


@attrs.frozen
class Lane:
    """The way that transit times are learned and stated for.

    Args:
        carrier: Code of the carrier.
        service: Its product.
        origin_zone: A zone of `Zones`, such as ``PL``.
        destination_zone: The same, such as ``DE-1``.
    """

    carrier: str
    service: str
    origin_zone: str
    destination_zone: str


@attrs.frozen(kw_only=True)
class Zones:
    """Which zone a postcode lies in: the longest prefix wins, else the country.

    Args:
        prefixes: Zone code by (country, beginning of the postcode). Spaces,
            hyphens and case do not matter.

    Raises:
        InvalidInput: A country or code is none.

    >>> zones = Zones(prefixes={("PL", "0"): "PL-0", ("PL", "00"): "PL-00"})
    >>> zones.of("PL", "01-123"), zones.of("PL", "00-950"), zones.of("DE", "10115")
    ('PL-0', 'PL-00', 'DE')
    """

    prefixes: Mapping[tuple[str, str], str] = attrs.field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        for (country, prefix), zone in self.prefixes.items():
            check_country(country, "prefixes")
            check_name(prefix, "prefixes", needed=False)
            check_name(zone, "prefixes")

    def of(self, country: str, postcode: str = "") -> str:
        """Return the zone of a postcode, or the country if none is stated."""
        written = plain_postcode(postcode)
        known = self._known
        for length in range(min(len(written), self._longest), -1, -1):
            zone = known.get((country, written[:length]))
            if zone is not None:
                return zone
        return country

    def within(self, country: str) -> tuple[str, ...]:
        """Return every zone that a postcode of a country can lie in.

        >>> Zones(prefixes={("PL", "0"): "PL-0"}).within("PL")
        ('PL', 'PL-0')
        """
        stated = (zone for (land, _), zone in self.prefixes.items() if land == country)
        return tuple(dict.fromkeys((self.of(country), *stated)))

    @cached_property
    def _known(self) -> dict[tuple[str, str], str]:
        return {
            (country, plain_postcode(prefix)): zone
            for (country, prefix), zone in self.prefixes.items()
        }

    @cached_property
    def _longest(self) -> int:
        return max((len(prefix) for _, prefix in self._known), default=0)
