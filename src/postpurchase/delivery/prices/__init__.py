"""Delivery prices: rules as values, tariffs as data, what a parcel is billed for."""

from postpurchase.delivery.prices.price import Part, Price
from postpurchase.delivery.prices.reading import read_tariffs
from postpurchase.delivery.prices.rules import (
    Consignment,
    Flat,
    FreeAbove,
    PerCountry,
    Quoted,
    Row,
    Rule,
    Surcharged,
    Table,
)
from postpurchase.delivery.prices.surcharges import (
    Fixed,
    Fuel,
    PerKilo,
    Residential,
    Surcharge,
)
from postpurchase.delivery.prices.tariffs import Tariff
from postpurchase.delivery.prices.weight import (
    DIVISORS,
    billable_grams,
    dimensional_grams,
    volume_mm3,
)

__all__ = [
    "DIVISORS",
    "Consignment",
    "Fixed",
    "Flat",
    "FreeAbove",
    "Fuel",
    "Part",
    "PerCountry",
    "PerKilo",
    "Price",
    "Quoted",
    "Residential",
    "Row",
    "Rule",
    "Surcharge",
    "Surcharged",
    "Table",
    "Tariff",
    "billable_grams",
    "dimensional_grams",
    "read_tariffs",
    "volume_mm3",
]
