"""What was paid and what went back, as a Shopify order tells it.

An order's JSON has no list of payments, only `financial_status`. It is
trusted over `total_outstanding`, which test orders leave at the full amount,
except that money which went back must have come in before.

Source: Shopify Admin REST API, resources Order and Refund.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from postpurchase.adapters.reading import Reader
from postpurchase.adapters.shopify_money import convert, of_set, settled, total_of
from postpurchase.adapters.shopify_parcels import units_of
from postpurchase.adapters.snapshot import SnapshotPayment, SnapshotRefund
from postpurchase.errors import InvalidInput
from postpurchase.values.money import Money, zero

FINANCIAL_STATUSES: Final = (
    "pending",
    "authorized",
    "partially_paid",
    "paid",
    "partially_refunded",
    "refunded",
    "voided",
    "expired",
    "unpaid",
)

CASH_ON_DELIVERY: Final = ("cash on delivery", "cash_on_delivery", "cod")

_ALL_PAID: Final = ("paid", "partially_refunded", "refunded")


def payments_of(
    order: Reader, order_id: str, total: Money, refunded: Money
) -> tuple[SnapshotPayment, ...]:
    """Tell from the financial status what was promised and what came in."""
    status = order.choice("financial_status", FINANCIAL_STATUSES, default="pending")
    captured = max(_captured(order, status, total), min(refunded, total))
    method = method_of(order)
    amount = total if status in ("authorized", "voided", "expired") else captured
    state = "captured"
    if status == "authorized" and captured < amount:
        state = "authorized"
    elif status in ("voided", "expired") and not captured:
        state = "voided"
    elif _on_delivery(method) and not captured and total:
        state, amount, method = "due", total, "cash_on_delivery"
    if not amount:
        return ()
    return (
        SnapshotPayment(
            payment_id=f"{order_id}:payment",
            method=method,
            state=state,  # type: ignore[arg-type]  # one of the four words above
            amount=amount,
            captured=captured,
            path=order.at("financial_status"),
        ),
    )


def _captured(order: Reader, status: str, total: Money) -> Money:
    if status in _ALL_PAID:
        return total
    if status != "partially_paid":
        return zero(total.currency)
    owed = order.money("total_outstanding", total.currency)
    if owed > total:
        order.fault("total_outstanding", f"at most the total, {total.decimal_text}")
        return zero(total.currency)
    return total - owed


def method_of(order: Reader) -> str:
    """Read the names of the gateways as one method."""
    names = []
    for index, said in enumerate(order.list("payment_gateway_names")):
        holder = Reader({"n": said}, f"{order.at('payment_gateway_names')}[{index}]")
        names.append(holder.line("n", most=100))
        for fault in holder.faults:
            order.note(fault)
    return ", ".join(name for name in names if name)[:200] or "shopify"


def _on_delivery(method: str) -> bool:
    words = method.lower()
    return any(name == words or f"({name})" in words for name in CASH_ON_DELIVERY) or (
        words.startswith("cash on delivery")
    )


def refunds_of(
    order: Reader, currency: str, *, included: bool
) -> tuple[SnapshotRefund, ...] | None:
    """Read refunds in which money went back; None where none are listed at all."""
    if "refunds" not in order:
        return None
    found = (refund_of(one, order, currency, included) for one in order.each("refunds"))
    return tuple(refund for refund in found if refund.amount or refund.units)


def refund_mark(refund_id: str) -> str:
    """Make the words by which a refund of ours is known again in its note.

    >>> refund_mark("R-1")
    '[postpurchase refund R-1]'
    """
    return f"[postpurchase refund {refund_id}]"


_MARK: Final = re.compile(r"\[postpurchase refund ([^\]]{1,128})\]")


def refund_of(
    one: Reader, order: Reader, currency: str, included: bool
) -> SnapshotRefund:
    """Read one refund, with its amount in shop money."""
    name = "processed_at" if "processed_at" in one else "created_at"
    ours = _MARK.search(one.text("note", most=5_000))
    refund_id = one.id("id")
    return SnapshotRefund(
        refund_id=ours[1] if ours else refund_id,
        at=one.when(name),
        amount=_amount(one, order, currency, included),
        units=units_of(one, "refund_line_items", "line_item_id"),
        reason=one.line("note", most=5_000)[:200],
        path=one.path,
    )


def _amount(one: Reader, order: Reader, currency: str, included: bool) -> Money:
    """Return what went back.

    The successful transactions tell it. A transaction in the currency that the
    customer saw is not shop money: then the refunded lines and adjustments,
    which state both, tell the amount or at least the rate.
    """
    if "transactions" not in one:
        return _by_lines(one, currency, included, "shop_money")
    paid, foreign = zero(currency), Decimal(0)
    other = ""
    for moved in one.each("transactions"):
        if moved.text("kind", most=40) != "refund":
            continue
        if moved.text("status", most=40) != "success":
            continue
        said = moved.text("currency", most=10) or currency
        if said == currency:
            paid += moved.money("amount", currency)
        else:
            other = said
            foreign += moved.decimal("amount")
    return paid + _converted(one, order, currency, included, foreign, other)


def _converted(
    one: Reader,
    order: Reader,
    currency: str,
    included: bool,
    foreign: Decimal,
    other: str,
) -> Money:
    if not foreign:
        return zero(currency)
    seen = order.text("presentment_currency", most=10)
    if seen and seen != other:
        one.fault("transactions", f"in {currency} or {seen}")
        return zero(currency)
    shop = _by_lines(one, currency, included, "shop_money")
    presented = _by_lines(one, other, included, "presentment_money")
    rate = Decimal(presented.decimal_text)
    if not shop or not rate:
        total = order.child("total_price_set")
        shop = of_set(total.child("shop_money"), currency)
        rate = total.child("presentment_money").decimal("amount")
    try:
        return convert(foreign, shop, rate)
    except InvalidInput as fault:
        one.note(
            InvalidInput(
                path=one.at("transactions"), value=fault.value, expected=fault.expected
            )
        )
        return zero(currency)


def _by_lines(one: Reader, currency: str, included: bool, which: str) -> Money:
    """Add up refunded lines, less adjustments, in one of the two currencies.

    Shopify states an adjustment below zero when more goes back than for the
    lines, such as shipping, and above zero when less does.
    """
    amounts = []
    for line in one.each("refund_line_items"):
        amounts.append(_side(line, "subtotal", currency, which))
        if not included:
            amounts.append(_side(line, "total_tax", currency, which))
    for change in one.each("order_adjustments"):
        amounts.append(-_side(change, "amount", currency, which))
        amounts.append(-_side(change, "tax_amount", currency, which))
    total = total_of(amounts, currency)
    return total if total.amount_minor > 0 else zero(currency)


def _side(reader: Reader, name: str, currency: str, which: str) -> Money:
    both = reader.child(f"{name}_set")
    if which in both:
        return of_set(both.child(which), currency, sign=True)
    if which == "shop_money":
        return settled(reader, name, currency, sign=True)
    return zero(currency)
