"""Rules for giving other goods for those that come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.order.quantities import LineUnits

if TYPE_CHECKING:
    from postpurchase.order.commands import AgreeExchange, Command
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import Event
    from postpurchase.order.returns import Return

Units = tuple[LineUnits, ...]


def agree_exchange(order: Draft, command: AgreeExchange) -> tuple[Event, ...]:
    """Give other goods for those of a return."""
    order.return_(command.return_id)
    return ()


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
    """Say what follows for an exchange from what became of the old goods.

    Args:
        order: The order.
        command: What was asked.
        return_: The return.
        accepted: Units that were looked at and are taken back.
        refused: Units that were looked at and are not, or are missing.
        received: Units that arrived.
        over: Whether nothing more is to come.
    """
    return ()
