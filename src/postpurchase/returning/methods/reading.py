"""Reading ways back from a document, which the shop edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from functools import partial

from postpurchase.errors import InvalidInput, PostPurchaseError
from postpurchase.errors.inputs import short
from postpurchase.returning.methods.visits import Visits, Window
from postpurchase.returning.methods.ways import WayBack
from postpurchase.values import tables
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.tables import Table


def read_ways(document: Mapping[str, object]) -> tuple[WayBack, ...]:
    """Read ways back, or raise every fault of the document with its path.

    Args:
        document: As TOML or JSON gave it: ``ways``, a list of tables with the
            fields of `WayBack`. A way with a courier has a table ``visits`` with
            the fields of `Visits`, its days as ``week``, ``closures`` and ``extra``,
            and, where public holidays count, ``holidays`` (a country) with
            ``years``.

    Raises:
        InvalidInput: A field is wrong; `SeveralFaults` has them all.
        MissingField: A way has no method, or a courier no hours.
        UnknownCode: A name is misspelt, or a country has no known holidays.

    >>> read_ways({"ways": [{"method": "drop_off", "price": "2.50 EUR"}]})[0].price
    <Money 2.50 EUR>
    """
    faults: list[PostPurchaseError] = []
    top = Table(document, "", faults)
    top.only("ways")
    found = [_way(row) for row in top.tables("ways")]
    tables.check(faults)
    return tuple(way for way in found if way is not None)


def _way(row: Table) -> WayBack | None:
    plain = (
        "method",
        "carrier",
        "service",
        "name",
        "weight_grams_max",
        "lifetime_days",
        "location_code",
        "refund_when",
    )
    read: dict[str, Callable[[object], object]] = {
        "price": tables.money,
        "surcharge": tables.money,
        "countries": tables.codes,
        "postcodes": tables.texts,
        "excluded_postcodes": tables.texts,
        "sides_mm_max": tables.numbers,
        "needs": tables.codes,
    }
    row.only(*plain, *read, "visits")
    fields = row.given(*plain, **read)
    if "visits" in row.value:
        visits = _visits(row.child("visits"))
        if visits is None:
            return None
        fields["visits"] = visits
    if not row.needed("method"):
        return None
    return row.made("", partial(WayBack, **fields))


def _visits(row: Table) -> Visits | None:
    plain = ("zone", "lead_days", "days_ahead", "within_minutes")
    days = ("week", "closures", "extra", "holidays", "years")
    row.only(*plain, "cut_off", "windows", *days)
    fields = row.given(*plain, cut_off=tables.clock, windows=_windows)
    calendar = row.made("", partial(_calendar, row))
    if not row.needed("zone", "windows") or calendar is None or "windows" not in fields:
        return None
    return row.made("", partial(Visits, **fields, calendar=calendar))


def _calendar(row: Table) -> WorkingCalendar:
    own = row.given(week=tables.week, closures=tables.days, extra=tables.days)
    calendar = WorkingCalendar()
    public = row.given(holidays=tables.text, years=tables.numbers)
    if "holidays" in row.value and row.needed("years") and len(public) == 2:
        calendar = WorkingCalendar.of_country(public["holidays"], public["years"])
    if "week" in own:
        calendar = calendar.with_week(own.pop("week"))
    return calendar.with_days(**own)


def _windows(value: object) -> tuple[Window, ...]:
    return tuple(map(_window, tables.texts(value)))


def _window(written: str) -> Window:
    """Read hours such as ``10:00-12:00``."""
    starts, _, ends = written.partition("-")
    try:
        hours = time.fromisoformat(starts.strip()), time.fromisoformat(ends.strip())
    except ValueError:
        raise InvalidInput(
            value=short(written), expected="hours such as 10:00-12:00"
        ) from None
    return Window(*hours)
