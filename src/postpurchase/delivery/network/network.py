"""The network of a shop: its locations, its services, and the zones between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Self

import attrs

from postpurchase.delivery.network.checks import check_country
from postpurchase.delivery.network.places import Destination, Lane, Location, Zones
from postpurchase.delivery.network.regions import Region, country_calendar, usual_zone
from postpurchase.delivery.network.service import Service
from postpurchase.errors import InvalidInput, MissingField, UnknownCode
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.postcodes import plain_postcode


@attrs.frozen(kw_only=True)
class Network:
    """From where, by what and to where a shop delivers.

    Args:
        locations: Where parcels leave, in the shop's order of preference.
        services: What the carriers offer.
        zones: What lanes go between.
        regions: What is known about destinations beside their holidays.
        years: The years whose public holidays destinations need.

    Raises:
        InvalidInput: Two locations or two services have the same code, or a service
            collects from a location that is none.
    """

    locations: tuple[Location, ...]
    services: tuple[Service, ...]
    zones: Zones = attrs.field(factory=Zones)
    regions: tuple[Region, ...] = ()
    years: frozenset[int] = attrs.field(default=frozenset(), converter=frozenset)

    def __attrs_post_init__(self) -> None:
        codes = [location.code for location in self.locations]
        _once("locations", codes)
        _once("services", [f"{one.carrier} {one.code}" for one in self.services])
        for index, service in enumerate(self.services):
            for unknown in sorted(service.locations - set(codes)):
                raise InvalidInput(
                    path=f"services[{index}].locations",
                    value=repr(unknown),
                    expected=f"one of {', '.join(codes)}",
                )

    @classmethod
    def read(cls, document: Mapping[str, object], *, years: Iterable[int] = ()) -> Self:
        """Make a network of a document, as ``tomllib`` or ``json`` give it.

        Names are those of the classes' fields. ``locations``, ``services``,
        ``zones`` (code, country, postcodes) and ``destinations`` (country,
        postcodes, zone, subdivision, week, closures, extra) are lists of tables;
        ``prices`` is left to the reader of prices. A location has the public
        holidays of its country unless it says ``holidays = false``; said at the
        top of the document, no holidays are known at all, and no years needed.

        Args:
            document: The tables.
            years: The years whose holidays are to be known, if the document does
                not state ``years`` itself. Counting beyond them is refused.

        Raises:
            InvalidInput: A field is wrong; `SeveralFaults` has them all.
            MissingField: Nobody states the years, and ``holidays`` is not false.
            UnknownCode: A name is misspelt, or a country has no known holidays.

        >>> shop = Network.read({
        ...     "years": [2026],
        ...     "locations": [{"code": "waw", "country": "PL",
        ...                    "zone": "Europe/Warsaw", "cut_off": "15:00"}],
        ...     "services": [{"carrier": "post", "code": "parcel",
        ...                   "transit": {"least": 1, "most": 2}}],
        ... })
        >>> shop.location("waw").cut_off
        datetime.time(15, 0)
        """
        from postpurchase.delivery.network.reading import read_network

        return cls(**read_network(document, years))

    def location(self, code: str) -> Location:
        """Return a location.

        Raises:
            UnknownCode: There is none of this code.
        """
        found = self._by_code.get(code)
        if found is None:
            raise UnknownCode(kind="location", value=code, known=tuple(self._by_code))
        return found

    def service(self, carrier: str, code: str) -> Service:
        """Return a carrier's service.

        Raises:
            UnknownCode: There is none of this code.
        """
        found = self._by_service.get((carrier, code))
        if found is None:
            known = tuple(f"{one} {name}" for one, name in self._by_service)
            raise UnknownCode(kind="service", value=f"{carrier} {code}", known=known)
        return found

    def lane(
        self, location: Location, service: Service, destination: Destination
    ) -> Lane:
        """Return the lane that a parcel would take."""
        return Lane(
            carrier=service.carrier,
            service=service.code,
            origin_zone=self.zones.of(location.country, location.postcode),
            destination_zone=self.zones.of(destination.country, destination.postcode),
        )

    def destination(
        self,
        country: str,
        postcode: str = "",
        *,
        zone: str = "",
        subdivision: str = "",
        is_residential: bool = True,
    ) -> Destination:
        """Make the destination of an address, with its holidays and time zone.

        The region with the longest beginning of the postcode says what the address
        does not; a country that lives by one time zone has that one.

        Args:
            country: ISO 3166 code.
            postcode: As it is written.
            zone: The recipient's time zone, if it is known.
            subdivision: State or province, where holidays differ.
            is_residential: Whether it is a home.

        Raises:
            InvalidInput: The country is no code of ISO 3166, in capitals.
            MissingField: The country has several time zones and none is stated.
            UnknownCode: No holidays are known for the country.

        >>> Network(locations=(), services=(), years={2026}).destination("UA").zone
        'Europe/Kyiv'
        """
        check_country(country)
        region = self._region(country, postcode)
        zone = zone or (region.zone if region else "") or usual_zone(country)
        if not zone:
            raise MissingField(path="zone", expected="a time zone such as Europe/Kyiv")
        return Destination(
            country=country,
            zone=zone,
            postcode=postcode,
            subdivision=subdivision or (region.subdivision if region else ""),
            calendar=self._calendar(country, subdivision, region),
            is_residential=is_residential,
        )

    def _calendar(
        self, country: str, subdivision: str, region: Region | None
    ) -> WorkingCalendar:
        if region is None:
            return country_calendar(country, subdivision, self.years)
        known = country_calendar(country, subdivision or region.subdivision, self.years)
        if region.week:
            known = known.with_week(region.week)
        if region.closures or region.extra:
            known = known.with_days(closures=region.closures, extra=region.extra)
        return known

    def _region(self, country: str, postcode: str) -> Region | None:
        written = plain_postcode(postcode)
        fitting = [
            (len(prefix), -index, region)
            for index, region in enumerate(self.regions)
            if region.country == country
            for prefix in map(plain_postcode, region.postcodes or ("",))
            if written.startswith(prefix)
        ]
        return max(fitting)[-1] if fitting else None

    @cached_property
    def _by_code(self) -> dict[str, Location]:
        return {location.code: location for location in self.locations}

    @cached_property
    def _by_service(self) -> dict[tuple[str, str], Service]:
        return {(one.carrier, one.code): one for one in self.services}


def _once(path: str, codes: list[str]) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise InvalidInput(
                path=f"{path}[{index}].code",
                value=repr(code),
                expected="unique; another one has it already",
            )
