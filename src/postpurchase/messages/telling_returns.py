"""Each event of a return in a sentence for its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from postpurchase import wording
from postpurchase.order import events as e
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits
from postpurchase.values.money import Money


def _sum(units: Iterable[LineUnits]) -> int:
    return sum(part.units for part in units)


def _plain(event: e.Event, order: Order, locale: str) -> str:
    return wording.say(type(event).__name__, locale)


def _requested(event: e.ReturnRequested, order: Order, locale: str) -> str:
    n = sum(item.units for item in event.items)
    return wording.say("ReturnRequested", locale, n=n)


def _approved(event: e.ReturnApproved, order: Order, locale: str) -> str:
    is_recall = order.return_(event.return_id).kind == "recall"
    variant = "kept" if event.keeps_item else "recall" if is_recall else ""
    said = wording.say("ReturnApproved", locale, variant=variant, n=_sum(event.units))
    if event.declined:
        n = _sum(event.declined)
        refused = wording.say("ReturnApproved", locale, variant="declined", n=n)
        said = wording.sentences((said, refused), locale)
    return said


def _declined(event: e.ReturnDeclined, order: Order, locale: str) -> str:
    if event.reasons:
        reasons = wording.sentences(event.reasons, locale)
        return wording.say("ReturnDeclined", locale, variant="reasons", reasons=reasons)
    reason = wording.word("return_reason", event.reason, locale)
    # A code of the shop's own says nothing to the customer.
    variant = "reason" if reason != event.reason else ""
    return wording.say("ReturnDeclined", locale, variant=variant, reason=reason)


def _chosen(event: e.ReturnWayChosen, order: Order, locale: str) -> str:
    method = wording.word("return_method", event.wish.method, locale)
    return wording.say("ReturnWayChosen", locale, method=method)


def _issued(event: e.ReturnWayIssued, order: Order, locale: str) -> str:
    way = event.way
    said = wording.say(
        "ReturnWayIssued",
        locale,
        variant="code" if way.code else "",
        method=wording.word("return_method", way.method, locale),
        code=way.code,
    )
    if way.expires_at is None:
        return said
    until = wording.say(
        "ReturnWayIssued", locale, variant="until", at=_local(order, way.expires_at)
    )
    return wording.sentences((said, until), locale)


def _expired(event: e.ReturnWayExpired, order: Order, locale: str) -> str:
    variant = "closed" if event.closes else ""
    return wording.say("ReturnWayExpired", locale, variant=variant)


def _reminded(event: e.ReturnReminded, order: Order, locale: str) -> str:
    way = order.return_(event.return_id).way
    expires_at = way.expires_at if way else None
    at = _local(order, expires_at or event.at)
    return wording.say("ReturnReminded", locale, at=at)


def _sent(event: e.ReturnSent, order: Order, locale: str) -> str:
    variant = "tracked" if event.tracking_number else ""
    return wording.say(
        "ReturnSent",
        locale,
        variant=variant,
        carrier=event.carrier,
        tracking_number=event.tracking_number,
    )


def _received(event: e.ReturnReceived, order: Order, locale: str) -> str:
    counted = (
        ("", _sum(event.units)),
        ("missing", _sum(event.missing)),
        ("unexpected", sum(goods.units for goods in event.unexpected)),
    )
    return _several("ReturnReceived", counted, locale)


def _inspected(event: e.ReturnInspected, order: Order, locale: str) -> str:
    taken = [item.units for item in event.items if item.is_accepted]
    refused = [item.units for item in event.items if not item.is_accepted]
    said = _several(
        "ReturnInspected", (("", sum(taken)), ("refused", sum(refused))), locale
    )
    kept = [item.deduction for item in event.items if item.deduction is not None]
    amount = Money(sum(part.amount_minor for part in kept), order.currency)
    if not amount.amount_minor:
        return said
    held = wording.say("ReturnInspected", locale, variant="deduction", amount=amount)
    return wording.sentences((said, held), locale)


def _several(name: str, counted: Iterable[tuple[str, int]], locale: str) -> str:
    """Say each variant of which there is something to count."""
    said = (
        wording.say(name, locale, variant=variant, n=n) for variant, n in counted if n
    )
    return wording.sentences(said, locale)


def _sent_back(event: e.ReturnSentBack, order: Order, locale: str) -> str:
    return wording.say("ReturnSentBack", locale, n=_sum(event.box.units))


def _resolved(event: e.ReturnResolved, order: Order, locale: str) -> str:
    variant = "replaced" if event.line_ids else ""
    return wording.say("ReturnResolved", locale, variant=variant, n=_sum(event.units))


def _closed(event: e.ReturnClosed, order: Order, locale: str) -> str:
    return wording.say("ReturnClosed", locale, variant=event.reason)


def _withdrawn(event: e.WithdrawalReceived, order: Order, locale: str) -> str:
    """Name content, day and time, as the law wants of the acknowledgement."""
    items = [
        f"{part.units} × {line.title or line.sku}"
        for part in event.units
        for line in (order.line(part.line_id),)
    ]
    at = _local(order, event.at)
    return wording.say("WithdrawalReceived", locale, at=at, items=items)


def _local(order: Order, at: Any) -> Any:
    """Bring a time to the customer's zone, where it is known."""
    try:
        return at.astimezone(ZoneInfo(order.terms.zone or "UTC"))
    except (LookupError, ValueError, OSError):
        # An imported order may name a zone that does not exist, or not here.
        return at


TELL_RETURNS: Mapping[type[e.Event], Callable[[Any, Order, str], str]] = (
    MappingProxyType(
        {
            e.ReturnRequested: _requested,
            e.ReturnApproved: _approved,
            e.ReturnDeclined: _declined,
            e.ReturnCancelled: _plain,
            e.ReturnWayChosen: _chosen,
            e.ReturnWayIssued: _issued,
            e.ReturnWayExpired: _expired,
            e.ReturnReminded: _reminded,
            e.ReturnSent: _sent,
            e.ReturnReceived: _received,
            e.ReturnInspected: _inspected,
            e.ReturnSentBack: _sent_back,
            e.ReturnResolved: _resolved,
            e.ReturnClosed: _closed,
            e.WithdrawalReceived: _withdrawn,
        }
    )
)
"""How each event of a return is told."""
