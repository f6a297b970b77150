"""The fields of an order, as they are while events are applied.

A `Draft` never leaves `replay` and `decide`: what everybody else sees is an
`Order`, which has the same fields and never changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from postpurchase.errors import (
    UnknownChange,
    UnknownClaim,
    UnknownHold,
    UnknownParcel,
    UnknownPayment,
    UnknownRefund,
    UnknownReturn,
)
from postpurchase.order.circumstances import ORDINARY, Circumstances, Hold
from postpurchase.order.grid import NO_LINES, Grid, count
from postpurchase.order.ledger import NO_MONEY, Ledger, Payment, Refund

if TYPE_CHECKING:
    from postpurchase.order.changes import ParcelChange
    from postpurchase.order.claims import Claim
    from postpurchase.order.events import OrderPlaced
    from postpurchase.order.parcels import Parcel
    from postpurchase.order.returns import Return


@attrs.define(eq=False, repr=False)
class Draft:
    """The fields of an order, open for `replay` alone."""

    version: int = 0
    placed: OrderPlaced | None = None
    grid: Grid = NO_LINES
    counts: Sequence[int] = ()
    parcels: tuple[Parcel, ...] = ()
    ledger: Ledger = NO_MONEY
    holds: tuple[Hold, ...] = ()
    circumstances: Circumstances = ORDINARY

    def count(self, line_no: int, place: str) -> int:
        """Units of a line in a place, over all locations."""
        return count(self.grid, self.counts, line_no, place)

    def parcel(self, parcel_id: str) -> Parcel:
        """Find a parcel.

        Raises:
            UnknownParcel: The order has no such parcel.
        """
        for parcel in self.parcels:
            if parcel.box.parcel_id == parcel_id:
                return parcel
        known = tuple(p.parcel_id for p in self.parcels)
        raise UnknownParcel(parcel_id=parcel_id, known=known)

    def payment(self, payment_id: str) -> Payment:
        """Find a payment.

        Raises:
            UnknownPayment: The order has no such payment.
        """
        for payment in self.ledger.payments:
            if payment.payment_id == payment_id:
                return payment
        known = tuple(p.payment_id for p in self.ledger.payments)
        raise UnknownPayment(payment_id=payment_id, known=known)

    def refund(self, refund_id: str) -> Refund:
        """Find a refund.

        Raises:
            UnknownRefund: The order has no such refund.
        """
        for refund in self.ledger.refunds:
            if refund.refund_id == refund_id:
                return refund
        known = tuple(r.refund_id for r in self.ledger.refunds)
        raise UnknownRefund(refund_id=refund_id, known=known)

    def hold(self, hold_id: str) -> Hold:
        """Find a hold that still stands.

        Raises:
            UnknownHold: No such hold stands.
        """
        for hold in self.holds:
            if hold.hold_id == hold_id:
                return hold
        known = tuple(h.hold_id for h in self.holds)
        raise UnknownHold(hold_id=hold_id, known=known)

    def change(self, change_id: str) -> ParcelChange:
        """Find a change of a delivery.

        Raises:
            UnknownChange: None was asked for under this id.
        """
        changes = self.circumstances.changes
        for change in changes:
            if change.change_id == change_id:
                return change
        known = tuple(change.change_id for change in changes)
        raise UnknownChange(change_id=change_id, known=known)

    def return_(self, return_id: str) -> Return:
        """Find a return.

        Raises:
            UnknownReturn: None was asked for under this id.
        """
        returns = self.circumstances.returns
        for one in returns:
            if one.return_id == return_id:
                return one
        known = tuple(one.return_id for one in returns)
        raise UnknownReturn(return_id=return_id, known=known)

    def claim(self, claim_id: str) -> Claim:
        """Find a claim on a carrier.

        Raises:
            UnknownClaim: None was opened under this id.
        """
        claims = self.circumstances.claims
        for one in claims:
            if one.claim_id == claim_id:
                return one
        known = tuple(one.claim_id for one in claims)
        raise UnknownClaim(claim_id=claim_id, known=known)


def thaw(order: Draft) -> Draft:
    """Copy a state into a draft that may be changed.

    Everything in it is immutable and is replaced, never changed; only the row of
    counts is, once units move, changed in a copy of its own: see `open_counts`. A
    draft's row is copied at once, for its owner may go on changing it.
    """
    draft = _new_draft(Draft)
    draft.version = order.version
    draft.placed = order.placed
    draft.grid = order.grid
    counts = order.counts
    draft.counts = counts if type(counts) is tuple else list(counts)
    draft.parcels = order.parcels
    draft.ledger = order.ledger
    draft.holds = order.holds
    draft.circumstances = order.circumstances
    return draft


_new_draft = object.__new__


def open_counts(draft: Draft) -> list[int]:
    """Give a draft a row of counts that may be changed, if it has none yet."""
    counts = draft.counts
    if type(counts) is not list:
        counts = draft.counts = list(counts)
    return counts
