"""What a refund consists of, and which payments bear it.

The quote and the commit go this one way: `compose` is asked by both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import attrs

from postpurchase.errors import (
    NothingToChange,
    OverRefunded,
    UnknownOrder,
    UnknownPayment,
)
from postpurchase.order.amounts import (
    balance_due_minor,
    open_shipping_minor,
    outstanding_minor,
)
from postpurchase.order.draft import thaw
from postpurchase.order.events import RefundParts, RefundRequested
from postpurchase.order.granting import grant
from postpurchase.order.ledger import requested
from postpurchase.order.minor_units import minor_from_zero
from postpurchase.values.ids import check_id
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from postpurchase.order.commands import Command, RequestRefund
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import LineParts, OrderPlaced
    from postpurchase.order.ledger import Ledger, Payment, Refund

AMOUNTS = {
    "overpaid": "overpaid_minor",
    "goodwill": "goodwill_minor",
    "fee": "fee_minor",
    "shipping": "advance_minor",
    "shipping_kept": "shipping_kept_minor",
    "deduction": "deduction_minor",
    "points": "points_minor",
}
"""The amounts that are asked for by name, and the parts that they are."""

LAST = ("gift_card", "store_credit")
"""Methods of payment that get money back after all others, in this order."""


def compose(order: Draft, command: RequestRefund) -> tuple[RefundRequested, ...]:
    """Say which refunds a request leads to: one for each payment that bears it.

    Raises:
        NotEnoughUnits: Units were granted already, or are replaced by others.
        NothingToChange: It comes to nothing, or an amount is more than there is.
        OverRefunded: The payments have not as much left.
        UnknownPayment: A payment that is named does not exist.
    """
    agreed = agreed_terms(order, command)
    lines = grant(order, command.units)
    parts = _parts(order, command, agreed, lines)
    if command.is_capped:
        beyond = parts.total_minor - max(0, _left_minor(order, command.payment_id))
        parts = attrs.evolve(parts, short_minor=max(0, beyond))
    amount = parts.total_minor
    if amount <= 0:
        shown = Money(amount, agreed.currency)
        raise NothingToChange(reason=f"the refund comes to {shown}")
    events = _events(order, command, lines, parts)
    if parts.overpaid_minor and (more := _after(order, events)) > 0:
        left = Money(max(0, parts.overpaid_minor - more), agreed.currency)
        raise NothingToChange(
            path="overpaid", reason=f"only {left} were paid above what is owed"
        )
    return events


def _after(order: Draft, events: Iterable[RefundRequested]) -> int:
    return balance_after(order, map(requested, events))


def balance_after(order: Draft, refunds: Iterable[Refund]) -> int:
    """What the customer owes once these refunds are promised."""
    after = thaw(order)
    after.ledger = after.ledger.with_refunds(refunds)
    return balance_due_minor(after)


def agreed_terms(order: Draft, command: Command) -> OrderPlaced:
    """Pass what was agreed when the order was placed.

    Raises:
        UnknownOrder: It never was.
    """
    if order.placed is None:
        raise UnknownOrder(order_id=command.order_id)
    return order.placed


def asked_minor(order: Draft, command: RequestRefund) -> dict[str, int]:
    """Read the amounts that are asked for, by the names of their parts.

    Raises:
        CurrencyMismatch: One is in another currency.
        InvalidMoney: One is negative.
    """
    currency = agreed_terms(order, command).currency
    return {
        part: minor_from_zero(getattr(command, name), currency, name)
        for name, part in AMOUNTS.items()
    }


def bonus_minor(order: Draft, command: RequestRefund) -> int:
    """Read what is given on top of store credit.

    Raises:
        NothingToChange: It is not store credit that is given.
    """
    currency = agreed_terms(order, command).currency
    bonus = minor_from_zero(command.bonus, currency, "bonus")
    if bonus and not command.into:
        raise NothingToChange(
            path="bonus", reason="a bonus is given on store credit only"
        )
    return bonus


def open_charges(order: Draft) -> tuple[str, ...]:
    """Kinds of the order's charges that were not granted yet."""
    charges = order.placed.charges if order.placed else ()
    granted = {
        kind for r in order.ledger.refunds if not r.is_undone for kind in r.charges
    }
    kinds = dict.fromkeys(charge.kind for charge in charges)
    return tuple(kind for kind in kinds if kind not in granted)


def _parts(
    order: Draft,
    command: RequestRefund,
    agreed: OrderPlaced,
    lines: Sequence[LineParts],
) -> RefundParts:
    asked = asked_minor(order, command)
    shipping = sum(parts.shipping_minor for parts in lines)
    advanced = min(shipping, outstanding_minor(order))
    _refuse_beyond(
        asked["shipping_kept_minor"],
        shipping - advanced,
        path="shipping_kept",
        currency=agreed.currency,
    )
    # What these units bring is not open any more; what is kept of it is, again.
    still = open_shipping_minor(order, lines) + advanced + asked["shipping_kept_minor"]
    _refuse_beyond(
        asked["advance_minor"],
        still,
        path="shipping",
        currency=agreed.currency,
    )
    return RefundParts(
        goods_minor=sum(parts.goods_minor for parts in lines),
        discount_minor=sum(parts.discount_minor for parts in lines),
        tax_minor=sum(parts.tax_minor for parts in lines),
        shipping_minor=shipping,
        advanced_minor=advanced,
        charges_minor=_charges_minor(order, command, agreed),
        **asked,
    )


