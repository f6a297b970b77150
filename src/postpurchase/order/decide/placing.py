"""Rules for taking an order in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.errors import (
    AmountsDisagree,
    Contradiction,
    InvalidInput,
    InvalidMoney,
    OrderTaken,
)
from postpurchase.order.amounts import apportion
from postpurchase.order.commands import NewLine, PlaceOrder
from postpurchase.order.decide.checks import minor, minor_from_zero
from postpurchase.order.events import Event, OrderPlaced, PlacedLine
from postpurchase.order.quick import heir
from postpurchase.order.transitions import STANDARD_WORKFLOW
from postpurchase.values.money import Money, exponent_of
from postpurchase.values.personal import PersonalRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postpurchase.order.draft import Draft

_order_placed = heir(
    OrderPlaced, PlaceOrder, "lines", "recipient", "address", "gift_recipient"
)
_placed_line = heir(PlacedLine, NewLine, "workflow")


def place_order(order: Draft, command: PlaceOrder) -> tuple[Event, ...]:
    """Take an order in; its parts must add up to the stated total."""
    exponent_of(command.currency, path="currency")
    event = _order_placed(
        command,
        lines=_lines(command),
        recipient=_sealed_or_none(command.recipient, "recipient"),
        address=_sealed_or_none(command.address, "address"),
        gift_recipient=_sealed_or_none(command.gift_recipient, "gift_recipient"),
    )
    _check_total(command, event)
    if order.placed is None:
        return (event,)
    _refuse_another(order.placed, event)
    return ()


def sealed(value: object, path: str) -> PersonalRef:
    """Pass a reference to a personal value, never the value.

    Raises:
        InvalidInput: It is the value itself.
    """
    if isinstance(value, PersonalRef):
        return value
    raise InvalidInput(
        path=path,
        value="a personal value",
        expected="a reference to it; `PostPurchase.handle` makes one",
    )


def _sealed_or_none(value: object, path: str) -> PersonalRef | None:
    return None if value is None else sealed(value, path)


def _lines(command: PlaceOrder) -> tuple[PlacedLine, ...]:
    """Record the lines, with their shares of the order's discount and shipping."""
    currency, workflow = command.currency, command.workflow
    if command.discount is None and command.shipping is None:
        return tuple(
            [
                placed_line(line, currency, n, workflow=workflow)
                for n, line in enumerate(command.lines)
            ]
        )
    goods = [
        line.quantity * line_minor(line, "unit_price", currency, ("lines", n))
        for n, line in enumerate(command.lines)
    ]
    discounts = _discounts(command, goods)
    shipping = apportion(minor_from_zero(command.shipping, currency, "shipping"), goods)
    return tuple(
        [
            placed_line(
                line,
                currency,
                n,
                discount_minor=discounts[n],
                shipping_minor=shipping[n],
                workflow=workflow,
            )
            for n, line in enumerate(command.lines)
        ]
    )


def _discounts(command: PlaceOrder, goods: Sequence[int]) -> tuple[int, ...]:
    """Apportion the order's discount by what the lines cost after their own."""
    if command.discount is None:
        return (0,) * len(goods)
    currency = command.currency
    cost = []
    for n, line in enumerate(command.lines):
        own = line_minor(line, "discount", currency, ("lines", n))
        if own > goods[n]:
            refuse_above_goods(own, goods[n], currency, f"lines[{n}].discount")
        cost.append(goods[n] - own)
    discount = minor_from_zero(command.discount, currency, "discount")
    refuse_above_goods(discount, sum(cost), currency, "discount")
    return apportion(discount, cost)


def refuse_above_goods(discount: int, goods: int, currency: str, path: str) -> None:
    """Refuse a discount of more than what is left to be paid for the goods.

    Raises:
        InvalidMoney: It is more.
    """
    if discount > goods:
        raise InvalidMoney(
            path=path,
            value=str(Money(discount, currency)),
            expected=f"at most {Money(goods, currency)}, what the goods cost",
        )


def line_minor(line: NewLine, name: str, currency: str, where: tuple[str, int]) -> int:
    """Read one amount of a line in minor units; none is 0.

    Most lines have none of most amounts, so the path is made for refusals only.

    Raises:
        CurrencyMismatch: It is in another currency.
        InvalidMoney: It is negative.
    """
    amount: Money | None = getattr(line, name)
    if amount is None:
        return 0
    if amount.currency == currency and amount.amount_minor >= 0:
        return amount.amount_minor
    path, n = where
    return minor_from_zero(amount, currency, f"{path}[{n}].{name}")


