"""Rules for money that comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import Contradiction, MissingField, OverCaptured
from postpurchase.order.commands import CapturePayment
from postpurchase.order.decide.checks import may_become, minor_above_zero, placed
from postpurchase.order.events import (
    Event,
    PaymentAgreed,
    PaymentAuthorized,
    PaymentCaptured,
    PaymentCollected,
    PaymentRemitted,
    PaymentVoided,
)
from postpurchase.order.quick import heir
from postpurchase.order.transitions import PAYMENT
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        AgreePayment,
        AuthorizePayment,
        CollectPayment,
        RemitPayment,
        VoidPayment,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.ledger import Payment

_payment_captured = heir(PaymentCaptured, CapturePayment, "method")


def _known(order: Draft, payment_id: str) -> Payment | None:
    for payment in order.ledger.payments:
        if payment.payment_id == payment_id:
            return payment
    return None


def _refuse_another(known: Payment, method: str, amount: int, currency: str) -> None:
    """Accept the same payment again, refuse another one under its id."""
    if known.method != method:
        raise Contradiction(
            path="method",
            subject=f"payment {known.payment_id}",
            known=known.method,
            said=method,
        )
    if known.amount_minor != amount:
        raise Contradiction(
            path="amount",
            subject=f"payment {known.payment_id}",
            known=str(Money(known.amount_minor, currency)),
            said=str(Money(amount, currency)),
        )


def _refuse_beyond_any_amount(order: Draft, amount: int, currency: str) -> None:
    """Refuse payments that together are more than an amount can be.

    Raises:
        InvalidMoney: Their sum has too many digits.
    """
    known = order.ledger.payments
    if known:  # a single one is an amount already
        Money(amount + sum(p.amount_minor for p in known), currency)


def authorize_payment(order: Draft, command: AuthorizePayment) -> tuple[Event, ...]:
    """Keep what the provider set aside."""
    return _promised(order, command, PaymentAuthorized)


def agree_payment(order: Draft, command: AgreePayment) -> tuple[Event, ...]:
    """Expect the carrier to collect money on delivery."""
    return _promised(order, command, PaymentAgreed)


def _promised(
    order: Draft,
    command: AuthorizePayment | AgreePayment,
    kind: type[PaymentAuthorized | PaymentAgreed],
) -> tuple[Event, ...]:
    """Take in a payment that has not come in yet, once."""
    currency = placed(order, command).currency
    amount = minor_above_zero(command.amount, currency, "amount")
    known = _known(order, command.payment_id)
    if known is not None:
        _refuse_another(known, command.method, amount, currency)
        return ()
    _refuse_beyond_any_amount(order, amount, currency)
    return (
        kind(
            at=command.at,
            by=command.by,
            payment_id=command.payment_id,
            method=command.method,
            amount_minor=amount,
        ),
    )


def capture_payment(order: Draft, command: CapturePayment) -> tuple[Event, ...]:
    """Count what came in: at most what was authorised."""
    currency = placed(order, command).currency
    amount = minor_above_zero(command.amount, currency, "amount")
    known = _known(order, command.payment_id)
    method = command.method
    if known is None:
        if not method:
            raise MissingField(path="method", expected="how a new payment was made")
        _refuse_beyond_any_amount(order, amount, currency)
    else:
        left = known.amount_minor - known.captured_minor
        if known.state == "captured" and amount == known.captured_minor > left:
            return ()
        may_become(PAYMENT, f"payment {known.payment_id}", known.state, "captured")
        method = known.method
        if amount > left:
            raise OverCaptured(
                authorized=str(Money(known.amount_minor, currency)),
                captured=str(Money(known.captured_minor, currency)),
                asked=str(command.amount),
            )
    return (_payment_captured(command, method=method, amount_minor=amount),)


def void_payment(order: Draft, command: VoidPayment) -> tuple[Event, ...]:
    """Expect nothing from an authorised or agreed payment any more."""
    placed(order, command)
    known = order.payment(command.payment_id)
    if known.state == "voided":
        return ()
    may_become(PAYMENT, f"payment {known.payment_id}", known.state, "voided")
    return (
        PaymentVoided(
            at=command.at,
            by=command.by,
            payment_id=command.payment_id,
            reason=command.reason,
        ),
    )


def collect_payment(order: Draft, command: CollectPayment) -> tuple[Event, ...]:
    """Count what the carrier collected."""
    placed(order, command)
    known = order.payment(command.payment_id)
    if known.state in ("collected", "remitted"):
        return ()
    may_become(PAYMENT, f"payment {known.payment_id}", known.state, "collected")
    return (
        PaymentCollected(at=command.at, by=command.by, payment_id=command.payment_id),
    )


def remit_payment(order: Draft, command: RemitPayment) -> tuple[Event, ...]:
    """Note that the carrier passed the money on."""
    placed(order, command)
    known = order.payment(command.payment_id)
    if known.state == "remitted":
        return ()
    may_become(PAYMENT, f"payment {known.payment_id}", known.state, "remitted")
    return (
        PaymentRemitted(at=command.at, by=command.by, payment_id=command.payment_id),
    )
