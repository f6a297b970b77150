"""Rules for money that goes back: granted once, reserved, never above captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import Contradiction, NotEnoughUnits, NothingToChange
from postpurchase.order.amounts import (
    balance_due_minor,
    open_shipping_minor,
    outstanding_minor,
)
from postpurchase.order.commands import RequestRefund
from postpurchase.order.composing import (
    AMOUNTS,
    asked_minor,
    bonus_minor,
    compose,
    open_charges,
    refuse,
)
from postpurchase.order.decide.checks import may_become, minor_above_zero, placed
from postpurchase.order.draft import thaw
from postpurchase.order.events import (
    Event,
    RefundAbandoned,
    RefundChecked,
    RefundFailed,
    RefundParts,
    RefundRecorded,
    RefundSent,
    RefundSucceeded,
    RefundUnknown,
)
from postpurchase.order.evolve import apply_all
from postpurchase.order.granting import grant
from postpurchase.order.quantities import by_line
from postpurchase.order.ruled_refunds import (
    TO_CREDIT,
    bonus_of,
    free_id,
    grantable,
    ruled,
    with_deduction,
)
from postpurchase.order.transitions import REFUND
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        AbandonRefund,
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
    from postpurchase.values.rulings import Ruling


def request_refund(order: Draft, command: RequestRefund) -> tuple[Event, ...]:
    """Grant the units, reserve the money, and fix the keys for the providers."""
    placed(order, command)
    asked = asked_minor(order, command)
    known = _known(order, command.refund_id)
    if known is None:
        return compose(order, command)
    _refuse_other_units(known, command.units)
    _refuse_other_amounts(order, known, command, asked)
    _refuse_other_words(known, command)
    return ()


def refunds_for_return(
    order: Draft, command: Command, return_: Return, units: tuple[LineUnits, ...]
) -> tuple[Event, ...]:
    """Give back what a return makes due for some of its units, as far as possible.

    Fees are kept once for a return, what inspection deducts with its units; neither
    takes more than the refund is worth. Where they take all of it there is no refund:
    nothing is granted, and nothing counts as kept. Store credit gets the ruling's
    bonus. Units that were granted before, or to an exchange, bring nothing again.

    Args:
        order: The order.
        command: What was asked; its time and author are those of the refund.
        return_: The return.
        units: Its units whose money is due now.

    Returns:
        The refunds, ``RETURN:1`` and so on; none where nothing can go back.
    """
    request = RequestRefund(
        order_id=command.order_id,
        at=command.at,
        by=command.by,
        refund_id=free_id(order, return_.return_id),
        units=grantable(order, units),
        into="store_credit" if return_.resolution in TO_CREDIT else "",
        return_id=return_.return_id,
        is_capped=True,
    )
    if not request.units:
        return ()
    request = ruled(order, request, return_.ruling)
    return _with_bonus(order, with_deduction(order, request, return_), return_.ruling)


def _with_bonus(
    order: Draft, request: RequestRefund, ruling: Ruling | None
) -> tuple[Event, ...]:
    """Compose a refund, and again with the bonus that its amount brings."""
    try:
        events = compose(order, request)
    except NothingToChange:
        return ()
    amount = sum(event.amount_minor for event in events)
    bonus = bonus_of(ruling, amount) if request.into else 0
    if not bonus:
        return events
    money = Money(bonus, placed(order, request).currency)
    return compose(order, attrs.evolve(request, bonus=money))


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
    lines = grant(order, command.units)
    parts = RefundParts(
        goods_minor=sum(part.goods_minor for part in lines),
        discount_minor=sum(part.discount_minor for part in lines),
        tax_minor=sum(part.tax_minor for part in lines),
        shipping_minor=(shipping := sum(part.shipping_minor for part in lines)),
        advanced_minor=min(shipping, outstanding_minor(order)),
    )
    event = RefundRecorded(
        at=command.at,
        by=command.by,
        refund_id=command.refund_id,
        payment_id=_payment_for(order, command.payment_id, amount),
        amount_minor=amount,
        units=command.units,
        parts=parts,
        reason=command.reason,
        lines=lines,
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


def _balance_after(order: Draft, event: RefundRecorded) -> int:
    after = thaw(order)
    apply_all(after, (event,))
    return balance_due_minor(after)


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
        return (
            RefundSucceeded(
                at=at,
                by=by,
                refund_id=refund_id,
                reference=command.reference,
                regrants=known.is_undone and _can_regrant(order, known),
            ),
        )
    kind = RefundFailed if command.outcome == "failed" else RefundUnknown
    return (kind(at=at, by=by, refund_id=refund_id, reason=command.reason),)


def _can_regrant(order: Draft, known: Refund) -> bool:
    """Say whether all that an abandoned refund granted is still to be had."""
    try:
        lines = grant(order, known.units)
    except NotEnoughUnits:
        return False
    eras = [(parts.root, parts.era) for parts in lines]
    ahead = known.parts.advance_minor
    return (
        eras == [(parts.root, parts.era) for parts in known.lines]
        and set(known.charges) <= set(open_charges(order))
        and ahead <= open_shipping_minor(order, lines)
    )


def abandon_refund(order: Draft, command: AbandonRefund) -> tuple[Event, ...]:
    """Give up a refund that certainly was not paid.

    What it granted may be granted anew. That cannot be where other payments have
    borne their part of it, or an edit has settled its units since: then its amount
    is owed instead, and goes back as overpaid.
    """
    placed(order, command)
    known = order.refund(command.refund_id)
    if known.state == "abandoned":
        return ()
    may_become(REFUND, f"refund {known.refund_id}", known.state, "abandoned")
    return (
        RefundAbandoned(
            at=command.at,
            by=command.by,
            refund_id=known.refund_id,
            reason=command.reason,
            is_undone=not known.group and not _is_closed(order, known),
        ),
    )


def _is_closed(order: Draft, known: Refund) -> bool:
    lines = order.grid.lines
    return any(
        lines[order.grid.line_no(parts.root)].closed_granted != parts.era
        for parts in known.lines
    )


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


def _refuse_other_amounts(
    order: Draft, known: Refund, command: RequestRefund, asked: dict[str, int]
) -> None:
    """Accept the same refund again, refuse other amounts under its id."""
    names = {part: name for name, part in AMOUNTS.items()}
    pairs = [
        (names[part], getattr(known.parts, part), now) for part, now in asked.items()
    ]
    pairs.append(("bonus", known.bonus_minor, bonus_minor(order, command)))
    currency = placed(order, command).currency
    for name, before, now in pairs:
        if before != now:
            raise Contradiction(
                path=name,
                subject=f"refund {known.refund_id}",
                known=str(Money(before, currency)),
                said=str(Money(now, currency)),
            )


def _refuse_other_words(known: Refund, command: RequestRefund) -> None:
    """Accept the same refund again, refuse another way or purpose under its id."""
    said = {
        "payment_id": command.payment_id or known.payment_id,
        "charges": ", ".join(dict.fromkeys(command.charges)),
        "into": command.into,
        "return_id": command.return_id,
        "claim_id": command.claim_id,
        "keeps": str(command.keeps),
    }
    for name, now in said.items():
        before = getattr(known, name)
        before = ", ".join(before) if name == "charges" else str(before)
        if before != now:
            raise Contradiction(
                path=name,
                subject=f"refund {known.refund_id}",
                known=before,
                said=now,
            )


def _payment_for(order: Draft, payment_id: str, amount_minor: int) -> str:
    """Find the payment from which an amount can go back.

    Raises:
        OverRefunded: No single payment has as much left; the numbers are those of
            the payment that has the most, or of all if that one is not the reason.
        UnknownPayment: The named payment does not exist.
    """
    ledger = order.ledger
    named = (order.payment(payment_id),) if payment_id else ledger.payments
    if amount_minor <= ledger.all_left_minor:
        for payment in named:
            if ledger.left_minor(payment.payment_id) >= amount_minor:
                return payment.payment_id
        ledger = attrs.evolve(ledger, payments=named).fullest()
    return refuse(order, ledger, amount_minor)
