"""What comes next for an order: the end of its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from postpurchase import wording
from postpurchase.order.ledger import RESERVED
from postpurchase.order.model import Order
from postpurchase.order.parcels import Parcel


@attrs.frozen
class Expectation:
    """One thing that is to come.

    Args:
        text: What, in the reader's language.
        at: By when, if anybody said so.
    """

    text: str
    at: datetime | None = None


def outlook(order: Order, locale: str) -> tuple[Expectation, ...]:
    """Say what comes next: holds, payment, steps, deliveries, refunds.

    Args:
        order: The order as it stands.
        locale: A language that there are texts for.
    """
    return (
        *_holds(order, locale),
        *_payment(order, locale),
        *_steps(order, locale),
        *_delivery(order, locale),
        *_refunds(order, locale),
    )


def _holds(order: Order, locale: str) -> Iterator[Expectation]:
    for hold in order.holds:
        reason = wording.word("hold_reason", hold.reason, locale)
        said = wording.say("Next", locale, variant="hold", reason=reason)
        yield Expectation(said, hold.until_at)


def _payment(order: Order, locale: str) -> Iterator[Expectation]:
    due = order.balance_due
    if due.amount_minor > 0:
        yield Expectation(wording.say("Next", locale, variant="payment", amount=due))


def _steps(order: Order, locale: str) -> Iterator[Expectation]:
    """Name each step that some units are to take now, once."""
    steps: dict[str, None] = {}
    for line in order.lines:
        before = order.grid.places[line.line_no].before
        last = "shipped" if line.terms.requires_parcel else "delivered"
        for place, step in zip(before, (*before[1:], last), strict=True):
            if line.units(place):
                steps[step] = None
    for step in steps:
        named = wording.word("step", step, locale)
        yield Expectation(wording.say("Next", locale, step=named))


def _delivery(order: Order, locale: str) -> Iterator[Expectation]:
    """Name the day that the carrier gave, or else the promise."""
    waiting = any(
        line.units(place)
        for line in order.lines
        for place in order.grid.places[line.line_no].before
    )
    on_the_way = [parcel for parcel in order.parcels if parcel.state == "shipped"]
    for parcel in on_the_way:
        yield from _arrival(order, parcel, locale)
    if waiting and not on_the_way:
        yield from _arrival(order, None, locale)


def _arrival(order: Order, parcel: Parcel | None, locale: str) -> Iterator[Expectation]:
    promise = (parcel and parcel.promise) or order.promise
    day = parcel.estimated_on if parcel else None
    if day is not None:
        yield Expectation(wording.say("Next", locale, variant="delivery", dates=day))
    elif promise is not None:
        said = wording.say("Next", locale, variant="delivery", dates=promise)
        # The midnight that ends a day would be shown as a time of the next.
        end = promise.window_end_at or promise.ends_at - timedelta.resolution
        yield Expectation(said, end)


def _refunds(order: Order, locale: str) -> Iterator[Expectation]:
    for refund in order.refunds:
        if refund.state in RESERVED:
            amount = order.money(refund.amount_minor)
            said = wording.say("Next", locale, variant="refund", amount=amount)
            yield Expectation(said)
