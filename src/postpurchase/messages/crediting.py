"""A customer's store credit in sentences: how much, where from, until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from postpurchase import wording
from postpurchase.customer.credit import CreditBalance, CreditEntry
from postpurchase.customer.model import Customer

_MOMENT: Final = timedelta(microseconds=1)


def tell_credit(customer: Customer, locale: str, zone: tzinfo = UTC) -> tuple[str, ...]:
    """Say what a customer can spend, by currency, and what it is made of.

    Args:
        customer: The account.
        locale: The reader's.
        zone: Where the reader is; the last day of a credit is told by its clocks.

    Returns:
        Sentences; one alone if there is nothing.

    Raises:
        LocaleUnknown: There are no texts in this language.
    """
    said = tuple(
        sentence
        for balance in customer.balances
        for sentence in _balance(balance, locale, zone)
    )
    return said or (wording.text("There is no store credit.", locale),)


def _balance(balance: CreditBalance, locale: str, zone: tzinfo) -> Iterator[str]:
    available, reserved = balance.available, balance.reserved
    if not available.amount_minor and not reserved.amount_minor:
        return
    if balance.bonus.amount_minor:
        yield wording.text(
            "Store credit: {available}, of which {bonus} is a bonus.",
            locale,
            available=available.format(locale),
            bonus=balance.bonus.format(locale),
        )
    else:
        yield wording.text(
            "Store credit: {available}.", locale, available=available.format(locale)
        )
    for entry in balance.entries:
        if entry.available_minor:
            yield _entry(entry, locale, zone)
    if reserved.amount_minor:
        yield wording.text(
            "Set aside for orders: {amount}.", locale, amount=reserved.format(locale)
        )


def _entry(entry: CreditEntry, locale: str, zone: tzinfo) -> str:
    fields = {
        "origin": _origin(entry, locale),
        "amount": entry.available.format(locale),
    }
    if entry.expires_at is None:
        if entry.is_bonus:
            return wording.text("{origin}: bonus {amount}.", locale, **fields)
        return wording.text("{origin}: {amount}.", locale, **fields)
    fields["day"] = wording.shown(_last_day(entry.expires_at, zone), locale)
    if entry.is_bonus:
        return wording.text(
            "{origin}: bonus {amount}, can be spent until {day}.", locale, **fields
        )
    return wording.text(
        "{origin}: {amount}, can be spent until {day}.", locale, **fields
    )


def _origin(entry: CreditEntry, locale: str) -> str:
    if entry.return_id:
        return wording.text(
            "Return {return_id} of order {order_id}",
            locale,
            return_id=entry.return_id,
            order_id=entry.order_id,
        )
    if entry.order_id:
        return wording.text("Order {order_id}", locale, order_id=entry.order_id)
    return wording.text("From the shop", locale)


def _last_day(expires_at: datetime, zone: tzinfo) -> object:
    """Return the day of the last moment at which it can be spent."""
    return (expires_at - _MOMENT).astimezone(zone).date()
