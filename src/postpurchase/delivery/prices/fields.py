"""Fields of a document of prices, each checked, with its path in the error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from postpurchase.errors import InvalidInput, InvalidMoney, MissingField
from postpurchase.errors.inputs import short
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.money import Money


def amount_of(row: Mapping[str, Any], name: str, path: str, currency: str) -> int:
    """Return an amount from zero in minor units, written as a decimal."""
    if name not in row:
        raise MissingField(path=f"{path}.{name}", expected="an amount from zero")
    at = f"{path}.{name}"
    amount = Money.parse(row[name], currency, path=at)
    if amount.amount_minor < 0:
        raise InvalidMoney(path=at, value=str(amount), expected="an amount from zero")
    return amount.amount_minor


def whole_of(
    row: Mapping[str, Any], name: str, path: str, *, least: int, most: int = 10**9
) -> int | None:
    """Return a whole number within its range, or None if it is not there."""
    value = row.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise wrong(f"{path}.{name}", value, f"a whole number, {least} to {most}")
    return value


def text_of(row: Mapping[str, Any], name: str, path: str) -> str:
    """Return a short text that has to be there."""
    at = f"{path}.{name}" if path else name
    if name not in row:
        raise MissingField(path=at, expected="a short text")
    value = row[name]
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise wrong(at, value, "a short text")
    return value


def texts_of(row: Mapping[str, Any], name: str, path: str) -> tuple[str, ...]:
    """Return a list of short texts, empty if it is not there."""
    given = row.get(name, ())
    if isinstance(given, list | tuple) and all(
        isinstance(one, str) and 0 < len(one) <= 100 for one in given
    ):
        return tuple(given)
    raise wrong(f"{path}.{name}", given, "a list of short texts")


def list_of(
    row: Mapping[str, Any], name: str, path: str, most: int
) -> Sequence[object]:
    """Return a list that has to be there and is not too long."""
    at = f"{path}.{name}" if path else name
    if name not in row:
        raise MissingField(path=at, expected="a list")
    given = row[name]
    if not isinstance(given, list | tuple) or len(given) > most:
        raise wrong(at, given, f"a list of at most {most}")
    return given


def mapping_of(given: object, path: str) -> Mapping[str, Any]:
    """Return what has to be a mapping."""
    if not isinstance(given, Mapping):
        raise wrong(path, given, "a mapping")
    return given


def check_known(row: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    """Refuse a field that nobody reads."""
    for name in row:
        if name not in known:
            at = f"{path}.{name}" if path else str(name)
            raise wrong(at, name, f"one of {', '.join(known)}")


def check_country(country: object, path: str) -> None:
    """Refuse what is no country code."""
    if country not in COUNTRIES:
        raise wrong(path, country, "a country code of ISO 3166, such as UA")


def wrong(path: str, value: object, expected: str) -> InvalidInput:
    """Return the error for a value, with the path of its field."""
    return InvalidInput(path=path, value=short(value), expected=expected)
