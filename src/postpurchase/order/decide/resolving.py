"""Rules for what follows when units of a return have come so far: money, new goods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import NotEnoughUnits, NothingToChange
from postpurchase.order.decide.checks import may_become, placed
from postpurchase.order.decide.exchanging import exchange_after
from postpurchase.order.decide.refunding import refunds_for_return
from postpurchase.order.draft import thaw
from postpurchase.order.dues import due_units, is_automatic, is_done, payable_units
from postpurchase.order.events import (
    Event,
    LinesReshipped,
    PlacedLine,
    RefundRequested,
    Replaced,
    ReturnClosed,
    ReturnResolved,
)
from postpurchase.order.evolve import apply_all
from postpurchase.order.quantities import LineUnits, by_line, less
from postpurchase.order.transitions import RETURN

if TYPE_CHECKING:
    from postpurchase.order.commands import Command, RefundReturn
    from postpurchase.order.draft import Draft
    from postpurchase.order.returns import Return

Units = tuple[LineUnits, ...]


def and_then(
    order: Draft,
    command: Command,
    return_id: str,
    events: tuple[Event, ...],
    *,
    accepted: Units = (),
    refused: Units = (),
    received: Units = (),
    over: bool = False,
) -> tuple[Event, ...]:
    """Add to events of a return what follows from them in the same decision.

    The exchange hears of units that came, were accepted or do not come; what has
    become due is given; a return of which nothing is open any more is closed.

    Args:
        order: The order before the events.
        command: What was asked.
        return_id: The return.
        events: What happens to it.
        accepted: Units that were looked at now and are taken back.
        refused: Units that were looked at now and are not, or do not come.
        received: Units that arrived now.
        over: Whether nothing more is to come.
    """
    after, happened = thaw(order), list(events)
    apply_all(after, events)

    def add(more: tuple[Event, ...]) -> None:
        apply_all(after, more)
        happened.extend(more)

    add(
        exchange_after(
            after,
            command,
            after.return_(return_id),
            accepted=accepted,
            refused=refused,
            received=received,
            over=over,
        )
    )
    known = after.return_(return_id)
    if is_automatic(known):
        due = less(due_units(known), _in_exchange(after, known))
        add(_resolved(after, command, known, due))
    if is_done(after.return_(return_id)):
        add((ReturnClosed(at=command.at, by=command.by, return_id=return_id),))
    return tuple(happened)


def _in_exchange(order: Draft, known: Return) -> Units:
    """Count units that other goods were agreed on for and that do not count yet."""
    return tuple(
        part
        for credit in order.ledger.credits
        if credit.return_id == known.return_id
        for part in less(
            (LineUnits(parts.line_id, parts.units) for parts in credit.lines),
            credit.taken,
        )
    )


def _resolved(
    order: Draft, command: Command, known: Return, units: Units
) -> tuple[Event, ...]:
    """Give what units are entitled to: their money, or the same goods again."""
    if not units:
        return ()
    refunds: tuple[Event, ...] = ()
    added: tuple[PlacedLine, ...] = ()
    if known.resolution == "replace_same":
        added = tuple(_again(order, known, part) for part in units)
        refunds = (
            LinesReshipped(
                at=command.at, by=command.by, added=added, reason="warranty"
            ),
        )
    else:
        refunds = refunds_for_return(order, command, known, units)
    resolved = ReturnResolved(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        units=units,
        refund_ids=tuple(
            event.refund_id for event in refunds if isinstance(event, RefundRequested)
        ),
        line_ids=tuple(line.line_id for line in added),
    )
    return (*refunds, resolved)


def _again(order: Draft, known: Return, part: LineUnits) -> PlacedLine:
    """Make the line that replaces units at no price; its id is free for sure."""
    old = order.grid.lines[order.grid.line_no(part.line_id)]
    number = 1
    while (line_id := f"{known.return_id}:{part.line_id}:{number}") in order.grid.index:
        number += 1
    return attrs.evolve(
        old,
        line_id=line_id,
        quantity=part.units,
        open_units=part.units,
        unit_price_minor=0,
        goods_minor=0,
        discount_minor=0,
        tax_minor=0,
        shipping_minor=0,
        included_tax_minor=0,
        closed_minor=0,
        closed_granted=0,
        closed_cancelled=0,
        closed_undelivered=0,
        closed_advanced_minor=0,
        replaces=Replaced(line_id=part.line_id, units=part.units),
    )


def refund_return(order: Draft, command: RefundReturn) -> tuple[Event, ...]:
    """Give now what units are entitled to, whatever the ruling's moment.

    Without named units it is everything that was agreed on or came, and was
    neither missing nor refused nor dealt with before.
    """
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent != "approved":
        may_become(RETURN, f"return {known.return_id}", known.intent, "refunded")
    payable = less(payable_units(known), _in_exchange(order, known))
    units = payable if command.units is None else command.units
    free = by_line(payable)
    for part in units:
        order.grid.line_no(part.line_id)
        if part.units > free.get(part.line_id, 0):
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="refundable",
                asked=part.units,
                available=free.get(part.line_id, 0),
            )
    if not units:
        raise NothingToChange(reason="all of it was dealt with")
    money = known
    if known.resolution == "replace_same":
        money = attrs.evolve(known, resolution="refund_original")
    return and_then(
        order, command, known.return_id, _resolved(order, command, money, units)
    )
