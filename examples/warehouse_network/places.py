"""The network of a lamp shop: two warehouses of its own and a partner's."""

from __future__ import annotations

from datetime import time

from postpurchase.delivery.choose import RateBook
from postpurchase.delivery.network import (
    Destination,
    Location,
    Network,
    Service,
    TransitTime,
)
from postpurchase.delivery.prices import Row, Table, Tariff
from postpurchase.values.calendar import WorkingCalendar

WARSAW = "Europe/Warsaw"
WORKDAYS = WorkingCalendar.of_country("PL", [2026])
PARTNER = "fastbox"


def location(code, *, cut_off, partner=""):
    return Location(
        code=code,
        country="PL",
        zone=WARSAW,
        calendar=WORKDAYS,
        cut_off=cut_off,
        partner=partner,
    )


LOCATIONS = (
    location("LUBLIN", cut_off=time(14)),
    location("WROCLAW", cut_off=time(12)),
    location("LODZ", cut_off=time(16), partner=PARTNER),
)
SERVICES = (
    Service(
        carrier="inpost",
        code="courier",
        name="InPost Kurier",
        transit=TransitTime(likely=((50, 1), (95, 2))),
    ),
    Service(
        carrier="dpd",
        code="classic",
        name="DPD Classic",
        transit=TransitTime(likely=((50, 2), (95, 3))),
    ),
)


def tariff(carrier, service, *prices):
    rows = tuple(
        Row(weight_grams_max=grams, amount_minor=price) for grams, price in prices
    )
    return Tariff(carrier=carrier, service=service, currency="PLN", rule=Table(rows))


BOOK = RateBook(
    network=Network(locations=LOCATIONS, services=SERVICES),
    tariffs=(
        tariff("inpost", "courier", (2_000, 1399), (25_000, 1799)),
        tariff("dpd", "classic", (2_000, 1199), (30_000, 1899)),
    ),
)


def customer_in(postcode):
    return Destination(country="PL", zone=WARSAW, postcode=postcode, calendar=WORKDAYS)
