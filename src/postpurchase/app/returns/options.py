"""What a customer could send back now, how, and what they would get."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import attrs

from postpurchase.errors import NothingToChange, NotOffered, OverRefunded
from postpurchase.hooks.protocols import ReturnPolicy
from postpurchase.order.commands import ChooseReturnWay, Command, RequestReturn
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.plugins.return_requests import weight_of
from postpurchase.returning.methods import (
    ReturnPlace,
    WayBack,
    WayMenu,
    WayOffer,
    WayQuestion,
    slot_of,
    ways_back,
)
from postpurchase.returning.policies.law import lawful_ruling
from postpurchase.returning.policies.offering import LineOffer, offer
from postpurchase.values.answers import Package
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling

_ASKED_BY: Final = ("return", "withdraw")
"""The deadlines by which a return has to be asked for."""


@attrs.frozen(kw_only=True)
class ReturnWish:
    """What a customer wants to send back, and how.

    Args:
        order_id: The order, by id or display name.
        return_id: The return; the same again changes nothing.
        items: Which units, and why.
        method: One of `METHODS`.
        carrier: Code of the carrier or network; empty for the cheapest.
        service: Its product.
        pickup_point: Locker, shop or store where it is handed in.
        on: The day on which a courier is to come, as ISO date; empty for the first.
        slot: From when to when, such as ``10:00-12:00``; empty for the first.
        policy: The code of the policy to be asked; empty for the shop's own.
        place: From where it comes; the order's address if None.
        resolution: What is wished for instead of the goods.
    """

    order_id: str
    return_id: str
    items: tuple[ReturnItem, ...]
    method: str
    carrier: str = ""
    service: str = ""
    pickup_point: str = ""
    on: str = ""
    slot: str = ""
    policy: str = ""
    place: ReturnPlace | None = None
    resolution: str = "refund_original"


@attrs.frozen(kw_only=True)
class LineOption:
    """One line: whether its units may come back, and until when.

    Args:
        line_id: The line.
        title: What it is.
        units: How many of it are with the customer.
        allowed: Whether they may come back.
        last_on: The last day on which the return may be asked for.
        basis: What that day follows from: a law, or the policy's code.
        reasons: Why, in the customer's language.
    """

    line_id: str
    title: str
    units: int
    allowed: bool
    last_on: date | None = None
    basis: str = ""
    reasons: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class WayOption:
    """One way back, and what would be paid back with it.

    Args:
        offer: The way, its price, needs and visits.
        refund: What goes back to the customer, the way's price taken off.
    """

    offer: WayOffer
    refund: Money


@attrs.frozen(kw_only=True)
class ReturnOptions:
    """What a customer could send back at a moment.

    Args:
        order_id: The order.
        at: The moment.
        ruling: How the policy rules on sending back everything that is there.
        lines: Every line of which something is with the customer.
        ways: The ways back, the cheapest first.
        menu: The same with what is not offered and why.
    """

    order_id: str
    at: datetime
    ruling: Ruling
    lines: tuple[LineOption, ...]
    ways: tuple[WayOption, ...]
    menu: WayMenu

    @property
    def allowed(self) -> bool:
        """Whether anything may come back."""
        return any(line.allowed for line in self.lines)

    def document(self, locale: str = "en") -> dict[str, Any]:
        """Return it as plain values for JSON, its texts in a language."""
        return {
            "order_id": self.order_id,
            "at": self.at.isoformat(),
            "policy": self.ruling.policy,
            "allowed": self.allowed,
            "lines": [_line(line) for line in self.lines],
            "ways": [_way(way, locale) for way in self.ways],
            "not_offered": [
                {
                    "method": one.way.method,
                    "carrier": one.way.carrier,
                    "reason": one.reason,
                    "text": one.text(locale),
                }
                for one in self.menu.refused
            ],
        }


def return_options(
    order: Order,
    *,
    policy: ReturnPolicy,
    ways: Iterable[WayBack],
    place: ReturnPlace,
    at: datetime,
    reason: str = "",
) -> ReturnOptions:
    """Ask policy and law about everything that is with the customer; offer ways.

    Args:
        order: The order.
        policy: Who rules.
        ways: What the shop offers.
        place: From where the goods come back.
        at: Now, aware.
        reason: Why they would come back, of `REASONS`; who pays depends on it.
    """
    offered = offer(order, at, policy, reason=reason)
    ruling = offered.ruling or Ruling(policy=policy.code, allowed=False)
    lines = tuple(_of_line(order, line) for line in offered.lines)
    units = tuple(LineUnits(one.line_id, one.units) for one in lines if one.allowed)
    question = WayQuestion(
        ruling=ruling,
        place=place,
        at=at,
        currency=order.currency,
        package=Package(weight_grams=weight_of(order, units)),
    )
    menu = ways_back(ways, question)
    return ReturnOptions(
        order_id=order.order_id,
        at=at,
        ruling=ruling,
        lines=lines,
        ways=tuple(
            WayOption(offer=one, refund=refund_with(order, units, ruling, one))
            for one in menu.offers
        ),
        menu=menu,
    )


def plan_return(
    order: Order,
    wish: ReturnWish,
    *,
    policy: ReturnPolicy,
    ways: Iterable[WayBack],
    place: ReturnPlace,
    at: datetime,
) -> tuple[Command, ...]:
    """Say what is asked of the order: the return, and its way once it is allowed.

    Args:
        order: The order.
        wish: What the customer wants.
        policy: Who rules.
        ways: What the shop offers.
        place: From where the goods come back.
        at: Now, aware.

    Raises:
        NotOffered: The way is not among those that are offered now.
        InvalidInput: The courier cannot come at that time.
    """
    request = ReturnRequest(
        order_id=order.order_id,
        items=wish.items,
        method=wish.method,
        resolution=wish.resolution,
    )
    ruling = lawful_ruling(policy, request, order, at)
    asked = RequestReturn(
        order_id=order.order_id,
        at=at,
        return_id=wish.return_id,
        items=wish.items,
        resolution=wish.resolution,
        policy=policy.code,
        ruling=ruling,
    )
    if not ruling.allowed:
        return (asked,)
    question = WayQuestion(
        ruling=ruling,
        place=place,
        at=at,
        currency=order.currency,
        package=Package(weight_grams=weight_of(order, request.units)),
    )
    menu = ways_back(ways, question)
    chosen = menu.offer(wish.method, wish.carrier, wish.service)
    if chosen is None:
        name = "/".join(filter(None, (wish.method, wish.carrier, wish.service)))
        raise NotOffered(asked=name, offered=tuple(one.code for one in menu.offers))
    asked = attrs.evolve(asked, ruling=chosen.charged(ruling))
    return (asked,) if ruling.keeps_item else (asked, _chosen(asked, wish, chosen))


def _chosen(asked: RequestReturn, wish: ReturnWish, offer: WayOffer) -> Command:
    visit = slot_of(offer, wish.on, wish.slot) if offer.visits else None
    return ChooseReturnWay(
        order_id=asked.order_id,
        at=asked.at,
        return_id=asked.return_id,
        method=wish.method,
        carrier=offer.way.carrier,
        service=offer.way.service,
        pickup_point=wish.pickup_point,
        collect_on=visit.on.isoformat() if visit else "",
        slot=visit.slot if visit else "",
    )


def refund_with(
    order: Order, units: Iterable[LineUnits], ruling: Ruling, offer: WayOffer
) -> Money:
    """Say what goes back for units that come by a way; nothing if nothing was paid."""
    wanted = {part.line_id: part.units for part in units}
    try:
        return order.refund_quote(wanted, ruling=offer.charged(ruling)).amount
    except (NothingToChange, OverRefunded):
        return order.money(0)


def _of_line(order: Order, line: LineOffer) -> LineOption:
    reasons = tuple(one.text for one in line.reasons if one.text)
    return LineOption(
        line_id=line.line_id,
        title=order.line(line.line_id).terms.title,
        units=line.units,
        allowed=line.allowed,
        last_on=line.last_on,
        basis=_basis(line),
        reasons=reasons or line.ruling.reasons,
    )


def _basis(line: LineOffer) -> str:
    """Name what the last day follows from."""
    for deadline in line.deadlines:
        if deadline.last_on == line.last_on and deadline.name in _ASKED_BY:
            return deadline.basis
    return line.ruling.policy if line.last_on else ""


def _line(line: LineOption) -> dict[str, Any]:
    return {
        "line_id": line.line_id,
        "title": line.title,
        "units": line.units,
        "allowed": line.allowed,
        "last_on": line.last_on.isoformat() if line.last_on else None,
        "basis": line.basis,
        "reasons": list(line.reasons),
    }


def _amount(amount: Money | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {"amount_minor": amount.amount_minor, "currency": amount.currency}


def _way(way: WayOption, locale: str) -> dict[str, Any]:
    offer = way.offer
    until = offer.usable_until
    return {
        "code": offer.code,
        "method": offer.way.method,
        "carrier": offer.way.carrier,
        "service": offer.way.service,
        "title": offer.title(locale),
        "price": _amount(offer.price),
        "refund": _amount(way.refund),
        "needs": sorted(offer.way.needs),
        "usable_until": until.isoformat() if until else None,
        "visits": [
            {"on": visit.on.isoformat(), "slot": visit.slot} for visit in offer.visits
        ],
    }
