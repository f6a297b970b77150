"""What comes on top of a price: fuel, a home, each kilogram, a fixed amount."""

from __future__ import annotations

from typing import Protocol

import attrs

from postpurchase.delivery.prices.price import Part
from postpurchase.delivery.prices.steps import KILO_STEPS, Steps
from postpurchase.values.money import Money, share_half_up


class Surcharge(Protocol):
    """What every surcharge can do."""

    def part(
        self, so_far: Money, weight_grams: int, *, is_residential: bool
    ) -> Part | None:
        """Return what is added to *so_far*, or None if it does not apply."""

    def steps(self) -> Steps:
        """Say at which weights it may change."""


@attrs.frozen
class Fuel:
    """A share of what was counted so far, rounded half up to the minor unit.

    Args:
        basis_points: Hundredths of a percent, 0 to 100,000.

    >>> Fuel(1250).part(Money(841, "EUR"), 500, is_residential=False).amount
    <Money 1.05 EUR>
    """

    basis_points: int

    def part(
        self, so_far: Money, weight_grams: int, *, is_residential: bool
    ) -> Part | None:
        """Return the share."""
        share = share_half_up(so_far.amount_minor * self.basis_points, 1, 10_000)
        amount = Money(share, so_far.currency)
        return Part(kind="fuel", amount=amount, basis_points=self.basis_points)

    def steps(self) -> Steps:
        """It changes with its base only."""
        return Steps()


@attrs.frozen
class Residential:
    """A fixed amount for delivery to a home."""

    amount_minor: int

    def part(
        self, so_far: Money, weight_grams: int, *, is_residential: bool
    ) -> Part | None:
        """Return the amount, for a home."""
        if not is_residential:
            return None
        amount = Money(self.amount_minor, so_far.currency)
        return Part(kind="residential", amount=amount)

    def steps(self) -> Steps:
        """Weight does not change it."""
        return Steps()


@attrs.frozen
class PerKilo:
    """An amount for each kilogram begun above a weight.

    >>> heavy = PerKilo(30, over_grams=5000)
    >>> heavy.part(Money(0, "EUR"), 7001, is_residential=False).amount
    <Money 0.90 EUR>
    """

    amount_minor: int
    over_grams: int = attrs.field(default=0, kw_only=True)

    def part(
        self, so_far: Money, weight_grams: int, *, is_residential: bool
    ) -> Part | None:
        """Return the amount for the kilograms begun, if there are any."""
        kilos = -(-(weight_grams - self.over_grams) // 1000)
        if kilos <= 0:
            return None
        amount = Money(self.amount_minor * kilos, so_far.currency)
        return Part(kind="per_kilo", amount=amount, kilos=kilos)

    def steps(self) -> Steps:
        """It changes with every kilogram."""
        first, step = self.over_grams, 1000
        weights = range(first, first + KILO_STEPS * step, step)
        return Steps(weights=frozenset({0, *weights}), by_kilo=True)


@attrs.frozen
class Fixed:
    """A fixed amount that the shop gives a name, such as packing or insurance."""

    amount_minor: int
    name: str = attrs.field(kw_only=True)

    def part(
        self, so_far: Money, weight_grams: int, *, is_residential: bool
    ) -> Part | None:
        """Return the amount."""
        amount = Money(self.amount_minor, so_far.currency)
        return Part(kind="fixed", amount=amount, name=self.name)

    def steps(self) -> Steps:
        """Nothing changes it."""
        return Steps()
