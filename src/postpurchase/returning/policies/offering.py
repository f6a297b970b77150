"""What an order could send back, by when, at what cost and for how much money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import attrs

from postpurchase.errors import Rejected
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returnable import returnable
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.returning.policies.bettering import FREIGHT
from postpurchase.returning.policies.law import RulesOnReturns, rule_with_law
from postpurchase.returning.statutes.assurances import Assurances
from postpurchase.values.money import Money
from postpurchase.values.rulings import Deadline, Fee, Ruling, RulingReason


@attrs.frozen(kw_only=True)
class WayCost:
    """A way back, and what it costs the customer.

    Args:
        method: One of `METHODS`.
        price: What is kept back for it, 0 where it is free; None where the customer
            pays the carrier.
    """

    method: str
    price: Money | None


@attrs.frozen(kw_only=True)
class LineOffer:
    """What could come back of one line.

    Args:
        line_id: The line.
        units: Units that could be asked back now.
        allowed: Whether they may come back.
        last_on: The last day to ask for it; None where there is no end, or none yet.
        reasons: Each rule that decided, with its legal basis, the decisive one first.
        deadlines: Every last day that follows, each with its basis.
        fees: What would be kept back if it came alone.
        refund: What it would bring, less the fees; None where nothing was paid.
        ruling: The whole ruling.
    """

    line_id: str
    units: int
    allowed: bool
    last_on: date | None
    reasons: tuple[RulingReason, ...]
    deadlines: tuple[Deadline, ...]
    fees: tuple[Fee, ...]
    refund: Money | None
    ruling: Ruling


@attrs.frozen(kw_only=True)
class ReturnOffer:
    """What an order could send back, before anybody asks.

    Args:
        order_id: The order.
        at: When that was so.
        lines: Each line of which units could be asked back.
        ways: The ways back and their prices, if all of it came; empty for any.
        resolutions: What the customer could get; empty for any.
        fees: What would be kept back if all of it came by the cheapest way.
        refund: What all of it would bring; None where nothing was paid.
        ruling: The ruling on all that may come back together, or where nothing may,
            on all there is; None where nothing could be asked back.
    """

    order_id: str
    at: datetime
    lines: tuple[LineOffer, ...]
    ways: tuple[WayCost, ...] = ()
    resolutions: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    refund: Money | None = None
    ruling: Ruling | None = None


def offer(
    order: Order,
    at: datetime,
    policy: RulesOnReturns,
    *,
    kind: str = "policy_return",
    reason: str = "",
    segments: Iterable[str] = (),
    assurances: Assurances | None = None,
) -> ReturnOffer:
    """Say what could come back, by policy and law together.

    Args:
        order: The order.
        at: Now, aware.
        policy: The shop's policy, of any kind.
        kind: One of `RETURN_KINDS`.
        reason: The reason to assume, one of `REASONS`; empty for none.
        segments: What the shop knows about the customer.
        assurances: What the shop told its customers about their rights.

    Raises:
        NaiveTime: *at* has no time zone.

    >>> from postpurchase.returning.policies import Policy, Window
    >>> from postpurchase.testing import NOON, delivered_order, place_order
    >>> year = Policy(code="year", window=Window.of_days(365))
    >>> order = delivered_order(lines=place_order().lines[:1])
    >>> [line] = offer(order, NOON, year).lines
    >>> line.units, str(line.last_on), [end.name for end in line.deadlines]
    (2, '2027-05-07', ['return', 'withdraw', 'send_back', 'refund'])
    """
    whole = ReturnRequest(order_id=order.order_id, items=(), kind=kind)
    whole = attrs.evolve(whole, segments=tuple(segments))
    items = tuple(
        ReturnItem(line_id=line.line_id, units=units, reason=reason)
        for line in order.lines
        if (units := returnable(order, line.line_no, kind=kind))
    )
    asking = _Asking(order=order, at=at, policy=policy, assurances=assurances)
    lines = tuple(asking.line(attrs.evolve(whole, items=(item,))) for item in items)
    wanted = {one.line_id for one in lines if one.allowed}
    coming = tuple(item for item in items if item.line_id in wanted)
    whole = attrs.evolve(whole, items=coming or items)
    ruling = asking.rule(whole) if items else None
    if ruling is None or not coming:
        return ReturnOffer(order_id=order.order_id, at=at, lines=lines, ruling=ruling)
    return ReturnOffer(
        order_id=order.order_id,
        at=at,
        lines=lines,
        ways=tuple(asking.way(whole, method) for method in ruling.methods),
        resolutions=ruling.resolutions,
        fees=ruling.fees,
        refund=asking.refund(whole, ruling),
        ruling=ruling,
    )


@attrs.frozen(kw_only=True)
class _Asking:
    order: Order
    at: datetime
    policy: RulesOnReturns
    assurances: Assurances | None

    def rule(self, request: ReturnRequest) -> Ruling:
        return rule_with_law(
            self.policy, request, self.order, self.at, assurances=self.assurances
        )

    def line(self, request: ReturnRequest) -> LineOffer:
        """Say what one line comes to by itself."""
        ruling = self.rule(request)
        found = ruling.line(request.items[0].line_id)
        return LineOffer(
            line_id=request.items[0].line_id,
            units=request.items[0].units,
            allowed=ruling.allowed,
            last_on=ruling.last_on,
            reasons=found.reasons if found is not None else (),
            deadlines=ruling.deadlines,
            fees=ruling.fees,
            refund=self.refund(request, ruling) if ruling.allowed else None,
            ruling=ruling,
        )

    def way(self, request: ReturnRequest, method: str) -> WayCost:
        """Say what one way costs."""
        ruling = self.rule(attrs.evolve(request, method=method))
        nothing = self.order.money(0)
        prices = [one.amount for one in ruling.fees if one.code == FREIGHT]
        price = sum(prices, nothing)
        is_own = ruling.freight_by == "customer" and not price
        return WayCost(method=method, price=None if is_own else price)

    def refund(self, request: ReturnRequest, ruling: Ruling) -> Money | None:
        """Say what it would bring; None where no refund could be made."""
        units: tuple[LineUnits, ...] = request.units
        try:
            return self.order.refund_quote(units, ruling=ruling).amount
        except Rejected:
            return None
