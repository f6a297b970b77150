"""Taking money in and giving it back."""

from __future__ import annotations

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.commands.base import (
    Command,
    flag_field,
    id_field,
    items_field,
    money_field,
    name_field,
    text_field,
)
from postpurchase.order.quantities import LineUnits, as_units
from postpurchase.values.money import Money

OUTCOMES: tuple[str, ...] = ("succeeded", "failed", "unknown")
"""What a provider's answer to a refund can be; a time-out is ``unknown``."""

VERDICTS: tuple[str, ...] = ("won", "lost")
"""How a bank can decide a chargeback: for the shop or for the customer."""


INTO: tuple[str, ...] = ("", "store_credit")
"""Where a refund can go: back to its payment, or into the customer's account."""


def _outcome(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in OUTCOMES:
        raise InvalidInput(
            path=field.name, value=short(value), expected=" or ".join(OUTCOMES)
        )


def _into(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in INTO:
        raise InvalidInput(
            path=field.name, value=short(value), expected="nothing or store_credit"
        )


def _verdict(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in VERDICTS:
        raise InvalidInput(path=field.name, value=short(value), expected="won or lost")


def _tries(instance: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or value < 1:
        raise InvalidInput(
            path=field.name, value=short(value), expected="a whole number from 1"
        )


@attrs.frozen(kw_only=True)
class AuthorizePayment(Command):
    """Record that the provider set money aside.

    Args:
        payment_id: The payment.
        method: How, such as ``card`` or ``blik``.
        amount: How much.
    """

    payment_id: str = id_field()
    method: str = name_field()
    amount: Money = money_field()


@attrs.frozen(kw_only=True)
class CapturePayment(Command):
    """Record that money came in.

    Args:
        payment_id: The payment; an authorised one, or a new one paid at once.
        method: How, for a new payment.
        amount: What came in now; at most what is left of the authorisation.
    """

    payment_id: str = id_field()
    method: str = text_field()
    amount: Money = money_field()


@attrs.frozen(kw_only=True)
class VoidPayment(Command):
    """Record that nothing comes in from an authorised or agreed payment.

    Args:
        payment_id: The payment.
        reason: Why.
    """

    payment_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class AgreePayment(Command):
    """Record that the carrier is to collect money on delivery.

    Args:
        payment_id: The payment.
        method: How, such as ``cash_on_delivery``.
        amount: What the carrier is to collect.
    """

    payment_id: str = id_field()
    method: str = text_field("cash_on_delivery")
    amount: Money = money_field()


@attrs.frozen(kw_only=True)
class CollectPayment(Command):
    """Record that the carrier has collected the money.

    Args:
        payment_id: The payment that was agreed.
    """

    payment_id: str = id_field()


@attrs.frozen(kw_only=True)
class RemitPayment(Command):
    """Record that the carrier passed the collected money on.

    Args:
        payment_id: The payment that was collected.
    """

    payment_id: str = id_field()


@attrs.frozen(kw_only=True)
class RequestRefund(Command):
    """Promise money back and reserve it; the provider is asked afterwards.

    Units bring what they are entitled to: of n units with a total, the first k
    get half-up(total × k / n), separately for goods, discount, tax and
    shipping, so that part refunds in any order add up to the total. What is kept
    back or given on top are entries of their own.

    One payment that can bear it alone bears it, the first in the stated order;
    otherwise it is split over the payments in that order, each part a refund of its
    own with its own key.

    Args:
        refund_id: The refund; further parts of a split get its id and a number.
        payment_id: The one payment that it is to come from; empty for the order
            that `payment_order` states.
        payment_order: Ids or methods of payments, which come first in this order;
            by default the customer's money in the order in which it came, then
            gift cards, then store credit.
        units: Units by line id whose entitlement is granted, once.
        charges: Kinds of the order's own charges, such as ``duty``, granted once.
        shipping: Shipping without units; units returned later bring that much less.
        overpaid: What was paid above what is owed, such as after an edit that
            made the order cheaper; at most the negative balance due.
        goodwill: Given on top, without units.
        fee: Kept back.
        shipping_kept: Kept back of the units' shipping.
        deduction: Kept back for diminished value or missing parts.
        points: Kept back for points that were spent and are taken back.
        into: Empty for the payment itself, or ``store_credit``.
        bonus: Given on top of store credit; it comes from no payment.
        return_id: The return that it belongs to.
        claim_id: The claim that it belongs to.
        keeps: Whether the customer has the goods and keeps them: then the units do
            not count against units that were cancelled.
        is_capped: Whether less may go back where no more is left: what is missing
            settles what the customer still owes.
        reason: Why.
    """

    refund_id: str = id_field()
    payment_id: str = text_field()
    payment_order: tuple[str, ...] = items_field(str, "payment_order")
    units: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    charges: tuple[str, ...] = items_field(str, "charges")
    shipping: Money | None = money_field(optional=True)
    overpaid: Money | None = money_field(optional=True)
    goodwill: Money | None = money_field(optional=True)
    fee: Money | None = money_field(optional=True)
    shipping_kept: Money | None = money_field(optional=True)
    deduction: Money | None = money_field(optional=True)
    points: Money | None = money_field(optional=True)
    into: str = attrs.field(default="", validator=_into)
    bonus: Money | None = money_field(optional=True)
    return_id: str = text_field()
    claim_id: str = text_field()
    keeps: bool = flag_field(default=False)
    is_capped: bool = flag_field(default=False)
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class SendRefund(Command):
    """Record that the provider is being asked, under the refund's one key.

    Args:
        refund_id: The refund; after a failure it reserves its money anew.
        gateway: The code of the payment gateway that asks; empty where the shop
            asks by its own means.
    """

    refund_id: str = id_field()
    gateway: str = text_field()


@attrs.frozen(kw_only=True)
class SettleRefund(Command):
    """Record how the provider answered.

    Args:
        refund_id: The refund.
        outcome: ``succeeded``; ``failed`` only when the provider said so;
            ``unknown`` after a time-out, which keeps the money reserved.
        reason: What the provider said.
        reference: The provider's own id of the refund.
    """

    refund_id: str = id_field()
    outcome: str = attrs.field(validator=_outcome)
    reason: str = text_field()
    reference: str = text_field()


@attrs.frozen(kw_only=True)
class CheckRefund(Command):
    """Look again what became of a refund: asked by its own timer.

    Args:
        refund_id: The refund.
        tries: Which look this is, from 1.
    """

    refund_id: str = id_field()
    tries: int = attrs.field(default=1, validator=_tries)


@attrs.frozen(kw_only=True)
class AbandonRefund(Command):
    """Give up a refund that failed for certain; its units may be granted anew.

    Args:
        refund_id: The refund; one that was never sent can be given up, too.
        reason: Why, such as ``card_closed``.
    """

    refund_id: str = id_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class OpenChargeback(Command):
    """Record that the customer's bank demands a payment back.

    From now on that much of the payment is reserved. It is a fact from outside and
    is never refused for its amount.

    Args:
        chargeback_id: The bank's or provider's id of the case.
        payment_id: The payment.
        amount: What is demanded.
        reason: The bank's reason code.
    """

    chargeback_id: str = id_field()
    payment_id: str = id_field()
    amount: Money = money_field()
    reason: str = text_field()


@attrs.frozen(kw_only=True)
class SettleChargeback(Command):
    """Record how the bank decided.

    Args:
        chargeback_id: The case.
        outcome: ``won`` frees the money; ``lost`` means that it is gone.
    """

    chargeback_id: str = id_field()
    outcome: str = attrs.field(validator=_verdict)


@attrs.frozen(kw_only=True)
class RecordRefund(Command):
    """Record money that already went back outside of this library.

    Args:
        refund_id: The refund, with imports the id that the source gave.
        payment_id: The payment that it came from; needed where several could.
        amount: What went back.
        units: Units by line id whose entitlement it grants.
        reason: Why.
    """

    refund_id: str = id_field()
    payment_id: str = text_field()
    amount: Money = money_field()
    units: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    reason: str = text_field()
