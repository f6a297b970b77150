"""Applying what happened to money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.order.events import (
    ChargebackLost,
    ChargebackOpened,
    ChargebackWon,
    PaymentAgreed,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentCollected,
    PaymentRemitted,
    PaymentVoided,
    RefundAbandoned,
    RefundChecked,
    RefundFailed,
    RefundRecorded,
    RefundRequested,
    RefundSent,
    RefundSucceeded,
    RefundUnknown,
)
from postpurchase.order.granting import own_parts
from postpurchase.order.ledger import Chargeback, Ledger, Payment, Refund, requested
from postpurchase.order.quick import maker

if TYPE_CHECKING:
    from postpurchase.order.draft import Draft

_ledger = maker(Ledger)
_payment = maker(Payment)


def _pay(draft: Draft, payment: Payment) -> None:
    ledger = draft.ledger
    payments = ledger.payments
    for n, known in enumerate(payments):
        if known.payment_id == payment.payment_id:
            payments = (*payments[:n], payment, *payments[n + 1 :])
            break
    else:
        payments = (*payments, payment)
    draft.ledger = _ledger(payments, ledger.refunds, ledger.chargebacks, ledger.credits)


def payment_authorized(draft: Draft, event: PaymentAuthorized) -> None:
    """Keep what the provider set aside."""
    _pay(
        draft,
        Payment(
            event.payment_id,
            event.method,
            "authorized",
            event.amount_minor,
            0,
            event.at,
        ),
    )


def payment_captured(draft: Draft, event: PaymentCaptured) -> None:
    """Add what came in."""
    amount = event.amount_minor
    for known in draft.ledger.payments:
        if known.payment_id == event.payment_id:
            came = known.captured_minor + amount
            total = max(known.amount_minor, came)
            method = known.method
            break
    else:
        came, total, method = amount, amount, event.method
    _pay(draft, _payment(event.payment_id, method, "captured", total, came, event.at))


def payment_voided(draft: Draft, event: PaymentVoided) -> None:
    """Expect nothing more from it."""
    known = draft.payment(event.payment_id)
    _pay(draft, attrs.evolve(known, state="voided", at=event.at))


def payment_agreed(draft: Draft, event: PaymentAgreed) -> None:
    """Expect the carrier to collect it."""
    _pay(
        draft,
        Payment(event.payment_id, event.method, "due", event.amount_minor, 0, event.at),
    )


def payment_collected(draft: Draft, event: PaymentCollected) -> None:
    """Count it as come in."""
    known = draft.payment(event.payment_id)
    _pay(
        draft,
        attrs.evolve(
            known, state="collected", captured_minor=known.amount_minor, at=event.at
        ),
    )


def payment_remitted(draft: Draft, event: PaymentRemitted) -> None:
    """Note that the carrier passed it on."""
    known = draft.payment(event.payment_id)
    _pay(draft, attrs.evolve(known, state="remitted", at=event.at))


def refund_requested(draft: Draft, event: RefundRequested) -> None:
    """Reserve the money and grant the units."""
    refund = requested(event)
    if event.units and not event.lines:
        refund = attrs.evolve(refund, lines=own_parts(draft, event.units))
    _add(draft, refund)


def refund_recorded(draft: Draft, event: RefundRecorded) -> None:
    """Count what already went back, and grant the units."""
    refund = Refund(
        event.refund_id,
        event.payment_id,
        "succeeded",
        event.amount_minor,
        event.units,
        "",
        event.parts,
        event.reason,
        event.at,
        lines=event.lines or own_parts(draft, event.units),
    )
    _add(draft, refund)


def _add(draft: Draft, refund: Refund) -> None:
    draft.ledger = draft.ledger.with_refunds((refund,))


def _settle(draft: Draft, refund_id: str, state: str, **known: Any) -> None:
    ledger = draft.ledger
    refunds = tuple(
        attrs.evolve(refund, state=state, **known)
        if refund.refund_id == refund_id
        else refund
        for refund in ledger.refunds
    )
    draft.ledger = attrs.evolve(ledger, refunds=refunds)


def refund_sent(draft: Draft, event: RefundSent) -> None:
    """Note that the provider is being asked, by whom, and since when."""
    known = draft.refund(event.refund_id)
    _settle(
        draft,
        event.refund_id,
        "sent",
        gateway=event.gateway or known.gateway,
        sent_at=known.sent_at or event.at,
    )


def refund_checked(draft: Draft, event: RefundChecked) -> None:
    """Change nothing: whoever looks says what came of it."""


def refund_succeeded(draft: Draft, event: RefundSucceeded) -> None:
    """Count the money as gone back."""
    known = draft.refund(event.refund_id)
    reference = event.reference or known.reference
    undone = known.is_undone and not event.regrants
    _settle(draft, event.refund_id, "succeeded", reference=reference, is_undone=undone)


def refund_failed(draft: Draft, event: RefundFailed) -> None:
    """Free the money; the units stay granted, for the refund may be sent again."""
    _settle(draft, event.refund_id, "failed")


def refund_unknown(draft: Draft, event: RefundUnknown) -> None:
    """Keep the money reserved until somebody knows."""
    _settle(draft, event.refund_id, "unknown")


def refund_abandoned(draft: Draft, event: RefundAbandoned) -> None:
    """Free what it granted, or owe its amount."""
    _settle(draft, event.refund_id, "abandoned", is_undone=event.is_undone)


def chargeback_opened(draft: Draft, event: ChargebackOpened) -> None:
    """Reserve what the bank demands; a known case is open again."""
    known = Chargeback(
        event.chargeback_id,
        event.payment_id,
        event.amount_minor,
        "open",
        event.reason,
        event.at,
    )
    ledger = draft.ledger
    cases = {one.chargeback_id: one for one in ledger.chargebacks}
    cases[event.chargeback_id] = known
    draft.ledger = attrs.evolve(ledger, chargebacks=tuple(cases.values()))


def chargeback_won(draft: Draft, event: ChargebackWon) -> None:
    """Free the money."""
    _judge(draft, event, "won")


def chargeback_lost(draft: Draft, event: ChargebackLost) -> None:
    """Count the money as gone."""
    _judge(draft, event, "lost")


def _judge(draft: Draft, event: ChargebackWon | ChargebackLost, state: str) -> None:
    ledger = draft.ledger
    cases = tuple(
        attrs.evolve(one, state=state, at=event.at)
        if one.chargeback_id == event.chargeback_id
        else one
        for one in ledger.chargebacks
    )
    draft.ledger = attrs.evolve(ledger, chargebacks=cases)
