"""Applying events: what happened makes the account what it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import attrs

from postpurchase.customer import events as e
from postpurchase.customer.credit import (
    CreditEntry,
    CreditReservation,
    first_of,
    total_minor,
)
from postpurchase.customer.model import EMPTY, Customer


def _issued(customer: Customer, event: e.CreditIssued) -> Customer:
    new = tuple(
        CreditEntry(
            credit_id=event.credit_id,
            is_bonus=is_bonus,
            currency=event.currency,
            issued_minor=amount,
            issued_at=event.at,
            expires_at=event.expires_at,
            reason=event.reason,
            order_id=event.order_id,
            refund_id=event.refund_id,
            return_id=event.return_id,
        )
        for is_bonus, amount in (
            (False, event.amount_minor),
            (True, event.bonus_minor),
        )
        if amount
    )
    known = customer.reservation(event.order_id, event.payment_id)
    if known is not None:
        customer = _with(
            customer,
            attrs.evolve(
                known,
                paid_back_minor=known.paid_back_minor + event.amount_minor,
                bonus_back_minor=known.bonus_back_minor + event.bonus_back_minor,
            ),
        )
    return attrs.evolve(
        customer, customer_id=event.customer_id, entries=customer.entries + new
    )


def _reserved(customer: Customer, event: e.CreditReserved) -> Customer:
    reservation = CreditReservation(
        order_id=event.order_id,
        payment_id=event.payment_id,
        currency=event.currency,
        asked_minor=total_minor(event.parts),
        parts=event.parts,
        until_at=event.until_at,
    )
    return _with(_moved(customer, event.parts, reserved_minor=1), reservation)


def _extended(customer: Customer, event: e.CreditReservationExtended) -> Customer:
    known = _known(customer, event)
    return _with(customer, attrs.evolve(known, until_at=event.until_at))


def _captured(customer: Customer, event: e.CreditCaptured) -> Customer:
    known = _known(customer, event)
    _, left = first_of(known.parts, total_minor(event.parts))
    customer = _moved(customer, event.parts, reserved_minor=-1, spent_minor=1)
    spent = known.spent + event.parts
    return _with(customer, attrs.evolve(known, parts=left, spent=spent))


def _released(customer: Customer, event: e.CreditReleased) -> Customer:
    known = _known(customer, event)
    customer = _moved(customer, event.parts, reserved_minor=-1)
    return _with(customer, attrs.evolve(known, parts=()))


def _expired(customer: Customer, event: e.CreditExpired) -> Customer:
    return _moved(customer, event.parts, expired_minor=1)


def _revoked(customer: Customer, event: e.CreditRevoked) -> Customer:
    customer = _moved(customer, event.parts, revoked_minor=1)
    entries = tuple(
        attrs.evolve(entry, is_revoked=True)
        if entry.credit_id == event.credit_id
        else entry
        for entry in customer.entries
    )
    return attrs.evolve(customer, entries=entries)


APPLY: Final[dict[type[e.CustomerEvent], Callable[[Customer, Any], Customer]]] = {
    e.CreditIssued: _issued,
    e.CreditReserved: _reserved,
    e.CreditReservationExtended: _extended,
    e.CreditCaptured: _captured,
    e.CreditReleased: _released,
    e.CreditExpired: _expired,
    e.CreditRevoked: _revoked,
}
"""What each event changes. A test holds it complete."""


def replay(events: Iterable[e.CustomerEvent], customer: Customer = EMPTY) -> Customer:
    """Apply events to an account, in their order.

    Args:
        events: What happened after *customer*, oldest first.
        customer: The state to begin with; by default nothing happened yet.

    Returns:
        The account after the last event. *customer* itself never changes.
    """
    for event in events:
        changed = APPLY[type(event)](customer, event)
        customer = attrs.evolve(changed, version=customer.version + 1)
    return customer


def _moved(customer: Customer, parts: tuple[e.CreditPart, ...], **by: int) -> Customer:
    """Move parts between the places of their entries: 1 into a place, -1 out."""
    amounts = {(part.credit_id, part.is_bonus): part.amount_minor for part in parts}
    entries = []
    for entry in customer.entries:
        amount = amounts.get((entry.credit_id, entry.is_bonus))
        if amount is not None:
            changes = {n: getattr(entry, n) + sign * amount for n, sign in by.items()}
            entry = attrs.evolve(entry, **changes)  # noqa: PLW2901
        entries.append(entry)
    return attrs.evolve(customer, entries=tuple(entries))


def _known(customer: Customer, event: Any) -> CreditReservation:
    known = customer.reservation(event.order_id, event.payment_id)
    assert known is not None, "the event follows from one that is in the log"
    return known


def _with(customer: Customer, reservation: CreditReservation) -> Customer:
    """Put a reservation in the place of the one for the same payment, or at the end."""
    payment = reservation.order_id, reservation.payment_id
    kept = {(one.order_id, one.payment_id): one for one in customer.reservations}
    kept[payment] = reservation
    return attrs.evolve(customer, reservations=tuple(kept.values()))
