"""Rules for spending credit: set aside first, then spent or free again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from postpurchase.customer import commands as c
from postpurchase.customer import events as e
from postpurchase.customer.credit import CreditReservation, first_of
from postpurchase.customer.decide.issuing import Events, check_later, let_go
from postpurchase.customer.evolve import replay
from postpurchase.customer.model import Customer
from postpurchase.errors import (
    Contradiction,
    CreditNotReserved,
    InvalidMoney,
    NotEnoughCredit,
)
from postpurchase.values.money import Money

TIME_IS_UP: Final = "time_is_up"
"""Why a reservation ends by itself."""

NEVER: Final = datetime.max.replace(tzinfo=UTC)


def reserve_credit(customer: Customer, command: c.ReserveCredit) -> Events:
    """Set credit aside: what expires first, then a bonus, then the oldest."""
    amount = _above_zero(command.amount)
    known = customer.reservation(command.order_id, command.payment_id)
    if known is not None and (known.parts or known.spent):
        return _again(known, command)
    check_later(command.until_at, command.at, "until_at")
    over = let_go(customer, command)
    now = replay(over, customer)
    balance = now.credit(command.amount.currency)
    if balance.available < command.amount:
        raise _too_little(command.amount, balance.available)
    in_order = sorted(
        balance.entries,
        key=lambda entry: (entry.expires_at or NEVER, not entry.is_bonus),
    )
    parts = (entry.part(entry.available_minor) for entry in in_order)
    taken, _ = first_of(parts, amount)
    return (
        *over,
        e.CreditReserved(
            at=command.at,
            by=command.by,
            order_id=command.order_id,
            payment_id=command.payment_id,
            currency=command.amount.currency,
            parts=taken,
            until_at=command.until_at,
        ),
    )


def _again(known: CreditReservation, command: c.ReserveCredit) -> Events:
    """Accept the same reservation again, perhaps for longer."""
    before = Money(known.asked_minor, known.currency)
    if before != command.amount:
        raise Contradiction(
            path="amount",
            subject=f"credit for payment {known.payment_id}",
            known=str(before),
            said=str(command.amount),
        )
    if not known.parts or (known.until_at or NEVER) >= (command.until_at or NEVER):
        return ()
    return (
        e.CreditReservationExtended(
            at=command.at,
            by=command.by,
            order_id=command.order_id,
            payment_id=command.payment_id,
            until_at=command.until_at,
        ),
    )


def capture_credit(customer: Customer, command: c.CaptureCredit) -> Events:
    """Spend what was set aside, in the order in which it was."""
    known = customer.reservation(command.order_id, command.payment_id)
    if known is None or not (known.parts or known.spent):
        raise CreditNotReserved(
            order_id=command.order_id, payment_id=command.payment_id
        )
    left = Money(known.reserved_minor, known.currency)
    asked = left if command.amount is None else command.amount
    if command.amount is None and not known.parts:
        return ()
    amount = _above_zero(asked)
    if asked > left:
        raise _too_little(asked, left)
    parts, _ = first_of(known.parts, amount)
    return (
        e.CreditCaptured(
            at=command.at,
            by=command.by,
            order_id=command.order_id,
            payment_id=command.payment_id,
            parts=parts,
        ),
    )


def release_credit(customer: Customer, command: c.ReleaseCredit) -> Events:
    """Free what is still set aside; what is over or revoked by now goes at once."""
    known = customer.reservation(command.order_id, command.payment_id)
    if known is None or not known.parts:
        return ()
    released = _release(known, command, command.reason)
    return released, *let_go(replay((released,), customer), command)


def _release(
    known: CreditReservation, command: c.CustomerCommand, reason: str
) -> e.CreditReleased:
    return e.CreditReleased(
        at=command.at,
        by=command.by,
        order_id=known.order_id,
        payment_id=known.payment_id,
        parts=known.parts,
        reason=reason,
    )


def expire_credit(customer: Customer, command: c.ExpireCredit) -> Events:
    """Free the reservations and end the credits whose time has come."""
    released = tuple(
        _release(one, command, TIME_IS_UP)
        for one in customer.reservations
        if one.parts and one.until_at is not None and one.until_at <= command.at
    )
    return released + let_go(replay(released, customer), command)


def _above_zero(amount: Money) -> int:
    if amount.amount_minor <= 0:
        raise InvalidMoney(path="amount", value=str(amount), expected="more than 0")
    return amount.amount_minor


def _too_little(asked: Money, available: Money) -> NotEnoughCredit:
    return NotEnoughCredit(asked=str(asked), available=str(available))
