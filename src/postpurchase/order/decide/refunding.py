"""Rules for money that goes back: granted once, reserved, never above captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import (
    Contradiction,
    NotEnoughUnits,
    NothingToChange,
    OverRefunded,
)
from postpurchase.order.amounts import balance_due_minor, entitlement, granted_open
from postpurchase.order.commands import RequestRefund
from postpurchase.order.decide.checks import (
    may_become,
    minor_above_zero,
    minor_from_zero,
    placed,
)
from postpurchase.order.draft import thaw
from postpurchase.order.events import (
    Event,
    RefundChecked,
    RefundFailed,
    RefundParts,
    RefundRecorded,
    RefundRequested,
    RefundSent,
    RefundSucceeded,
    RefundUnknown,
)
from postpurchase.order.evolve import apply_all
from postpurchase.order.ledger import Ledger
from postpurchase.order.quantities import by_line
from postpurchase.order.transitions import REFUND
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        CheckRefund,
        Command,
        RecordRefund,
        SendRefund,
        SettleRefund,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.ledger import Refund
    from postpurchase.order.quantities import LineUnits
    from postpurchase.order.returns import Return


def request_refund(order: Draft, command: RequestRefund) -> tuple[Event, ...]:
    """Grant the units, reserve the money, and fix the key for the provider."""
    agreed = placed(order, command)
    asked = {
        f"{name}_minor": minor_from_zero(getattr(command, name), agreed.currency, name)
        for name in ("overpaid", "goodwill", "fee")
    }
    known = _known(order, command.refund_id)
    if known is not None:
        _refuse_other_units(known, command.units)
        _refuse_other_amounts(known, asked, agreed.currency)
        return ()
    parts = attrs.evolve(refund_parts(order, command.units), **asked)
    amount = parts.total_minor
    if amount <= 0:
        shown = Money(amount, agreed.currency)
        raise NothingToChange(reason=f"the refund comes to {shown}")
    payment_id = _payment_for(order, command.payment_id, amount)
    event = RefundRequested(
        at=command.at,
        by=command.by,
        refund_id=command.refund_id,
        payment_id=payment_id,
        # The length keeps the ids apart, whatever stands in them.
        key=f"{len(agreed.order_id)}:{agreed.order_id}:{command.refund_id}",
        amount_minor=amount,
        units=command.units,
        parts=parts,
        reason=command.reason,
    )
    if parts.overpaid_minor and (more := _balance_after(order, event)) > 0:
        left = Money(max(0, parts.overpaid_minor - more), agreed.currency)
        raise NothingToChange(
            path="overpaid", reason=f"only {left} were paid above what is owed"
        )
    return (event,)


def refunds_for_return(
    order: Draft, command: Command, return_: Return, units: tuple[LineUnits, ...]
) -> tuple[Event, ...]:
    """Give back what a return makes due for some of its units, as far as possible.

    Args:
        order: The order.
        command: What was asked; its time and author are those of the refund.
        return_: The return.
        units: Its units whose money is due now.

    Returns:
        The refunds, ``RETURN:1`` and so on; none where nothing can go back.
    """
    number = 1 + sum(
        refund.refund_id.startswith(f"{return_.return_id}:")
        for refund in order.ledger.refunds
    )
    asked = RequestRefund(
        order_id=command.order_id,
        at=command.at,
        by=command.by,
        refund_id=f"{return_.return_id}:{number}",
        units=units,
        return_id=return_.return_id,
    )
    try:
        return request_refund(order, asked)
    except (NothingToChange, NotEnoughUnits, OverRefunded):
        return ()


def _balance_after(order: Draft, event: Event) -> int:
    after = thaw(order)
    apply_all(after, (event,))
    return balance_due_minor(after)


def refund_parts(order: Draft, units: tuple[LineUnits, ...]) -> RefundParts:
    """Add up what units are entitled to that were not granted before.

    Raises:
        NotEnoughUnits: Some of them were granted already.
    """
    total = RefundParts()
    for part in units:
        line_no = order.grid.line_no(part.line_id)
        line = order.grid.lines[line_no]
        granted = granted_open(order, line_no)
        if part.units > line.open_units - granted:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="refundable",
                asked=part.units,
                available=line.open_units - granted,
            )
        share = entitlement(line, granted, part.units)
        total = RefundParts(
            goods_minor=total.goods_minor + share.goods_minor,
            discount_minor=total.discount_minor + share.discount_minor,
            tax_minor=total.tax_minor + share.tax_minor,
            shipping_minor=total.shipping_minor + share.shipping_minor,
        )
    return total


def record_refund(order: Draft, command: RecordRefund) -> tuple[Event, ...]:
    """Count money that went back elsewhere; the caps hold for it, too."""
    agreed = placed(order, command)
    amount = minor_above_zero(command.amount, agreed.currency, "amount")
    known = _known(order, command.refund_id)
    if known is not None:
        if known.amount_minor != amount:
            raise Contradiction(
                path="amount",
                subject=f"refund {known.refund_id}",
                known=str(Money(known.amount_minor, agreed.currency)),
                said=str(command.amount),
            )
        _refuse_other_units(known, command.units)
        return ()
    parts = refund_parts(order, command.units)
    event = RefundRecorded(
        at=command.at,
        by=command.by,
        refund_id=command.refund_id,
        payment_id=_payment_for(order, command.payment_id, amount),
        amount_minor=amount,
        units=command.units,
        parts=parts,
        reason=command.reason,
    )
    beyond = amount - parts.total_minor
    overpaid = min(max(0, beyond), max(0, -_balance_after(order, event)))
    parts = attrs.evolve(
        parts,
        overpaid_minor=overpaid,
        goodwill_minor=max(0, beyond - overpaid),
        fee_minor=max(0, -beyond),
    )
    return (attrs.evolve(event, parts=parts),)


def send_refund(order: Draft, command: SendRefund) -> tuple[Event, ...]:
    """Ask the provider, under the same key each time."""
    placed(order, command)
    known = order.refund(command.refund_id)
    if known.state == "sent":
        return ()
    may_become(REFUND, f"refund {known.refund_id}", known.state, "sent")
    if known.state == "failed":
        _payment_for(order, known.payment_id, known.amount_minor)
    return (
        RefundSent(
            at=command.at,
            by=command.by,
            refund_id=command.refund_id,
            gateway=command.gateway,
        ),
    )


def settle_refund(order: Draft, command: SettleRefund) -> tuple[Event, ...]:
    """Record the provider's answer; a time-out is no answer."""
    placed(order, command)
    known = order.refund(command.refund_id)
    if known.state == command.outcome:
        return ()
    if command.outcome == "unknown" and known.state in REFUND.final:
        # Whoever waited in vain knows less than whoever heard the answer.
        return ()
    may_become(REFUND, f"refund {known.refund_id}", known.state, command.outcome)
    at, by, refund_id = command.at, command.by, command.refund_id
    if command.outcome == "succeeded":
        reference = command.reference
        return (
            RefundSucceeded(at=at, by=by, refund_id=refund_id, reference=reference),
        )
    kind = RefundFailed if command.outcome == "failed" else RefundUnknown
    return (kind(at=at, by=by, refund_id=refund_id, reason=command.reason),)


