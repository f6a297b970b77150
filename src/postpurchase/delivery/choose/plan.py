"""A plan for an order: parcels with their locations, and why it was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from postpurchase import wording
from postpurchase.delivery.choose.choice import Choice
from postpurchase.delivery.choose.offers import Offer
from postpurchase.delivery.choose.reasons import Reason
from postpurchase.delivery.choose.rows import Row
from postpurchase.delivery.choose.strategies import Strategy
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class PlannedParcel:
    """One parcel of a plan.

    Args:
        location: The code of the location that it leaves from.
        units: How many of each line go in.
        ready_on: The day from which the location has them.
        choice: By what it goes, and why.
        offer: The way that was chosen.
    """

    location: str
    units: tuple[tuple[str, int], ...]
    ready_on: date
    choice: Choice
    offer: Offer

    def text(self, locale: str = "en") -> str:
        """Say how many units go by what."""
        spoken = wording.reader_locale(locale)
        count = sum(units for _, units in self.units)
        said = wording.say("units", spoken, n=count)
        return f"{said} — {self.offer.text(spoken)}"


@attrs.frozen(kw_only=True)
class Plan:
    """Parcels that bring a whole order.

    Args:
        parcels: In the order in which they were planned.
    """

    parcels: tuple[PlannedParcel, ...]

    @property
    def price(self) -> Money:
        """What all parcels cost together."""
        first, *others = (one.offer.price for one in self.parcels)
        return sum(others, first)

    @property
    def earliest_on(self) -> date:
        """The first day on which a parcel may arrive."""
        return min(one.offer.earliest_on for one in self.parcels)

    @property
    def latest_on(self) -> date:
        """The day on which the last parcel is promised."""
        return max(one.offer.latest_on for one in self.parcels)

    @property
    def co2_grams(self) -> int | None:
        """The footprint of all parcels; None if one is not known."""
        grams = [one.offer.co2_grams for one in self.parcels]
        return None if None in grams else sum(filter(None, grams))

    def text(self, locale: str = "en") -> str:
        """Say number of parcels, price and days, and then each parcel."""
        spoken = wording.reader_locale(locale)
        said = wording.plural(
            "{n} parcel, {price}, complete on {day}",
            "{n} parcels, {price}, complete on {day}",
            len(self.parcels),
            spoken,
            price=self.price,
            day=self.latest_on,
        )
        return f"{said}: {'; '.join(one.text(spoken) for one in self.parcels)}"


@attrs.frozen(kw_only=True, eq=False)
class PlanChoice:
    """The plan that won, and the others.

    Args:
        strategy: How they were compared.
        ranked: All plans, the best first, each with its numbers.
        missing: Units that no location has or expects, by line.
        unsent: The parcels that nothing takes, where there is no plan.
    """

    strategy: Strategy
    ranked: tuple[tuple[Row, Plan], ...]
    missing: Mapping[str, int]
    unsent: tuple[Choice, ...] = ()

    @property
    def best(self) -> Plan | None:
        """The plan that won; None where none brings everything in time."""
        return self.ranked[0][1] if self.ranked else None

    @cached_property
    def others(self) -> tuple[tuple[Plan, Reason], ...]:
        """Every other plan, and why it lost."""
        if not self.ranked:
            return ()
        (best, won), *lost = self.ranked
        reasons = self.strategy.reasons(
            best, [row for row, _ in lost], won.price.currency
        )
        return tuple(zip((plan for _, plan in lost), reasons, strict=True))

    def explain(self, locale: str = "en") -> tuple[str, ...]:
        """Say which plan won and why, and of every other why it lost.

        Where there is none: the units that are nowhere, and what takes no parcel.
        """
        spoken = wording.reader_locale(locale)
        if self.best is None:
            none = wording.text("No way of delivery keeps every limit.", spoken)
            lost = [line for one in self.unsent for line in one.explain(spoken)[1:]]
            return none, *self._missing(spoken), *dict.fromkeys(lost)
        offer = self.best.text(spoken)
        chosen = wording.text("Chosen: {offer}", spoken, offer=offer)
        worse = (f"{one.text(spoken)} — {why.text(spoken)}" for one, why in self.others)
        return chosen, self.strategy.text(spoken), *worse

    def _missing(self, locale: str) -> Iterator[str]:
        for line, units in self.missing.items():
            yield wording.plural(
                "{line}: {n} unit is neither in stock nor expected",
                "{line}: {n} units are neither in stock nor expected",
                units,
                locale,
                line=line,
            )
