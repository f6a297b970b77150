"""What a policy's terms come to for one order, one customer and one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, tzinfo
from typing import Final

import attrs

from postpurchase.order.model import Order
from postpurchase.returning.policies.parts import Restocking, Way
from postpurchase.returning.policies.terms import Terms, first
from postpurchase.returning.policies.windows import Window
from postpurchase.values.times import zone_or_utc

STATES: Final = ("none", "on", "unknown", "never")
"""How a window ends, the worst for the customer first."""


@attrs.frozen(kw_only=True)
class End:
    """The end of a window.

    Args:
        state: ``none`` where nothing comes back, ``on`` a day, ``unknown`` where the
            log does not say when it began, ``never`` where it has no end.
        day: The last day, with ``on``.
        rule: What gave it: ``window``, ``segment`` or ``season``.
    """

    state: str
    day: date | None = None
    rule: str = "window"

    @property
    def rank(self) -> tuple[int, date]:
        """How good it is for the customer."""
        return STATES.index(self.state), self.day or date.min

    def is_open(self, on: date) -> bool:
        """Say whether something may still come back on a day."""
        return self.state != "none" and (self.day is None or on <= self.day)


@attrs.frozen(kw_only=True)
class Holding:
    """The terms of one policy as they hold for one request.

    Args:
        terms: The policy.
        end: The end of its window.
        resolutions: What the customer can get; empty for any.
        ways: The ways back; empty for any.
        restocking: What is kept back of the goods.
        review: Whether a segment wants a person to look.
        step: The first day of the step that holds; 0 for none.
    """

    terms: Terms
    end: End
    resolutions: tuple[str, ...]
    ways: tuple[Way, ...]
    restocking: Restocking | None
    review: bool
    step: int = 0


def zone_of(order: Order) -> tzinfo:
    """Return where the customer lives; an imported order may name no real zone."""
    return zone_or_utc(order.terms.zone or "UTC")


def holding(terms: Terms, segments: Iterable[str], order: Order, on: date) -> Holding:
    """Say what the terms come to.

    A segment's terms go before those of a step, and those before the policy's own.

    Args:
        terms: The policy.
        segments: What the shop knows about the customer.
        order: The order.
        on: The day of the request, where the customer lives.
    """
    zone = zone_of(order)
    own = terms.segments_of(segments)
    begun_on = _begun_on(terms.counts_from, order, zone)
    step = None
    if begun_on is not None:
        step = terms.step_on((on - begun_on).days - terms.grace_days)
    steps = () if step is None else (step,)
    return Holding(
        terms=terms,
        end=_end(
            terms,
            first(one.window for one in own),
            begun_on,
            order.placed_at.astimezone(zone).date(),
        ),
        resolutions=first(one.resolutions for one in (*steps, terms)) or (),
        ways=first(one.ways for one in (*own, *steps, terms)) or (),
        restocking=first(one.restocking for one in (*own, *steps, terms)),
        review=any(one.review for one in own),
        step=step.from_day if step and step.resolutions else 0,
    )


def _end(
    terms: Terms, own: Window | None, begun_on: date | None, ordered_on: date
) -> End:
    """Find the end of the window; a season comes on top of a segment's own."""
    rule = "window" if own is None else "segment"
    plain = _end_of(own or terms.window, begun_on, terms.grace_days, rule)
    season = next((one for one in terms.seasons if one.holds(ordered_on)), None)
    if season is None:
        return plain
    longer = _end_of(season.window, begun_on, terms.grace_days, "season")
    return longer if season.replaces or longer.rank > plain.rank else plain


def _end_of(window: Window, begun_on: date | None, grace_days: int, rule: str) -> End:
    if window.unit == "none":
        return End(state="none", rule=rule)
    if window.unit == "unlimited":
        return End(state="never", rule=rule)
    if window.is_counted and begun_on is None:
        return End(state="unknown", rule=rule)
    last_on = window.last_on(begun_on or date.min, grace_days)
    return End(state="on", day=last_on, rule=rule)


def _begun_on(counts_from: str, order: Order, zone: tzinfo) -> date | None:
    if counts_from == "order":
        return order.placed_at.astimezone(zone).date()
    return max(_days(counts_from, order, zone), default=None)


def _days(counts_from: str, order: Order, zone: tzinfo) -> Iterator[date]:
    """Yield the days on which parcels left, or arrived."""
    for parcel in order.parcels:
        if counts_from == "dispatch":
            at = parcel.shipped_at
        else:
            at = parcel.status_at if parcel.state == "delivered" else None
        if at is not None:
            yield at.astimezone(zone).date()
