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
    """What a refund consists of, in minor units, each part positive.

    The refund is ``goods - discount + tax + shipping + overpaid + goodwill - fee``.
    """

    goods_minor: int = 0
    discount_minor: int = 0
    tax_minor: int = 0
    shipping_minor: int = 0
    overpaid_minor: int = 0
    goodwill_minor: int = 0
    fee_minor: int = 0

    @property
    def total_minor(self) -> int:
        """The sum that goes back.

        >>> RefundParts(goods_minor=1000, discount_minor=100, fee_minor=250).total_minor
        650
        """
        return (
            self.goods_minor
            - self.discount_minor
            + self.tax_minor
            + self.shipping_minor
            + self.overpaid_minor
            + self.goodwill_minor
            - self.fee_minor
        )


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
    """

    refund_id: str
    payment_id: str
    key: str
    amount_minor: int
    units: tuple[LineUnits, ...] = ()
    parts: RefundParts
    reason: str = ""


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
    """

    refund_id: str
    reference: str = ""


@attrs.frozen(kw_only=True)
class RefundFailed(Event):
    """The provider said no for certain; nothing is reserved; `SettleRefund`."""

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
    """

    refund_id: str
    payment_id: str
    amount_minor: int
    units: tuple[LineUnits, ...] = ()
    parts: RefundParts
    reason: str = ""
