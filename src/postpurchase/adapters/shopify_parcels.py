"""What left a Shopify shop: fulfilments, their carriers' words, and assumptions.

Source: Shopify Admin REST API, resource Fulfillment; GraphQL enum
FulfillmentEventStatus, whose names the REST field has in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import attrs

from postpurchase.adapters.reading import Reader
from postpurchase.adapters.snapshot import SnapshotParcel
from postpurchase.carrier_words import load
from postpurchase.tracking.facts import TrackingFact

STATUSES: Final = (
    "success",
    "pending",
    "open",
    "cancelled",
    "error",
    "failure",
)
"""`status` of a fulfilment; only with ``success`` did something leave."""


@attrs.frozen(kw_only=True)
class Stock:
    """How Shopify counts the units of one line, to tell what was taken off.

    Args:
        quantity: Units that were ordered.
        current: Units that are left after refunds and removals, if it says.
        fulfillable: Units that could still be sent, if it says.
        status: The line's own fulfilment status, or empty.
    """

    quantity: int
    current: int | None
    fulfillable: int | None
    status: str

    def shipped(self, listed: int, *, order_status: str) -> int:
        """Return how many units left.

        Args:
            listed: Units in the fulfilments that are listed.
            order_status: Of the whole order, such as ``fulfilled``.
        """
        if listed or order_status not in ("fulfilled", "partial"):
            return listed
        left = self.quantity if self.current is None else self.current
        waiting = self.fulfillable
        if waiting is None:
            done = "fulfilled" in (self.status, order_status)
            waiting = 0 if done else left
        return max(0, left - waiting)

    def cancelled(self, shipped: int, taken_off: int) -> int:
        """Return how many units were taken off before they left.

        These are removed from the order, did not leave and cannot leave any
        more. Without Shopify's counts the refunds tell it.

        Args:
            shipped: Units that left.
            taken_off: Units that refunds put back into stock unsent.
        """
        stayed = max(0, self.quantity - shipped)
        if self.current is None:
            return min(taken_off, stayed)
        removed = max(0, self.quantity - self.current)
        if self.fulfillable is None:
            return min(removed, stayed)
        return max(0, min(removed, stayed - self.fulfillable))


def parcels_of(order: Reader) -> tuple[SnapshotParcel, ...] | None:
    """Read the fulfilments that left; None where the record has no list of them."""
    if "fulfillments" not in order:
        return None
    found = (parcel_of(one) for one in order.each("fulfillments"))
    return tuple(parcel for parcel in found if parcel)


def parcel_of(one: Reader) -> SnapshotParcel | None:
    """Read one fulfilment; None unless it left."""
    parcel_id = one.id("id")
    status = one.choice("status", STATUSES, default="success")
    shipped_at = one.when("created_at")
    units = units_of(one, "line_items", "id")
    if status != "success":
        return None
    if not units:
        one.fault("line_items", "at least one line with units")
    numbers = numbers_of(one)
    return SnapshotParcel(
        parcel_id=parcel_id,
        units=units,
        carrier=one.line("tracking_company", most=255),
        service="",
        tracking_number=numbers[0] if numbers else "",
        shipped_at=shipped_at,
        facts=facts_of(one, shipped_at, numbers),
        path=one.path,
    )


def units_of(reader: Reader, name: str, id_name: str) -> tuple[tuple[str, int], ...]:
    """Add up the units of a list of lines, each line once, without zeros."""
    units: dict[str, int] = {}
    for line in reader.each(name):
        line_id = line.id(id_name)
        units[line_id] = units.get(line_id, 0) + line.units("quantity")
    return tuple((line_id, count) for line_id, count in units.items() if count)


def numbers_of(one: Reader) -> tuple[str, ...]:
    """Read the tracking numbers, each once, on one line each."""
    found = [one.line("tracking_number", most=255)]
    for index, said in enumerate(one.list("tracking_numbers")):
        holder = Reader({"number": said}, f"{one.at('tracking_numbers')}[{index}]")
        found.append(holder.line("number", most=255))
        for fault in holder.faults:
            one.note(fault)
    return tuple(dict.fromkeys(number for number in found if number))


def facts_of(
    one: Reader, shipped_at: datetime, numbers: Sequence[str]
) -> tuple[TrackingFact, ...]:
    """Turn the shipment status and further numbers into facts."""
    facts = []
    if len(numbers) > 1:
        facts.append(
            TrackingFact(
                at=shipped_at,
                code="info_received.label_created",
                raw_code="tracking_numbers",
                raw_text=f"further numbers: {', '.join(numbers[1:])}"[:500],
            )
        )
    said = one.text("shipment_status", most=100)
    if said:
        facts.append(
            TrackingFact(
                at=one.time("updated_at") or shipped_at,
                code=load("shopify").reading("display", said).code,
                raw_code=said,
            )
        )
    return tuple(facts)


def assumed_parcel(
    order: Reader, order_id: str, units: Mapping[str, int], shipped_at: datetime
) -> SnapshotParcel | None:
    """Make the parcel that must have left when a shop says so and lists none."""
    left = tuple((line_id, count) for line_id, count in units.items() if count)
    if not left:
        return None
    return SnapshotParcel(
        parcel_id=f"{order_id}:fulfilled",
        units=left,
        shipped_at=shipped_at,
        assumed=True,
        path=order.at("fulfillment_status"),
    )
