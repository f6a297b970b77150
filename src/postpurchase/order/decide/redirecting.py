"""Rules for changing a delivery that is under way."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from postpurchase.errors import (
    ChangePending,
    Contradiction,
    InvalidInput,
    TransitionNotAllowed,
)
from postpurchase.order.changes import OPEN_CHANGE
from postpurchase.order.decide.checks import may_become, placed
from postpurchase.order.events import (
    DeliveryChangeAccepted,
    DeliveryChangeRefused,
    DeliveryChangeRequested,
    DeliveryChangeSent,
    DeliveryChangeUnknown,
    Event,
)
from postpurchase.order.transitions import CHANGE
from postpurchase.values.carriage import SealedChange

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        RequestDeliveryChange,
        SendDeliveryChange,
        SettleDeliveryChange,
    )
    from postpurchase.order.draft import Draft

CHANGEABLE = ("labelled", "shipped")
"""States of a parcel in which its carrier can be asked for a change."""


def request_change(order: Draft, command: RequestDeliveryChange) -> tuple[Event, ...]:
    """Write the wish down and fix the key, before the carrier is asked."""
    agreed = placed(order, command)
    parcel = order.parcel(command.parcel_id)
    wish = command.change
    if not isinstance(wish, SealedChange):
        raise InvalidInput(
            path="change",
            value="a personal value",
            expected="a reference to it; `PostPurchase.handle` makes one",
        )
    for known in order.circumstances.changes:
        if known.change_id == command.change_id:
            _same_wish(known.parcel_id, known.wish, command)
            return ()
    # The last place on Earth where that day is not over is twelve hours behind UTC.
    if wish.on is not None and wish.on < (command.at - timedelta(hours=12)).date():
        raise InvalidInput(
            path="change.on",
            value=wish.on.isoformat(),
            expected="today or a later day",
        )
    if parcel.state not in CHANGEABLE:
        raise TransitionNotAllowed(
            subject=f"parcel {parcel.parcel_id}",
            state=parcel.state,
            asked="redirected",
            allowed=(),
        )
    for known in order.circumstances.changes:
        if known.parcel_id == parcel.parcel_id and known.state in OPEN_CHANGE:
            raise ChangePending(parcel_id=parcel.parcel_id, change_id=known.change_id)
    return (
        DeliveryChangeRequested(
            at=command.at,
            by=command.by,
            change_id=command.change_id,
            parcel_id=parcel.parcel_id,
            wish=wish,
            # The length keeps the ids apart, whatever stands in them.
            key=f"{len(agreed.order_id)}:{agreed.order_id}:change:{command.change_id}",
        ),
    )


def _same_wish(
    parcel_id: str, wish: SealedChange, command: RequestDeliveryChange
) -> None:
    """Accept the same wish again, refuse another one under its id.

    References to personal values are made anew for every command, so only what
    stands in clear can be compared.
    """
    said = command.change
    before = (parcel_id, wish.kind, wish.on, wish.pickup_point)
    now = (command.parcel_id, said.kind, said.on, said.pickup_point)
    if before != now:
        raise Contradiction(
            path="change",
            subject=f"change {command.change_id}",
            known=" ".join(str(part) for part in before if part),
            said=" ".join(str(part) for part in now if part),
        )


def send_change(order: Draft, command: SendDeliveryChange) -> tuple[Event, ...]:
    """Ask the carrier, under the same key each time."""
    placed(order, command)
    known = order.change(command.change_id)
    if known.state == "sent":
        return ()
    may_become(CHANGE, f"change {known.change_id}", known.state, "sent")
    return (
        DeliveryChangeSent(
            at=command.at,
            by=command.by,
            change_id=known.change_id,
            parcel_id=known.parcel_id,
        ),
    )


def settle_change(order: Draft, command: SettleDeliveryChange) -> tuple[Event, ...]:
    """Record the carrier's answer; a time-out is none, and undoes none."""
    placed(order, command)
    known = order.change(command.change_id)
    is_known = known.state in CHANGE.final and command.outcome == "unknown"
    if known.state == command.outcome or is_known:
        return ()
    may_become(CHANGE, f"change {known.change_id}", known.state, command.outcome)
    at, by = command.at, command.by
    change_id, parcel_id = known.change_id, known.parcel_id
    if command.outcome == "accepted":
        return (
            DeliveryChangeAccepted(
                at=at, by=by, change_id=change_id, parcel_id=parcel_id
            ),
        )
    if command.outcome == "unknown":
        return (
            DeliveryChangeUnknown(
                at=at,
                by=by,
                change_id=change_id,
                parcel_id=parcel_id,
                reason=command.reason,
            ),
        )
    return (
        DeliveryChangeRefused(
            at=at,
            by=by,
            change_id=change_id,
            parcel_id=parcel_id,
            reason=command.reason,
            alternatives=command.alternatives,
        ),
    )
