"""Making the menu: the best ways by each measure, and each open slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from postpurchase.delivery.choose import (
    Cheapest,
    Comparison,
    Fastest,
    Greenest,
    Item,
    Offer,
    Question,
    RateBook,
    Reason,
    Stock,
    Strategy,
    best_of,
    compare,
    plan,
    question_of_order,
)
from postpurchase.delivery.choose.rows import CARBON, LATEST, PLACE, UNKNOWN_GRAMS, Row
from postpurchase.delivery.menu.options import LABELS, Menu, Option
from postpurchase.delivery.network import Destination, Service
from postpurchase.delivery.promise import OpenSlot, open_slots
from postpurchase.values.money import Money

SLOTS_MAX: Final = 12
"""Slots that one service shows, the earliest first."""

REASONS_MAX: Final = 3
"""Reasons that an empty menu gives, the commonest first."""

Labelled: TypeAlias = tuple[str, tuple[Offer, ...], OpenSlot | None]
"""A label with the parcels and the slot that it was given to."""

Fits: TypeAlias = Callable[[Row, Service], bool]
"""Says whether a way may bear a label."""


def menu(book: RateBook, question: Question) -> Menu:
    """Make the menu for one parcel.

    A service that has slots is taken with one of them, and never without.

    Args:
        book: What there is to choose among.
        question: The parcel and where it goes; its `latest_on` holds for all.

    Raises:
        CurrencyMismatch: The value of the goods is not in the book's currency.
    """
    found = compare(book, question)
    return _menu(found, list(_labelled(found)))


def order_menu(
    book: RateBook,
    items: Iterable[Item],
    stock: Stock,
    destination: Destination,
    *,
    at: datetime,
    value: Money | None = None,
) -> Menu:
    """Make the menu for an order: one parcel, or two where that is sooner.

    The ways of one parcel are those from locations that have or expect all units.
    Two parcels are offered if the last of them comes before the fastest single
    one; then the cheapest of one parcel is labelled as the other choice.

    Args:
        book: What there is to choose among.
        items: The order's units, a line once.
        stock: What each location has and expects.
        destination: Where it goes.
        at: When the order counts from, aware.
        value: What the order costs, for prices that are free above a value.

    Raises:
        NaiveTime: *at* has no time zone.
        CurrencyMismatch: The value is not in the book's currency.
    """
    wanted = tuple(items)
    question = question_of_order(book, wanted, stock, destination, at=at, value=value)
    found = compare(book, question)
    labelled = list(_labelled(found))
    split = plan(
        book, wanted, stock, destination, at=at, value=value, strategy=Fastest()
    ).best
    if split is not None and len(split.parcels) > 1:
        single = best_of(found, Cheapest()).best
        if single is not None:
            labelled.append(("one_parcel", (single,), None))
        offers = tuple(one.offer for one in split.parcels)
        labelled.append(("two_parcels", offers, None))
    return _menu(found, labelled)


def _labelled(found: Comparison) -> Iterator[Labelled]:
    today = found.question.at.astimezone(ZoneInfo(found.question.destination.zone))
    in_two_days = (today.date() + timedelta(days=2)).toordinal()
    wanted: tuple[tuple[str, Strategy, Fits], ...] = (
        ("fastest", Fastest(), lambda _row, _: True),
        ("cheapest", Cheapest(), lambda _row, _: True),
        ("greenest", Greenest(), lambda row, _: row[CARBON] < UNKNOWN_GRAMS),
        ("two_day", Cheapest(), lambda row, _: row[LATEST] <= in_two_days),
        ("pickup_point", Cheapest(), lambda _, one: one.kind == "pickup_point"),
        ("locker", Cheapest(), lambda _, one: one.kind == "locker"),
        ("store", Cheapest(), lambda _, one: one.kind == "store"),
        ("time_definite", Cheapest(), lambda _, one: one.by_at is not None),
    )
    at_any_time = _only(found, lambda _, one: not one.slots)
    for label, strategy, fits in wanted:
        best = best_of(_only(at_any_time, fits), strategy).best
        if best is not None:
            yield label, (best,), None
    yield from _slots(found)


def _slots(found: Comparison) -> Iterator[Labelled]:
    for card in found.book.cards:
        if not card.service.slots:
            continue
        best = best_of(_of_service(found, card.index), Fastest()).best
        if best is not None:
            for slot in open_slots(best.promised)[:SLOTS_MAX]:
                if _in_time(slot.on, found.question.latest_on):
                    yield "slot", (best,), slot


def _only(found: Comparison, fits: Fits) -> Comparison:
    cards, count = found.book.cards, len(found.book.origins)
    rows = [row for row in found.rows if fits(row, cards[row[PLACE] // count].service)]
    return attrs.evolve(found, rows=rows)


def _of_service(found: Comparison, index: int) -> Comparison:
    count = len(found.book.origins)
    rows = [row for row in found.rows if row[PLACE] // count == index]
    return attrs.evolve(found, rows=rows)


def _menu(found: Comparison, labelled: list[Labelled]) -> Menu:
    merged: dict[object, Option] = {}
    for label, offers, slot in labelled:
        key = (tuple((o.carrier, o.service, o.location) for o in offers), slot)
        known = merged.get(key)
        labels = (label,) if known is None else (*known.labels, label)
        merged[key] = Option(labels=labels, offers=offers, slot=slot)
    options = sorted(merged.values(), key=lambda one: LABELS.index(one.labels[0]))
    unknown = sum(row[CARBON] == UNKNOWN_GRAMS for row in found.rows)
    return Menu(
        options=tuple(options),
        unknown_footprints=unknown,
        reasons=() if options else _commonest(found),
    )


def _commonest(found: Comparison) -> tuple[Reason, ...]:
    """Return why most services cannot be had, each counted once for a reason."""
    lost = best_of(attrs.evolve(found, rows=[]), Cheapest()).others
    pairs = dict.fromkeys((one.carrier, one.service, one.reason) for one in lost)
    counted = Counter(reason for *_, reason in pairs)
    return tuple(reason for reason, _ in counted.most_common(REASONS_MAX))


def _in_time(on: date, latest_on: date | None) -> bool:
    return latest_on is None or on <= latest_on
