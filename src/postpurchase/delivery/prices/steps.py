"""Where a price may change: what a table of prices has to look at."""

from __future__ import annotations

import attrs

KILO_STEPS = 70
"""Kilograms up to which a per-kilo price is tabled; heavier ones are worked out."""


@attrs.frozen(kw_only=True)
class Steps:
    """The weights, values and places at which a rule may answer otherwise.

    Between two neighbouring steps the answer stays the same, so that a price for
    every step is the whole rule.

    Args:
        weights: Billable grams up to which one answer holds, these included.
        values: The same for the value of the goods, in minor units.
        countries: The countries that it names.
        postcodes: The beginnings of postcodes that it names.
        is_quoted: Whether it asks the carrier, so that nothing can be tabled.
        by_kilo: Whether it counts kilograms, so that no table has a last row.
    """

    weights: frozenset[int] = frozenset()
    values: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    is_quoted: bool = False
    by_kilo: bool = False

    def joined(self, *others: Steps) -> Steps:
        """Return the steps of this rule and of others together."""
        each = (self, *others)
        return Steps(
            weights=frozenset().union(*(one.weights for one in each)),
            values=frozenset().union(*(one.values for one in each)),
            countries=frozenset().union(*(one.countries for one in each)),
            postcodes=frozenset().union(*(one.postcodes for one in each)),
            is_quoted=any(one.is_quoted for one in each),
            by_kilo=any(one.by_kilo for one in each),
        )
