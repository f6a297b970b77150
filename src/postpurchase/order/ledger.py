"""The order's money: payments, refunds, and what units were granted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from datetime import datetime

    from postpurchase.order.events import RefundParts
    from postpurchase.order.quantities import LineUnits

RESERVED = frozenset({"requested", "sent", "unknown"})
"""States of a refund in which its money is neither here nor gone."""


@attrs.frozen
class Payment:
    """Money that comes in.

    Args:
        payment_id: The payment.
        method: How it is paid.
        state: ``authorized``, ``captured``, ``due``, ``collected``, ``remitted``
            or ``voided``.
        amount_minor: What was authorised or agreed, in minor units.
        captured_minor: What came in, in minor units.
        at: When it was last changed.
    """

    payment_id: str
    method: str
    state: str
    amount_minor: int
    captured_minor: int
    at: datetime


@attrs.frozen
class Refund:
    """Money that goes back.

    Args:
        refund_id: The refund.
        payment_id: The payment that it comes from.
        state: ``requested``, ``sent``, ``unknown``, ``failed`` or ``succeeded``.
        amount_minor: How much, in minor units.
        units: The units whose entitlement it grants.
        key: The one key under which the provider is asked; empty for refunds
            that were made elsewhere.
        parts: What it consists of.
        reason: Why.
        at: When it was requested.
        gateway: The code of the payment gateway that was asked; empty where none
            was, or the shop asked by its own means.
        sent_at: When the provider was first asked; None before.
        reference: The provider's own id of it, once known.
    """

    refund_id: str
    payment_id: str
    state: str
    amount_minor: int
    units: tuple[LineUnits, ...]
    key: str
    parts: RefundParts
    reason: str
    at: datetime
    gateway: str = ""
    sent_at: datetime | None = None
    reference: str = ""


@attrs.frozen
class Ledger:
    """All money of an order.

    Args:
        payments: In the order in which they became known.
        refunds: In the order in which they were requested.
    """

    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()

    @property
    def captured_minor(self) -> int:
        """Everything that came in."""
        return sum(p.captured_minor for p in self.payments)

    @property
    def refunded_minor(self) -> int:
        """Everything that went back."""
        return sum(r.amount_minor for r in self.refunds if r.state == "succeeded")

    @property
    def reserved_minor(self) -> int:
        """Everything that is promised back and not yet settled."""
        return sum(r.amount_minor for r in self.refunds if r.state in RESERVED)

    @property
    def overpaid_back_minor(self) -> int:
        """What goes or went back because it was paid above what is owed."""
        return sum(r.parts.overpaid_minor for r in self.refunds if r.state != "failed")

    def left_minor(self, payment_id: str) -> int:
        """What could still go back from one payment."""
        came = sum(
            p.captured_minor for p in self.payments if p.payment_id == payment_id
        )
        went = sum(
            r.amount_minor
            for r in self.refunds
            if r.payment_id == payment_id and r.state != "failed"
        )
        return came - went

    def fullest(self) -> Ledger:
        """Cut out the payment of which the most is left, with its refunds."""
        if not self.payments:
            return NO_MONEY
        best = max(self.payments, key=lambda p: self.left_minor(p.payment_id))
        refunds = (r for r in self.refunds if r.payment_id == best.payment_id)
        return Ledger((best,), tuple(refunds))

    def granted_units(self, line_id: str) -> int:
        """Units of a line whose entitlement was granted so far."""
        return self._granted_by_line.get(line_id, 0)

    @cached_property
    def _granted_by_line(self) -> dict[str, int]:
        granted: dict[str, int] = {}
        for refund in self.refunds:
            for part in refund.units:
                granted[part.line_id] = granted.get(part.line_id, 0) + part.units
        return granted


NO_MONEY = Ledger()
"""The ledger of an order for which no money moved yet."""
