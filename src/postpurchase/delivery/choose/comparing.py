"""Every way of delivery for one parcel, as rows of numbers and as refusals.

Services times locations are many, and most of them lose. So a way is a row of five
numbers until somebody asks about it; its offer and its reason are made then.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypeAlias

import attrs

from postpurchase.delivery.choose.book import RateBook
from postpurchase.delivery.choose.cards import Card
from postpurchase.delivery.choose.question import Question
from postpurchase.delivery.choose.reasons import (
    NoDate,
    NoPrice,
    NoTariff,
    NotCollected,
    NotQuoted,
    NotServed,
    OutOfStockThere,
    Reason,
)
from postpurchase.delivery.choose.rows import Row
from postpurchase.delivery.choose.totals import NO_PRICE, ByZone, Tail
from postpurchase.delivery.network import Location, plain_postcode
from postpurchase.delivery.promise import counts_from
from postpurchase.errors import CurrencyMismatch

EVERYWHERE: Final = -1
"""In place of a location: the refusal holds for all of them."""

Refusal: TypeAlias = tuple[int, int, Reason]
"""Index of the service, index of the location or `EVERYWHERE`, and why."""

Ready: TypeAlias = tuple[Card, int, int, ByZone, tuple[int, int, Tail]]
"""A service that takes the parcel: its first place in the list, the step whose total
is simply looked up (or -1), its totals by zone, and billable grams, step and tail for
whatever is not."""

NOT_COLLECTED: Final = -2
"""In place of a price, like `NO_PRICE`: the service does not come there."""

NOT_QUOTED: Final = -3
"""In place of a price: the carrier's own quote is wanting."""

_NO_PRICE: Final = NoPrice()
_NO_TARIFF: Final = NoTariff()
_NOT_QUOTED: Final = NotQuoted()
_NO_DATE: Final = NoDate()


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Comparison:
    """What `compare` found.

    Args:
        book: What it compared.
        question: What it was asked.
        zone: The zone that the destination lies in.
        rows: The ways that keep every limit.
        late: Those that keep all but the day.
        refused: Those that are none, and why.
    """

    book: RateBook
    question: Question
    zone: str
    rows: list[Row]
    late: list[Row]
    refused: list[Refusal]


def compare(
    book: RateBook, question: Question, *, location: str | None = None
) -> Comparison:
    """Work out price, days and CO₂ of every service from every location.

    Args:
        book: What there is to choose among.
        question: The parcel, its destination and its day.
        location: The code of the one that it leaves from in any case.

    Raises:
        CurrencyMismatch: The value of the goods is not in the book's currency.
    """
    zone = book.zone(question.destination)
    found = Comparison(
        book=book, question=question, zone=zone, rows=[], late=[], refused=[]
    )
    ready, services = question.ready_on, _services(found)
    for index, (origin, origin_zone) in enumerate(book.origins):
        if location not in (None, origin.code):
            continue
        if ready is None or origin.code in ready:
            _compare_location(found, index, (origin_zone, zone), services)
        else:
            reason = OutOfStockThere(origin.title)
            found.refused.extend((card.index, index, reason) for card, *_ in services)
    return found


def _services(found: Comparison) -> list[Ready]:
    """Return the services that take the parcel; note why the others do not."""
    question, services = found.question, []
    parcel, destination = question.parcel, question.destination
    value, weight = _value(found.book, question), parcel.package.weight_grams
    volume, measures = parcel.volume_mm3, (weight, *parcel.sides_mm, parcel.goods)
    country, postcode = destination.country, plain_postcode(destination.postcode)
    count = len(found.book.origins)
    for card in found.book.cards:
        totals = card.totals
        if totals is None:
            found.refused.append((card.index, EVERYWHERE, _NO_TARIFF))
            continue
        if card.is_limited and not card.takes(measures):
            reason = parcel.refusal(card.service.limits)
            if reason is not None:
                found.refused.append((card.index, EVERYWHERE, reason))
                continue
        if card.serves_somewhere and not card.serves(country, postcode):
            reason = NotServed(country, card.is_in(country))
            found.refused.append((card.index, EVERYWHERE, reason))
            continue
        grams = -(-volume // card.divisor) if card.divisor else 0
        grams = max(grams, weight)
        step, by_zone, tail = totals.look_up(grams, destination, value)
        looked_up = -1 if card.collects_somewhere else step
        place = card.index * count
        services.append((card, place, looked_up, by_zone, (grams, step, tail)))
    return services


def _compare_location(
    found: Comparison, index: int, zones: tuple[str, str], services: list[Ready]
) -> None:
    """Add a row or a refusal for each service from one location."""
    book, question = found.book, found.question
    location, destination = book.origins[index][0], question.destination
    ways, fits, late = book.ways(zones), found.rows.append, found.late.append
    on = _counted_from(question, location)
    known = book.arrivals.table(location, destination, on=on, percent=question.percent)
    weight, limit = question.parcel.package.weight_grams, _limit(question)
    for card, place, step, by_zone, asked in services:
        zone, timing, tonne, carbon = ways[card.index]
        totals = by_zone.get(zone) if step >= 0 else None
        if totals is None:
            price = _asked(question, location, card, zone, asked)
        else:
            price = totals[step]
        if price < 0:
            found.refused.append((card.index, index, _unpriced(price, location)))
            continue
        days = known.get(timing)
        if days is None:
            days = known[timing] = book.arrivals.count(
                timing, location, destination, on=on, percent=question.percent
            )
        latest, earliest = days
        if tonne >= 0:
            carbon = (tonne * weight + 500_000) // 1_000_000
        if latest > limit:
            late((price, latest, earliest, carbon, place + index))
        elif latest:
            fits((price, latest, earliest, carbon, place + index))
        else:
            found.refused.append((card.index, index, _NO_DATE))


def _counted_from(question: Question, location: Location) -> date:
    """Return the day that the order counts for at a location."""
    counted = counts_from(location, question.at)
    if question.ready_on is None:
        return counted
    ready_on = question.ready_on[location.code]
    return counted if ready_on <= counted else location.calendar.roll(ready_on)


def _asked(
    question: Question,
    location: Location,
    card: Card,
    zone: str,
    asked: tuple[int, int, Tail],
) -> int:
    """Price one way that is not simply looked up, or not yet."""
    grams, step, tail = asked
    if not card.service.collects_from(location.code):
        return NOT_COLLECTED
    totals = card.totals
    if totals is None:
        return NO_PRICE
    if step >= 0:
        return totals.known(tail, zone)[step]
    wanted = card.consignment(question, location.code, zone, grams)
    total = totals.total(wanted)
    return NOT_QUOTED if total == NO_PRICE and totals.lacks_quote(wanted) else total


def _unpriced(price: int, location: Location) -> Reason:
    """Return why a way has no price."""
    if price == NOT_COLLECTED:
        return NotCollected(location.title)
    return _NOT_QUOTED if price == NOT_QUOTED else _NO_PRICE


def _value(book: RateBook, question: Question) -> int:
    value = question.parcel.value
    if value is None:
        return 0
    if book.currency and value.currency != book.currency:
        raise CurrencyMismatch(
            path="parcel.value", value=str(value), expected=book.currency
        )
    return value.amount_minor


def _limit(question: Question) -> int:
    latest_on = question.latest_on
    return (date.max if latest_on is None else latest_on).toordinal()
