"""Rules for credit that is given, and for what becomes of it when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from postpurchase.customer import commands as c
from postpurchase.customer import events as e
from postpurchase.customer.credit import CreditEntry, total_minor
from postpurchase.customer.model import Customer
from postpurchase.errors import Contradiction, InvalidInput, InvalidMoney, UnknownCredit
from postpurchase.values.money import Money

REVOKED_BEFORE: Final = "revoked_before"
"""Why what became free of a revoked credit is taken, too."""

Events = tuple[e.CustomerEvent, ...]


def issue_credit(customer: Customer, command: c.IssueCredit) -> Events:
    """Give credit once, with the bonus as an entry of its own."""
    currency = command.amount.currency
    amount, bonus = command.amount, command.bonus or Money(0, currency)
    total = amount + bonus
    for path, given in (("amount", amount), ("bonus", bonus)):
        if given.amount_minor < 0:
            raise InvalidMoney(path=path, value=str(given), expected="0 or more")
    known = customer.entries_of(command.credit_id)
    if known:
        _refuse_another_credit(known, total)
        return ()
    if not total.amount_minor:
        raise InvalidMoney(path="amount", value=str(total), expected="more than 0")
    check_later(command.expires_at, command.at, "expires_at")
    _ = customer.credit(currency).issued + total  # refused if it has too many digits
    bonus_back = _bonus_back(customer, command)
    return (
        e.CreditIssued(
            at=command.at,
            by=command.by,
            customer_id=command.customer_id,
            credit_id=command.credit_id,
            currency=currency,
            amount_minor=amount.amount_minor - bonus_back,
            bonus_minor=bonus.amount_minor + bonus_back,
            bonus_back_minor=bonus_back,
            expires_at=command.expires_at,
            reason=command.reason,
            order_id=command.order_id,
            refund_id=command.refund_id,
            return_id=command.return_id,
            payment_id=command.payment_id,
        ),
    )


def _refuse_another_credit(known: tuple[CreditEntry, ...], total: Money) -> None:
    """Accept the same credit again, refuse another one under its id."""
    first = known[0]
    before = Money(sum(entry.issued_minor for entry in known), first.currency)
    if before != total:
        raise Contradiction(
            path="amount",
            subject=f"credit {first.credit_id}",
            known=str(before),
            said=str(total),
        )


def _bonus_back(customer: Customer, command: c.IssueCredit) -> int:
    """Say how much of what comes back had been a bonus: the last of it.

    Otherwise a bonus could be made into paid-for credit by buying and sending back.
    """
    paid_with = customer.reservation(command.order_id, command.payment_id)
    if paid_with is None or paid_with.currency != command.amount.currency:
        return 0
    bonus = total_minor(part for part in paid_with.spent if part.is_bonus)
    paid_left = paid_with.spent_minor - bonus - paid_with.paid_back_minor
    beyond = command.amount.amount_minor - max(paid_left, 0)
    return max(0, min(beyond, bonus - paid_with.bonus_back_minor))


def revoke_credit(customer: Customer, command: c.RevokeCredit) -> Events:
    """Take what is left of a credit, and say what is not."""
    entries = customer.entries_of(command.credit_id)
    if not entries:
        known = tuple(dict.fromkeys(entry.credit_id for entry in customer.entries))
        raise UnknownCredit(credit_id=command.credit_id, known=known)
    if entries[0].is_revoked:
        return ()
    return (_revoke(entries, command, command.reason),)


def _revoke(
    entries: tuple[CreditEntry, ...], command: c.CustomerCommand, reason: str
) -> e.CreditRevoked:
    return e.CreditRevoked(
        at=command.at,
        by=command.by,
        credit_id=entries[0].credit_id,
        parts=_left(entries),
        shortfall_minor=sum(one.reserved_minor + one.spent_minor for one in entries),
        reason=reason,
    )


def let_go(customer: Customer, command: c.CustomerCommand) -> Events:
    """End what can be spent and should not: it was revoked, or its time is over."""
    freed = [one for one in customer.entries if one.is_revoked and one.available_minor]
    revoked: list[e.CustomerEvent] = [
        _revoke(customer.entries_of(credit_id), command, REVOKED_BEFORE)
        for credit_id in dict.fromkeys(entry.credit_id for entry in freed)
    ]
    over = _left(
        entry
        for entry in customer.entries
        if entry.is_over(command.at) and not entry.is_revoked
    )
    if over:
        revoked.append(e.CreditExpired(at=command.at, by=command.by, parts=over))
    return tuple(revoked)


def _left(entries: Iterable[CreditEntry]) -> tuple[e.CreditPart, ...]:
    return tuple(
        entry.part(entry.available_minor) for entry in entries if entry.available_minor
    )


def check_later(value: datetime | None, at: datetime, path: str) -> None:
    """Refuse an end that is over already.

    Raises:
        InvalidInput: It is not after *at*.
    """
    if value is not None and value <= at:
        raise InvalidInput(
            path=path, value=value.isoformat(), expected="a time that is still to come"
        )