def placed_line(
    line: NewLine,
    currency: str,
    n: int,
    *,
    path: str = "lines",
    discount_minor: int = 0,
    shipping_minor: int = 0,
    workflow: Sequence[str] | None = None,
) -> PlacedLine:
    """Record a line with its own amounts and its share of the order's."""
    where = path, n
    price = line_minor(line, "unit_price", currency, where)
    goods = price * line.quantity
    if line.discount is not None:
        own = line_minor(line, "discount", currency, where)
        if own > goods:
            refuse_above_goods(own, goods, currency, f"{path}[{n}].discount")
        discount_minor += own
    if line.shipping is not None:
        shipping_minor += line_minor(line, "shipping", currency, where)
    tax_minor = included_minor = 0
    if line.tax is not None:
        tax_minor = line_minor(line, "tax", currency, where)
    if line.included_tax is not None:
        included_minor = line_minor(line, "included_tax", currency, where)
    steps = line.workflow
    if steps is None:
        steps = STANDARD_WORKFLOW if workflow is None else tuple(workflow)
        steps = steps if line.requires_parcel else ()
    return _placed_line(
        line,
        unit_price_minor=price,
        open_units=line.quantity,
        goods_minor=goods,
        discount_minor=discount_minor,
        tax_minor=tax_minor,
        shipping_minor=shipping_minor,
        included_tax_minor=included_minor,
        workflow=steps,
    )


def _check_total(command: PlaceOrder, event: OrderPlaced) -> None:
    """Hold the parts against the stated total, and the total against the limit."""
    currency = event.currency
    charges = total_minor = 0
    for n, charge in enumerate(event.charges):
        charges += minor(charge.amount, currency, f"charges[{n}].amount")
    for line in event.lines:
        total_minor += line.net_minor
    total = Money(total_minor + charges, currency)
    if command.total is None:
        return
    if total.amount_minor != minor(command.total, currency, "total"):
        raise AmountsDisagree(
            path="total",
            sum=str(total),
            stated=str(command.total),
            parts=_parts_text(event, charges),
        )


def _parts_text(event: OrderPlaced, charges_minor: int) -> str:
    parts = {
        "goods": sum(line.goods_minor for line in event.lines),
        "discount": -sum(line.discount_minor for line in event.lines),
        "tax": sum(line.tax_minor for line in event.lines),
        "shipping": sum(line.shipping_minor for line in event.lines),
        "charges": charges_minor,
    }
    return ", ".join(
        f"{name} {Money(amount_minor, event.currency)}"
        for name, amount_minor in parts.items()
        if amount_minor
    )


def _refuse_another(known: OrderPlaced, said: OrderPlaced) -> None:
    """Accept the same order again, refuse another one under its id."""
    if known.source != said.source:
        raise OrderTaken(
            order_id=known.order_id, known_source=known.source, source=said.source
        )
    for field in attrs.fields(OrderPlaced):
        # References to personal values are made anew for every command, and who
        # took the order in does not make it another order.
        if field.name in ("at", "by", "recipient", "address", "gift_recipient"):
            continue
        before, now = getattr(known, field.name), getattr(said, field.name)
        if before != now:
            path, before, now = _first_difference(field.name, before, now)
            raise Contradiction(
                path=path,
                subject=f"order {known.order_id}",
                known=_shown(before),
                said=_shown(now),
            )


def _first_difference(path: str, before: Any, now: Any) -> tuple[str, Any, Any]:
    """Go down to the field in which two records, or two lists of them, differ."""
    if isinstance(before, tuple) and isinstance(now, tuple):
        if len(before) != len(now):
            return path, len(before), len(now)
        parts = [
            (f"{path}[{n}]", *pair)
            for n, pair in enumerate(zip(before, now, strict=True))
        ]
    elif type(before) is type(now) and attrs.has(type(before)):
        names = [field.name for field in attrs.fields(type(before))]
        parts = [(f"{path}.{n}", getattr(before, n), getattr(now, n)) for n in names]
    else:
        return path, before, now
    return next(_first_difference(*part) for part in parts if part[1] != part[2])


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
