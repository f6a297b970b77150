"""An option of the menu: what it is the best for, what it costs, when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from postpurchase import wording
from postpurchase.delivery.choose import Offer, Reason
from postpurchase.delivery.promise import OpenSlot, promise
from postpurchase.values.answers import Promise
from postpurchase.values.money import Money

LABELS: Final = (
    "fastest",
    "cheapest",
    "greenest",
    "two_day",
    "pickup_point",
    "locker",
    "store",
    "time_definite",
    "one_parcel",
    "two_parcels",
    "slot",
)
"""What an option can be, in the order in which options are shown."""


@attrs.frozen(kw_only=True)
class Option:
    """One line of the menu.

    Args:
        labels: What it is the best for, of `LABELS`.
        offers: How each parcel goes; one, or two for two parcels.
        slot: The window that is chosen with it, or None.
    """

    labels: tuple[str, ...]
    offers: tuple[Offer, ...]
    slot: OpenSlot | None = None

    @property
    def price(self) -> Money:
        """What the customer pays for the delivery, the slot included."""
        first, *others = (one.price for one in self.offers)
        total = sum(others, first)
        if self.slot is None or self.slot.slot.price is None:
            return total
        return total + self.slot.slot.price

    @property
    def co2_grams(self) -> int | None:
        """The footprint of all parcels; None if one is not known."""
        grams = [one.co2_grams for one in self.offers]
        return None if None in grams else sum(filter(None, grams))

    @property
    def co2_basis(self) -> str:
        """What the footprint is reckoned by; empty where it is not known."""
        return ", ".join(dict.fromkeys(one.co2_basis for one in self.offers))

    @property
    def promise(self) -> Promise:
        """The promise as an order keeps it.

        Of two parcels the last one counts, and both must be in time: their
        probabilities are multiplied, as if they did not depend on each other.
        """
        made = [_promise(one, self.slot, self.price) for one in self.offers]
        if len(made) == 1:
            return made[0]
        last = max(made, key=lambda one: one.latest_on)
        if len({(one.carrier, one.service) for one in made}) > 1:
            last = attrs.evolve(last, carrier="", service="")
        percents = [one.probability_percent for one in made]
        known = [percent for percent in percents if percent is not None]
        both = _both(known) if len(known) == len(made) else None
        return attrs.evolve(
            last,
            earliest_on=min(one.earliest_on for one in made),
            probability_percent=both,
        )

    def words(self, locale: str = "en") -> tuple[str, ...]:
        """Say what it is, what it costs, when it comes, and its footprint."""
        spoken = wording.reader_locale(locale)
        titles = dict.fromkeys(one.title for one in self.offers)
        labels = [self._label(one, spoken) for one in self.labels]
        return (
            f"{wording.shown(labels, spoken)}: {' + '.join(titles)}",
            self.price.format(spoken),
            self._days(spoken),
            *self._footprint(spoken),
        )

    def _label(self, label: str, locale: str) -> str:
        """Say a label; where a time-definite way states no time, its day's end."""
        if label == "time_definite" and self.promise.window_end_at is None:
            return wording.text("By the end of the working day", locale)
        return wording.word("delivery_option", label, locale)

    def _days(self, locale: str) -> str:
        made = self.promise
        days = made.format(locale)
        if made.probability_percent is None or made.window_start_at is not None:
            return days
        return wording.text(
            "{days} ({percent} % likely)",
            locale,
            days=days,
            percent=made.probability_percent,
        )

    def _footprint(self, locale: str) -> Iterator[str]:
        if self.co2_grams is not None:
            yield wording.text(
                "{grams} g CO₂ ({basis})",
                locale,
                grams=self.co2_grams,
                basis=self.co2_basis,
            )


@attrs.frozen(kw_only=True)
class Menu:
    """What a customer can choose among.

    Args:
        options: The lines, in the order of their first labels.
        unknown_footprints: How many ways were left out of the search for the
            greenest, because their footprint is not known.
        reasons: Why there is no option, the commonest first; none if there is one.
    """

    options: tuple[Option, ...]
    unknown_footprints: int = 0
    reasons: tuple[Reason, ...] = ()

    def option(self, label: str) -> Option | None:
        """Return the first option with a label; None if there is none."""
        found = (one for one in self.options if label in one.labels)
        return next(found, None)

    def words(self, locale: str = "en") -> tuple[str, ...]:
        """Say each option in one line, or in one sentence why there is none."""
        spoken = wording.reader_locale(locale)
        if not self.options:
            return (self._empty(spoken),)
        said = [" · ".join(one.words(spoken)) for one in self.options]
        if self.unknown_footprints and self.option("greenest"):
            said.append(
                wording.plural(
                    "{n} way is not compared: its CO₂ is not known.",
                    "{n} ways are not compared: their CO₂ is not known.",
                    self.unknown_footprints,
                    spoken,
                )
            )
        return tuple(said)

    def _empty(self, locale: str) -> str:
        if not self.reasons:
            return wording.text("No way of delivery can be offered.", locale)
        return wording.text(
            "No way of delivery can be offered: {reasons}.",
            locale,
            reasons="; ".join(one.text(locale) for one in self.reasons),
        )


def _promise(offer: Offer, slot: OpenSlot | None, price: Money) -> Promise:
    made = offer.promised
    if slot is not None:
        made = promise(
            made.ordered_at,
            made.location,
            made.service,
            made.destination,
            transit=made.transit,
            percent=made.percent,
            available_on=made.available_on,
            slot=slot,
        )
    return attrs.evolve(made, price=price).to_promise()


def _both(percents: list[int]) -> int:
    likely = 100
    for percent in percents:
        likely = likely * percent // 100
    return likely
