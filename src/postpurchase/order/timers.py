"""What is to be asked of an order by itself when a time has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from postpurchase.order.circumstances import TIME_IS_UP
from postpurchase.order.commands import (
    CheckOrder,
    CheckRefund,
    Command,
    ExpireReturnWay,
    ReleaseHold,
    RemindOfReturn,
)
from postpurchase.order.events import (
    CheckScheduled,
    Event,
    HoldPlaced,
    RefundChecked,
    RefundSent,
    ReturnWayIssued,
)

RELEASE_HOLD = "release_hold"
"""A hold that ends by itself."""

CHECK = "check"
"""A look at the order that was scheduled."""

CHECK_REFUND = "check_refund"
"""A look at what became of a refund."""

EXPIRE_RETURN = "expire_return"
"""Label or code of a return run out."""

REMIND_OF_RETURN = "remind_of_return"
"""Label or code of a return will run out soon."""

REMINDER: Final = timedelta(days=3)
"""How long before a label or code runs out the customer is reminded of it."""

_PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long after one look at a refund the next one is; the last one repeats."""

REFUND_TRIES_MAX: Final = 34
"""Looks at a refund that stays open: through a month; banks take their time."""


def _refund_check(event: RefundSent | RefundChecked) -> tuple[int, datetime] | None:
    """Say which look at a refund comes next, and when; None if none does."""
    if isinstance(event, RefundSent):
        return (1, event.at + _PAUSES[0]) if event.gateway else None
    if event.tries >= REFUND_TRIES_MAX:
        return None
    pause = _PAUSES[min(event.tries, len(_PAUSES) - 1)]
    return event.tries + 1, event.at + pause


def timers_of(event: Event) -> tuple[tuple[str, datetime], ...]:
    """Say which timers an event sets, as purpose and time.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> held = HoldPlaced(at=noon, hold_id="H", reason="other", until_at=noon)
    >>> [(purpose, due_at.hour) for purpose, due_at in timers_of(held)]
    [('release_hold', 12)]
    """
    if isinstance(event, HoldPlaced) and event.until_at is not None:
        return ((RELEASE_HOLD, event.until_at),)
    if isinstance(event, CheckScheduled) and event.due_at is not None:
        return ((CHECK, event.due_at),)
    if isinstance(event, RefundSent | RefundChecked):
        following = _refund_check(event)
        return ((CHECK_REFUND, following[1]),) if following else ()
    if isinstance(event, ReturnWayIssued):
        return _of_way(event)
    return ()


def _of_way(event: ReturnWayIssued) -> tuple[tuple[str, datetime], ...]:
    """Set the end of a label or code, and a reminder where there is time for one."""
    expires_at = event.way.expires_at
    if expires_at is None:
        return ()
    end = (EXPIRE_RETURN, expires_at)
    remind_at = expires_at - REMINDER
    return ((REMIND_OF_RETURN, remind_at), end) if remind_at > event.at else (end,)


def timer_command(
    purpose: str, event: Event, *, order_id: str, command_id: str
) -> Command:
    """Say what is asked when a timer is due.

    Args:
        purpose: One of the purposes that `timers_of` names.
        event: The event that set the timer.
        order_id: The order.
        command_id: The timer's own id, so that it counts once.

    Raises:
        LookupError: No such timer belongs to the event.
    """
    if purpose == RELEASE_HOLD and isinstance(event, HoldPlaced) and event.until_at:
        return ReleaseHold(
            order_id=order_id,
            at=event.until_at,
            by="timer",
            command_id=command_id,
            hold_id=event.hold_id,
            reason=TIME_IS_UP,
        )
    if purpose == CHECK and isinstance(event, CheckScheduled) and event.due_at:
        return CheckOrder(
            order_id=order_id, at=event.due_at, by="timer", command_id=command_id
        )
    if purpose == CHECK_REFUND and isinstance(event, RefundSent | RefundChecked):
        following = _refund_check(event)
        if following is not None:
            return CheckRefund(
                order_id=order_id,
                at=following[1],
                by="timer",
                command_id=command_id,
                refund_id=event.refund_id,
                tries=following[0],
            )
    if isinstance(event, ReturnWayIssued):
        due_at = dict(_of_way(event)).get(purpose)
        asked = RemindOfReturn if purpose == REMIND_OF_RETURN else ExpireReturnWay
        if due_at is not None:
            return asked(
                order_id=order_id,
                at=due_at,
                by="timer",
                command_id=command_id,
                return_id=event.return_id,
            )
    raise LookupError(f"{type(event).__name__} sets no timer {purpose!r}")
