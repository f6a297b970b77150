"""Shops, parcels and questions for the tests of the choice; kept small on purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from postpurchase.delivery.choose import PackedParcel, Question, RateBook, Route
from postpurchase.delivery.network import (
    Destination,
    Limits,
    Location,
    Network,
    Service,
    TransitTime,
)
from postpurchase.delivery.prices import Flat, Row, Table, Tariff
from postpurchase.values.answers import Package
from postpurchase.values.calendar import WorkingCalendar

EVERY_DAY = WorkingCalendar(weekmask="1111111")
MONDAY = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def location(code, country="PL"):
    return Location(
        code=code, country=country, zone="UTC", calendar=EVERY_DAY, cut_off=time(23)
    )


def service(carrier, days=1, **known):
    known.setdefault("code", "parcel")
    known.setdefault("transit", TransitTime(likely=((90, days),)))
    return Service(
        carrier=carrier, pick_up_week="1111111", delivery_week="1111111", **known
    )


def tariff(carrier, rule, code="parcel", currency="EUR", **known):
    rule = Flat(rule) if isinstance(rule, int) else rule
    return Tariff(carrier=carrier, service=code, currency=currency, rule=rule, **known)


def by_zone(**prices):
    return Table(
        tuple(Row(zones=(zone,), amount_minor=p) for zone, p in prices.items())
    )


def book(services, tariffs, locations=(), routes=(), **known):
    return RateBook(
        network=Network(
            locations=tuple(locations) or (location("waw"),),
            services=tuple(services),
            **known,
        ),
        tariffs=tuple(tariffs),
        routes=tuple(routes),
    )


def parcel(weight=800, sides=(300, 200, 100), **known):
    length, width, height = sides
    package = Package(
        weight_grams=weight, length_mm=length, width_mm=width, height_mm=height
    )
    return PackedParcel(package=package, **known)


def home(country="PL", postcode="00-950", **known):
    return Destination(
        country=country, zone="UTC", postcode=postcode, calendar=EVERY_DAY, **known
    )


def asked(**known):
    known.setdefault("parcel", parcel())
    known.setdefault("destination", home())
    known.setdefault("at", AT)
    return Question(**known)


__all__ = [
    "AT",
    "EVERY_DAY",
    "MONDAY",
    "Limits",
    "Route",
    "asked",
    "book",
    "by_zone",
    "home",
    "location",
    "parcel",
    "service",
    "tariff",
]
