"""The ledger of store credit: entries, reservations, balances.

Every minor unit that was issued is in exactly one place: available, reserved,
spent, expired or revoked. A balance is never stored; it is what the entries add up
to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from postpurchase.customer.events import CreditPart
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class CreditEntry:
    """One entry: what of a credit was paid for, or its bonus.

    Args:
        credit_id: The credit.
        is_bonus: Whether this is the bonus.
        currency: ISO 4217 code.
        issued_minor: What was given, in minor units.
        issued_at: When.
        expires_at: From when on what is left is gone; None for never.
        reason: Why it was given.
        order_id: The order that it comes from; empty for none.
        refund_id: The order's refund.
        return_id: The order's return.
        reserved_minor: What is set aside for payments.
        spent_minor: What orders were paid with.
        expired_minor: What was left when its time was over.
        revoked_minor: What was taken back.
        is_revoked: Whether it was taken back, so that nothing of it becomes free.
    """

    credit_id: str
    is_bonus: bool
    currency: str
    issued_minor: int
    issued_at: datetime
    expires_at: datetime | None = None
    reason: str = ""
    order_id: str = ""
    refund_id: str = ""
    return_id: str = ""
    reserved_minor: int = 0
    spent_minor: int = 0
    expired_minor: int = 0
    revoked_minor: int = 0
    is_revoked: bool = False

    @property
    def available_minor(self) -> int:
        """What can be spent, in minor units."""
        return (
            self.issued_minor
            - self.reserved_minor
            - self.spent_minor
            - self.expired_minor
            - self.revoked_minor
        )

    @property
    def available(self) -> Money:
        """What can be spent."""
        return Money(self.available_minor, self.currency)

    def is_over(self, at: datetime) -> bool:
        """Say whether its time is over; at the very moment of the end it is."""
        return self.expires_at is not None and self.expires_at <= at

    def part(self, amount_minor: int) -> CreditPart:
        """Name so much of it."""
        return CreditPart(self.credit_id, amount_minor, self.is_bonus)


@attrs.frozen(kw_only=True)
class CreditReservation:
    """Credit that is set aside for one payment of an order, or was.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        currency: ISO 4217 code.
        asked_minor: What was set aside at first, in minor units.
        parts: What is still set aside, in the order in which it is used.
        until_at: When it is free again by itself; None for never.
        spent: What was spent of it so far.
        paid_back_minor: What came back of it as paid-for credit.
        bonus_back_minor: What came back of it as a bonus.
    """

    order_id: str
    payment_id: str
    currency: str
    asked_minor: int
    parts: tuple[CreditPart, ...] = ()
    until_at: datetime | None = None
    spent: tuple[CreditPart, ...] = ()
    paid_back_minor: int = 0
    bonus_back_minor: int = 0

    @property
    def reserved_minor(self) -> int:
        """What is still set aside, in minor units."""
        return total_minor(self.parts)

    @property
    def spent_minor(self) -> int:
        """What was spent of it, in minor units."""
        return total_minor(self.spent)


@attrs.frozen
class CreditBalance:
    """All credit of a customer in one currency.

    Args:
        currency: ISO 4217 code.
        entries: The entries, oldest first, used up ones included.
    """

    currency: str
    entries: tuple[CreditEntry, ...] = ()

    @property
    def available(self) -> Money:
        """What can be spent."""
        return self._sum(entry.available_minor for entry in self.entries)

    @property
    def bonus(self) -> Money:
        """How much of what can be spent is a bonus."""
        return self._sum(e.available_minor for e in self.entries if e.is_bonus)

    @property
    def reserved(self) -> Money:
        """What is set aside for payments."""
        return self._sum(entry.reserved_minor for entry in self.entries)

    @property
    def issued(self) -> Money:
        """Everything that was ever given."""
        return self._sum(entry.issued_minor for entry in self.entries)

    @property
    def spent(self) -> Money:
        """What orders were paid with."""
        return self._sum(entry.spent_minor for entry in self.entries)

    @property
    def expired(self) -> Money:
        """What was not spent in time."""
        return self._sum(entry.expired_minor for entry in self.entries)

    @property
    def revoked(self) -> Money:
        """What was taken back."""
        return self._sum(entry.revoked_minor for entry in self.entries)

    def _sum(self, amounts: Iterable[int]) -> Money:
        return Money(sum(amounts), self.currency)


def total_minor(parts: Iterable[CreditPart]) -> int:
    """Add parts up, in minor units.

    >>> total_minor([CreditPart("R1", 2000), CreditPart("R1", 200, is_bonus=True)])
    2200
    """
    return sum(part.amount_minor for part in parts)


def first_of(
    parts: Iterable[CreditPart], amount_minor: int
) -> tuple[tuple[CreditPart, ...], tuple[CreditPart, ...]]:
    """Split parts after an amount: what makes it up, and what is left.

    Args:
        parts: In the order in which they are used.
        amount_minor: How much, in minor units, at most all of them.

    >>> taken, left = first_of([CreditPart("A", 300), CreditPart("B", 500)], 400)
    >>> taken[1], left
    (CreditPart(credit_id='B', amount_minor=100, is_bonus=False), \
(CreditPart(credit_id='B', amount_minor=400, is_bonus=False),))
    """
    taken, left = [], []
    for part in parts:
        used = min(part.amount_minor, amount_minor)
        amount_minor -= used
        if used:
            taken.append(attrs.evolve(part, amount_minor=used))
        if part.amount_minor > used:
            left.append(attrs.evolve(part, amount_minor=part.amount_minor - used))
    return tuple(taken), tuple(left)
