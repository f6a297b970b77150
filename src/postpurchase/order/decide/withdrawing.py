"""The rule for a withdrawal: the law's statement, which needs nobody's approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import (
    Contradiction,
    NotEnoughUnits,
    NothingToChange,
    OverRefunded,
)
from postpurchase.order.amounts import balance_due_minor
from postpurchase.order.commands import RequestRefund
from postpurchase.order.composing import compose
from postpurchase.order.decide.changing import cancellations
from postpurchase.order.decide.checks import placed, standing
from postpurchase.order.decide.placing import sealed
from postpurchase.order.decide.resolving import and_then
from postpurchase.order.decide.returning import allowed_units, approval, declined
from postpurchase.order.draft import thaw
from postpurchase.order.events import (
    Event,
    ParcelVoided,
    ReturnRequested,
    WithdrawalReceived,
)
from postpurchase.order.evolve import apply_all
from postpurchase.order.granting import all_refundable
from postpurchase.order.parcels import UNSHIPPED
from postpurchase.order.quantities import LineUnits, added, by_line, least, less
from postpurchase.order.returnable import returnable
from postpurchase.order.returns import ReturnItem

if TYPE_CHECKING:
    from postpurchase.order.commands import DeclareWithdrawal
    from postpurchase.order.draft import Draft

KIND = "withdrawal"
Units = tuple[LineUnits, ...]


def declare_withdrawal(order: Draft, command: DeclareWithdrawal) -> tuple[Event, ...]:
    """Take the statement in, cancel what has not left, and take the rest back.

    Of a line of which some units wait and some were sent, those that wait go
    first; what was paid for them goes back at once. Lines that the law excepts are
    left as they are; when nothing remains, the return is declined, and the
    statement is acknowledged all the same.
    """
    placed(order, command)
    statement = None
    if command.statement is not None:
        statement = sealed(command.statement, "statement")
    contact = None if command.contact is None else sealed(command.contact, "contact")
    if _is_known(order, command):
        return ()
    waiting, sent = _reach(order, command)
    units = added((*waiting, *sent))
    received = WithdrawalReceived(
        at=command.at,
        by=command.by,
        withdrawal_id=command.withdrawal_id,
        units=units,
        statement=statement,
        contact=contact,
        ruling=command.ruling,
    )
    allowed = _allowed(command, units)
    cancelled = _cancelled(order, command, least(waiting, allowed))
    after = thaw(order)
    apply_all(after, (received, *cancelled))
    paid_back = _paid_back(after, command, least(waiting, allowed))
    apply_all(after, paid_back)
    coming = least(sent, less(allowed, waiting))
    returned = _returned(after, command, sent, coming)
    return (received, *cancelled, *paid_back, *returned)


def _is_known(order: Draft, command: DeclareWithdrawal) -> bool:
    """Accept the same statement again, refuse another one under its id."""
    for known in order.circumstances.withdrawals:
        if known.withdrawal_id != command.withdrawal_id:
            continue
        said = command.units
        if said is None or by_line(said) == by_line(known.units):
            return True
        raise Contradiction(
            path="units",
            subject=f"withdrawal {known.withdrawal_id}",
            known=_listed(known.units),
            said=_listed(said),
        )
    for other in order.circumstances.returns:
        if other.return_id == command.withdrawal_id:
            raise Contradiction(
                path="withdrawal_id",
                subject=f"return {other.return_id}",
                known=other.kind,
                said=KIND,
            )
    return False


def _listed(units: Units) -> str:
    return ", ".join(f"{part.units} × {part.line_id}" for part in units)


def _reach(order: Draft, command: DeclareWithdrawal) -> tuple[Units, Units]:
    """Say which units the statement reaches: those that wait, those that were sent.

    Raises:
        NotEnoughUnits: Fewer are there to withdraw from.
        NothingToChange: None is.
    """
    waiting, sent = [], []
    asked = None if command.units is None else by_line(command.units)
    for line_no, line in enumerate(order.grid.lines):
        if asked is not None and line.line_id not in asked:
            continue
        here = _waiting(order, line_no)
        gone = returnable(order, line_no, kind=KIND, asked_by="staff")
        wanted = here + gone if asked is None else asked[line.line_id]
        if wanted > here + gone:
            raise NotEnoughUnits(
                line_id=line.line_id,
                place="returnable",
                asked=wanted,
                available=here + gone,
            )
        if here and wanted:
            waiting.append(LineUnits(line.line_id, min(here, wanted)))
        if wanted > here:
            sent.append(LineUnits(line.line_id, wanted - here))
    for line_id in asked or ():
        order.grid.line_no(line_id)
    if not waiting and not sent:
        raise NothingToChange(reason="nothing is left to withdraw from")
    return tuple(waiting), tuple(sent)


def _waiting(order: Draft, line_no: int) -> int:
    """Count what has not left, in a parcel or not."""
    return sum(order.count(line_no, p) for p in order.grid.places[line_no].before)


def _allowed(command: DeclareWithdrawal, units: Units) -> Units:
    """Leave out what the law excepts; without a ruling it excepts nothing."""
    ruling = command.ruling
    if ruling is None:
        return units
    return allowed_units(ruling, units) if ruling.allowed else ()


def _cancelled(
    order: Draft, command: DeclareWithdrawal, units: Units
) -> tuple[Event, ...]:
    """Cancel what has not left; a parcel is given up for what lies in it."""
    after = thaw(order)
    boxed = {
        part.line_id
        for part in units
        if part.units > _unboxed(order, order.grid.line_no(part.line_id))
    }
    voided = tuple(
        ParcelVoided(
            at=command.at, by=command.by, parcel_id=parcel.parcel_id, reason=KIND
        )
        for parcel in order.parcels
        if parcel.state in UNSHIPPED and boxed & set(parcel.box.by_line)
    )
    apply_all(after, voided)
    return (*voided, *cancellations(after, command, units, KIND))


def _paid_back(
    order: Draft, command: DeclareWithdrawal, units: Units
) -> tuple[Event, ...]:
    """Pay back what was cancelled: nothing comes back for which one could wait.

    Only as far as it was paid; what stays owed for the rest is for people to see.
    """
    fresh = least(units, all_refundable(order))
    request = RequestRefund(
        order_id=command.order_id,
        at=command.at,
        by=command.by,
        refund_id=f"{command.withdrawal_id}:cancelled",
        units=fresh,
        reason=KIND,
    )
    if not fresh:
        return ()
    try:
        events = compose(order, request)
    except (NothingToChange, OverRefunded):
        return ()
    amount = sum(event.amount_minor for event in events)
    return events if amount <= -balance_due_minor(order) else ()


def _unboxed(order: Draft, line_no: int) -> int:
    return sum(
        free
        for place in order.grid.places[line_no].before
        for _, free in standing(order, line_no, place, None)
    )


def _returned(
    order: Draft, command: DeclareWithdrawal, sent: Units, coming: Units
) -> tuple[Event, ...]:
    """Make a return of what was sent, agreed on at once or declined by the law."""
    if not sent:
        return ()
    requested = ReturnRequested(
        at=command.at,
        by=command.by,
        return_id=command.withdrawal_id,
        items=tuple(
            ReturnItem(line_id=part.line_id, units=part.units) for part in sent
        ),
        kind=KIND,
        ruling=command.ruling,
    )
    if not coming and command.ruling is not None:
        refusal = declined(command, command.withdrawal_id, command.ruling)
        return (requested, refusal)
    approved = approval(
        order,
        command,
        kind=KIND,
        return_id=command.withdrawal_id,
        units=coming,
        declined=less(sent, coming),
    )
    return and_then(order, command, command.withdrawal_id, (requested, approved))
