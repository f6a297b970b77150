"""Values of a policy's document, each checked as it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.returning.policies.parts import (
    PERCENT,
    REASON_NAMES,
    Amounts,
    Photos,
    Way,
)
from postpurchase.returning.policies.windows import LENGTH_MAX, Window
from postpurchase.values import tables
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.return_terms import METHODS

FREE = "free"
OWN = "own"


def wrong(value: object, expected: str, path: str = "") -> InvalidInput:
    """Return the error for a value."""
    return InvalidInput(path=path, value=short(value), expected=expected)


def word(*known: str) -> Callable[[object], str]:
    """Return a reader for one word of a list."""

    def read(value: object) -> str:
        if not isinstance(value, str) or value not in known:
            raise wrong(value, f"one of {', '.join(known)}")
        return value

    return read


def words(*known: str) -> Callable[[object], tuple[str, ...]]:
    """Return a reader for words of a list, each once."""

    def read(value: object) -> tuple[str, ...]:
        found = tables.texts(value)
        for index, one in enumerate(found):
            if one not in known:
                raise wrong(one, f"one of {', '.join(known)}", f"[{index}]")
            if one in found[:index]:
                raise wrong(one, "each word once", f"[{index}]")
        return found

    return read


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return a reader for a whole number within its limits."""

    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise wrong(value, f"a whole number, {least} to {most}")
        return value

    return read


def flag(value: object) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        raise wrong(value, "true or false")
    return value


def countries(value: object) -> tuple[str, ...]:
    """Read country codes."""
    found = tables.texts(value)
    for index, one in enumerate(found):
        if one not in COUNTRIES:
            expected = "a country code of ISO 3166, such as UA"
            raise wrong(one, expected, f"[{index}]")
    return found


def amounts(value: object) -> Amounts:
    """Read an amount with its currency, or a list of them in several currencies."""
    given = value if isinstance(value, list | tuple) else [value]
    found = tuple(tables.money(one) for one in given[:200])
    for index, amount in enumerate(found):
        before = [one.currency for one in found[:index]]
        if amount.amount_minor < 0 or amount.currency in before:
            expected = "amounts from zero, one for a currency"
            raise wrong(str(amount), expected)
    return found


def written_amounts(given: Amounts) -> object:
    """Write amounts as `amounts` reads them."""
    written = [str(one) for one in given]
    return written[0] if len(written) == 1 else written


def percent(value: object) -> int:
    """Read a percentage of at most two decimals as basis points."""
    expected = "a percentage from 0 to 100, such as 15 or '12.5'"
    try:
        is_number = type(value) in (int, str, Decimal)
        given = Decimal(str(value)[:40]) if is_number else None
    except InvalidOperation:
        given = None
    if given is None or not given.is_finite() or not 0 <= given <= PERCENT // 100:
        raise wrong(value, expected)
    points = given * 100
    if points != points.to_integral_value():
        raise wrong(value, expected)
    return int(points)


def written_percent(basis_points: int) -> object:
    """Write basis points as `percent` reads them."""
    whole_percent, rest = divmod(basis_points, 100)
    return f"{whole_percent}.{rest:02}".rstrip("0") if rest else whole_percent


def counted(unit: str) -> Callable[[object], Window]:
    """Return a reader for a window of so many days, months or years."""
    read = whole(0 if unit == "days" else 1, LENGTH_MAX[unit])

    def made(value: object) -> Window:
        return Window(unit=unit, length=read(value))

    return made


def until(value: object) -> Window:
    """Read a window that ends with a day."""
    return Window.until(tables.day(value))


def named(value: object) -> Window:
    """Read a window that is not counted."""
    return Window(unit=word("unlimited", "none")(value))


WINDOWS: Mapping[str, Callable[[object], Window]] = {
    "window_days": counted("days"),
    "window_months": counted("months"),
    "window_years": counted("years"),
    "window_until": until,
    "window": named,
}
"""What a window can be written as."""


def written_window(window: Window) -> dict[str, Any]:
    """Write a window as one of `WINDOWS`."""
    if window.is_counted:
        return {f"window_{window.unit}": window.length}
    if window.until_on is not None:
        return {"window_until": window.until_on}
    return {"window": window.unit}


def ways(value: object, *, freight_by: str) -> tuple[Way, ...]:
    """Read ways back: a list of them, or a table with what each costs.

    Args:
        value: A list of methods, or by method ``free``, ``own`` where the customer
            pays the carrier, or an amount.
        freight_by: Who pays for those of a list.
    """
    if isinstance(value, list | tuple):
        paid_by = "shop" if freight_by == "shop" else "customer"
        return tuple(Way(method=one, paid_by=paid_by) for one in words(*METHODS)(value))
    if not isinstance(value, Mapping):
        raise wrong(value, "a list of methods, or a table of what they cost")
    return tuple(_way(method, cost) for method, cost in value.items())


def _way(method: str, cost: object) -> Way:
    if method not in METHODS:
        raise wrong(method, f"one of {', '.join(METHODS)}", str(method)[:60])
    if cost in (FREE, OWN):
        return Way(method=method, paid_by="shop" if cost == FREE else "customer")
    try:
        return Way(method=method, paid_by="customer", price=amounts(cost))
    except InvalidInput as fault:
        fault.path = method
        raise


def written_ways(given: tuple[Way, ...]) -> dict[str, object]:
    """Write ways back as a table of what each costs."""

    def cost(way: Way) -> object:
        if way.price:
            return written_amounts(way.price)
        return FREE if way.paid_by == "shop" else OWN

    return {way.method: cost(way) for way in given}


def photos(value: object) -> tuple[Photos, ...]:
    """Read how many photos are needed by reason."""
    if not isinstance(value, Mapping):
        raise wrong(value, "a table of reasons with a number of photos")
    found = []
    for reason, count in value.items():
        if reason not in REASON_NAMES:
            expected = f"one of {', '.join(REASON_NAMES)}"
            raise wrong(reason, expected, str(reason)[:60])
        try:
            found.append(Photos(reason=reason, count=count))
        except InvalidInput as fault:
            fault.path = reason
            raise
    return tuple(found)
