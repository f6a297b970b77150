"""Tariffs read from a document, such as the tables of a TOML file.

```toml
currency = "EUR"

[[tariffs]]
carrier = "post"
service = "parcel"
free_above = "80.00"
surcharges = [
  { kind = "fuel", basis_points = 850 },
  { kind = "residential", amount = "1.20" },
]
rows = [
  { zones = ["PL"], weight_grams_max = 5000, amount = "4.90" },
  { zones = ["EU"], weight_grams_max = 5000, amount = "11.90" },
]
chart = [{ from = "PL", to = "DE", zone = "EU" }]
```

A tariff has one of `flat`, `rows`, `quoted` and `countries`. What stands beside it
is put around it: first the surcharges in their order, then `free_above`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from postpurchase.delivery.prices.rules import (
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
from postpurchase.errors import InvalidInput, InvalidMoney, MissingField
from postpurchase.errors.inputs import short
from postpurchase.values.countries import COUNTRIES
from postpurchase.values.money import Money, exponent_of

BASES: Final = ("flat", "rows", "quoted", "countries")
AROUND: Final = ("surcharges", "free_above")
BASIS_POINTS_MAX: Final = 100_000
TARIFFS_MAX: Final = 1000
ROWS_MAX: Final = 10_000


def read_tariffs(document: Mapping[str, Any]) -> tuple[Tariff, ...]:
    """Read every tariff of a document and check it.

    Raises:
        InvalidInput: With the path of the field, such as ``tariffs[0].rows[2].amount``.
        MissingField: The same, where a field is not there.
        UnknownCurrency: The currency is none.

    >>> read_tariffs(
    ...     {
    ...         "currency": "EUR",
    ...         "tariffs": [{"carrier": "post", "service": "s", "flat": "4.9x"}],
    ...     }
    ... )
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidMoney: tariffs[0].flat: '4.9x' is not an ...
    """
    _known(document, ("currency", "tariffs"), "")
    currency = _text(document, "currency", "")
    exponent_of(currency, path="currency")
    tariffs = _list(document, "tariffs", "", TARIFFS_MAX)
    read: list[Tariff] = []
    for index, each in enumerate(tariffs):
        tariff = _tariff(each, f"tariffs[{index}]", currency)
        if any(
            (one.carrier, one.service) == (tariff.carrier, tariff.service)
            for one in read
        ):
            raise _wrong(
                f"tariffs[{index}].service", tariff.service, "a service named once"
            )
        read.append(tariff)
    return tuple(read)


def _tariff(given: object, path: str, currency: str) -> Tariff:
    row = _mapping(given, path)
    _known(row, ("carrier", "service", "currency", "chart", *BASES, *AROUND), path)
    own = _text(row, "currency", path) if "currency" in row else currency
    exponent_of(own, path=f"{path}.currency")
    return Tariff(
        carrier=_text(row, "carrier", path),
        service=_text(row, "service", path),
        currency=own,
        rule=_rule(row, path, own),
        chart=_chart(row, path),
    )


def _rule(row: Mapping[str, Any], path: str, currency: str) -> Rule:
    bases = [name for name in BASES if name in row]
    if len(bases) != 1:
        raise _wrong(path, ", ".join(bases), f"one of {', '.join(BASES)}")
    rule = _base(row, bases[0], path, currency)
    if "surcharges" in row:
        given = _list(row, "surcharges", path, 20)
        rule = Surcharged(
            rule,
            tuple(
                _surcharge(one, f"{path}.surcharges[{index}]", currency)
                for index, one in enumerate(given)
            ),
        )
    if "free_above" in row:
        rule = FreeAbove(_amount(row, "free_above", path, currency), rule)
    return rule


def _base(row: Mapping[str, Any], base: str, path: str, currency: str) -> Rule:
    if base == "flat":
        return Flat(_amount(row, "flat", path, currency))
    if base == "quoted":
        if row["quoted"] is not True:
            raise _wrong(f"{path}.quoted", row["quoted"], "true")
        return Quoted()
    if base == "rows":
        rows = _list(row, "rows", path, ROWS_MAX)
        return Table(
            tuple(
                _row(one, f"{path}.rows[{index}]", currency)
                for index, one in enumerate(rows)
            )
        )
    rules, otherwise = {}, None
    for country, one in _mapping(row["countries"], f"{path}.countries").items():
        at = f"{path}.countries.{country}"
        inner = _mapping(one, at)
        _known(inner, (*BASES[:-1], *AROUND), at)
        if country == "*":
            otherwise = _rule(inner, at, currency)
        else:
            _check_country(country, at)
            rules[country] = _rule(inner, at, currency)
    return PerCountry(rules, otherwise)


def _row(given: object, path: str, currency: str) -> Row:
    row = _mapping(given, path)
    known = ("amount", "zones", "countries", "postcodes")
    _known(row, (*known, "weight_grams_max", "value_max"), path)
    countries = _texts(row, "countries", path)
    for index, country in enumerate(countries):
        _check_country(country, f"{path}.countries[{index}]")
    value_max = (
        _amount(row, "value_max", path, currency) if "value_max" in row else None
    )
    return Row(
        amount_minor=_amount(row, "amount", path, currency),
        zones=_texts(row, "zones", path),
        countries=countries,
        postcodes=_texts(row, "postcodes", path),
        weight_grams_max=_whole(row, "weight_grams_max", path, least=1),
        value_minor_max=value_max,
    )


def _surcharge(given: object, path: str, currency: str) -> Surcharge:
    row = _mapping(given, path)
    kind = _text(row, "kind", path)
    if kind == "fuel":
        _known(row, ("kind", "basis_points"), path)
        points = _whole(row, "basis_points", path, least=0, most=BASIS_POINTS_MAX)
        if points is None:
            raise MissingField(path=f"{path}.basis_points", expected="a whole number")
        return Fuel(points)
    if kind == "residential":
        _known(row, ("kind", "amount"), path)
        return Residential(_amount(row, "amount", path, currency))
    if kind == "per_kilo":
        _known(row, ("kind", "amount", "over_grams"), path)
        over = _whole(row, "over_grams", path, least=0) or 0
        return PerKilo(_amount(row, "amount", path, currency), over_grams=over)
    if kind == "fixed":
        _known(row, ("kind", "amount", "name"), path)
        amount = _amount(row, "amount", path, currency)
        return Fixed(amount, name=_text(row, "name", path))
    raise _wrong(f"{path}.kind", kind, "one of fuel, residential, per_kilo, fixed")


def _chart(row: Mapping[str, Any], path: str) -> dict[tuple[str, str], str]:
    chart: dict[tuple[str, str], str] = {}
    if "chart" not in row:
        return chart
    for index, given in enumerate(_list(row, "chart", path, ROWS_MAX)):
        at = f"{path}.chart[{index}]"
        one = _mapping(given, at)
        _known(one, ("from", "to", "zone"), at)
        way = (_text(one, "from", at), _text(one, "to", at))
        chart[way] = _text(one, "zone", at)
    return chart


def _amount(row: Mapping[str, Any], name: str, path: str, currency: str) -> int:
    if name not in row:
        raise MissingField(path=f"{path}.{name}", expected="an amount from zero")
    at = f"{path}.{name}"
    amount = Money.parse(row[name], currency, path=at)
    if amount.amount_minor < 0:
        raise InvalidMoney(path=at, value=str(amount), expected="an amount from zero")
    return amount.amount_minor


def _whole(
    row: Mapping[str, Any], name: str, path: str, *, least: int, most: int = 10**9
) -> int | None:
    value = row.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise _wrong(f"{path}.{name}", value, f"a whole number, {least} to {most}")
    return value


def _text(row: Mapping[str, Any], name: str, path: str) -> str:
    at = f"{path}.{name}" if path else name
    if name not in row:
        raise MissingField(path=at, expected="a short text")
    value = row[name]
    if not isinstance(value, str) or not 0 < len(value) <= 100:
        raise _wrong(at, value, "a short text")
    return value


def _texts(row: Mapping[str, Any], name: str, path: str) -> tuple[str, ...]:
    given = row.get(name, ())
    if isinstance(given, list | tuple) and all(
        isinstance(one, str) and 0 < len(one) <= 100 for one in given
    ):
        return tuple(given)
    raise _wrong(f"{path}.{name}", given, "a list of short texts")


def _list(row: Mapping[str, Any], name: str, path: str, most: int) -> Iterable[object]:
    at = f"{path}.{name}" if path else name
    if name not in row:
        raise MissingField(path=at, expected="a list")
    given = row[name]
    if not isinstance(given, list | tuple) or len(given) > most:
        raise _wrong(at, given, f"a list of at most {most}")
    return given


def _mapping(given: object, path: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise _wrong(path, given, "a mapping")
    return given


def _known(row: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    for name in row:
        if name not in known:
            at = f"{path}.{name}" if path else str(name)
            raise _wrong(at, name, f"one of {', '.join(known)}")


def _check_country(country: object, path: str) -> None:
    if country not in COUNTRIES:
        raise _wrong(path, country, "a country code of ISO 3166, such as UA")


def _wrong(path: str, value: object, expected: str) -> InvalidInput:
    return InvalidInput(path=path, value=short(value), expected=expected)
