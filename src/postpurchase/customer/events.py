"""Everything that can happen to a customer's account, in the past tense.

An event holds what was decided, so that a replay needs no rule. It holds no
personal value.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs


@attrs.frozen
class CreditPart:
    """A part of an amount: so much of one entry of the ledger.

    Args:
        credit_id: The credit.
        amount_minor: How much, in minor units, at least 1.
        is_bonus: Whether it is of the bonus or of what was paid for.
    """

    credit_id: str
    amount_minor: int
    is_bonus: bool = False


@attrs.frozen(kw_only=True)
class CustomerEvent:
    """Something that happened to a customer's account.

    Args:
        at: When it happened, aware, UTC.
        by: Who did it, as a pseudonymous code; empty when the shop's own software
            did.
    """

    at: datetime
    by: str = ""


@attrs.frozen(kw_only=True)
class CreditIssued(CustomerEvent):
    """A customer was given credit; stored by `IssueCredit`.

    Args:
        customer_id: The customer.
        credit_id: The credit.
        currency: ISO 4217 code of its amounts.
        amount_minor: What was paid for, in minor units.
        bonus_minor: The bonus, in minor units.
        bonus_back_minor: How much of the bonus had been spent before and came back.
        expires_at: From when on what is left of it is gone; None for never.
        reason: Why.
        order_id: The order that it comes from; empty for none.
        refund_id: The order's refund.
        return_id: The order's return.
        payment_id: The order's payment with credit that it goes back from.
    """

    customer_id: str
    credit_id: str
    currency: str
    amount_minor: int
    bonus_minor: int = 0
    bonus_back_minor: int = 0
    expires_at: datetime | None = None
    reason: str = ""
    order_id: str = ""
    refund_id: str = ""
    return_id: str = ""
    payment_id: str = ""


@attrs.frozen(kw_only=True)
class CreditReserved(CustomerEvent):
    """Credit was set aside for a payment; stored by `ReserveCredit`.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        currency: ISO 4217 code of the amounts.
        parts: From which entries, in the order in which they are used.
        until_at: When it is free again by itself; None for never.
    """

    order_id: str
    payment_id: str
    currency: str
    parts: tuple[CreditPart, ...]
    until_at: datetime | None = None


@attrs.frozen(kw_only=True)
class CreditReservationExtended(CustomerEvent):
    """What was set aside stays so longer; stored by `ReserveCredit`.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        until_at: When it is free again by itself; None for never.
    """

    order_id: str
    payment_id: str
    until_at: datetime | None = None


@attrs.frozen(kw_only=True)
class CreditCaptured(CustomerEvent):
    """Credit that was set aside was spent; stored by `CaptureCredit`.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        parts: From which entries.
    """

    order_id: str
    payment_id: str
    parts: tuple[CreditPart, ...]


@attrs.frozen(kw_only=True)
class CreditReleased(CustomerEvent):
    """Credit that was set aside is free again; `ReleaseCredit`, `ExpireCredit`.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        parts: Of which entries.
        reason: Why.
    """

    order_id: str
    payment_id: str
    parts: tuple[CreditPart, ...]
    reason: str = ""


@attrs.frozen(kw_only=True)
class CreditExpired(CustomerEvent):
    """What was left of credits is gone, for their time was over; `ExpireCredit`.

    Also stored by `ReserveCredit` and `ReleaseCredit` where they come upon it.

    Args:
        parts: What was left, of which entries.
    """

    parts: tuple[CreditPart, ...]


@attrs.frozen(kw_only=True)
class CreditRevoked(CustomerEvent):
    """What was left of a credit was taken back; stored by `RevokeCredit`.

    Args:
        credit_id: The credit.
        parts: What was taken, of which entries; empty if nothing was left.
        shortfall_minor: What had been spent or was set aside and is not taken.
        reason: Why.
    """

    credit_id: str
    parts: tuple[CreditPart, ...]
    shortfall_minor: int = 0
    reason: str = ""


EVENTS: Final = (
    CreditIssued,
    CreditReserved,
    CreditReservationExtended,
    CreditCaptured,
    CreditReleased,
    CreditExpired,
    CreditRevoked,
)
"""Every event of a customer's account."""

__all__ = [
    "CreditCaptured",
    "CreditExpired",
    "CreditIssued",
    "CreditPart",
    "CreditReleased",
    "CreditReservationExtended",
    "CreditReserved",
    "CreditRevoked",
    "CustomerEvent",
]
