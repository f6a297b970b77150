"""What registered objects must answer: who keeps stock, and who sends from afar.

Both may be asked again after a time-out, always with the same key: an object that
knows the key does one thing only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected, UnexpectedGoods
from postpurchase.values.money import Money
from postpurchase.values.stock import StockLevel, StockMove

if TYPE_CHECKING:
    from postpurchase.order.model import Order


@runtime_checkable
class Stock(Protocol):
    """Stock that is kept elsewhere, such as in the shop's own warehouse system.

    It answers for the articles that it keeps and passes over all others.
    """

    @property
    def code(self) -> str:
        """The name of this stock, such as ``erp``."""

    def available(self, skus: Sequence[str]) -> Iterable[StockLevel]:
        """Say what lies where of the articles that it keeps."""

    def reserve(self, moves: tuple[StockMove, ...], *, key: str) -> None:
        """Set units aside for an order, all or none.

        Asked before the order decides, outside of transactions; what does not become
        an event is given back with `release` after a while.

        Args:
            moves: Each with the units in `reserved`.
            key: The same key twice sets aside once. A key that was released is not
                used again.

        Raises:
            OutOfStock: Fewer are available: the order's command is refused with it.
            OutcomeUnknown: The request left and no answer came.
        """

    def release(self, *, key: str) -> None:
        """Give back what was set aside under a key, for no order came of it.

        A key that was never heard of, or was released before, is no error.
        """

    def follow(self, moves: tuple[StockMove, ...], *, key: str) -> None:
        """Hear after the commit what left the shelf or is free again.

        At least once; the same key twice counts once.

        Args:
            moves: With `reserved` below 0, and `on_hand` too where the goods left.
            key: Names this hearing.
        """


@attrs.frozen(kw_only=True)
class OrderPart:
    """The part of an order that a fulfilment partner sends.

    Args:
        order_id: The order.
        location_code: The partner's location at which the units were allocated.
        units: Units by line.
    """

    order_id: str
    location_code: str
    units: tuple[LineUnits, ...]


@attrs.frozen(kw_only=True)
class PartnerNotice:
    """What a fulfilment partner says about its part of an order.

    Args:
        order_id: The order.
        location_code: The partner's location.
        units: Units by line that it is about.
        said: A step of the workflow that the units finished, ``shipped``, or
            ``rejected``: the partner will not send them. Of a claim on a carrier
            that it pursues: ``claim_submitted``, ``claim_in_review``,
            ``claim_waiting_on_documents``, ``claim_approved``,
            ``claim_approved_partial``, ``claim_rejected``, ``claim_cancelled``,
            ``claim_closed`` or ``claim_recovered``. Of goods that come back to it:
            ``return_received`` or ``return_inspected``.
        at: When it happened, aware.
        key: Names the notice for ever; the same again changes nothing.
        reason: Why it was rejected, as a short code.
        parcel_id: The parcel, if they were shipped.
        carrier: Its carrier's code.
        service: The carrier's product.
        tracking_number: The carrier's number.
        claim_id: The claim, if it is about one.
        amount: What the carrier agreed to or paid.
        form: How it paid: ``money`` or ``credit``.
        evidence: Codes of what was handed in for the claim.
        reference: The carrier's number of the claim, or of its payment.
        return_id: The return, if goods came back.
        inspected: What was found out about each unit, with ``return_inspected``.
        missing: Units that were announced and are known not to come.
        unexpected: What came back and does not belong.
    """

    order_id: str
    location_code: str
    units: tuple[LineUnits, ...]
    said: str
    at: datetime
    key: str
    reason: str = ""
    parcel_id: str = ""
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    claim_id: str = ""
    amount: Money | None = None
    form: str = "money"
    evidence: tuple[str, ...] = ()
    reference: str = ""
    return_id: str = ""
    inspected: tuple[Inspected, ...] = ()
    missing: tuple[LineUnits, ...] = ()
    unexpected: tuple[UnexpectedGoods, ...] = ()


@runtime_checkable
class FulfilmentPartner(Protocol):
    """Keeps goods of the shop and sends them: a 3PL, a supplier, another shop."""

    @property
    def code(self) -> str:
        """The name in stored events, such as ``fastbox``."""

    @property
    def location_codes(self) -> Sequence[str]:
        """The locations whose units this partner sends."""

    def hand_over(self, part: OrderPart, order: Order, *, key: str) -> None:
        """Take over a part of an order; returning means that the partner has it.

        Called after the units were allocated, at least once.

        Args:
            part: What to send.
            order: The order right after the allocation; its address is a reference
                that `Plugins.reveal` reads.
            key: The same for every retry; it also names the part in `cancel`.

        Raises:
            PermanentFailure: The partner refuses: the units go back to ``placed``.
        """

    def cancel(self, part: OrderPart, *, key: str) -> bool:
        """Ask to stop units that were handed over; True if the partner will.

        Asked at least once with the same key.
        """

    def stock(self) -> Iterable[StockLevel]:
        """Say what lies at the partner's locations, reserved units included."""
