"""Other goods are given for those that come back."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.events.paying import LineParts, RefundParts
from postpurchase.order.events.placing import PlacedLine
from postpurchase.order.quantities import LineUnits


@attrs.frozen(kw_only=True)
class ExchangeAgreed(Event):
    """Goods of a return are exchanged; stored by `AgreeExchange`.

    Args:
        exchange_id: The return and a number: ``RET1:1``.
        return_id: The return.
        added: The new lines.
        lines: What the units that come back are worth to them, by line.
        kept: What is kept back of that: a fee, and shipping.
        ship: When the new goods may leave: ``first``, ``receipt``, ``inspection``.
        balance_due_minor: What the customer owes after it; negative: is owed.
    """

    exchange_id: str
    return_id: str
    added: tuple[PlacedLine, ...]
    lines: tuple[LineParts, ...]
    kept: RefundParts
    ship: str
    balance_due_minor: int = 0


@attrs.frozen(kw_only=True)
class ExchangeGoodsTaken(Event):
    """Goods that are exchanged came back, and count.

    Args:
        exchange_id: The exchange.
        units: Units by line.
    """

    exchange_id: str
    units: tuple[LineUnits, ...]


@attrs.frozen(kw_only=True)
class ExchangeCreditRevoked(Event):
    """Goods that were to be exchanged do not come, or are not taken back.

    Args:
        exchange_id: The exchange.
        units: Units by line that are worth nothing to the new goods any more.
        balance_due_minor: What the customer owes after it; negative: is owed.
    """

    exchange_id: str
    units: tuple[LineUnits, ...]
    balance_due_minor: int = 0
