"""Rules for giving other goods for those that come back.

What the old units are worth is granted to the new lines instead of being paid. A
dearer exchange leaves a balance due; of a cheaper one the difference goes back once
the old goods came back. Until then the new goods wait, unless they are sent first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import (
    NotEnoughUnits,
    NothingToChange,
    OverRefunded,
    TransitionNotAllowed,
)
from postpurchase.order.amounts import balance_due_minor, total_minor, unpaid_back_units
from postpurchase.order.commands import RequestRefund
from postpurchase.order.composing import compose
from postpurchase.order.decide.changing import cancellations
from postpurchase.order.decide.checks import placed, standing
from postpurchase.order.decide.editing import added_lines
from postpurchase.order.draft import thaw
from postpurchase.order.dues import is_done, payable_units
from postpurchase.order.events import (
    ExchangeAgreed,
    ExchangeCreditRevoked,
    ExchangeGoodsTaken,
    HoldPlaced,
    HoldReleased,
    ReturnClosed,
    ReturnResolved,
)
from postpurchase.order.evolve import apply_all
from postpurchase.order.granting import grant, next_parts
from postpurchase.order.quantities import LineUnits, added, by_line, least, less
from postpurchase.order.ruled_refunds import free_id, kept_back
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import AgreeExchange, Command
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import Event, PlacedLine
    from postpurchase.order.ledger import Credit
    from postpurchase.order.returns import Return

    Units = tuple[LineUnits, ...]

AWAITING = "awaiting_return_items"
"""The reason for which new goods wait for the old ones."""


def agree_exchange(order: Draft, command: AgreeExchange) -> tuple[Event, ...]:
    """Add the new lines, and grant to them what the old units are worth.

    The fees and the shipping that the ruling keeps are kept of it, as they would be
    of a refund. The same lines again change nothing.

    Raises:
        NotEnoughUnits: Units are not the return's, or were granted already.
        TransitionNotAllowed: The return is not approved.
    """
    agreed = placed(order, command)
    return_ = order.return_(command.return_id)
    lines = added_lines(order, command.lines, agreed.currency, path="lines")
    if not lines:
        return ()
    if return_.intent != "approved":
        raise TransitionNotAllowed(
            subject=f"return {return_.return_id}",
            state=return_.intent,
            asked="exchanged",
            allowed=("approved",),
        )
    worth = grant(order, _exchanged(order, command, return_))
    n = 1 + sum(c.return_id == return_.return_id for c in order.ledger.credits)
    event = ExchangeAgreed(
        at=command.at,
        by=command.by,
        exchange_id=f"{return_.return_id}:{n}",
        return_id=return_.return_id,
        added=lines,
        lines=worth,
        kept=kept_back(order, worth, return_.ruling, return_id=return_.return_id),
        ship=command.ship,
    )
    after = thaw(order)
    apply_all(after, (event,))
    Money(total_minor(after), agreed.currency)  # refuses what is beyond any amount
    event = attrs.evolve(event, balance_due_minor=balance_due_minor(after))
    events = (event, *_wait(command, event, lines))
    after = thaw(order)
    apply_all(after, events)
    here = after.return_(return_.return_id)
    more = exchange_after(
        after, command, here, accepted=here.accepted, received=here.received
    )
    apply_all(after, more)
    if is_done(after.return_(return_.return_id)):
        closed = ReturnClosed(at=command.at, by=command.by, return_id=return_.return_id)
        more = (*more, closed)
    return (*events, *more)


def _exchanged(order: Draft, command: AgreeExchange, return_: Return) -> Units:
    """Pass units of the return that were neither dealt with nor exchanged yet."""
    awaited = [
        part
        for credit in order.ledger.credits
        if credit.return_id == return_.return_id
        for part in less(_live(credit), credit.taken)
    ]
    own = less(payable_units(return_), awaited)
    asked = own if command.units is None else command.units
    if not asked:
        raise NothingToChange(reason="no units of the return are left")
    for part in less(asked, own):
        raise NotEnoughUnits(
            line_id=part.line_id,
            place="exchangeable",
            asked=by_line(asked)[part.line_id],
            available=by_line(own).get(part.line_id, 0),
        )
    return asked


def _wait(
    command: AgreeExchange, event: ExchangeAgreed, lines: tuple[PlacedLine, ...]
) -> tuple[Event, ...]:
    if command.ship == "first":
        return ()
    return (
        HoldPlaced(
            at=command.at,
            by=command.by,
            hold_id=_hold_id(event.exchange_id),
            reason=AWAITING,
            units=tuple(LineUnits(line.line_id, line.quantity) for line in lines),
        ),
    )


def _hold_id(exchange_id: str) -> str:
    return f"exchange:{exchange_id}"


def exchange_after(
    order: Draft,
    command: Command,
    return_: Return,
    *,
    accepted: Units = (),
    refused: Units = (),
    received: Units = (),
    over: bool = False,
) -> tuple[Event, ...]:
    """Say what follows for the exchanges of a return from what became of its goods.

    Goods count once they arrived, or once they were looked at, as was agreed. For
    what is refused or does not come, what it was worth is taken back, and new goods
    that have not left are cancelled; what has left is due. Once nothing more is
    awaited, the new goods may go and the difference of a cheaper exchange goes back.

    Args:
        order: The order.
        command: What was asked; its time and author are those of the events.
        return_: The return.
        accepted: Units that were looked at and are taken back.
        refused: Units that were looked at and are not taken back, or are known not
            to come.
        received: Units that arrived.
        over: Whether nothing more is to come.
    """
    after = thaw(order)
    happened: list[Event] = []
    for n, credit in enumerate(order.ledger.credits):
        if credit.return_id != return_.return_id or not credit.lines:
            continue
        arrived = accepted if credit.ship == "inspection" else received
        awaited = less(_live(credit), credit.taken)
        taken = least(awaited, arrived)
        # What was accepted stays so; what merely arrived may be refused afterwards.
        counts = awaited if credit.ship == "inspection" else _live(credit)
        gone = least(less(counts, taken), refused)
        accepted, received = less(accepted, taken), less(received, taken)
        refused = less(refused, gone)
        if over:
            gone = added((*gone, *less(less(awaited, taken), gone)))
        events = _settled(after, command, credit, taken, gone)
        if events:
            now = after.ledger.credits[n]
            events += _freed(after, command, now)
        happened.extend(events)
    return tuple(happened)


def _live(credit: Credit) -> Units:
    return added(LineUnits(parts.line_id, parts.units) for parts in credit.lines)


def _settled(
    after: Draft, command: Command, credit: Credit, taken: Units, gone: Units
) -> tuple[Event, ...]:
    """Count what came, and revoke what does not."""
    events: list[Event] = []
    if taken:
        events.append(
            ExchangeGoodsTaken(
                at=command.at,
                by=command.by,
                exchange_id=credit.exchange_id,
                units=taken,
            )
        )
        events.append(
            ReturnResolved(
                at=command.at,
                by=command.by,
                return_id=credit.return_id,
                units=taken,
                line_ids=credit.line_ids,
            )
        )
    apply_all(after, events)
    if gone:
        revoked = ExchangeCreditRevoked(
            at=command.at, by=command.by, exchange_id=credit.exchange_id, units=gone
        )
        cancelled = _cancelled(after, command, credit, gone)
        apply_all(after, (*cancelled, revoked))
        revoked = attrs.evolve(revoked, balance_due_minor=balance_due_minor(after))
        events += [*cancelled, revoked]
    return tuple(events)


def _cancelled(
    after: Draft, command: Command, credit: Credit, gone: Units
) -> tuple[Event, ...]:
    """Cancel new goods that stand for units that do not come, if they are here."""
    is_all = not less(_live(credit), gone)
    per_line = by_line(gone)
    units = []
    for line_id in credit.line_ids:
        line_no = after.grid.line_no(line_id)
        line = after.grid.lines[line_no]
        places = after.grid.places[line_no].before
        free = sum(
            here
            for place in places
            for _, here in standing(after, line_no, place, None)
        )
        wanted = line.quantity
        if not is_all:
            old = line.replaces
            is_one_for_one = old is not None and old.units == line.quantity
            wanted = per_line.get(old.line_id, 0) if old and is_one_for_one else 0
        if min(wanted, free):
            units.append(LineUnits(line_id, min(wanted, free)))
    return cancellations(after, command, units, "exchange")


def _freed(after: Draft, command: Command, credit: Credit) -> tuple[Event, ...]:
    """Let the new goods go and pay the difference, once nothing is awaited."""
    if less(_live(credit), credit.taken):
        return ()
    events: tuple[Event, ...] = ()
    hold_id = _hold_id(credit.exchange_id)
    if any(hold.hold_id == hold_id for hold in after.holds):
        events = (
            HoldReleased(
                at=command.at, by=command.by, hold_id=hold_id, reason="received"
            ),
        )
        apply_all(after, events)
    difference = min(credit.amount_minor - _worth(after, credit), _owed(after))
    if difference <= 0:
        return events
    request = RequestRefund(
        order_id=command.order_id,
        at=command.at,
        by=command.by,
        refund_id=free_id(after, credit.return_id),
        overpaid=Money(difference, placed(after, command).currency),
        return_id=credit.return_id,
        reason="exchange",
    )
    try:
        refunds = compose(after, request)
    except (NothingToChange, OverRefunded):
        return events
    apply_all(after, refunds)
    return (*events, *refunds)


def _owed(after: Draft) -> int:
    return -balance_due_minor(after)


def _worth(after: Draft, credit: Credit) -> int:
    """What the new lines cost, without their cancelled units."""
    total = 0
    for line_id in credit.line_ids:
        line_no = after.grid.line_no(line_id)
        line = after.grid.lines[line_no]
        total += line.closed_minor + line.net_minor
        total -= next_parts(
            after, line_no, unpaid_back_units(after, line_no)
        ).total_minor
    return total