def _refuse_beyond(wanted: int, most: int, *, path: str, currency: str) -> None:
    if wanted > most:
        raise NothingToChange(
            path=path, reason=f"only {Money(most, currency)} of the shipping are left"
        )


def _charges_minor(order: Draft, command: RequestRefund, agreed: OrderPlaced) -> int:
    still = open_charges(order)
    for kind in command.charges:
        if kind not in still:
            raise NothingToChange(
                path="charges", reason=f"no charge “{kind}” is left to go back"
            )
    return sum(
        charge.amount.amount_minor
        for charge in agreed.charges
        if charge.kind in command.charges
    )


def _events(
    order: Draft,
    command: RequestRefund,
    lines: tuple[LineParts, ...],
    parts: RefundParts,
) -> tuple[RefundRequested, ...]:
    """Write one refund for each payment; the first one grants everything."""
    shares = _shares(order, command, parts.total_minor)
    first = shares[0][1]
    group = command.refund_id if len(shares) > 1 else ""
    head = RefundRequested(
        at=command.at,
        by=command.by,
        refund_id=command.refund_id,
        payment_id=shares[0][0],
        key=_key(order, command.refund_id),
        amount_minor=first,
        units=command.units,
        parts=attrs.evolve(parts, split_minor=parts.total_minor - first),
        reason=command.reason,
        lines=lines,
        charges=tuple(dict.fromkeys(command.charges)),
        into=command.into,
        bonus_minor=bonus_minor(order, command),
        return_id=command.return_id,
        claim_id=command.claim_id,
        keeps=command.keeps,
        group=group,
    )
    events = [head]
    for payment_id, amount in shares[1:]:
        refund_id = _next_id(order, command.refund_id, len(events) + 1)
        events.append(
            attrs.evolve(
                head,
                refund_id=refund_id,
                payment_id=payment_id,
                key=_key(order, refund_id),
                amount_minor=amount,
                units=(),
                parts=RefundParts(split_minor=-amount),
                lines=(),
                charges=(),
                bonus_minor=0,
            )
        )
    return tuple(events)


def _next_id(order: Draft, refund_id: str, n: int) -> str:
    """Name a further part of a split.

    Raises:
        InvalidInput: The id of the refund is too long for that.
        NothingToChange: Another refund has that name.
    """
    part_id = check_id(f"{refund_id}/{n}", "refund_id")
    if any(refund.refund_id == part_id for refund in order.ledger.refunds):
        raise NothingToChange(
            path="refund_id", reason=f"refund {part_id} is another one already"
        )
    return part_id


def _key(order: Draft, refund_id: str) -> str:
    order_id = order.placed.order_id if order.placed else ""
    # The length keeps the ids apart, whatever stands in them.
    return f"{len(order_id)}:{order_id}:{refund_id}"


def _left_minor(order: Draft, payment_id: str) -> int:
    """What can go back at most: from the named payment, or from all together."""
    ledger = order.ledger
    together = min(
        ledger.all_left_minor,
        sum(max(0, ledger.left_minor(p.payment_id)) for p in ledger.payments),
    )
    if payment_id:
        return min(together, ledger.left_minor(order.payment(payment_id).payment_id))
    return together


def _shares(order: Draft, command: RequestRefund, amount: int) -> list[tuple[str, int]]:
    """Say which payment bears how much."""
    ledger = order.ledger
    if amount > _left_minor(order, command.payment_id):
        shown = ledger
        if command.payment_id:
            shown = ledger.of_payment(command.payment_id)
        refuse(order, shown, amount)
    if command.payment_id:
        return [(command.payment_id, amount)]
    left = {
        payment.payment_id: ledger.left_minor(payment.payment_id)
        for payment in in_order(order, command.payment_order)
    }
    for payment_id, can in left.items():
        if can >= amount:
            return [(payment_id, amount)]
    shares = []
    for payment_id, can in left.items():
        share = min(amount, can)
        if share > 0:
            shares.append((payment_id, share))
            amount -= share
    return shares


def refuse(order: Draft, ledger: Ledger, amount: int) -> NoReturn:
    """Refuse a refund for which not as much is left.

    Raises:
        OverRefunded: With the numbers of *ledger*; what banks took counts as gone.
    """
    currency = order.placed.currency if order.placed else ""
    gone = ledger.refunded_minor + ledger.charged_back_minor
    raise OverRefunded(
        captured=str(Money(ledger.captured_minor, currency)),
        refunded=str(Money(gone, currency)),
        reserved=str(Money(ledger.reserved_minor, currency)),
        asked=str(Money(amount, currency)),
    )


def in_order(order: Draft, payment_order: Sequence[str] = ()) -> list[Payment]:
    """Put the payments in the order in which they get money back.

    Those that are named by id or method come first; then the customer's money in
    the order in which it came, then gift cards, then store credit.

    Raises:
        UnknownPayment: A name is neither.
    """
    payments = order.ledger.payments
    for name in payment_order:
        if not any(name in (p.payment_id, p.method) for p in payments):
            known = tuple(p.payment_id for p in payments)
            raise UnknownPayment(payment_id=name, known=known)

    def rank(payment: Payment) -> tuple[int, int]:
        for n, name in enumerate(payment_order):
            if name in (payment.payment_id, payment.method):
                return n, 0
        method = payment.method
        return len(payment_order), LAST.index(method) + 1 if method in LAST else 0

    return sorted(payments, key=rank)
