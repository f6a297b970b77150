"""Rules for money that the customer's bank demands back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import Contradiction, UnknownChargeback
from postpurchase.order.decide.checks import may_become, minor_above_zero, placed
from postpurchase.order.events import ChargebackLost, ChargebackOpened, ChargebackWon
from postpurchase.order.transitions import CHARGEBACK

if TYPE_CHECKING:
    from postpurchase.order.commands import OpenChargeback, SettleChargeback
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import Event
    from postpurchase.order.ledger import Chargeback


def open_chargeback(order: Draft, command: OpenChargeback) -> tuple[Event, ...]:
    """Reserve what a bank demands, however much it is.

    Another amount or reason for an open case replaces the known one. A case that
    was settled is open again if the demand is later than the verdict; told again,
    the old demand changes nothing.

    Raises:
        Contradiction: The case is about another payment.
        UnknownPayment: The order has no such payment.
    """
    currency = placed(order, command).currency
    amount = minor_above_zero(command.amount, currency, "amount")
    order.payment(command.payment_id)
    known = _known(order, command.chargeback_id)
    if known is not None:
        if known.payment_id != command.payment_id:
            raise Contradiction(
                path="payment_id",
                subject=f"chargeback {known.chargeback_id}",
                known=known.payment_id,
                said=command.payment_id,
            )
        if known.state == "open":
            same = (known.amount_minor, known.reason) == (amount, command.reason)
        else:
            same = command.at <= known.at
        if same:
            return ()
    return (
        ChargebackOpened(
            at=command.at,
            by=command.by,
            chargeback_id=command.chargeback_id,
            payment_id=command.payment_id,
            amount_minor=amount,
            reason=command.reason,
        ),
    )


def settle_chargeback(order: Draft, command: SettleChargeback) -> tuple[Event, ...]:
    """Record the bank's verdict: the money is free, or gone.

    Raises:
        TransitionNotAllowed: What was won is lost only after it was opened again.
        UnknownChargeback: The order has no such case.
    """
    placed(order, command)
    known = _known(order, command.chargeback_id)
    if known is None:
        cases = tuple(one.chargeback_id for one in order.ledger.chargebacks)
        raise UnknownChargeback(chargeback_id=command.chargeback_id, known=cases)
    if known.state == command.outcome:
        return ()
    subject = f"chargeback {known.chargeback_id}"
    may_become(CHARGEBACK, subject, known.state, command.outcome)
    kind = ChargebackWon if command.outcome == "won" else ChargebackLost
    return (kind(at=command.at, by=command.by, chargeback_id=known.chargeback_id),)


def _known(order: Draft, chargeback_id: str) -> Chargeback | None:
    for known in order.ledger.chargebacks:
        if known.chargeback_id == chargeback_id:
            return known
    return None
