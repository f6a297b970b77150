"""Rules for the way back: what was chosen, arranged, sent, and what has run out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.decide.checks import may_become, placed
from postpurchase.order.decide.resolving import and_then
from postpurchase.order.decide.returning import refuse_unoffered_way
from postpurchase.order.events import (
    Event,
    ReturnReminded,
    ReturnSent,
    ReturnWayChosen,
    ReturnWayExpired,
    ReturnWayIssued,
    ReturnWayRefused,
)
from postpurchase.order.returns import ReturnWay
from postpurchase.order.timers import REMINDER
from postpurchase.order.transitions import RETURN, RETURN_WAY

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        ChooseReturnWay,
        Command,
        ExpireReturnWay,
        IssueReturnWay,
        RefuseReturnWay,
        RemindOfReturn,
        SendReturn,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.returns import Return

_BEFORE_SENDING = ("awaiting", "issued", "expired")


def _subject(known: Return) -> str:
    return f"the way back of return {known.return_id}"


def _approved(order: Draft, command: Command, return_id: str, asked: str) -> Return:
    """Pass a return that was agreed on."""
    placed(order, command)
    known = order.return_(return_id)
    if known.intent != "approved":
        may_become(RETURN, f"return {return_id}", known.intent, asked)
    return known


def choose_way(order: Draft, command: ChooseReturnWay) -> tuple[Event, ...]:
    """Choose one of the ways that the ruling offers, until the goods are sent."""
    placed(order, command)
    known = order.return_(command.return_id)
    if not known.is_open:
        may_become(RETURN, f"return {known.return_id}", known.intent, "sent back")
    wish = ReturnWay(
        method=command.method,
        carrier=command.carrier,
        service=command.service,
        pickup_point=command.pickup_point,
        collect_on=_day(command),
        slot=command.slot,
    )
    # What has run out is ordered anew when it is chosen again.
    if wish == known.wish and known.logistics != "expired":
        return ()
    if known.logistics not in _BEFORE_SENDING:
        may_become(RETURN_WAY, _subject(known), known.logistics, "chosen")
    refuse_unoffered_way(known.ruling, command.method)
    return (
        ReturnWayChosen(
            at=command.at, by=command.by, return_id=known.return_id, wish=wish
        ),
    )


def _day(command: ChooseReturnWay) -> date | None:
    """Read the day of a collection; one that is over cannot be chosen."""
    if not command.collect_on:
        return None
    try:
        day = date.fromisoformat(command.collect_on)
    except ValueError:
        day = date.min
    # The last place on Earth where that day is not over is twelve hours behind UTC.
    if day < (command.at - timedelta(hours=12)).date():
        raise InvalidInput(
            path="collect_on",
            value=short(command.collect_on),
            expected="today or a later day",
        )
    return day


def issue_way(order: Draft, command: IssueReturnWay) -> tuple[Event, ...]:
    """Record what was arranged; what was arranged before counts no more."""
    known = _approved(order, command, command.return_id, "sent back")
    if known.way == command.way and known.logistics == "issued":
        return ()
    may_become(RETURN_WAY, _subject(known), known.logistics, "issued")
    return (
        ReturnWayIssued(
            at=command.at, by=command.by, return_id=known.return_id, way=command.way
        ),
    )


def refuse_way(order: Draft, command: RefuseReturnWay) -> tuple[Event, ...]:
    """Record the refusal of the way that is still wished for, and of no other."""
    placed(order, command)
    known = order.return_(command.return_id)
    if known.wish is None or known.wish.method != command.method:
        return ()
    if not known.is_open or known.logistics not in _BEFORE_SENDING:
        return ()
    return (
        ReturnWayRefused(
            at=command.at,
            by=command.by,
            return_id=known.return_id,
            method=command.method,
            carrier=command.carrier,
            reason=command.reason,
        ),
    )


def send_return(order: Draft, command: SendReturn) -> tuple[Event, ...]:
    """Record the evidence that the goods are on their way, once.

    A number that was not known before is kept from a later evidence, too.
    """
    known = _approved(order, command, command.return_id, "sent back")
    way = known.way or ReturnWay(method="own_carrier")
    news = (command.carrier or way.carrier, command.tracking_number or "")
    is_known = news == (way.carrier, news[1] and way.tracking_number)
    if known.logistics in ("in_transit", "received"):
        if is_known:
            return ()
    else:
        may_become(RETURN_WAY, _subject(known), known.logistics, "in_transit")
    sent = ReturnSent(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        carrier=command.carrier,
        tracking_number=command.tracking_number,
        evidence=command.evidence,
    )
    return and_then(order, command, known.return_id, (sent,))


def expire_way(order: Draft, command: ExpireReturnWay) -> tuple[Event, ...]:
    """Say that label or code have run out, if those that count now have."""
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent != "approved":
        return ()
    expires_at = known.way.expires_at if known.way else None
    is_out = known.logistics == "issued" and (
        expires_at is None or expires_at <= command.at
    )
    if not is_out and not (command.closes and known.logistics == "expired"):
        return ()
    expired = ReturnWayExpired(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        closes=command.closes,
    )
    return and_then(order, command, known.return_id, (expired,), over=command.closes)


def remind_of_return(order: Draft, command: RemindOfReturn) -> tuple[Event, ...]:
    """Remind of a label or code that will run out soon, while nothing was sent."""
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent != "approved" or known.logistics != "issued":
        return ()
    expires_at = known.way.expires_at if known.way else None
    if expires_at is None or not expires_at - REMINDER <= command.at < expires_at:
        return ()
    return (ReturnReminded(at=command.at, by=command.by, return_id=known.return_id),)
