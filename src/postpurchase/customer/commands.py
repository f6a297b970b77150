"""What may be asked of a customer's account."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs

from postpurchase.values.fields import (
    at_field,
    id_field,
    money_field,
    name_field,
    text_field,
    until_field,
)
from postpurchase.values.money import Money
from postpurchase.values.times import aware


def _expires_at(value: Any) -> datetime | None:
    return None if value is None else aware(value, "expires_at")


@attrs.frozen(kw_only=True)
class CustomerCommand:
    """Something that is asked of a customer's account.

    Args:
        customer_id: The customer, as a pseudonym: no name, no e-mail address.
        at: When it happened or is to count as having happened, aware.
        by: Who asks, as a pseudonymous code such as ``staff:7`` or ``customer``.
        command_id: The caller's id for this very request. The same id again
            returns the first answer and changes nothing; with other content it
            is refused.

    Raises:
        NaiveTime: *at* has no time zone.
        InvalidInput: An id is empty, too long or not printable.
    """

    customer_id: str = id_field()
    at: datetime = at_field()
    by: str = text_field()
    command_id: str = text_field()


@attrs.frozen(kw_only=True)
class IssueCredit(CustomerCommand):
    """Give a customer store credit, with a bonus if the shop adds one.

    What was paid for and what is a bonus stay apart. Where it comes back from a
    payment with credit, it comes back as what it was paid with: paid-for credit
    first, then bonus.

    Args:
        credit_id: The credit; with refunds the refund's key.
        amount: What was paid for: a refund, or goodwill that the shop counts as such.
        bonus: Given on top.
        expires_at: From when on what is left of it is gone; None for never.
        reason: Why, as a short code such as ``return`` or ``goodwill``.
        order_id: The order that it comes from, if any.
        refund_id: The order's refund that it is.
        return_id: The order's return that it is for.
        payment_id: The order's payment with credit that it goes back from.
    """

    credit_id: str = id_field()
    amount: Money = money_field()
    bonus: Money | None = money_field(optional=True)
    expires_at: datetime | None = attrs.field(default=None, converter=_expires_at)
    reason: str = name_field()
    order_id: str = text_field()
    refund_id: str = text_field()
    return_id: str = text_field()
    payment_id: str = text_field()


@attrs.frozen(kw_only=True)
class ReserveCredit(CustomerCommand):
    """Set credit aside for a payment of an order, before the order is paid with it.

    What expires first is used first; of what expires together, a bonus before what
    was paid for, and then the oldest.

    Args:
        order_id: The order.
        payment_id: The order's payment that it is for.
        amount: How much.
        until_at: When it is free again by itself, for a checkout that may be left;
            once the order is paid with it, it stays.
    """

    order_id: str = id_field()
    payment_id: str = id_field()
    amount: Money = money_field()
    until_at: datetime | None = until_field()


@attrs.frozen(kw_only=True)
class CaptureCredit(CustomerCommand):
    """Spend credit that was set aside.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        amount: How much of it; None for all that is still set aside.
    """

    order_id: str = id_field()
    payment_id: str = id_field()
    amount: Money | None = money_field(optional=True)


@attrs.frozen(kw_only=True)
class ReleaseCredit(CustomerCommand):
    """Give credit free that was set aside and is not needed.

    Args:
        order_id: The order.
        payment_id: The order's payment.
        reason: Why.
    """

    order_id: str = id_field()
    payment_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class RevokeCredit(CustomerCommand):
    """Take a credit back that should not have been given.

    It takes what is left and never more: what was spent or is set aside stays, and
    the event says how much that is. What is set aside and becomes free again is
    taken then.

    Args:
        credit_id: The credit.
        reason: Why, such as ``goods_not_received``.
    """

    credit_id: str = id_field()
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class ExpireCredit(CustomerCommand):
    """Let go of what is over at a time; a timer asks this by itself.

    Credits whose time has come lose what is left of them; reservations whose time
    has come are free again.
    """


COMMANDS: Final = (
    IssueCredit,
    ReserveCredit,
    CaptureCredit,
    ReleaseCredit,
    RevokeCredit,
    ExpireCredit,
)
"""Every command on a customer's account."""

__all__ = [
    "CaptureCredit",
    "CustomerCommand",
    "ExpireCredit",
    "IssueCredit",
    "ReleaseCredit",
    "ReserveCredit",
    "RevokeCredit",
]
