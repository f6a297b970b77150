"""A rate book read from a document: network, prices and routes in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.carbon import Route
from postpurchase.delivery.network import Network
from postpurchase.delivery.prices import read_tariffs
from postpurchase.delivery.prices.fields import (
    check_known,
    list_of,
    mapping_of,
    text_of,
    whole_of,
)
from postpurchase.errors import MissingField

ROUTES_MAX: Final = 10_000
LEGS_MAX: Final = 20


def read_book(document: Mapping[str, Any], years: Iterable[int] = ()) -> RateBook:
    """Read a network with its ``prices``, as `tomllib` gives them.

    What ``locations``, ``services``, ``zones`` and ``destinations`` say is written
    at `Network.read`, what ``prices`` say at `read_tariffs`; beside the tariffs may
    stand ``routes``, for the CO₂.

    Args:
        document: The whole document.
        years: The years whose public holidays are needed.

    Raises:
        InvalidInput: With the path of the field; several faults at once of the
            network.
        UnknownCode: A tariff or route is for a service that is none.

    >>> book = read_book({
    ...     "years": [2026],
    ...     "locations": [{"code": "waw", "country": "PL", "zone": "Europe/Warsaw"}],
    ...     "services": [{"carrier": "post", "code": "parcel",
    ...                   "transit": {"least": 1, "most": 2}}],
    ...     "prices": {
    ...         "currency": "PLN",
    ...         "tariffs": [{"carrier": "post", "service": "parcel", "flat": "14.99"}],
    ...         "routes": [{"carrier": "post", "service": "parcel",
    ...                     "legs": [{"mode": "road", "km": 300}]}],
    ...     },
    ... })
    >>> book.currency, book.routes[0].grams(1000)
    ('PLN', 19)
    """
    network = Network.read(document, years=years)
    if "prices" not in document:
        raise MissingField(path="prices", expected="a mapping")
    prices = mapping_of(document["prices"], "prices")
    return RateBook(
        network=network,
        tariffs=read_tariffs(prices, "prices"),
        routes=tuple(_routes(prices)),
    )


def _routes(prices: Mapping[str, Any]) -> Iterable[Route]:
    if "routes" not in prices:
        return
    for index, given in enumerate(list_of(prices, "routes", "prices", ROUTES_MAX)):
        at = f"prices.routes[{index}]"
        row = mapping_of(given, at)
        check_known(row, ("carrier", "service", "from", "to", "legs"), at)
        legs = [
            _leg(leg, f"{at}.legs[{place}]")
            for place, leg in enumerate(list_of(row, "legs", at, LEGS_MAX))
        ]
        yield Route(
            carrier=text_of(row, "carrier", at),
            service=text_of(row, "service", at),
            legs=tuple(legs),
            origin_zone=text_of(row, "from", at) if "from" in row else "",
            destination_zone=text_of(row, "to", at) if "to" in row else "",
        )


def _leg(given: object, at: str) -> tuple[str, int]:
    row = mapping_of(given, at)
    check_known(row, ("mode", "km"), at)
    kilometres = whole_of(row, "km", at, least=0, most=50_000)
    if kilometres is None:
        raise MissingField(path=f"{at}.km", expected="a whole number")
    return text_of(row, "mode", at), kilometres
