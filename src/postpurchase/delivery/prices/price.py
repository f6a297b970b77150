"""A delivery price and the parts that it is made of, in words when asked."""

from __future__ import annotations

import attrs

from postpurchase import wording
from postpurchase.values.money import Money

__all__ = ["Part", "Price"]


@attrs.frozen(kw_only=True)
class Part:
    """One part of a delivery price.

    Args:
        kind: ``flat``, ``table``, ``quote``, ``fuel``, ``residential``,
            ``per_kilo``, ``fixed`` or ``free``.
        amount: What it adds; below zero for ``free``.
        basis_points: Of a ``fuel`` surcharge, hundredths of a percent.
        kilos: Of a ``per_kilo`` surcharge, the kilograms begun.
        above: Of ``free``, the value from which delivery is free.
        zone: Of ``table``, the zone whose row counted.
        grams: Of ``table``, the weight that was looked up.
        name: Of ``fixed``, what the shop calls it.
    """

    kind: str
    amount: Money
    basis_points: int = 0
    kilos: int = 0
    above: Money | None = None
    zone: str = ""
    grams: int = 0
    name: str = ""

    def text(self, locale: str = "en") -> str:
        """Say the part and its amount in the reader's language.

        >>> fuel = Part(kind="fuel", amount=Money(105, "EUR"), basis_points=1250)
        >>> fuel.text()
        'Fuel surcharge 12.5 %: €1.05'
        """
        locale, amount = wording.reader_locale(locale), self.amount
        match self.kind:
            case "flat":
                return wording.text("Delivery: {amount}", locale, amount=amount)
            case "table":
                return self._row(locale)
            case "quote":
                return wording.text("Carrier's price: {amount}", locale, amount=amount)
            case "fuel":
                return wording.text(
                    "Fuel surcharge {percent} %: {amount}",
                    locale,
                    percent=_percent(self.basis_points, locale),
                    amount=amount,
                )
            case "residential":
                return wording.text(
                    "Delivery to a home: {amount}", locale, amount=amount
                )
            case "per_kilo":
                return wording.text(
                    "Surcharge for {kilos} kg: {amount}",
                    locale,
                    kilos=self.kilos,
                    amount=amount,
                )
            case "free":
                return wording.text(
                    "Free delivery from {above}: {amount}",
                    locale,
                    above=self.above,
                    amount=amount,
                )
            case _:
                return wording.text(
                    "Extra, {name}: {amount}", locale, name=self.name, amount=amount
                )

    def _row(self, locale: str) -> str:
        kilos = _kilos(self.grams, locale)
        if not self.zone:
            return wording.text(
                "Delivery of {kilos} kg: {amount}",
                locale,
                kilos=kilos,
                amount=self.amount,
            )
        return wording.text(
            "Delivery of {kilos} kg to zone {zone}: {amount}",
            locale,
            kilos=kilos,
            zone=self.zone,
            amount=self.amount,
        )


@attrs.frozen(kw_only=True)
class Price:
    r"""What a delivery costs, and why.

    Args:
        amount: The sum of the parts.
        parts: In the order in which they were added.

    >>> price = Price.of(Part(kind="flat", amount=Money(490, "EUR")))
    >>> price.amount, price.words("pl")
    (<Money 4.90 EUR>, ('Dostawa: 4,90\xa0€',))
    """

    amount: Money
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, first: Part, *more: Part) -> Price:
        """Make the price that parts add up to."""
        total = first.amount
        for part in more:
            total += part.amount
        return cls(amount=total, parts=(first, *more))

    def with_part(self, part: Part) -> Price:
        """Return the price with one part more."""
        return Price(amount=self.amount + part.amount, parts=(*self.parts, part))

    def words(self, locale: str = "en") -> tuple[str, ...]:
        """Say each part in the reader's language."""
        return tuple(part.text(locale) for part in self.parts)


def _percent(basis_points: int, locale: str) -> str:
    from decimal import Decimal

    return wording.shown((Decimal(basis_points) / 100).normalize(), locale)


def _kilos(grams: int, locale: str) -> str:
    from decimal import Decimal

    return wording.shown(Decimal(grams) / 1000, locale)
