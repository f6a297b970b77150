"""A service with its tariff, limits and routes, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import attrs

from postpurchase.delivery.choose.carbon import Route
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.rows import UNKNOWN_GRAMS
from postpurchase.delivery.choose.totals import Totals
from postpurchase.delivery.network import Limits, Service, plain_postcode
from postpurchase.delivery.prices.rules import Consignment
from postpurchase.delivery.prices.tariffs import Tariff

UNLIMITED: Final = 10**12

Way: TypeAlias = tuple[str, int, int, int]
"""Between two zones: the tariff's zone, the number of the timing, grams of CO₂ for a
tonne (or -1), and grams for a parcel where those are -1."""


Measures: TypeAlias = tuple[int, int, int, int, frozenset[str]]
"""Weight in grams, longest, middle and shortest side in millimetres, and goods."""


class Card:
    """One service of the book.

    Attributes:
        index: Its place in the book.
        service: The service.
        totals: Its prices, or None if it has no tariff.
        divisor: Cubic millimetres per gram, 0 if volume does not matter.
        is_limited: Whether there are parcels that it does not take.
        serves_somewhere: Whether there are places where it does not deliver.
        collects_somewhere: Whether there are locations where it does not collect.
    """

    __slots__ = (
        "_countries",
        "_excluded",
        "_girth_max",
        "_refused_goods",
        "_routes",
        "_served",
        "_sides_matter",
        "_sides_max",
        "_weight_max",
        "collects_somewhere",
        "divisor",
        "index",
        "is_limited",
        "serves_somewhere",
        "service",
        "totals",
    )

    def __init__(
        self,
        index: int,
        service: Service,
        tariff: Tariff | None,
        routes: Iterable[Route],
    ) -> None:
        limits = service.limits
        self.index = index
        self.service = service
        self.totals = None if tariff is None else Totals(tariff)
        self.divisor = limits.volume_divisor or 0
        self._countries = service.countries
        self._served = tuple(map(plain_postcode, service.postcodes))
        self._excluded = tuple(map(plain_postcode, service.excluded_postcodes))
        self.serves_somewhere = bool(self._countries or self._served or self._excluded)
        self.collects_somewhere = bool(service.locations)
        self.is_limited = attrs.evolve(limits, volume_divisor=None) != Limits()
        self._refused_goods = limits.refused_goods
        self._weight_max = limits.weight_grams_max or 0
        self._sides_matter = bool(
            limits.length_mm_max or limits.girth_mm_max or limits.sides_mm_max
        )
        box = sorted(limits.sides_mm_max or (UNLIMITED,) * 3, reverse=True)
        longest = limits.length_mm_max or UNLIMITED
        self._sides_max = (min(longest, box[0]), box[1], box[2])
        self._girth_max = limits.girth_mm_max or UNLIMITED
        self._routes = {
            (one.origin_zone, one.destination_zone): one
            for one in routes
            if (one.carrier, one.service) == (service.carrier, service.code)
        }

    def takes(self, measures: Measures) -> bool:
        """Say whether a parcel keeps every limit; False asks for the reason.

        It says the same as `PackedParcel.refusal`, on numbers that are made once for
        all services.
        """
        weight, long, middle, short, goods = measures
        if self._refused_goods and goods and self._refused_goods & goods:
            return False
        if self._weight_max and not 0 < weight <= self._weight_max:
            return False
        if not self._sides_matter:
            return True
        most = self._sides_max
        return (
            0 < short <= most[2]
            and middle <= most[1]
            and long <= most[0]
            and long + 2 * (middle + short) <= self._girth_max
        )

    def serves(self, country: str, postcode: str) -> bool:
        """Say whether it delivers to a country and a plain postcode.

        It says the same as `Service.delivers_to`.
        """
        if self._countries and country not in self._countries:
            return False
        if self._served and not postcode.startswith(self._served):
            return False
        return not (self._excluded and postcode.startswith(self._excluded))

    def is_in(self, country: str) -> bool:
        """Say whether it delivers to some addresses of a country."""
        return not self._countries or country in self._countries

    def route(self, zones: tuple[str, str]) -> Route | None:
        """Return the closest route that is stated for a pair of zones."""
        routes = self._routes
        if not routes:
            return None
        origin, destination = zones
        for pair in (zones, (origin, ""), ("", destination), ("", "")):
            if pair in routes:
                return routes[pair]
        return None

    def way(self, zones: tuple[str, str], timing: int) -> Way:
        """Work out the way between two zones."""
        route = self.route(zones)
        stated = self.service.co2_grams_per_parcel
        tariff = self.totals.tariff if self.totals else None
        return (
            tariff.zone(*zones) if tariff else "",
            timing,
            -1 if route is None else route.tonne_grams,
            UNKNOWN_GRAMS if stated is None else stated,
        )

    def consignment(
        self, question: Question, location: str, zone: str, grams: int
    ) -> Consignment:
        """Return what the tariff is asked for one way alone."""
        service, destination = self.service, question.destination
        value = question.parcel.value
        return Consignment(
            currency=self.totals.tariff.currency if self.totals else "",
            weight_grams=grams,
            zone=zone,
            country=destination.country,
            postcode=destination.postcode,
            value_minor=0 if value is None else value.amount_minor,
            is_residential=destination.is_residential,
            quote=question.quotes.get((location, service.carrier, service.code)),
        )
