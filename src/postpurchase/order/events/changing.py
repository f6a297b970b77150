"""The order is cancelled, edited, held, redirected, promised anew."""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.events.placing import PlacedLine
from postpurchase.order.quantities import LineUnits
from postpurchase.values.answers import Promise
from postpurchase.values.personal import PersonalRef


@attrs.frozen(kw_only=True)
class UnitsCancelled(Event):
    """Units will not be sent; stored by `CancelUnits` and `EditOrder`.

    Args:
        units: The units.
        source: The place that they leave.
        location_code: Where they were.
        reason: Such as ``customer``, ``out_of_stock``, ``fraud``, ``edit``.
    """

    units: tuple[LineUnits, ...]
    source: str
    location_code: str = ""
    reason: str = ""


@attrs.frozen(kw_only=True)
class AddressCorrected(Event):
    """The rest of the order goes elsewhere; stored by `CorrectAddress`."""

    address: PersonalRef
    country: str = ""


@attrs.frozen(kw_only=True)
class OrderEdited(Event):
    """Lines were added, raised or priced anew; stored by `EditOrder`.

    Args:
        added: New lines.
        changed: Known lines as they are now.
        balance_due_minor: What the customer owes after it; negative: is owed.
        reason: Why.
    """

    added: tuple[PlacedLine, ...] = ()
    changed: tuple[PlacedLine, ...] = ()
    balance_due_minor: int = 0
    reason: str = ""


@attrs.frozen(kw_only=True)
class HoldPlaced(Event):
    """Units must wait; stored by `PlaceHold`.

    Args:
        hold_id: The hold.
        reason: Such as ``awaiting_payment`` or ``incorrect_address``.
        units: The units that wait; empty for the whole order.
        until_at: When the hold ends by itself, if it does.
    """

    hold_id: str
    reason: str
    units: tuple[LineUnits, ...] = ()
    until_at: datetime | None = None


@attrs.frozen(kw_only=True)
class HoldReleased(Event):
    """The wait is over; stored by `ReleaseHold`."""

    hold_id: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class PromiseRevised(Event):
    """The customer is promised another date; stored by `RevisePromise`.

    Lateness counts against the first promise; reports show both.

    Args:
        promise: The new promise.
        reason: Why it changed.
        parcel_id: The parcel that it is about; empty for the whole order.
    """

    promise: Promise
    reason: str
    parcel_id: str = ""
