"""The rate book: a network with its tariffs, worked out for many questions."""

from __future__ import annotations

from functools import cached_property

import attrs

from postpurchase.delivery.choose.arrivals import Arrivals
from postpurchase.delivery.choose.carbon import Route
from postpurchase.delivery.choose.cards import Card, Way
from postpurchase.delivery.network import Destination, Location, Network
from postpurchase.delivery.prices.tariffs import Tariff
from postpurchase.errors import CurrencyMismatch, InvalidInput
from postpurchase.errors.inputs import short


@attrs.frozen(kw_only=True, eq=False)
class RateBook:
    """Everything that a choice is made among.

    Make it once and keep it: what it has worked out for one parcel is there for the
    next. A service without a tariff loses every choice, and says so.

    Args:
        network: Locations, services and zones.
        tariffs: One for each service, all in one currency.
        routes: How far each service carries by what, for its CO₂.

    Raises:
        UnknownCode: A tariff or route is for a service that the network has not.
        CurrencyMismatch: Two tariffs are in two currencies.
        InvalidInput: A service has two tariffs.
    """

    network: Network
    tariffs: tuple[Tariff, ...]
    routes: tuple[Route, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse tariffs that no choice could compare."""
        for route in self.routes:
            self.network.service(route.carrier, route.service)
        for index, tariff in enumerate(self.tariffs):
            self.network.service(tariff.carrier, tariff.service)
            if tariff.currency != self.currency:
                raise CurrencyMismatch(
                    path=f"tariffs[{index}].currency",
                    value=tariff.currency,
                    expected=self.currency,
                )
            if self._tariff(tariff.carrier, tariff.service) is not tariff:
                raise InvalidInput(
                    path=f"tariffs[{index}].service",
                    value=short(tariff.service),
                    expected="a service with one tariff",
                )

    @property
    def currency(self) -> str:
        """The currency of every price; empty without a tariff."""
        return self.tariffs[0].currency if self.tariffs else ""

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The services in the network's order, each with its tariff."""
        return tuple(
            Card(
                index,
                service,
                self._tariff(service.carrier, service.code),
                self.routes,
            )
            for index, service in enumerate(self.network.services)
        )

    @cached_property
    def arrivals(self) -> Arrivals:
        """The days that are counted already."""
        return Arrivals()

    @cached_property
    def origins(self) -> tuple[tuple[Location, str], ...]:
        """The locations in the network's order, each with its zone."""
        of = self.network.zones.of
        return tuple(
            (one, of(one.country, one.postcode)) for one in self.network.locations
        )

    def zone(self, destination: Destination) -> str:
        """Return the zone that a destination lies in."""
        return self.network.zones.of(destination.country, destination.postcode)

    def ways(self, zones: tuple[str, str]) -> list[Way]:
        """Return each service's way between two zones, in the order of the cards."""
        found = self._ways.get(zones)
        if found is None:
            timing = self.arrivals.timing
            found = self._ways[zones] = [
                card.way(zones, timing(card.service, card.service.transit_for(*zones)))
                for card in self.cards
            ]
        return found

    @cached_property
    def _ways(self) -> dict[tuple[str, str], list[Way]]:
        return {}

    def _tariff(self, carrier: str, service: str) -> Tariff | None:
        return self._by_service.get((carrier, service))

    @cached_property
    def _by_service(self) -> dict[tuple[str, str], Tariff]:
        found: dict[tuple[str, str], Tariff] = {}
        for one in self.tariffs:
            found.setdefault((one.carrier, one.service), one)
        return found
