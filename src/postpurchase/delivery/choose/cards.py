"""A service with its tariff, limits and routes, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

import attrs

from postpurchase.delivery.choose.carbon import Route
from postpurchase.delivery.choose.parcel import PackedParcel
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.rows import UNKNOWN_GRAMS
from postpurchase.delivery.choose.totals import Totals
from postpurchase.delivery.network import Limits, Service
from postpurchase.delivery.prices.rules import Consignment
from postpurchase.delivery.prices.tariffs import Tariff

UNLIMITED: Final = 10**12

Way: TypeAlias = tuple[str, int, int, int]
"""Between two zones: the tariff's zone, the number of the timing, grams of CO₂ for a
tonne (or -1), and grams for a parcel where those are -1."""


class Card:
    """One service of the book.

    Attributes:
        index: Its place in the book.
        service: The service.
        totals: Its prices, or None if it has no tariff.
        divisor: Cubic millimetres per gram, 0 if volume does not matter.
        serves_all: Whether it delivers everywhere.
    """

    __slots__ = (
        "_is_limited",
        "_length_max",
        "_routes",
        "_sides_matter",
        "_weight_max",
        "divisor",
        "index",
        "serves_all",
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
        self.serves_all = not (
            service.countries or service.postcodes or service.excluded_postcodes
        )
        self._is_limited = attrs.evolve(limits, volume_divisor=None) != Limits()
        self._weight_max = limits.weight_grams_max or UNLIMITED
        self._length_max = limits.length_mm_max or UNLIMITED
        self._sides_matter = bool(
            limits.girth_mm_max or limits.sides_mm_max or limits.refused_goods
        )
        self._routes = {
            (one.origin_zone, one.destination_zone): one
            for one in routes
            if (one.carrier, one.service) == (service.carrier, service.code)
        }

    def surely_takes(self, parcel: PackedParcel, weight: int, longest: int) -> bool:
        """Say whether a parcel keeps every limit; False asks for a closer look.

        Args:
            parcel: The parcel.
            weight: Its weight in grams, 0 for unknown.
            longest: Its longest side in millimetres, 0 if one is not known.
        """
        if not self._is_limited:
            return True
        if not 0 < weight <= self._weight_max or not 0 < longest <= self._length_max:
            return False
        return not self._sides_matter or parcel.refusal(self.service.limits) is None

    def route(self, zones: tuple[str, str]) -> Route | None:
        """Return the closest route that is stated for a pair of zones."""
        origin, destination = zones
        routes = self._routes
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
