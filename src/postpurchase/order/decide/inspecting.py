"""Rules for what comes back: receiving it, looking at it, sending it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    NotEnoughUnits,
    NothingToChange,
)
from postpurchase.order.decide.checks import may_become, minor_from_zero, placed
from postpurchase.order.decide.resolving import and_then
from postpurchase.order.decide.returning import taken_over
from postpurchase.order.dues import sendable_units
from postpurchase.order.events import (
    Box,
    Event,
    PaymentVoided,
    ReturnInspected,
    ReturnReceived,
    ReturnSentBack,
)
from postpurchase.order.quantities import LineUnits, added, by_line, less
from postpurchase.order.returnable import places_for
from postpurchase.order.transitions import RETURN_WAY

if TYPE_CHECKING:
    from postpurchase.order.commands import InspectReturn, ReceiveReturn, SendBackReturn
    from postpurchase.order.draft import Draft
    from postpurchase.order.returns import Inspected, Return

RESTOCKS = ("restock_a", "restock_b")
"""Dispositions with which goods are sold again as they are."""


def receive_return(order: Draft, command: ReceiveReturn) -> tuple[Event, ...]:
    """Record what arrived, whatever was agreed: it is here.

    Goods of a return that was called off, has run out or was never agreed on are
    taken in as long as the customer had as many. More than was asked for is, too,
    if whoever counts says so; otherwise it is taken for the same receipt again.
    """
    placed(order, command)
    known = order.return_(command.return_id)
    if not (command.units or command.missing or command.unexpected):
        raise NothingToChange(reason="nothing is named that arrived or is missing")
    for part in (*command.units, *command.missing):
        order.grid.line_no(part.line_id)
    if not command.is_more:
        _refuse_more(known, command.units)
    may_become(
        RETURN_WAY,
        f"the way back of return {known.return_id}",
        known.logistics,
        "received",
    )
    more = less(command.units, known.outstanding)
    taken = taken_over(order, more, places_for(known.kind))
    left = less(known.outstanding, command.units)
    for part in less(command.missing, left):
        raise NotEnoughUnits(
            line_id=part.line_id,
            place="returning",
            asked=by_line(command.missing)[part.line_id],
            available=by_line(left).get(part.line_id, 0),
        )
    received = ReturnReceived(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        units=command.units,
        missing=command.missing,
        unexpected=command.unexpected,
        taken=taken,
        location_code=command.location_code,
    )
    voided = _nothing_owed(order, command, received)
    return and_then(
        order,
        command,
        known.return_id,
        (received, *voided),
        received=command.units,
        refused=command.missing,
    )


def _refuse_more(known: Return, units: tuple[LineUnits, ...]) -> None:
    """Refuse units beyond those that were asked for and have not arrived yet."""
    awaited = less(known.units, known.received)
    for part in less(units, awaited):
        raise NotEnoughUnits(
            line_id=part.line_id,
            place="returning",
            asked=by_line(units)[part.line_id],
            available=by_line(awaited).get(part.line_id, 0),
        )


def _nothing_owed(
    order: Draft, command: ReceiveReturn, received: ReturnReceived
) -> tuple[Event, ...]:
    """Let payments at the door lapse once everything came back unpaid."""
    due = [p for p in order.ledger.payments if p.state == "due"]
    arrived = by_line(received.units)
    for line_no, line in enumerate(order.grid.lines):
        back = sum(order.count(line_no, place) for place in ("cancelled", "returned"))
        if back + arrived.get(line.line_id, 0) < line.quantity:
            return ()
    return tuple(
        PaymentVoided(
            at=command.at,
            by=command.by,
            payment_id=payment.payment_id,
            reason="refused",
        )
        for payment in due
    )


def inspect_return(order: Draft, command: InspectReturn) -> tuple[Event, ...]:
    """Record condition and disposition, of each unit that arrived once."""
    agreed = placed(order, command)
    known = order.return_(command.return_id)
    found = added(LineUnits(item.line_id, item.units) for item in command.items)
    looked_at = (LineUnits(item.line_id, item.units) for item in known.inspected)
    here = less(known.received, looked_at)
    for part in less(found, here):
        order.grid.line_no(part.line_id)
        raise NotEnoughUnits(
            line_id=part.line_id,
            place="returned",
            asked=by_line(found)[part.line_id],
            available=by_line(here).get(part.line_id, 0),
        )
    items = []
    for n, item in enumerate(command.items):
        minor_from_zero(item.deduction, agreed.currency, f"items[{n}].deduction")
        if not item.is_accepted and item.disposition in RESTOCKS:
            raise InvalidInput(
                path=f"items[{n}].disposition",
                value=item.disposition,
                expected="what becomes of goods that are not taken back",
            )
        items.append(_shelved(known, item))
    inspected = ReturnInspected(
        at=command.at, by=command.by, return_id=known.return_id, items=tuple(items)
    )
    accepted = [item for item in items if item.is_accepted]
    refused = [item for item in items if not item.is_accepted]
    return and_then(
        order,
        command,
        known.return_id,
        (inspected,),
        accepted=added(LineUnits(item.line_id, item.units) for item in accepted),
        refused=added(LineUnits(item.line_id, item.units) for item in refused),
    )


def _shelved(known: Return, item: Inspected) -> Inspected:
    """Say where units go on the shelf, if nobody did: where they arrived."""
    if item.disposition not in RESTOCKS or item.location_code:
        return item
    sent_from = (s.location_code for s in known.back if s.line_id == item.line_id)
    where = known.location_code or next(sent_from, "")
    return attrs.evolve(item, location_code=where)


def send_back_return(order: Draft, command: SendBackReturn) -> tuple[Event, ...]:
    """Send units to the customer again, in a parcel of their own."""
    placed(order, command)
    known = order.return_(command.return_id)
    for parcel in order.parcels:
        if parcel.parcel_id == command.parcel_id:
            before, now = parcel.box.by_line, by_line(command.units)
            if before != now or less(command.units, known.sent_back):
                raise Contradiction(
                    path="parcel_id",
                    subject=f"parcel {parcel.parcel_id}",
                    known=", ".join(f"{n} × {one}" for one, n in before.items()),
                    said=", ".join(f"{n} × {one}" for one, n in now.items()),
                )
            return ()
    if not command.units:
        raise NothingToChange(reason="no units are named")
    free = by_line(sendable_units(known))
    for part in command.units:
        order.grid.line_no(part.line_id)
        if part.units > free.get(part.line_id, 0):
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="returned",
                asked=part.units,
                available=free.get(part.line_id, 0),
            )
    here = (source.location_code for source in known.back)
    box = Box(
        parcel_id=command.parcel_id,
        units=command.units,
        location_code=known.location_code or next(here, ""),
        carrier=command.carrier,
        tracking_number=command.tracking_number,
    )
    sent = ReturnSentBack(
        at=command.at, by=command.by, return_id=known.return_id, box=box
    )
    return and_then(order, command, known.return_id, (sent,))
