"""What a refund would come to, before anybody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.errors import NothingToChange
from postpurchase.order.commands import RequestRefund
from postpurchase.order.composing import balance_after, compose, open_charges
from postpurchase.order.events import LineParts, RefundParts
from postpurchase.order.granting import all_refundable
from postpurchase.order.ledger import requested
from postpurchase.order.ruled_refunds import bonus_of, ruled
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from datetime import datetime

    from postpurchase.order.draft import Draft
    from postpurchase.order.events import RefundRequested
    from postpurchase.order.quantities import Quantities
    from postpurchase.values.rulings import Ruling


@attrs.frozen
class RefundShare:
    """What one payment bears of a refund.

    Args:
        payment_id: The payment.
        method: How it was paid.
        amount: What goes back from it.
    """

    payment_id: str
    method: str
    amount: Money


@attrs.frozen(repr=False)
class RefundQuote:
    """What a refund would come to.

    Args:
        amount: What would go back.
        bonus: What would be given on top, with store credit alone.
        parts: What it consists of, in minor units.
        lines: What the units of each line bring to it.
        shares: What each payment bears, in the order in which they are asked.
        asked: The request that it answers.
    """

    amount: Money
    bonus: Money
    parts: RefundParts
    lines: tuple[LineParts, ...]
    shares: tuple[RefundShare, ...]
    asked: RequestRefund

    def request(
        self, refund_id: str, *, at: datetime, by: str = "", reason: str = ""
    ) -> RequestRefund:
        """Make the command that commits it.

        Args:
            refund_id: The refund.
            at: When it is asked for.
            by: Who asks.
            reason: Why.
        """
        return attrs.evolve(
            self.asked, refund_id=refund_id, at=at, by=by, reason=reason
        )

    def __repr__(self) -> str:
        parts = attrs.asdict(self.parts)
        said = [
            f"{name.removesuffix('_minor')} {Money(minor, self.amount.currency)}"
            for name, minor in parts.items()
            if minor
        ]
        said += [f"bonus {self.bonus}"] if self.bonus.amount_minor else []
        said += [f"{share.amount} to {share.payment_id}" for share in self.shares]
        return f"RefundQuote({', '.join([str(self.amount), *said])})"


def refund_quote(
    order: Draft,
    units: Quantities | None = None,
    *,
    ruling: Ruling | None = None,
    **asked: Any,
) -> RefundQuote:
    """Say what a refund would come to; see `Order.refund_quote`."""
    agreed = order.placed
    if agreed is None:
        raise LookupError("this order was not placed")
    known = {refund.refund_id for refund in order.ledger.refunds}
    n = 1
    while f"quote-{n}" in known:
        n += 1
    common: dict[str, Any] = {
        "order_id": agreed.order_id,
        "at": agreed.at,
        "refund_id": f"quote-{n}",
        **asked,
    }
    if units is not None:
        request = RequestRefund(units=units, **common)
        return _quoted(order, _ruled(order, request, ruling))
    everything: dict[str, Any] = {
        "units": all_refundable(order),
        "charges": open_charges(order),
        "is_capped": True,
    }
    request = RequestRefund(**everything | common)
    try:
        return _quoted(order, _with_overpaid(order, _ruled(order, request, ruling)))
    except NothingToChange:
        return _nothing(order, request)


def _money(order: Draft, amount_minor: int) -> Money:
    """Put an amount into the order's currency."""
    return Money(amount_minor, order.placed.currency if order.placed else "")


def _ruled(
    order: Draft, request: RequestRefund, ruling: Ruling | None
) -> RequestRefund:
    """Put fees, shipping and bonus of a ruling into a request."""
    if ruling is None:
        return request
    request = ruled(order, request, ruling)
    if not request.into:
        return request
    amount = sum(event.amount_minor for event in compose(order, request))
    bonus = bonus_of(ruling, amount)
    return attrs.evolve(request, bonus=_money(order, bonus)) if bonus else request


def _with_overpaid(order: Draft, request: RequestRefund) -> RequestRefund:
    """Add what was paid above what is owed, once everything else is settled."""
    try:
        events: tuple[RefundRequested, ...] = compose(order, request)
    except NothingToChange:
        events = ()
    owed = -balance_after(order, map(requested, events))
    left = order.ledger.all_left_minor - sum(event.amount_minor for event in events)
    overpaid = min(owed, left)
    if overpaid <= 0 or request.overpaid is not None:
        return request
    return attrs.evolve(request, overpaid=_money(order, overpaid))


def _quoted(order: Draft, request: RequestRefund) -> RefundQuote:
    events = compose(order, request)
    first = events[0]
    return RefundQuote(
        amount=_money(order, sum(event.amount_minor for event in events)),
        bonus=_money(order, first.bonus_minor),
        parts=attrs.evolve(first.parts, split_minor=0),
        lines=first.lines,
        shares=tuple(
            RefundShare(
                event.payment_id,
                order.payment(event.payment_id).method,
                _money(order, event.amount_minor),
            )
            for event in events
        ),
        asked=request,
    )


def _nothing(order: Draft, request: RequestRefund) -> RefundQuote:
    nothing = _money(order, 0)
    return RefundQuote(nothing, nothing, RefundParts(), (), (), request)
