"""A carrier whose prices stand in a table: by country, postcode and weight.

Rows are read from dicts or a TOML file and checked at once, so that a typing
error names its row when the shop starts and not when a customer pays:

```toml
[[rates]]
service = "parcel"
countries = ["PL"]
weight_grams_max = 5000
price = "12.99"
currency = "PLN"
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encoded

import attrs

from postpurchase.errors import InvalidInput, MalformedInput, MissingField
from postpurchase.hooks import Carrier, hookimpl
from postpurchase.values.answers import Package, Quote
from postpurchase.values.money import Money

ANYWHERE = "*"
_REQUIRED = ("service", "countries", "price", "currency")
_OPTIONAL = ("postcodes", "weight_grams_max")


@attrs.frozen(kw_only=True)
class Rate:
    """One row of the table.

    Args:
        service: The service that it is the price of.
        countries: Where it holds, ISO 3166-1 alpha-2; ``*`` for everywhere.
        price: What one parcel costs.
        postcodes: The beginnings of the postcodes it holds for; all if empty.
        weight_grams_max: The heaviest parcel, or None for any weight.
    """

    service: str
    countries: tuple[str, ...]
    price: Money
    postcodes: tuple[str, ...] = ()
    weight_grams_max: int | None = None

    def holds_for(self, package: Package, country: str, postcode: str) -> bool:
        """Say whether the row is about this parcel and this place.

        A parcel of unknown weight fits only rows without a limit: a guess could
        cost the shop money.
        """
        if country not in self.countries and ANYWHERE not in self.countries:
            return False
        if self.postcodes and not postcode.startswith(self.postcodes):
            return False
        limit = self.weight_grams_max
        return limit is None or 0 < package.weight_grams <= limit


def read_rates(rows: Iterable[Rate | Mapping[str, Any]]) -> Iterator[Rate]:
    """Check every row of a table.

    Raises:
        InvalidInput: With the path of the field, such as ``rates[2].price``.
    """
    for index, row in enumerate(rows):
        path = f"rates[{index}]"
        if isinstance(row, Rate):
            yield row
        elif isinstance(row, Mapping):
            yield _read_rate(row, path)
        else:
            raise _wrong(path, row, "a row of the table")


def _read_rate(row: Mapping[str, Any], path: str) -> Rate:
    for field in _REQUIRED:
        if field not in row:
            raise MissingField(path=f"{path}.{field}", expected="a value")
    for field in row:
        if field not in _REQUIRED + _OPTIONAL:
            known = ", ".join(_REQUIRED + _OPTIONAL)
            raise _wrong(f"{path}.{field}", field, f"one of {known}")
    limit = row.get("weight_grams_max")
    if limit is not None and (type(limit) is not int or limit <= 0):
        raise _wrong(f"{path}.weight_grams_max", limit, "whole grams, at least 1")
    if not isinstance(row["service"], str) or not row["service"]:
        raise _wrong(f"{path}.service", row["service"], "a name")
    return Rate(
        service=row["service"],
        countries=_texts(row["countries"], f"{path}.countries"),
        price=_price(row["price"], row["currency"], path),
        postcodes=_texts(row.get("postcodes", ()), f"{path}.postcodes"),
        weight_grams_max=limit,
    )


def _texts(value: object, path: str) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise _wrong(path, value, "a list of texts")


def _price(amount: object, currency: object, path: str) -> Money:
    if not isinstance(amount, str):
        raise _wrong(f"{path}.price", amount, 'a text such as "12.99"')
    if not isinstance(currency, str):
        raise _wrong(f"{path}.currency", currency, "a code of ISO 4217")
    try:
        price = Money.parse(amount, currency)
    except InvalidInput as fault:
        fault.path = f"{path}.price"
        raise
    if price.amount_minor < 0:
        raise _wrong(f"{path}.price", amount, "at least 0")
    return price


def _wrong(path: str, value: object, expected: str) -> InvalidInput:
    return InvalidInput(path=path, value=repr(value)[:40], expected=expected)


def _as_rates(rows: Iterable[Rate | Mapping[str, Any]]) -> tuple[Rate, ...]:
    return tuple(read_rates(rows))


@attrs.frozen(kw_only=True)
class TableRateCarrier:
    """Quotes from a table of `Rate`; of a service's rows, the first that holds counts.

    Args:
        code: Its name in stored events.
        name: Its name for people.
        rates: The rows, as `Rate` or as mappings of the same fields.
        tracking_page: An https address with ``{tracking_number}`` in it, or empty.

    >>> carrier = TableRateCarrier(
    ...     code="post",
    ...     name="Post",
    ...     rates=[
    ...         {
    ...             "service": "letter",
    ...             "countries": ["PL"],
    ...             "weight_grams_max": 1000,
    ...             "price": "4.90",
    ...             "currency": "PLN",
    ...         }
    ...     ],
    ... )
    >>> from datetime import UTC
    >>> [offer] = carrier.quote(
    ...     Package(weight_grams=800),
    ...     origin_country="PL",
    ...     destination_country="PL",
    ...     postcode="00-950",
    ...     at=datetime(2026, 5, 4, tzinfo=UTC),
    ... )
    >>> offer.service, offer.price.amount_minor
    ('letter', 490)
    """

    code: str = "table-rate"
    name: str = "Table rates"
    rates: tuple[Rate, ...] = attrs.field(default=(), converter=_as_rates)
    tracking_page: str = ""

    @classmethod
    def from_toml(
        cls, file: Path | str, *, code: str = "table-rate", name: str = "Table rates"
    ) -> TableRateCarrier:
        """Read ``[[rates]]`` and ``tracking_page`` from a TOML file.

        Raises:
            MalformedInput: The file is not TOML.
            InvalidInput: A row is wrong; its path names row and field.
        """
        try:
            table = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise MalformedInput(
                path=Path(file).name, value="the rate table", expected=str(fault)
            ) from fault
        return cls(
            code=code,
            name=name,
            rates=table.get("rates", ()),
            tracking_page=table.get("tracking_page", ""),
        )

    def quote(
        self,
        package: Package,
        *,
        origin_country: str,
        destination_country: str,
        postcode: str,
        at: datetime,
    ) -> Iterator[Quote]:
        """Offer each service once, at the price of its first row that holds."""
        offered: set[str] = set()
        for rate in self.rates:
            if rate.service in offered:
                continue
            if rate.holds_for(package, destination_country, postcode):
                offered.add(rate.service)
                yield Quote(carrier=self.code, service=rate.service, price=rate.price)

    def tracking_url(self, tracking_number: str) -> str:
        """Return the tracking page of the parcel, or nothing if there is none."""
        number = percent_encoded(tracking_number, safe="")
        return self.tracking_page.replace("{tracking_number}", number)


@hookimpl
def register_carriers(register: Callable[[Carrier], None]) -> None:
    """Register a table without rows: it offers nothing until the shop has rates."""
    register(TableRateCarrier())
