"""A service as schema.org says it, for product pages and feeds.

Source: schema.org's OfferShippingDetails, ShippingDeliveryTime and DefinedRegion.
Days there are whole, and holidays, probabilities and windows have no words; what is
lost is named beside what is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.network import Limits, Location, Service, TransitTime
from postpurchase.delivery.promise.journey import never
from postpurchase.delivery.promise.promising import EARLY_PERCENT, PERCENT
from postpurchase.delivery.promise.workdays import pick_up_calendar
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money
from postpurchase.values.times import local_moment

DAYS_OF_WEEK: Final = tuple(
    f"https://schema.org/{name}"
    for name in (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    )
)
"""Members of DayOfWeek in the order of a working week."""

# Any week without holidays; the first of January 2001 was a Monday.
_MONDAY: Final = date(2001, 1, 1)


@attrs.frozen
class ShippingDetails:
    """What schema.org can say about a service, and what it cannot.

    Args:
        documents: One OfferShippingDetails for what is served, and one with
            ``doesNotShip`` for excluded postcodes if there are any.
        lost: Names of what could not be said: ``holidays``, ``probability``,
            ``calendar_days``, ``delivery_week``, ``slots``, ``by_at``, ``limits``,
            ``kind``, ``rate``, ``cut_off_in_the_other_season``.
    """

    documents: tuple[dict[str, Any], ...]
    lost: tuple[str, ...]


def shipping_details(
    location: Location,
    service: Service,
    *,
    on: date,
    rate: Money | None = None,
    transit: TransitTime | None = None,
    percent: int = PERCENT,
) -> ShippingDetails:
    """Write a service as OfferShippingDetails.

    Handling is counted in working days from the order to the collection, waiting for
    the carrier included; transit from there.

    Args:
        location: Where parcels leave.
        service: What carries them.
        on: The day for whose offset from UTC the cut-off is written.
        rate: The price for the customer, or None if it is not one amount.
        transit: Days on the way; the service's own if None.
        percent: The probability at which the longest transit is named.

    Raises:
        NoPromise: The service does not collect at the location.

    >>> from postpurchase.delivery.network import TransitTime
    >>> waw = Location(code="waw", country="PL", zone="Europe/Warsaw")
    >>> post = Service(carrier="post", code="x", transit=TransitTime.stated(1, 2))
    >>> said = shipping_details(waw, post, on=date(2026, 5, 4)).documents[0]
    >>> said["deliveryTime"]["cutoffTime"]
    '14:00:00+02:00'
    """
    if not service.collects_from(location.code):
        raise never("not_collected", location, service)
    used = service.transit if transit is None else transit
    served: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "OfferShippingDetails",
        "shippingOrigin": _region(location.country, (location.postcode,), "postalCode"),
        "deliveryTime": {
            "@type": "ShippingDeliveryTime",
            "businessDays": _week(location.calendar.weekmask),
            "cutoffTime": _cut_off(location, on),
            "handlingTime": _days(*_handling(location, service)),
            "transitTime": _days(
                used.at(min(EARLY_PERCENT, percent)), used.at(percent)
            ),
        },
    }
    if service.countries:
        served["shippingDestination"] = _regions(service, service.postcodes)
    if rate is not None:
        served["shippingRate"] = {
            "@type": "MonetaryAmount",
            "currency": rate.currency,
            "value": rate.decimal_text,
        }
    refused = {
        "@context": "https://schema.org",
        "@type": "OfferShippingDetails",
        "shippingDestination": _regions(service, service.excluded_postcodes),
        "doesNotShip": True,
    }
    documents = (served, refused) if service.excluded_postcodes else (served,)
    return ShippingDetails(documents, tuple(_lost(location, service, used, on, rate)))


def _handling(location: Location, service: Service) -> tuple[int, int]:
    """Return the fewest and most working days from an order to its collection."""
    plain = attrs.evolve(
        location,
        calendar=WorkingCalendar(weekmask=location.calendar.weekmask),
        holidays=frozenset(),
    )
    collecting = pick_up_calendar(plain, service)
    if collecting is None:
        raise never("never_collected", location, service)
    is_missed = service.pick_up_at is not None and service.pick_up_at < location.cut_off
    waits = []
    for offset in range(7):
        counted = _MONDAY + timedelta(days=offset)
        if not plain.calendar.is_working_day(counted):
            continue
        ready = plain.calendar.add_working_days(counted, location.processing_days)
        if is_missed and location.processing_days == 0:
            ready += timedelta(days=1)
        left = collecting.roll(ready)
        waits.append(plain.calendar.working_days_between(counted, left))
    return min(waits), max(waits)


def _lost(
    location: Location,
    service: Service,
    transit: TransitTime,
    on: date,
    rate: Money | None,
) -> Iterator[str]:
    """Name what the document does not say."""
    half_a_year_on = on + timedelta(days=182)
    is_there = {
        "holidays": location.public_holidays | location.calendar.closures,
        "probability": transit.is_learned,
        "calendar_days": transit.unit == "calendar",
        "delivery_week": service.delivery_week != location.calendar.weekmask,
        "slots": service.slots,
        "by_at": service.by_at is not None,
        "limits": service.limits != Limits(),
        "kind": service.kind != "home",
        "rate": rate is None,
        "cut_off_in_the_other_season": (
            _cut_off(location, on) != _cut_off(location, half_a_year_on)
        ),
    }
    return (name for name, is_lost in is_there.items() if is_lost)


def _regions(service: Service, postcodes: tuple[str, ...]) -> list[dict[str, Any]]:
    countries = sorted(service.countries)
    return [_region(one, postcodes, "postalCodePrefix") for one in countries]


def _region(country: str, postcodes: tuple[str, ...], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "DefinedRegion", "addressCountry": country}
    written = [postcode for postcode in postcodes if postcode]
    if written:
        found[name] = written[0] if len(written) == 1 else written
    return found


def _week(mask: str) -> dict[str, Any]:
    worked = [day for day, bit in zip(DAYS_OF_WEEK, mask, strict=True) if bit == "1"]
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": worked}


def _days(least: int, most: int) -> dict[str, Any]:
    return {
        "@type": "QuantitativeValue",
        "minValue": least,
        "maxValue": most,
        "unitCode": "DAY",
    }


def _cut_off(location: Location, on: date) -> str:
    zone = ZoneInfo(location.zone)
    told = local_moment(on, location.cut_off, zone).astimezone(zone)
    return told.isoformat(timespec="seconds").partition("T")[2]
