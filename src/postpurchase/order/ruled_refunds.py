"""What a ruling makes of the refund of a return: fees, shipping, bonus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.order.amounts import outstanding_minor
from postpurchase.order.commands import RequestRefund
from postpurchase.order.events import RefundParts
from postpurchase.order.granting import grant, refundable_units
from postpurchase.order.minor_units import minor
from postpurchase.order.quantities import LineUnits, by_line
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postpurchase.order.draft import Draft
    from postpurchase.order.events import LineParts
    from postpurchase.order.returns import Return
    from postpurchase.values.rulings import Ruling

TO_CREDIT = ("store_credit", "gift_card")
"""Resolutions for which the money becomes store credit."""


def free_id(order: Draft, return_id: str) -> str:
    """Name the next refund of a return: the return and a number, from 1."""
    known = {refund.refund_id for refund in order.ledger.refunds}
    n = 1
    while f"{return_id}:{n}" in known:
        n += 1
    return f"{return_id}:{n}"


def grantable(order: Draft, units: Iterable[LineUnits]) -> tuple[LineUnits, ...]:
    """Leave out the units that cannot be granted any more."""
    left = (
        attrs.evolve(
            part,
            units=min(
                part.units, refundable_units(order, order.grid.line_no(part.line_id))
            ),
        )
        for part in units
    )
    return tuple(part for part in left if part.units > 0)


def kept_back(
    order: Draft,
    lines: tuple[LineParts, ...],
    ruling: Ruling | None,
    *,
    return_id: str = "",
) -> RefundParts:
    """Say what a ruling keeps back of what units bring: shipping, then fees.

    Fees are kept once for a return: what one refund is too small for, the next one
    bears. Nothing ever falls below zero.

    Args:
        order: The order.
        lines: What the units bring.
        ruling: How it was ruled; None keeps nothing.
        return_id: The return, for what was kept before.
    """
    shipping = sum(parts.shipping_minor for parts in lines)
    advanced = min(shipping, outstanding_minor(order))
    if ruling is None:
        return RefundParts(advanced_minor=advanced)
    kept = _shipping_kept(order, shipping - advanced, ruling)
    left = sum(parts.total_minor for parts in lines) - advanced - kept
    fee = sum(
        minor(fee.amount, _currency(order), "fee") for fee in ruling.fees
    ) - _before(order, return_id, "fee_minor")
    return RefundParts(
        advanced_minor=advanced,
        shipping_kept_minor=kept,
        fee_minor=max(0, min(fee, left)),
    )


def _shipping_kept(order: Draft, shipping: int, ruling: Ruling) -> int:
    if ruling.outbound == "none":
        return shipping
    if ruling.outbound_max is None:
        return 0
    most = minor(ruling.outbound_max, _currency(order), "outbound_max")
    went = sum(
        parts.shipping_minor
        + parts.advance_minor
        - parts.advanced_minor
        - parts.shipping_kept_minor
        for parts in order.ledger.granting
    )
    return max(0, shipping - max(0, most - went))


def _before(order: Draft, return_id: str, name: str) -> int:
    """Add up what earlier refunds and exchanges of a return kept."""
    return sum(getattr(parts, name) for parts in _of_return(order, return_id))


def _of_return(order: Draft, return_id: str) -> Iterator[RefundParts]:
    if not return_id:
        return
    ledger = order.ledger
    for refund in ledger.refunds:
        if refund.return_id == return_id and not refund.is_undone:
            yield refund.parts
    for credit in ledger.credits:
        if credit.return_id == return_id and credit.lines:
            yield credit.kept


def _deduction(order: Draft, return_: Return, units: tuple[LineUnits, ...]) -> int:
    """Add up what inspection found for these units, less what was counted."""
    lines = set(by_line(units))
    for refund in order.ledger.refunds:
        if refund.return_id == return_.return_id:
            lines |= set(by_line(refund.units))
    found = sum(
        minor(item.deduction, _currency(order), "deduction")
        for item in return_.inspected
        if item.is_accepted and item.line_id in lines
    )
    return max(0, found - _before(order, return_.return_id, "deduction_minor"))


def _currency(order: Draft) -> str:
    return order.placed.currency if order.placed else ""


def ruled(order: Draft, request: RequestRefund, ruling: Ruling | None) -> RequestRefund:
    """Put what a ruling keeps back and adds into a request."""
    lines = grant(order, request.units)
    kept = kept_back(order, lines, ruling, return_id=request.return_id)
    currency = _currency(order)
    fields: dict[str, Any] = {}
    if kept.fee_minor:
        fields["fee"] = Money(
            kept.fee_minor + minor(request.fee, currency, "fee"), currency
        )
    if kept.shipping_kept_minor:
        fields["shipping_kept"] = Money(kept.shipping_kept_minor, currency)
    return attrs.evolve(request, **fields)


def with_deduction(
    order: Draft, request: RequestRefund, return_: Return
) -> RequestRefund:
    """Put into a request what inspection deducts, as far as it is worth that."""
    asked = _deduction(order, return_, request.units)
    lines = grant(order, request.units)
    currency = _currency(order)
    worth = sum(parts.total_minor for parts in lines) - min(
        sum(parts.shipping_minor for parts in lines), outstanding_minor(order)
    )
    for amount in (request.fee, request.shipping_kept):
        worth -= minor(amount, currency, "amount")
    deduction = min(asked, max(0, worth))
    if not deduction:
        return request
    return attrs.evolve(request, deduction=Money(deduction, currency))


def bonus_of(ruling: Ruling | None, amount_minor: int) -> int:
    """What a ruling adds to store credit, rounded half up.

    >>> from postpurchase.values.rulings import Ruling
    >>> bonus_of(Ruling(policy="shop", allowed=True, bonus_percent=10), 1995)
    200
    """
    percent = ruling.bonus_percent if ruling else 0
    return (2 * amount_minor * percent + 100) // 200
