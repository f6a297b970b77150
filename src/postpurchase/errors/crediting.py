"""What a customer's account refuses."""

from __future__ import annotations

from typing import ClassVar

from postpurchase.errors.rejections import Rejected
from postpurchase.errors.root import error


@error
class NotEnoughCredit(Rejected):
    """Less store credit can be spent than was asked for.

    Args:
        asked: How much was asked for.
        available: How much can be spent.
    """

    code: ClassVar[str] = "not_enough_credit"
    template: ClassVar[str] = (
        "Store credit of {available} can be spent, {asked} was asked for."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Let the customer pay the rest in another way.",
    )

    asked: str
    available: str


@error
class UnknownCredit(Rejected):
    """The customer was given no credit under this id."""

    code: ClassVar[str] = "unknown_credit"
    sought: ClassVar[str] = "credit_id"
    template: ClassVar[str] = (
        "The customer has no store credit {credit_id}. Known: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the customer's credits.",)

    credit_id: str
    known: tuple[str, ...] = ()


@error
class CreditNotReserved(Rejected):
    """No store credit is set aside for the payment."""

    code: ClassVar[str] = "credit_not_reserved"
    template: ClassVar[str] = (
        "No store credit is set aside for payment {payment_id} of order {order_id}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Reserve the credit before the order is paid with it.",
    )

    order_id: str
    payment_id: str
