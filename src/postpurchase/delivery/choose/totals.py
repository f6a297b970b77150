"""A tariff worked out once into rows of totals.

A price rule changes its answer only at its own steps. So it is asked once for each
step, and from then on a price is a look-up. What is not stepped, a carrier's own
quote or more kilograms than are tabled, is asked of the rule each time.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final, TypeAlias

import attrs

from postpurchase.delivery.network import Destination, plain_postcode
from postpurchase.delivery.prices.price import Price
from postpurchase.delivery.prices.rules import Consignment
from postpurchase.delivery.prices.tariffs import Tariff
from postpurchase.values.answers import Quote
from postpurchase.values.money import Money

NO_PRICE: Final = -1

Tail: TypeAlias = tuple[str, str, int, bool]
"""Country and postcode as far as the tariff looks at them, step of the value, home."""

ByZone: TypeAlias = dict[str, list[int]]
"""For each zone of the tariff, a total in minor units for each step of the weight."""


_HOME: Final[Tail] = ("", "", 0, True)
_BUSINESS: Final[Tail] = ("", "", 0, False)


class Totals:
    """The totals of one tariff, filled in as they are asked for."""

    __slots__ = (
        "_by_kilo",
        "_countries",
        "_is_everywhere",
        "_known",
        "_longest",
        "_postcodes",
        "_quoted",
        "_values",
        "_weights",
        "tariff",
    )

    def __init__(self, tariff: Tariff) -> None:
        steps = tariff.rule.steps()
        self.tariff = tariff
        self._quoted, self._by_kilo = steps.is_quoted, steps.by_kilo
        self._weights = sorted(steps.weights)
        self._values = sorted(steps.values)
        self._countries, self._postcodes = steps.countries, steps.postcodes
        self._longest = max(map(len, steps.postcodes), default=0)
        self._is_everywhere = not (steps.countries or steps.postcodes or steps.values)
        self._known: dict[Tail, ByZone] = {}

    def look_up(
        self, grams: int, destination: Destination, value_minor: int
    ) -> tuple[int, ByZone, Tail]:
        """Return the step of a billable weight, and the totals that it is one of.

        Returns:
            The step, -1 if it is not tabled; the totals by zone that are worked out
            already; what the tariff looks at besides weight and zone.
        """
        step = bisect_left(self._weights, grams)
        if self._quoted or (self._by_kilo and step == len(self._weights)):
            step = -1
        if self._is_everywhere:
            tail = _HOME if destination.is_residential else _BUSINESS
        else:
            country = destination.country
            tail = (
                country if country in self._countries else "",
                self._prefix(destination.postcode) if self._postcodes else "",
                bisect_left(self._values, value_minor),
                destination.is_residential,
            )
        known = self._known.get(tail)
        if known is None:
            known = self._known[tail] = {}
        return step, known, tail

    def known(self, tail: Tail, zone: str) -> list[int]:
        """Return the totals for a zone, worked out if they are not yet."""
        found = self._known.get(tail, {}).get(zone)
        return self.fill(tail, zone) if found is None else found

    def fill(self, tail: Tail, zone: str) -> list[int]:
        """Ask the rule once for each step of the weight, and keep the totals."""
        country, postcode, step, is_residential = tail
        values, weights = self._values, self._weights
        value = values[step] if step < len(values) else values[-1] + 1 if values else 0
        beyond = weights[-1] + 1 if weights else 1
        totals = [
            self.total(
                Consignment(
                    currency=self.tariff.currency,
                    weight_grams=grams,
                    zone=zone,
                    country=country,
                    postcode=postcode,
                    value_minor=value,
                    is_residential=is_residential,
                )
            )
            for grams in (*weights, beyond)
        ]
        self._known.setdefault(tail, {})[zone] = totals
        return totals

    def total(self, asked: Consignment) -> int:
        """Ask the rule, and return the minor units or `NO_PRICE`."""
        price: Price | None = self.tariff.price(asked)
        return NO_PRICE if price is None else price.amount.amount_minor

    def lacks_quote(self, asked: Consignment) -> bool:
        """Say whether only the carrier's own quote is wanting for a price."""
        if not self._quoted or asked.quote is not None:
            return False
        tariff = self.tariff
        nothing = Money(0, tariff.currency)
        quote = Quote(carrier=tariff.carrier, service=tariff.service, price=nothing)
        return tariff.price(attrs.evolve(asked, quote=quote)) is not None

    def _prefix(self, postcode: str) -> str:
        written = plain_postcode(postcode)
        for length in range(min(len(written), self._longest), 0, -1):
            if written[:length] in self._postcodes:
                return written[:length]
        return ""
