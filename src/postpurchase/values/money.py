"""Money: whole minor units of one currency, and how they are shared out.

No amount is ever a float. Decimals come in through `Money.parse` and go out
through `Money.decimal_text`; everything between is integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, Self

import attrs

from postpurchase import wording
from postpurchase.errors import (
    CurrencyMismatch,
    InvalidMoney,
    InvalidQuantity,
    UnknownCurrency,
)
from postpurchase.errors.inputs import short
from postpurchase.values.currencies import EXPONENTS
from postpurchase.values.decimals import DIGITS_MAX, read_decimal

_LIMIT: Final = 10**DIGITS_MAX


@attrs.frozen(repr=False)
class Money:
    """An exact amount in one currency.

    Amounts add, subtract and compare only within a currency, and multiply only
    by whole numbers; anything else is refused, never converted.

    Args:
        amount_minor: Whole minor units, such as cents; may be negative; at most
            18 digits.
        currency: The ISO 4217 code in capitals.

    Raises:
        InvalidMoney: The amount is not an `int`, or has too many digits.
        UnknownCurrency: The code is not one of ISO 4217.
        CurrencyMismatch: An operation met two currencies.

    >>> Money(1999, "EUR") + Money(500, "EUR")
    <Money 24.99 EUR>
    >>> Money(1999, "EUR") + Money(500, "USD")
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.CurrencyMismatch: 5.00 USD is not in EUR.
    """

    amount_minor: int
    currency: str

    def __attrs_post_init__(self) -> None:
        amount = self.amount_minor
        if type(amount) is not int or not -_LIMIT < amount < _LIMIT:
            raise InvalidMoney(
                value=short(amount),
                expected=f"minor units as int of at most {DIGITS_MAX} digits",
            )
        if type(self.currency) is not str or self.currency not in EXPONENTS:
            raise _unknown_currency(self.currency)

    @classmethod
    def parse(
        cls, amount: str | int | Decimal, currency: str, *, path: str = ""
    ) -> Self:
        """Read an amount in major units, exactly.

        A string is plain decimal digits with a point: no exponent, no thousands
        separator, no comma. More decimals than the currency has are accepted only
        when they are zeros.

        Args:
            amount: ``"19.99"``, a whole number of major units, or a `Decimal`.
            currency: The ISO 4217 code in capitals.
            path: Where the amount stood in the input, for the error.

        Raises:
            InvalidMoney: A float, a fraction of a minor unit, or not a number.
            UnknownCurrency: The code is not one of ISO 4217.

        >>> Money.parse("19.90", "EUR").amount_minor
        1990
        >>> Money.parse("19.995", "EUR")
        Traceback (most recent call last):
        ...
        postpurchase.errors.inputs.InvalidMoney: '19.995' is not an exact amount: ...
        """
        exponent = exponent_of(currency, path=path)
        read = read_decimal(amount)
        if read is None:
            raise InvalidMoney(
                path=path,
                value=short(amount),
                expected="a decimal string such as '19.99', an int or a Decimal",
            )
        sign, whole, decimals = read
        kept, beyond = decimals[:exponent], decimals[exponent:]
        minor = int(whole + kept.ljust(exponent, "0"))
        if beyond.strip("0") or minor >= _LIMIT:
            raise InvalidMoney(
                path=path,
                value=short(amount),
                expected=f"{currency} has {exponent} decimals and at most "
                f"{DIGITS_MAX} digits",
            )
        return cls(-minor if sign else minor, currency)

    @property
    def decimal_text(self) -> str:
        """The amount in major units, exact and without a locale.

        >>> Money(-5, "EUR").decimal_text, Money(1999, "JPY").decimal_text
        ('-0.05', '1999')
        """
        exponent = EXPONENTS[self.currency]
        if not exponent:
            return str(self.amount_minor)
        digits = str(abs(self.amount_minor)).rjust(exponent + 1, "0")
        sign = "-" if self.amount_minor < 0 else ""
        return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"

    def format(self, locale: str = "en") -> str:
        r"""Write the amount as readers of *locale* do, with the currency's own digits.

        >>> Money(123456, "UAH").format("uk")
        '1\xa0234,56\xa0₴'
        """
        return wording.money(
            self.decimal_text, self.currency, EXPONENTS[self.currency], locale
        )

    def allocate(self, weights: Sequence[int]) -> tuple[Self, ...]:
        """Share the amount out by *weights*; the parts add up to it exactly.

        See `allocate` for the rule.

        >>> Money(1000, "EUR").allocate([1, 1, 1])
        (<Money 3.34 EUR>, <Money 3.33 EUR>, <Money 3.33 EUR>)
        """
        parts = allocate(self.amount_minor, weights)
        return tuple(type(self)(part, self.currency) for part in parts)

    def __add__(self, other: Money) -> Money:
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount_minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise InvalidMoney(
                value=short(times), expected="money is multiplied by an int only"
            )
        return Money(self.amount_minor * times, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency)

    def __abs__(self) -> Money:
        return self if self.amount_minor >= 0 else -self

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def __lt__(self, other: Money) -> bool:
        return self.amount_minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount_minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount_minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount_minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.decimal_text} {self.currency}"

    def __repr__(self) -> str:
        return f"<Money {self}>"

    def _same(self, other: Money) -> int:
        if type(other) is not Money:
            raise InvalidMoney(value=short(other), expected="money meets money only")
        if other.currency != self.currency:
            raise CurrencyMismatch(value=str(other), expected=self.currency)
        return other.amount_minor


def zero(currency: str) -> Money:
    """Nothing, in *currency*.

    >>> sum([Money(100, "EUR"), Money(250, "EUR")], zero("EUR"))
    <Money 3.50 EUR>
    """
    return Money(0, currency)


def exponent_of(currency: str, *, path: str = "") -> int:
    """Return how many decimals *currency* has.

    Raises:
        UnknownCurrency: The code is not one of ISO 4217.

    >>> exponent_of("IQD")
    3
    """
    try:
        return EXPONENTS[currency]
    except (KeyError, TypeError):
        raise _unknown_currency(currency, path=path) from None


def allocate(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Share *total* out by *weights*; the parts add up to it exactly.

    Every part gets the whole number below its exact share; what is left goes, one
    unit each, to the largest remainders, ties to the first. A negative total is
    shared like its absolute value, with the sign put back. Weights that are all
    zero share evenly.

    Args:
        total: Whole units, may be negative.
        weights: Whole numbers, none negative, at least one.

    Raises:
        InvalidQuantity: The total is not an `int`, a weight is negative or not an
            `int`, or there is none.

    >>> allocate(1000, [1, 1, 1]), allocate(-1000, [1, 1, 1])
    ((334, 333, 333), (-334, -333, -333))
    """
    if not weights or any(type(weight) is not int or weight < 0 for weight in weights):
        raise InvalidQuantity(
            path="weights",
            value=short(weights),
            expected="whole numbers, none negative",
        )
    _check_whole(total, "total")
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole, size = sum(shares), abs(total)
    parts = [size * share // whole for share in shares]
    by_remainder = sorted(
        range(len(shares)), key=lambda index: -(size * shares[index] % whole)
    )
    for index in by_remainder[: size - sum(parts)]:
        parts[index] += 1
    return tuple(parts) if total >= 0 else tuple(-part for part in parts)


def share_half_up(total: int, k: int, n: int) -> int:
    """Return what the first *k* of *n* equal units are entitled to of *total*.

    This is ``total * k / n`` rounded half up, away from zero for negative totals.
    Refunding units one by one pays the difference of two such shares, so that any
    order of part refunds adds up to the total.

    Args:
        total: Minor units for all *n* units, may be negative.
        k: Units, ``0 <= k <= n``.
        n: Units, at least one.

    Raises:
        InvalidQuantity: The total is not an `int`, or *k* or *n* lies outside its
            range.

    >>> [share_half_up(1000, k, 3) for k in range(4)]
    [0, 333, 667, 1000]
    """
    if not 0 <= k <= n or n == 0:
        raise InvalidQuantity(
            path="k", value=str(k), expected=f"at most {n}, not below 0"
        )
    _check_whole(total, "total")
    share = (2 * abs(total) * k + n) // (2 * n)
    return share if total >= 0 else -share


def _check_whole(value: object, path: str) -> None:
    if type(value) is not int:
        raise InvalidQuantity(
            path=path, value=short(value), expected="a whole number of minor units"
        )


def _unknown_currency(code: object, *, path: str = "") -> UnknownCurrency:
    from difflib import get_close_matches

    asked = code.strip().upper()[:3] if isinstance(code, str) else ""
    near = get_close_matches(asked, EXPONENTS, n=1)
    return UnknownCurrency(
        path=path,
        value=short(code),
        expected="a code of ISO 4217",
        near=near[0] if near else "",
    )
