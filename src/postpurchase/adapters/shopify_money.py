"""The money of a Shopify order: amounts in the shop's currency, and their sum.

Shopify states amounts flat (``price``) and, since 2019, as a set of shop money
and presentment money (``price_set``). Orders are kept in shop money, which is
the order's ``currency``; what the customer saw in another currency is not
mixed in.

Source: Shopify Admin REST API, resource Order, versions up to 2026-07.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from postpurchase.adapters.decoding import shown
from postpurchase.adapters.reading import Reader
from postpurchase.errors import CurrencyMismatch, InvalidInput
from postpurchase.values.answers import Charge
from postpurchase.values.money import Money, zero


def shop_money(
    reader: Reader,
    name: str,
    currency: str,
    *,
    default: str | None = None,
    sign: bool = False,
) -> Money:
    """Read an amount in shop money, from its set where there is one.

    A flat amount that differs from the set of the same name is a fault: one
    of the two is wrong, and nobody can tell which.

    >>> money = {"amount": "9.99", "currency_code": "EUR"}
    >>> reader = Reader({"price": "9.99", "price_set": {"shop_money": money}})
    >>> shop_money(reader, "price", "EUR")
    <Money 9.99 EUR>
    """
    both = reader.child(f"{name}_set")
    if "shop_money" not in both:
        return reader.money(name, currency, default=default, sign=sign)
    faults = len(reader.faults)
    amount = of_set(both.child("shop_money"), currency, sign=sign)
    if len(reader.faults) > faults:
        return amount
    if name in reader and reader.money(name, currency, sign=sign) != amount:
        reader.fault(name, f"the shop money of {name}_set, {amount.decimal_text}")
    return amount


def of_set(money: Reader, currency: str, *, sign: bool = False) -> Money:
    """Read ``{"amount", "currency_code"}`` that must be in *currency*."""
    said = money.text("currency_code", most=10) or money.text("currency", most=10)
    if said and said != currency:
        money.note(
            CurrencyMismatch(
                path=money.at("currency_code"), value=shown(said), expected=currency
            )
        )
        return zero(currency)
    return money.money("amount", currency, sign=sign)


def settled(reader: Reader, name: str, currency: str, *, sign: bool = False) -> Money:
    """Read an amount in shop money where flat amounts may be in another currency."""
    both = reader.child(f"{name}_set")
    if "shop_money" in both:
        return of_set(both.child("shop_money"), currency, sign=sign)
    return reader.money(name, currency, default="0", sign=sign)


def taxes(reader: Reader, currency: str) -> tuple[Money, int]:
    """Add up ``tax_lines``; also tell how many there are."""
    amounts = [settled(tax, "price", currency) for tax in reader.each("tax_lines")]
    return sum(amounts, zero(currency)), len(amounts)


def discount_of(line: Reader, currency: str) -> Money:
    """What is off a line: its allocations, or its own discount without any.

    The allocations hold the line's own discount and its share of the order's.
    """
    shares = [
        settled(share, "amount", currency)
        for share in line.each("discount_allocations")
    ]
    if shares:
        return sum(shares, zero(currency))
    return settled(line, "total_discount", currency)


def shipping_of(order: Reader, currency: str, *, included: bool) -> tuple[Money, Money]:
    """Return what shipping costs with its tax, and what was taken off it."""
    price = off = tax = zero(currency)
    for line in order.each("shipping_lines"):
        if line.flag("is_removed"):
            continue
        full = settled(line, "price", currency)
        reduced = _reduced(line, full, currency)
        price, off = price + reduced, off + (full - reduced)
        tax += taxes(line, currency)[0]
    if "shipping_lines" not in order and "total_shipping_price_set" in order:
        money = order.child("total_shipping_price_set").child("shop_money")
        price = of_set(money, currency)
    return (price if included else price + tax), off


def _reduced(line: Reader, full: Money, currency: str) -> Money:
    if "discounted_price" in line or "discounted_price_set" in line:
        return settled(line, "discounted_price", currency)
    shares = [
        settled(share, "amount", currency)
        for share in line.each("discount_allocations")
    ]
    return full - sum(shares, zero(currency))


def charges_of(order: Reader, currency: str, *, included: bool) -> tuple[Charge, ...]:
    """Read tips, duties and fees, which belong to no line."""
    nothing = zero(currency)
    tip = settled(order, "total_tip_received", currency)
    if any("tip" in line for line in order.each("line_items")):
        tip = nothing
    duty = nothing
    if not order.flag("duties_included"):
        duty = _duties(order, currency, included=included)
    fee = _set_or_nothing(order, "original_total_additional_fees_set", currency)
    found = (("tip", tip), ("duty", duty), ("fee", fee))
    return tuple(Charge(kind=kind, amount=amount) for kind, amount in found if amount)


def rounding_of(order: Reader, currency: str) -> Money:
    """Read what a payment in cash was rounded by."""
    name = "total_cash_rounding_payment_adjustment_set"
    return _set_or_nothing(order, name, currency, sign=True)


def _set_or_nothing(
    order: Reader, name: str, currency: str, *, sign: bool = False
) -> Money:
    both = order.child(name)
    if "shop_money" not in both:
        return zero(currency)
    return of_set(both.child("shop_money"), currency, sign=sign)


def _duties(order: Reader, currency: str, *, included: bool) -> Money:
    total, tax = zero(currency), zero(currency)
    for line in order.each("line_items"):
        for duty in line.each("duties"):
            if "shop_money" in duty:
                total += of_set(duty.child("shop_money"), currency)
            else:
                total += settled(duty, "price", currency)
            tax += taxes(duty, currency)[0]
    if "original_total_duties_set" in order:
        total = _set_or_nothing(order, "original_total_duties_set", currency)
    return total if included else total + tax


def convert(amount: Decimal, shop: Money, presentment: Decimal) -> Money:
    """Bring an amount that the customer saw to shop money, at the order's own rate.

    Rounds half up to the minor unit; all of it gives all of it.

    Raises:
        InvalidInput: The order does not tell its rate.

    >>> convert(Decimal("10.00"), Money(898, "USD"), Decimal("10.00"))
    <Money 8.98 USD>
    """
    if not presentment:
        raise InvalidInput(
            value=str(amount), expected="in the shop's currency, nor is a rate stated"
        )
    share = Decimal(shop.amount_minor) * abs(amount) / abs(presentment)
    return Money(int(share + Decimal("0.5")), shop.currency)


def total_of(amounts: Iterable[Money], currency: str) -> Money:
    """Add up amounts of one currency."""
    return sum(amounts, zero(currency))
