"""What is to be asked of a customer's account by itself when a time has come."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from postpurchase.customer.commands import CustomerCommand, ExpireCredit
from postpurchase.customer.events import (
    CreditIssued,
    CreditReservationExtended,
    CreditReserved,
    CustomerEvent,
)

EXPIRE_CREDIT: Final = "expire_credit"
"""Credit, or what was set aside of it, whose time comes."""


def timers_of(event: CustomerEvent) -> tuple[tuple[str, datetime], ...]:
    """Say which timers an event sets, as purpose and time.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> timers_of(CreditReserved(at=noon, order_id="1001", payment_id="P1",
    ...                          currency="EUR", parts=()))
    ()
    """
    due_at = _due_at(event)
    return () if due_at is None else ((EXPIRE_CREDIT, due_at),)


def _due_at(event: CustomerEvent) -> datetime | None:
    if isinstance(event, CreditIssued):
        return event.expires_at
    if isinstance(event, CreditReserved | CreditReservationExtended):
        return event.until_at
    return None


def timer_command(
    purpose: str, event: CustomerEvent, *, customer_id: str, command_id: str
) -> CustomerCommand:
    """Say what is asked when a timer is due.

    Args:
        purpose: One of the purposes that `timers_of` names.
        event: The event that set the timer.
        customer_id: The customer.
        command_id: The timer's own id, so that it counts once.

    Raises:
        LookupError: No such timer belongs to the event.
    """
    due_at = _due_at(event)
    if purpose != EXPIRE_CREDIT or due_at is None:
        raise LookupError(f"{type(event).__name__} sets no timer {purpose!r}")
    return ExpireCredit(
        customer_id=customer_id, at=due_at, by="timer", command_id=command_id
    )
