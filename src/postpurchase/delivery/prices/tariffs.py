"""A tariff: the price rule of one service, with its zone chart and currency."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from postpurchase.delivery.prices.price import Price
from postpurchase.delivery.prices.rules import Consignment, Rule
from postpurchase.errors import CurrencyMismatch
from postpurchase.values.money import exponent_of

_NO_CHART: Mapping[tuple[str, str], str] = MappingProxyType({})


@attrs.frozen(kw_only=True)
class Tariff:
    """What one service of one carrier costs.

    Args:
        carrier: The carrier's code.
        service: The code of its service.
        currency: ISO 4217, of all its amounts.
        rule: How a price comes about.
        chart: The tariff's zone by zone of origin and zone of destination; where
            a pair is not in it, the tariff's zone is the destination's.

    Raises:
        UnknownCurrency: The currency is none.

    >>> from postpurchase.delivery.prices.rules import Row, Table
    >>> tariff = Tariff(
    ...     carrier="post",
    ...     service="parcel",
    ...     currency="EUR",
    ...     rule=Table((Row(zones=("1",), amount_minor=590),)),
    ...     chart={("PL", "DE"): "1"},
    ... )
    >>> zone = tariff.zone("PL", "DE")
    >>> tariff.price(Consignment(currency="EUR", zone=zone)).amount
    <Money 5.90 EUR>
    """

    carrier: str
    service: str
    currency: str
    rule: Rule
    chart: Mapping[tuple[str, str], str] = _NO_CHART

    def __attrs_post_init__(self) -> None:
        """Refuse a currency that is none."""
        exponent_of(self.currency, path="currency")

    def zone(self, origin_zone: str, destination_zone: str) -> str:
        """Return the tariff's zone for a way from one place to another."""
        return self.chart.get((origin_zone, destination_zone), destination_zone)

    def price(self, asked: Consignment) -> Price | None:
        """Return the price, or None where the tariff has none.

        Raises:
            CurrencyMismatch: The question is in another currency.
        """
        if asked.currency != self.currency:
            raise CurrencyMismatch(
                path="currency", value=asked.currency, expected=self.currency
            )
        return self.rule.price(asked)
