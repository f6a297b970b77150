"""Locations, services and destinations that the tests of promises share."""

from __future__ import annotations

from datetime import UTC, datetime, time

from postpurchase.delivery.network import Destination, Location, Service, TransitTime
from postpurchase.values.calendar import WorkingCalendar

YEARS = (2025, 2026, 2027)


def calendar(country, subdivision=""):
    return WorkingCalendar.of_country(country, YEARS, subdivision=subdivision)


def location(country="PL", zone="Europe/Warsaw", **more):
    more.setdefault("calendar", calendar(country))
    return Location(code=country.lower(), country=country, zone=zone, **more)


def destination(country="PL", zone="Europe/Warsaw", **more):
    more.setdefault("calendar", calendar(country))
    return Destination(country=country, zone=zone, **more)


def service(least=1, most=2, unit="working", **more):
    transit = TransitTime.stated(least, most, unit=unit)
    return Service(**{"carrier": "post", "code": "parcel", "transit": transit} | more)


def utc(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def days(made):
    return str(made.dispatch_on), str(made.earliest_on), str(made.latest_on)


NOON = time(12)
