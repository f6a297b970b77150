"""Applying that goods are exchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from postpurchase.order.events import (
    ExchangeAgreed,
    ExchangeCreditRevoked,
    ExchangeGoodsTaken,
)
from postpurchase.order.evolve.placing import add_lines
from postpurchase.order.ledger import Credit, reduced
from postpurchase.order.quantities import added, by_line

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import LineParts


def exchange_agreed(draft: Draft, event: ExchangeAgreed) -> None:
    """Bring the new lines in, and grant to them what the old units are worth."""
    add_lines(draft, (), event.added)
    credit = Credit(
        event.exchange_id,
        event.return_id,
        event.lines,
        event.kept,
        tuple(line.line_id for line in event.added),
        event.ship,
    )
    ledger = draft.ledger
    draft.ledger = attrs.evolve(ledger, credits=(*ledger.credits, credit))


def exchange_goods_taken(draft: Draft, event: ExchangeGoodsTaken) -> None:
    """Keep in mind what came back."""
    _change(
        draft,
        event.exchange_id,
        lambda credit: attrs.evolve(credit, taken=added((*credit.taken, *event.units))),
    )


def exchange_credit_revoked(draft: Draft, event: ExchangeCreditRevoked) -> None:
    """Take back what was granted for units; they may be granted anew."""
    gone = by_line(event.units)

    def change(credit: Credit) -> Credit:
        return attrs.evolve(credit, lines=_without(credit.lines, gone))

    _change(draft, event.exchange_id, change)


def _without(
    lines: tuple[LineParts, ...], gone: dict[str, int]
) -> tuple[LineParts, ...]:
    left = (reduced(parts, gone.get(parts.line_id, 0)) for parts in lines)
    return tuple(parts for parts in left if parts.units)


def _change(draft: Draft, exchange_id: str, change: Callable[[Credit], Credit]) -> None:
    ledger = draft.ledger
    credits_ = tuple(
        change(credit) if credit.exchange_id == exchange_id else credit
        for credit in ledger.credits
    )
    draft.ledger = attrs.evolve(ledger, credits=credits_)