def check_refund(order: Draft, command: CheckRefund) -> tuple[Event, ...]:
    """Say that the time has come, as long as nobody knows what became of it."""
    placed(order, command)
    known = order.refund(command.refund_id)
    if known.state not in {"sent", "unknown"}:
        return ()
    return (
        RefundChecked(
            at=command.at,
            by=command.by,
            refund_id=known.refund_id,
            tries=command.tries,
        ),
    )


def _known(order: Draft, refund_id: str) -> Refund | None:
    for refund in order.ledger.refunds:
        if refund.refund_id == refund_id:
            return refund
    return None


def _refuse_other_units(known: Refund, units: tuple[LineUnits, ...]) -> None:
    """Accept the same refund again, refuse other units under its id."""
    before, now = by_line(known.units), by_line(units)
    if before != now:
        raise Contradiction(
            path="units",
            subject=f"refund {known.refund_id}",
            known=", ".join(f"{n} × {line}" for line, n in before.items()),
            said=", ".join(f"{n} × {line}" for line, n in now.items()),
        )


def _refuse_other_amounts(known: Refund, asked: dict[str, int], currency: str) -> None:
    """Accept the same refund again, refuse other amounts under its id."""
    for name, now in asked.items():
        before = getattr(known.parts, name)
        if before != now:
            raise Contradiction(
                path=name.removesuffix("_minor"),
                subject=f"refund {known.refund_id}",
                known=str(Money(before, currency)),
                said=str(Money(now, currency)),
            )


def _payment_for(order: Draft, payment_id: str, amount_minor: int) -> str:
    """Find the payment from which an amount can go back.

    Raises:
        OverRefunded: No single payment has as much left; the numbers are those of
            the payment that has the most.
        UnknownPayment: The named payment does not exist.
    """
    ledger = order.ledger
    named = (order.payment(payment_id),) if payment_id else ledger.payments
    for payment in named:
        if ledger.left_minor(payment.payment_id) >= amount_minor:
            return payment.payment_id
    best = Ledger(named, ledger.refunds).fullest()
    currency = order.placed.currency if order.placed else ""
    raise OverRefunded(
        captured=str(Money(best.captured_minor, currency)),
        refunded=str(Money(best.refunded_minor, currency)),
        reserved=str(Money(best.reserved_minor, currency)),
        asked=str(Money(amount_minor, currency)),
    )
