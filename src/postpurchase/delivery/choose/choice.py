"""The choice: the way that won, and for each other why it lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import repeat

import attrs

from postpurchase import wording
from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.comparing import (
    EVERYWHERE,
    Comparison,
    Refusal,
    compare,
)
from postpurchase.delivery.choose.offers import Offer, offer_of, price_of
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.reasons import Reason, TooLate
from postpurchase.delivery.choose.rows import LATEST, PLACE, PRICE, Row
from postpurchase.delivery.choose.strategies import Cheapest, Strategy
from postpurchase.delivery.network import Location, Service
from postpurchase.delivery.prices.price import Price
from postpurchase.order.quick import maker
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Choice:
    """What a strategy chose among all ways.

    Everything about the ways that lost is there, and made when it is asked for.

    Args:
        comparison: All ways.
        strategy: How they were compared.
        row: The one that won, or None if there is none.
    """

    comparison: Comparison
    strategy: Strategy
    row: Row | None

    @cached_property
    def best(self) -> Offer | None:
        """The way that won; None where none keeps every limit."""
        return None if self.row is None else offer_of(self.comparison, self.row)

    @cached_property
    def others(self) -> tuple[Lost, ...]:
        """Every other way: what lost first, then what came too late or cannot be."""
        found = self.comparison
        return (*self._worse(), *_late(found), *_refused(found))

    def price_of(self, offer: Offer) -> Price:
        """Return the parts that an offer's price is made of.

        Raises:
            UnknownCode: The offer is not of this choice.
        """
        return price_of(self.comparison, offer)

    def explain(self, locale: str = "en") -> tuple[str, ...]:
        """Say what won and why, and of every other why it lost."""
        spoken = wording.reader_locale(locale)
        lost = (one.text(spoken) for one in self.others)
        if self.best is None:
            none = wording.text("No way of delivery keeps every limit.", spoken)
            return none, *lost
        offer = self.best.text(spoken)
        chosen = wording.text("Chosen: {offer}", spoken, offer=offer)
        return chosen, self.strategy.text(spoken), *lost

    def _worse(self) -> Iterable[Lost]:
        best, found, strategy = self.row, self.comparison, self.strategy
        if best is None:
            return ()
        rows = sorted(found.rows, key=strategy.key(found.rows))
        rows.remove(best)
        reasons = strategy.reasons(best, rows, found.book.currency)
        return map(_lost, repeat(found), reasons, rows)

    def __repr__(self) -> str:
        won = "none" if self.best is None else self.best.text()
        return f"<Choice {won}>"


@attrs.frozen(eq=False, repr=False)
class Lost:
    """A way of delivery that did not win.

    Args:
        comparison: All ways.
        reason: Why it lost.
        row: What it would have been; None where it cannot be had at all.
        refusal: Which way it is, where it cannot be had.
    """

    comparison: Comparison
    reason: Reason
    row: Row | None = None
    refusal: Refusal | None = None

    @property
    def carrier(self) -> str:
        """The carrier's code."""
        return self._service.carrier

    @property
    def service(self) -> str:
        """The code of its service."""
        return self._service.code

    @property
    def location(self) -> str:
        """The code of the location; empty where it lost for all of them."""
        return "" if self._origin is None else self._origin.code

    @property
    def price(self) -> Money | None:
        """What it would have cost; None where it cannot be had."""
        currency = self.comparison.book.currency
        return None if self.row is None else Money(self.row[PRICE], currency)

    @property
    def latest_on(self) -> date | None:
        """The last day of its promise; None where it cannot be had."""
        return None if self.row is None else date.fromordinal(self.row[LATEST])

    @property
    def offer(self) -> Offer | None:
        """The whole offer that it would have been; None where it cannot be had."""
        return None if self.row is None else offer_of(self.comparison, self.row)

    def text(self, locale: str = "en") -> str:
        """Say in one line what it would have been and why it lost."""
        spoken = wording.reader_locale(locale)
        offer, title = self.offer, self._service.title
        if offer is not None:
            what = offer.text(spoken)
        elif self._origin is not None:
            from_there = self._origin.title
            what = wording.text(
                "{title} from {location}", spoken, title=title, location=from_there
            )
        else:
            what = title
        return f"{what} — {self.reason.text(spoken)}"

    @property
    def _origin(self) -> Location | None:
        _, there = self._places
        if there == EVERYWHERE:
            return None
        return self.comparison.book.origins[there][0]

    @property
    def _service(self) -> Service:
        index, _ = self._places
        return self.comparison.book.cards[index].service

    @property
    def _places(self) -> tuple[int, int]:
        if self.row is not None:
            return divmod(self.row[PLACE], len(self.comparison.book.origins))
        assert self.refusal is not None  # it is one or the other
        return self.refusal[0], self.refusal[1]

    def __repr__(self) -> str:
        return f"<Lost {self.text()}>"


_lost = maker(Lost)


def _late(found: Comparison) -> Iterable[Lost]:
    asked_on = found.question.latest_on
    if asked_on is None:
        return ()
    rows = sorted(found.late)
    reasons = {
        day: TooLate(date.fromordinal(day), asked_on)
        for day in {row[LATEST] for row in rows}
    }
    return map(_lost, repeat(found), [reasons[row[LATEST]] for row in rows], rows)


def _refused(found: Comparison) -> Iterator[Lost]:
    for refusal in found.refused:
        yield _lost(found, refusal[-1], None, refusal)


def choose(
    book: RateBook, question: Question, strategy: Strategy | None = None
) -> Choice:
    """Choose carrier, service and location for one parcel.

    Every service is compared from every location that has the goods. What breaks a
    limit of size, weight, goods, place or day is out; among the rest the strategy
    decides.

    Args:
        book: What there is to choose among.
        question: The parcel, its destination and its day.
        strategy: `Cheapest` if none is given.

    Raises:
        CurrencyMismatch: The value of the goods is not in the book's currency.
    """
    return best_of(compare(book, question), strategy or Cheapest())


def best_of(comparison: Comparison, strategy: Strategy) -> Choice:
    """Let a strategy decide among ways that are compared already."""
    rows = comparison.rows
    row = min(rows, key=strategy.key(rows)) if rows else None
    return Choice(comparison=comparison, strategy=strategy, row=row)
