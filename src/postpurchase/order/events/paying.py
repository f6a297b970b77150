"""Money comes in and goes back."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.quantities import LineUnits


@attrs.frozen(kw_only=True)
class PaymentAuthorized(Event):
    """The provider set money aside; stored by `AuthorizePayment`."""

    payment_id: str
    method: str
    amount_minor: int


@attrs.frozen(kw_only=True)
class PaymentCaptured(Event):
    """Money came in; stored by `CapturePayment`.

    Args:
        payment_id: The payment.
        method: How it was paid.
        amount_minor: What came in now, in minor units.
    """

    payment_id: str
    method: str
    amount_minor: int


@attrs.frozen(kw_only=True)
class PaymentVoided(Event):
    """Nothing more comes in from this payment.

    Stored by `VoidPayment`, and by `RecordTracking` when every unit of an order
    that was to be paid on delivery came back.
    """

    payment_id: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class PaymentAgreed(Event):
    """The carrier is to collect money on delivery; stored by `AgreePayment`."""

    payment_id: str
    method: str
    amount_minor: int


@attrs.frozen(kw_only=True)
class PaymentCollected(Event):
    """The carrier has the money; stored by `CollectPayment`, `RecordTracking`."""

    payment_id: str


@attrs.frozen(kw_only=True)
class PaymentRemitted(Event):
    """The carrier passed the money on; stored by `RemitPayment`."""

    payment_id: str


@attrs.frozen(kw_only=True)
class RefundParts:
    """What a refund consists of, in minor units.

    Units bring goods, discount, tax and shipping. Everything else is an entry of
    its own, so that nothing ever bends what a unit is worth. Only charges (a
    rounding) and the split can be negative.

    Args:
        goods_minor: Price of the units.
        discount_minor: Taken off, because it had been taken off the price.
        tax_minor: Tax on top of the units' price.
        shipping_minor: The units' share of the shipping.
        overpaid_minor: What was paid above what is owed.
        goodwill_minor: Given on top.
        fee_minor: Taken off: fees.
        charges_minor: Charges of the order itself, such as duty.
        advance_minor: Shipping that is given back without its units.
        advanced_minor: Taken off: shipping of the units that was given back before.
        shipping_kept_minor: Taken off: shipping of the units that is kept.
        deduction_minor: Taken off for diminished value or missing parts.
        points_minor: Taken off for points that were spent.
        short_minor: Taken off, because no more than that is left to go back.
        split_minor: Taken off, because other payments bear it; the refunds of those
            have as much as a negative number.

    >>> RefundParts(goods_minor=1000, discount_minor=100, fee_minor=250).total_minor
    650
    """

    goods_minor: int = 0
    discount_minor: int = 0
    tax_minor: int = 0
    shipping_minor: int = 0
    overpaid_minor: int = 0
    goodwill_minor: int = 0
    fee_minor: int = 0
    charges_minor: int = 0
    advance_minor: int = 0
    advanced_minor: int = 0
    shipping_kept_minor: int = 0
    deduction_minor: int = 0
    points_minor: int = 0
    short_minor: int = 0
    split_minor: int = 0

    @property
    def total_minor(self) -> int:
        """The sum that goes back."""
        return (
            self.goods_minor
            - self.discount_minor
            + self.tax_minor
            + self.shipping_minor
            + self.overpaid_minor
            + self.goodwill_minor
            - self.fee_minor
            + self.charges_minor
            + self.advance_minor
            - self.advanced_minor
            - self.shipping_kept_minor
            - self.deduction_minor
            - self.points_minor
            - self.short_minor
            - self.split_minor
        )


@attrs.frozen(kw_only=True)
class LineParts:
    """What units of one line bring to a refund or to an exchange, in minor units.

    Args:
        line_id: The line that was asked for.
        units: How many of its units.
        root_id: The line whose entitlement they have, if they replaced others;
            empty for the line itself.
        era: Which apportionment of that line it is from: the units that edits of
            the order had closed before.
        goods_minor: Price of the units.
        discount_minor: Taken off.
        tax_minor: Tax on top.
        shipping_minor: Their share of the shipping.
    """

    line_id: str
    units: int
    root_id: str = ""
    era: int = 0
    goods_minor: int = 0
    discount_minor: int = 0
    tax_minor: int = 0
    shipping_minor: int = 0

    @property
    def root(self) -> str:
        """The line whose entitlement they have."""
        return self.root_id or self.line_id

    @property
    def total_minor(self) -> int:
        """What the units bring together."""
        goods = self.goods_minor - self.discount_minor
        return goods + self.tax_minor + self.shipping_minor


@attrs.frozen(kw_only=True)
class RefundRequested(Event):
    """Money is to go back; it is reserved from now on; stored by `RequestRefund`.

    Args:
        refund_id: The refund.
        payment_id: The payment from which it goes back.
        key: The key under which the provider is asked, first and last.
        amount_minor: What goes back, in minor units.
        units: The units whose entitlement it grants.
        parts: What it consists of.
        reason: Why.
        lines: What the units of each line bring.
        charges: Kinds of the order's charges that it grants.
        into: Empty for the payment itself, or ``store_credit``.
        bonus_minor: Given on top by whoever keeps the store credit.
        return_id: The return that it belongs to.
        claim_id: The claim that it belongs to.
        keeps: Whether the customer has the goods and keeps them.
        group: The first refund of a split; empty where one payment bears it.
    """

    refund_id: str
    payment_id: str
    key: str
    amount_minor: int
    units: tuple[LineUnits, ...] = ()
    parts: RefundParts
    reason: str = ""
    lines: tuple[LineParts, ...] = ()
    charges: tuple[str, ...] = ()
    into: str = ""
    bonus_minor: int = 0
    return_id: str = ""
    claim_id: str = ""
    keeps: bool = False
    group: str = ""


@attrs.frozen(kw_only=True)
class RefundSent(Event):
    """The provider is being asked; stored by `SendRefund`.

    Args:
        refund_id: The refund.
        gateway: The code of the payment gateway that asks, if one does.
    """

    refund_id: str
    gateway: str = ""


@attrs.frozen(kw_only=True)
class RefundSucceeded(Event):
    """The provider paid; stored by `SettleRefund`.

    Args:
        refund_id: The refund.
        reference: The provider's own id of it.
        regrants: Whether what it grants counts again, after it was abandoned.
    """

    refund_id: str
    reference: str = ""
    regrants: bool = False


@attrs.frozen(kw_only=True)
class RefundFailed(Event):
    """The provider said no for certain, or took its yes back; `SettleRefund`.

    Nothing of it is reserved any more.
    """

    refund_id: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class RefundUnknown(Event):
    """Nobody knows whether the provider paid; it stays reserved; `SettleRefund`."""

    refund_id: str
    reason: str = ""


@attrs.frozen(kw_only=True)
class RefundChecked(Event):
    """The time to look again what became of a refund has come; `CheckRefund`.

    Args:
        refund_id: The refund.
        tries: Which look this is, from 1.
    """

    refund_id: str
    tries: int = 1


@attrs.frozen(kw_only=True)
class RefundAbandoned(Event):
    """A refund was given up; stored by `AbandonRefund`.

    Args:
        refund_id: The refund.
        reason: Why.
        is_undone: Whether what it granted may be granted anew; otherwise its
            amount is owed to the customer.
    """

    refund_id: str
    reason: str = ""
    is_undone: bool = True


@attrs.frozen(kw_only=True)
class ChargebackOpened(Event):
    """The customer's bank demands a payment back; stored by `OpenChargeback`.

    Args:
        chargeback_id: The case.
        payment_id: The payment.
        amount_minor: What is demanded, in minor units.
        reason: The bank's reason code.
    """

    chargeback_id: str
    payment_id: str
    amount_minor: int
    reason: str = ""


@attrs.frozen(kw_only=True)
class ChargebackWon(Event):
    """The bank decided for the shop; stored by `SettleChargeback`.

    Args:
        chargeback_id: The case.
    """

    chargeback_id: str


@attrs.frozen(kw_only=True)
class ChargebackLost(Event):
    """The bank decided for the customer; stored by `SettleChargeback`.

    Args:
        chargeback_id: The case.
    """

    chargeback_id: str


@attrs.frozen(kw_only=True)
class RefundRecorded(Event):
    """Money went back outside of this library; stored by `RecordRefund`.

    Args:
        refund_id: The refund, with imports the id that the source gave.
        payment_id: The payment from which it went back.
        amount_minor: What went back, in minor units.
        units: The units whose entitlement it grants.
        parts: What it is taken to consist of: what the units are entitled to,
            then what was paid too much, then goodwill; or less a fee.
        reason: Why.
        lines: What the units of each line bring.
    """

    refund_id: str
    payment_id: str
    amount_minor: int
    units: tuple[LineUnits, ...] = ()
    parts: RefundParts
    reason: str = ""
    lines: tuple[LineParts, ...] = ()
