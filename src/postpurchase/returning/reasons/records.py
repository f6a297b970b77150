"""What was sent and what of it came back, read off an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.order.parcels import UNSHIPPED
from postpurchase.order.quantities import LineUnits
from postpurchase.returning.claims.values import claim_value
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import REASONS

if TYPE_CHECKING:
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel
    from postpurchase.order.returns import Return

REFUSED: Final = frozenset({"exception.refused", "exception.unclaimed"})
"""Codes of a parcel that its customer did not want."""

_KNOWN: Final = frozenset(reason.code for reason in REASONS)


@attrs.frozen(kw_only=True)
class SentUnits:
    """Units of one article that left in one parcel.

    Args:
        sku: The article.
        units: How many.
        packer: Who packed them, as the log names them; empty where nobody said.
        carrier: Code of the carrier.
    """

    sku: str
    units: int
    packer: str = ""
    carrier: str = ""


@attrs.frozen(kw_only=True)
class BackUnits:
    """Units of one article that came back, are on their way back, or were kept.

    Args:
        sku: The article.
        units: How many.
        reason: One of the codes of `REASONS`.
        packer: Who packed them.
        carrier: Code of the carrier that brought them.
        value: What was paid for them.
    """

    sku: str
    units: int
    reason: str
    packer: str = ""
    carrier: str = ""
    value: Money | None = None


def records_of(
    order: Order,
    counts: Callable[[datetime], bool],
    packers: Mapping[str, str] | None = None,
) -> tuple[tuple[SentUnits, ...], tuple[BackUnits, ...]]:
    """Read what was sent in some time, and what of just that came back since.

    A return belongs to the time in which its goods left, or its share would compare
    the returns of one month with the sales of another.

    Args:
        order: The order as it stands.
        counts: Whether a parcel that left at a time counts.
        packers: Who packed the units of a line, by line id.
    """
    who = packers or {}
    counted = [
        parcel
        for parcel in order.parcels
        if parcel.state not in UNSHIPPED
        and parcel.shipped_at is not None
        and counts(parcel.shipped_at)
    ]
    sent = tuple(
        SentUnits(
            sku=order.line(part.line_id).sku,
            units=part.units,
            packer=who.get(part.line_id, ""),
            carrier=parcel.carrier,
        )
        for parcel in counted
        for part in parcel.units
    )
    back = tuple(one for parcel in counted for one in _came_back(order, parcel, who))
    return sent, back


def _came_back(
    order: Order, parcel: Parcel, who: Mapping[str, str]
) -> Iterator[BackUnits]:
    found = [
        part for one in order.returns for part in _of_return(one, parcel.parcel_id)
    ]
    if parcel.state in ("returning", "returned"):
        codes = {fact.code for fact in parcel.tracking.facts} if parcel.tracking else ()
        why = "refused" if REFUSED.intersection(codes) else "undeliverable"
        # What returns took over does not follow the parcel any more.
        found += [
            (part.line_id, part.units, f"delivery.{why}") for part in parcel.following()
        ]
    for line_id, units, reason in found:
        line = order.line(line_id)
        yield BackUnits(
            sku=line.sku,
            units=units,
            reason=reason if reason in _KNOWN else "other",
            packer=who.get(line_id, ""),
            carrier=parcel.carrier,
            value=claim_value(order, (LineUnits(line_id, units),)),
        )


def _of_return(one: Return, parcel_id: str) -> Iterator[tuple[str, int, str]]:
    """Name line, units and reason of what a return takes from a parcel.

    What an inspector found goes before what the customer said.
    """
    reasons: dict[str, list[tuple[int, str]]] = {}
    for found in one.inspected:
        if found.reason:
            reasons.setdefault(found.line_id, []).append((found.units, found.reason))
    fallback = "delivery.refused" if one.kind == "delivery_refused" else ""
    for item in one.items:
        said = item.units, item.reason or fallback
        reasons.setdefault(item.line_id, []).append(said)
    for place in (*one.back, *one.sources):
        left = place.units
        queue = reasons.get(place.line_id, [])
        while left and queue:
            units, reason = queue[0]
            taken = min(left, units)
            left -= taken
            if taken == units:
                queue.pop(0)
            else:
                queue[0] = units - taken, reason
            if place.parcel_id == parcel_id:
                yield place.line_id, taken, reason
