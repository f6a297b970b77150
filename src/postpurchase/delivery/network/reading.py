"""Reading a network from a document: which fields there are, and what makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

import attrs

from postpurchase.delivery.network.checks import check_country
from postpurchase.delivery.network.places import Location, Zones
from postpurchase.delivery.network.regions import Region, country_calendar
from postpurchase.delivery.network.service import Limits, Service, Slot
from postpurchase.delivery.network.transit import TransitTime
from postpurchase.errors import InvalidInput, MissingField, PostPurchaseError
from postpurchase.errors.inputs import short
from postpurchase.values import tables
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.tables import Table

SECTIONS: Final = (
    "years",
    "holidays",
    "locations",
    "services",
    "zones",
    "destinations",
    "prices",
)
"""The names at the top of a document; ``prices`` has a reader of its own."""

YEARS_MAX: Final = 100
"""The most years whose holidays are computed."""

Made = TypeVar("Made")


def read_network(
    document: Mapping[str, object], years: Iterable[int]
) -> dict[str, Any]:
    """Return the fields of a `Network`, or raise every fault of the document.

    Raises:
        InvalidInput: A field is wrong; `SeveralFaults` has them all.
        MissingField: No years are stated, and ``holidays`` is not false.
        UnknownCode: A name is misspelt, or a country has no known holidays.
    """
    faults: list[PostPurchaseError] = []
    top = Table(document, "", faults)
    top.only(*SECTIONS)
    known = top.made("", partial(_known, top.value, years)) or frozenset()
    fields = {
        "locations": _all(top, "locations", partial(_location, years=known)),
        "services": _all(top, "services", _service),
        "regions": _all(top, "destinations", _region),
        "zones": _zones(top),
        "years": known,
    }
    tables.check(faults)
    return fields


def _all(
    top: Table, name: str, read: Callable[[Table], Made | None]
) -> tuple[Made, ...]:
    found = (read(row) for row in top.tables(name))
    return tuple(one for one in found if one is not None)


def _known(document: Mapping[str, object], years: Iterable[int]) -> frozenset[int]:
    """Return the years whose holidays are known; none only if that is said."""
    if _flag(document, "holidays") is False:
        return frozenset()
    stated = document.get("years")
    known = _years(years if stated is None else stated)
    if not known:
        raise MissingField(
            path="years",
            expected="the years whose public holidays count, or holidays = false",
        )
    return known


def _flag(table: Mapping[str, object], name: str) -> bool:
    value = table.get(name, True)
    if not isinstance(value, bool):
        raise InvalidInput(path=name, value=short(value), expected="true or false")
    return value


def _years(value: object) -> frozenset[int]:
    listed: list[Any] = list(value) if isinstance(value, Iterable) else [value]
    for year in listed[: YEARS_MAX + 1]:
        if type(year) is not int or not 1900 <= year <= 2200:
            raise InvalidInput(path="years", value=short(year), expected="a year")
    if len(listed) > YEARS_MAX:
        raise InvalidInput(
            path="years", value=short(len(listed)), expected=f"at most {YEARS_MAX}"
        )
    return frozenset(listed)


def _location(row: Table, years: frozenset[int]) -> Location | None:
    plain = ("code", "country", "zone", "postcode", "subdivision", "partner", "name")
    own = ("week", "closures", "extra", "holidays")
    row.only(*plain, "cut_off", "processing_days", *own)
    fields = row.given(*plain, "processing_days", cut_off=tables.clock)
    named = "subdivision" if row.value.get("subdivision") else "country"
    public = row.made(named, partial(_public, row, years))
    if not row.needed("code", "country", "zone") or public is None:
        return None
    calendar = row.made("", partial(_calendar, row, public))
    if calendar is None:
        return None
    return row.made(
        "", partial(Location, **fields, calendar=calendar, holidays=public.closures)
    )


def _public(row: Table, years: frozenset[int]) -> WorkingCalendar:
    """Return the calendar of the country, which carriers keep in any case."""
    country, subdivision = row.value.get("country"), row.value.get("subdivision", "")
    if (
        not isinstance(country, str)
        or country not in COUNTRIES
        or not isinstance(subdivision, str)
    ):
        return WorkingCalendar()  # The location itself refuses them.
    return country_calendar(country, subdivision, years)


def _calendar(row: Table, public: WorkingCalendar) -> WorkingCalendar:
    """Make the calendar that the location itself works by."""
    keeps = _flag(row.value, "holidays")
    made = public if keeps else attrs.evolve(public, closures=())
    own = row.given(week=tables.week, closures=tables.days, extra=tables.days)
    if "week" in own:
        made = made.with_week(own.pop("week"))
    return made.with_days(**own)


def _service(row: Table) -> Service | None:
    plain = (
        "carrier",
        "code",
        "name",
        "kind",
        "pick_up_week",
        "delivery_week",
        "works_on_holidays",
        "co2_grams_per_parcel",
        "co2_basis",
    )
    read: dict[str, Callable[[object], object]] = {
        "locations": tables.codes,
        "countries": tables.codes,
        "postcodes": tables.texts,
        "excluded_postcodes": tables.texts,
        "pick_up_at": tables.clock,
        "by_at": tables.clock,
    }
    row.only(*plain, *read, "limits", "transit", "lanes", "slots")
    fields = row.given(*plain, **read)
    if "limits" in row.value:
        fields["limits"] = _limits(row.child("limits")) or Limits()
    fields["lanes"] = _all(row, "lanes", _lane)
    fields["slots"] = _all(row, "slots", _slot)
    is_there = row.value.get("transit") is not None
    transit = _transit(row.child("transit")) if is_there else None
    if not row.needed("carrier", "code", "transit") or transit is None:
        return None
    return row.made("", partial(Service, **fields, transit=transit))


def _limits(row: Table) -> Limits | None:
    plain = ("weight_grams_max", "length_mm_max", "girth_mm_max", "volume_divisor")
    row.only(*plain, "sides_mm_max", "refused_goods")
    fields = row.given(*plain, sides_mm_max=tables.numbers, refused_goods=tables.codes)
    return row.made("", partial(Limits, **fields))


def _transit(row: Table) -> TransitTime | None:
    row.only("least", "most", "likely", "unit")
    fields = row.given("least", "most", "unit", likely=tables.rows_of_numbers)
    if "likely" in row.value:
        fields.pop("least", None)
        fields.pop("most", None)
        return (
            row.made("", partial(TransitTime, **fields)) if "likely" in fields else None
        )
    if not row.needed("least", "most"):
        return None
    return row.made("", partial(TransitTime.stated, **fields))


def _lane(row: Table) -> tuple[str, str, TransitTime] | None:
    row.only("origin_zone", "destination_zone", "transit")
    if not row.needed("origin_zone", "destination_zone", "transit"):
        return None
    ends = row.given(origin_zone=tables.text, destination_zone=tables.text)
    transit = _transit(row.child("transit"))
    if transit is None or len(ends) < 2:
        return None
    return ends["origin_zone"], ends["destination_zone"], transit


def _slot(row: Table) -> Slot | None:
    row.only("weekday", "starts", "ends", "price", "lead_hours")
    fields = row.given(
        "lead_hours",
        weekday=tables.weekday,
        starts=tables.clock,
        ends=tables.clock,
        price=tables.money,
    )
    needed = ("weekday", "starts", "ends")
    if not row.needed(*needed) or not fields.keys() >= set(needed):
        return None
    return row.made("", partial(Slot, **fields))


def _region(row: Table) -> Region | None:
    row.only("country", "postcodes", "zone", "subdivision", "week", "closures", "extra")
    fields = row.given(
        "country",
        "zone",
        "subdivision",
        week=tables.week,
        postcodes=tables.texts,
        closures=tables.days,
        extra=tables.days,
    )
    if not row.needed("country"):
        return None
    return row.made("", partial(Region, **fields))


def _zones(top: Table) -> Zones:
    prefixes: dict[tuple[str, str], str] = {}
    for row in top.tables("zones"):
        row.only("code", "country", "postcodes")
        fields = row.given(
            code=tables.text, country=tables.text, postcodes=tables.texts
        )
        if not row.needed("code", "country") or len(fields) < len(row.value):
            continue
        for prefix in fields.get("postcodes", ("",)):
            prefixes[fields["country"], prefix] = fields["code"]
        row.made("", partial(check_country, fields["country"]))
    return Zones(prefixes={} if top.faults else prefixes)
