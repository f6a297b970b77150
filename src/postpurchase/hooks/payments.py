"""What registered objects must answer: who gives money back.

A gateway is asked after the refund was committed, always with the refund's one key.
Nothing but its own word settles a refund: a time-out is an unknown outcome, and an
unknown outcome is looked up before it is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

import attrs

if TYPE_CHECKING:
    from postpurchase.values.money import Money

GATEWAY_STATES: Final = ("succeeded", "pending", "failed")
"""What a gateway's answer can be; whoever does not know raises `OutcomeUnknown`."""


@attrs.frozen(kw_only=True)
class GatewayRefund:
    """What a payment gateway is asked to pay back.

    Args:
        order_id: The order.
        refund_id: The refund.
        payment_id: The payment that it comes from, as the shop named it.
        method: How that was paid.
        amount: What is to go back.
        bonus: What is added on top, with store credit alone.
        customer_id: The customer's pseudonymous id; empty for a guest, and for what
            a gift's recipient sends back.
        reason: Why, as a short code.
        return_id: The return that it is for; empty for none.
    """

    order_id: str
    refund_id: str
    payment_id: str
    method: str
    amount: Money
    bonus: Money | None = None
    customer_id: str = ""
    reason: str = ""
    return_id: str = ""


@attrs.frozen(kw_only=True)
class GatewayAnswer:
    """What a payment gateway says became of a refund.

    Args:
        state: One of `GATEWAY_STATES`: ``succeeded``, ``pending`` (it took the
            refund on and is asked again later) or ``failed`` (for certain, nothing
            was paid).
        reference: The gateway's own id of the refund.
        reason: Why it failed, as a short code such as ``card_closed``.
    """

    state: str
    reference: str = ""
    reason: str = ""


@runtime_checkable
class PaymentGateway(Protocol):
    """Gives money back to where it came from."""

    @property
    def code(self) -> str:
        """The name in stored events, such as ``stripe``."""

    @property
    def methods(self) -> Sequence[str]:
        """The methods of payment that it pays back, such as ``card``."""

    @property
    def key_lifetime(self) -> timedelta | None:
        """How long the gateway remembers a key, from its first use; None for ever.

        State less rather than more: after it, the gateway would pay the same key
        again, and a refund is not asked for any more.
        """

    def refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer:
        """Pay back once; the same key again gives the first answer.

        Called after commit, outside of transactions, at least once; the same key
        may come twice at the same time. Any other exception leaves open whether
        it paid: the money stays reserved.

        Raises:
            PermanentFailure: The gateway refuses for certain; nothing was paid.
            TemporaryFailure: Nothing was paid for certain; a later try may succeed.
            OutcomeUnknown: The request left and no answer came, or none that says
                for certain; also where the same key is being worked on.
        """

    def find_refund(self, request: GatewayRefund, *, key: str) -> GatewayAnswer | None:
        """Say what became of a refund, or None if the gateway never heard of it.

        It changes nothing, and it answers with the refund as it stands now: one
        that succeeded may have failed since. None is said only where the gateway
        was asked and has no such refund.

        Raises:
            TemporaryFailure: The gateway cannot be asked now.
        """
