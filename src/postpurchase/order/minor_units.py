"""Amounts of commands, brought to minor units of the order's currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import CurrencyMismatch, InvalidMoney

if TYPE_CHECKING:
    from postpurchase.values.money import Money


def minor(amount: Money | None, currency: str, path: str) -> int:
    """Bring an amount to minor units of the order's currency; none is 0.

    Raises:
        CurrencyMismatch: It is in another currency.
    """
    if amount is None:
        return 0
    if amount.currency != currency:
        raise CurrencyMismatch(path=path, value=str(amount), expected=currency)
    return amount.amount_minor


def minor_from_zero(amount: Money | None, currency: str, path: str) -> int:
    """Like `minor`, for amounts that cannot be negative.

    Raises:
        InvalidMoney: It is negative.
    """
    value = minor(amount, currency, path)
    if value < 0:
        raise InvalidMoney(path=path, value=str(amount), expected="0 or more")
    return value


def minor_above_zero(amount: Money, currency: str, path: str) -> int:
    """Like `minor`, for amounts that must be positive.

    Raises:
        InvalidMoney: It is 0 or negative.
    """
    value = minor(amount, currency, path)
    if value <= 0:
        raise InvalidMoney(path=path, value=str(amount), expected="more than 0")
    return value
