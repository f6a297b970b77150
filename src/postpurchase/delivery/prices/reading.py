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

from collections.abc import Mapping
from typing import Any, Final

from postpurchase.delivery.prices.fields import (
    amount_of,
    check_country,
    check_known,
    list_of,
    mapping_of,
    text_of,
    texts_of,
    whole_of,
    wrong,
)
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
from postpurchase.errors import MissingField
from postpurchase.values.money import exponent_of

BASES: Final = ("flat", "rows", "quoted", "countries")
AROUND: Final = ("surcharges", "free_above")
BASIS_POINTS_MAX: Final = 100_000
TARIFFS_MAX: Final = 1000
ROWS_MAX: Final = 10_000


def read_tariffs(document: Mapping[str, Any], path: str = "") -> tuple[Tariff, ...]:
    """Read every tariff of a document and check it.

    Args:
        document: ``currency`` and ``tariffs``.
        path: Where it stands in a larger document, for the errors.

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
    check_known(document, ("currency", "tariffs", "routes"), path)
    currency = text_of(document, "currency", path)
    prefix = f"{path}." if path else ""
    exponent_of(currency, path=f"{prefix}currency")
    read: dict[tuple[str, str], Tariff] = {}
    for index, each in enumerate(list_of(document, "tariffs", path, TARIFFS_MAX)):
        at = f"{prefix}tariffs[{index}]"
        tariff = _tariff(each, at, currency)
        service = (tariff.carrier, tariff.service)
        if service in read:
            raise wrong(f"{at}.service", tariff.service, "a service named once")
        read[service] = tariff
    return tuple(read.values())


def _tariff(given: object, path: str, currency: str) -> Tariff:
    row = mapping_of(given, path)
    check_known(row, ("carrier", "service", "currency", "chart", *BASES, *AROUND), path)
    own = text_of(row, "currency", path) if "currency" in row else currency
    exponent_of(own, path=f"{path}.currency")
    rule, chart = _rule(row, path, own), _chart(row, path)
    _check_chart(row, rule, path)
    return Tariff(
        carrier=text_of(row, "carrier", path),
        service=text_of(row, "service", path),
        currency=own,
        rule=rule,
        chart=chart,
    )


def _rule(row: Mapping[str, Any], path: str, currency: str) -> Rule:
    bases = [name for name in BASES if name in row]
    if len(bases) != 1:
        raise wrong(path, ", ".join(bases), f"one of {', '.join(BASES)}")
    rule = _base(row, bases[0], path, currency)
    if "surcharges" in row:
        given = list_of(row, "surcharges", path, 20)
        rule = Surcharged(
            rule,
            tuple(
                _surcharge(one, f"{path}.surcharges[{index}]", currency)
                for index, one in enumerate(given)
            ),
        )
    if "free_above" in row:
        rule = FreeAbove(amount_of(row, "free_above", path, currency), rule)
    return rule


def _base(row: Mapping[str, Any], base: str, path: str, currency: str) -> Rule:
    if base == "flat":
        return Flat(amount_of(row, "flat", path, currency))
    if base == "quoted":
        if row["quoted"] is not True:
            raise wrong(f"{path}.quoted", row["quoted"], "true")
        return Quoted()
    if base == "rows":
        rows = list_of(row, "rows", path, ROWS_MAX)
        return Table(
            tuple(
                _row(one, f"{path}.rows[{index}]", currency)
                for index, one in enumerate(rows)
            )
        )
    rules, otherwise = {}, None
    for country, one in mapping_of(row["countries"], f"{path}.countries").items():
        at = f"{path}.countries.{country}"
        inner = mapping_of(one, at)
        check_known(inner, (*BASES[:-1], *AROUND), at)
        if country == "*":
            otherwise = _rule(inner, at, currency)
        else:
            check_country(country, at)
            rules[country] = _rule(inner, at, currency)
    return PerCountry(rules, otherwise)


def _row(given: object, path: str, currency: str) -> Row:
    row = mapping_of(given, path)
    known = ("amount", "zones", "countries", "postcodes")
    check_known(row, (*known, "weight_grams_max", "value_max"), path)
    countries = texts_of(row, "countries", path)
    for index, country in enumerate(countries):
        check_country(country, f"{path}.countries[{index}]")
    value_max = (
        amount_of(row, "value_max", path, currency) if "value_max" in row else None
    )
    return Row(
        amount_minor=amount_of(row, "amount", path, currency),
        zones=texts_of(row, "zones", path),
        countries=countries,
        postcodes=texts_of(row, "postcodes", path),
        weight_grams_max=whole_of(row, "weight_grams_max", path, least=1),
        value_minor_max=value_max,
    )


def _surcharge(given: object, path: str, currency: str) -> Surcharge:
    row = mapping_of(given, path)
    kind = text_of(row, "kind", path)
    if kind == "fuel":
        check_known(row, ("kind", "basis_points"), path)
        points = whole_of(row, "basis_points", path, least=0, most=BASIS_POINTS_MAX)
        if points is None:
            raise MissingField(path=f"{path}.basis_points", expected="a whole number")
        return Fuel(points)
    if kind == "residential":
        check_known(row, ("kind", "amount"), path)
        return Residential(amount_of(row, "amount", path, currency))
    if kind == "per_kilo":
        check_known(row, ("kind", "amount", "over_grams"), path)
        over = whole_of(row, "over_grams", path, least=0) or 0
        return PerKilo(amount_of(row, "amount", path, currency), over_grams=over)
    if kind == "fixed":
        check_known(row, ("kind", "amount", "name"), path)
        amount = amount_of(row, "amount", path, currency)
        return Fixed(amount, name=text_of(row, "name", path))
    raise wrong(f"{path}.kind", kind, "one of fuel, residential, per_kilo, fixed")


def _chart(row: Mapping[str, Any], path: str) -> dict[tuple[str, str], str]:
    chart: dict[tuple[str, str], str] = {}
    if "chart" not in row:
        return chart
    for index, given in enumerate(list_of(row, "chart", path, ROWS_MAX)):
        at = f"{path}.chart[{index}]"
        one = mapping_of(given, at)
        check_known(one, ("from", "to", "zone"), at)
        way = (text_of(one, "from", at), text_of(one, "to", at))
        chart[way] = text_of(one, "zone", at)
    return chart


def _check_chart(row: Mapping[str, Any], rule: Rule, path: str) -> None:
    """Refuse a zone of the chart that no row is for: its ways would have no price."""
    while isinstance(rule, Surcharged | FreeAbove):
        rule = rule.base if isinstance(rule, Surcharged) else rule.otherwise
    if not isinstance(rule, Table) or not all(one.zones for one in rule.rows):
        return
    zones = {zone for one in rule.rows for zone in one.zones}
    for index, given in enumerate(row.get("chart", ())):
        if given["zone"] not in zones:
            expected = f"a zone of the rows: {', '.join(sorted(zones))}"
            raise wrong(f"{path}.chart[{index}].zone", given["zone"], expected)
