"""Price rules: values that are put together, from a flat rate to a whole tariff.

A rule answers one question, a `Consignment`, with a `Price` or with None where it
has no price. Rules hold rules: a table with surcharges that is free above a value
is a `FreeAbove` of a `Surcharged` of a `Table`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from postpurchase.delivery.prices.price import Part, Price
from postpurchase.delivery.prices.steps import Steps
from postpurchase.delivery.prices.surcharges import Surcharge
from postpurchase.errors import CurrencyMismatch
from postpurchase.values.answers import Quote
from postpurchase.values.money import Money
from postpurchase.values.postcodes import plain_postcode


@attrs.frozen(kw_only=True)
class Consignment:
    """What a price is asked for.

    Args:
        currency: Of the answer; a rule has no price in another.
        weight_grams: The billable weight; 0 if it is not known.
        zone: The zone of the tariff that the destination lies in.
        country: Where it goes, ISO 3166-1 alpha-2.
        postcode: The same, as the customer wrote it; may be empty.
        value_minor: What the goods cost, in minor units of the currency.
        is_residential: Whether it goes to a home.
        quote: What the carrier asked for it, if it was asked.
    """

    currency: str
    weight_grams: int = 0
    zone: str = ""
    country: str = ""
    postcode: str = ""
    value_minor: int = 0
    is_residential: bool = False
    quote: Quote | None = None


class Rule(Protocol):
    """What every price rule can do."""

    def price(self, asked: Consignment) -> Price | None:
        """Return the price, or None where the rule has none."""

    def steps(self) -> Steps:
        """Say at which weights, values and places the price may change."""


@attrs.frozen
class Flat:
    """The same for every parcel.

    >>> asked = Consignment(currency="EUR", weight_grams=800)
    >>> Flat(490).price(asked).amount
    <Money 4.90 EUR>
    """

    amount_minor: int

    def price(self, asked: Consignment) -> Price | None:
        """Return the amount, whatever is asked."""
        amount = Money(self.amount_minor, asked.currency)
        return Price.of(Part(kind="flat", amount=amount))

    def steps(self) -> Steps:
        """Nothing changes it."""
        return Steps()


def _plain(postcodes: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(plain_postcode, postcodes))


@attrs.frozen(kw_only=True)
class Row:
    """One row of a price table; what is left empty holds for all.

    Args:
        amount_minor: What a parcel costs.
        zones: The zones that it holds for.
        countries: The same by country.
        postcodes: The beginnings of the postcodes it holds for; spaces, hyphens
            and case do not matter.
        weight_grams_max: The heaviest billable weight, this one included.
        value_minor_max: The highest value of the goods, this one included.
    """

    amount_minor: int
    zones: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = attrs.field(default=(), converter=_plain)
    weight_grams_max: int | None = None
    value_minor_max: int | None = None

    def holds_for(self, asked: Consignment) -> bool:
        """Say whether the row is about this weight, value and place.

        A parcel of unknown weight fits only rows without a limit: a guess could
        cost the shop money.
        """
        weight, value = self.weight_grams_max, self.value_minor_max
        return (
            (not self.zones or asked.zone in self.zones)
            and (not self.countries or asked.country in self.countries)
            and (
                not self.postcodes
                or plain_postcode(asked.postcode).startswith(self.postcodes)
            )
            and (weight is None or 0 < asked.weight_grams <= weight)
            and (value is None or asked.value_minor <= value)
        )


@attrs.frozen
class Table:
    """The price of the first row that holds; none where no row does.

    >>> letters = Table((Row(weight_grams_max=500, amount_minor=290),))
    >>> letters.price(Consignment(currency="EUR", weight_grams=501)) is None
    True
    """

    rows: tuple[Row, ...]

    def price(self, asked: Consignment) -> Price | None:
        """Return the price of the first row that holds."""
        for row in self.rows:
            if row.holds_for(asked):
                amount = Money(row.amount_minor, asked.currency)
                grams = asked.weight_grams
                part = Part(kind="table", amount=amount, zone=asked.zone, grams=grams)
                return Price.of(part)
        return None

    def steps(self) -> Steps:
        """It changes where a row of it ends."""
        weights = [row.weight_grams_max for row in self.rows]
        values = [row.value_minor_max for row in self.rows]
        return Steps(
            weights=frozenset({0, *(one for one in weights if one is not None)}),
            values=frozenset(one for one in values if one is not None),
            countries=frozenset(one for row in self.rows for one in row.countries),
            postcodes=frozenset(one for row in self.rows for one in row.postcodes),
        )


@attrs.frozen
class Quoted:
    """What the carrier itself asked for this parcel; none if it was not asked."""

    def price(self, asked: Consignment) -> Price | None:
        """Return the quote's price.

        Raises:
            CurrencyMismatch: The carrier quoted in another currency.
        """
        if asked.quote is None:
            return None
        amount = asked.quote.price
        if amount.currency != asked.currency:
            raise CurrencyMismatch(value=str(amount), expected=asked.currency)
        return Price.of(Part(kind="quote", amount=amount))

    def steps(self) -> Steps:
        """It may change with every parcel."""
        return Steps(is_quoted=True)


@attrs.frozen
class Surcharged:
    """A rule and what comes on top, each surcharge after the other.

    >>> from postpurchase.delivery.prices.surcharges import Fuel, Residential
    >>> rule = Surcharged(Flat(840), (Fuel(1250), Residential(200)))
    >>> rule.price(Consignment(currency="EUR", is_residential=True)).words()
    ('Delivery: €8.40', 'Fuel surcharge 12.5 %: €1.05', 'Delivery to a home: €2.00')
    """

    base: Rule
    surcharges: tuple[Surcharge, ...]

    def price(self, asked: Consignment) -> Price | None:
        """Return the price with every surcharge that applies.

        None, too, where kilograms are to be paid and the weight is not known.
        """
        price = self.base.price(asked)
        if price is None or (not asked.weight_grams and self._counts_kilos):
            return None
        for surcharge in self.surcharges:
            part = surcharge.part(
                price.amount, asked.weight_grams, is_residential=asked.is_residential
            )
            if part is not None:
                price = price.with_part(part)
        return price

    def steps(self) -> Steps:
        """It changes with the rule and with each surcharge."""
        return self.base.steps().joined(*(one.steps() for one in self.surcharges))

    @property
    def _counts_kilos(self) -> bool:
        return any(one.steps().by_kilo for one in self.surcharges)


@attrs.frozen
class FreeAbove:
    """Nothing from a value of the goods on; below it, another rule.

    Where the other rule has no price, nothing is free either: the service does not
    go there.

    >>> rule = FreeAbove(5000, Flat(490))
    >>> rule.price(Consignment(currency="EUR", value_minor=5000)).words()
    ('Delivery: €4.90', 'Free delivery from €50.00: -€4.90')
    """

    value_minor: int
    otherwise: Rule

    def price(self, asked: Consignment) -> Price | None:
        """Return the price, taken off again from the value on."""
        price = self.otherwise.price(asked)
        if price is None or asked.value_minor < self.value_minor:
            return price
        above = Money(self.value_minor, asked.currency)
        return price.with_part(Part(kind="free", amount=-price.amount, above=above))

    def steps(self) -> Steps:
        """It changes at its value, and with the other rule."""
        values = frozenset({self.value_minor - 1})
        return self.otherwise.steps().joined(Steps(values=values))


@attrs.frozen
class PerCountry:
    """A rule for each country that is named, and perhaps one for the others.

    >>> rule = PerCountry({"PL": Flat(990), "DE": Flat(1490)})
    >>> asked = Consignment(currency="EUR", country="FR")
    >>> rule.price(asked) is None
    True
    """

    rules: Mapping[str, Rule]
    otherwise: Rule | None = None

    def price(self, asked: Consignment) -> Price | None:
        """Return the price of the country's rule."""
        rule = self.rules.get(asked.country, self.otherwise)
        return None if rule is None else rule.price(asked)

    def steps(self) -> Steps:
        """It changes with the country, and with each of its rules."""
        own = Steps(countries=frozenset(self.rules))
        others = () if self.otherwise is None else (self.otherwise.steps(),)
        return own.joined(*(rule.steps() for rule in self.rules.values()), *others)
