"""The order's money: payments, refunds, and what units were granted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from postpurchase.values.money import share_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from postpurchase.order.events import LineParts, RefundParts, RefundRequested
    from postpurchase.order.quantities import LineUnits

RESERVED = frozenset({"requested", "sent", "unknown"})
"""States of a refund in which its money is neither here nor gone."""

FREE = frozenset({"failed", "abandoned"})
"""States of a refund in which its money is here."""


@attrs.frozen
class Payment:
    """Money that comes in.

    Args:
        payment_id: The payment.
        method: How it is paid.
        state: ``authorized``, ``captured``, ``due``, ``collected``, ``remitted``
            or ``voided``.
        amount_minor: What was authorised or agreed, in minor units.
        captured_minor: What came in, in minor units.
        at: When it was last changed.
    """

    payment_id: str
    method: str
    state: str
    amount_minor: int
    captured_minor: int
    at: datetime


@attrs.frozen
class Refund:
    """Money that goes back.

    Args:
        refund_id: The refund.
        payment_id: The payment that it comes from.
        state: ``requested``, ``sent``, ``unknown``, ``failed``, ``abandoned`` or
            ``succeeded``.
        amount_minor: How much, in minor units.
        units: The units whose entitlement it grants.
        key: The one key under which the provider is asked; empty for refunds
            that were made elsewhere.
        parts: What it consists of.
        reason: Why.
        at: When it was requested.
        gateway: The code of the payment gateway that was asked; empty where none
            was, or the shop asked by its own means.
        sent_at: When the provider was first asked; None before.
        reference: The provider's own id of it, once known.
        lines: What the units of each line bring to it.
        charges: Kinds of the order's charges that it grants.
        into: Empty for the payment itself, or ``store_credit``.
        bonus_minor: Given on top of store credit; it comes from no payment.
        return_id: The return that it belongs to.
        claim_id: The claim that it belongs to.
        keeps: Whether the customer has the goods and keeps them.
        group: The first refund of a split; empty where one payment bears it.
        is_undone: Whether what it grants may be granted anew.
    """

    refund_id: str
    payment_id: str
    state: str
    amount_minor: int
    units: tuple[LineUnits, ...]
    key: str
    parts: RefundParts
    reason: str
    at: datetime
    gateway: str = ""
    sent_at: datetime | None = None
    reference: str = ""
    lines: tuple[LineParts, ...] = ()
    charges: tuple[str, ...] = ()
    into: str = ""
    bonus_minor: int = 0
    return_id: str = ""
    claim_id: str = ""
    keeps: bool = False
    group: str = ""
    is_undone: bool = False

    @property
    def overpaid_minor(self) -> int:
        """What of it settles what was paid above what is owed.

        What a refund grants settles itself. A refund that was given up without
        giving that free settles nothing: it is owed. One that was paid although it
        had been undone was paid too much.
        """
        if self.is_undone:
            return self.amount_minor if self.state == "succeeded" else 0
        if self.state == "abandoned":
            return self.parts.overpaid_minor - self.amount_minor
        if self.state == "failed" and not self.group:
            return 0
        return self.parts.overpaid_minor


def requested(event: RefundRequested) -> Refund:
    """Make the refund that an event asks for."""
    return Refund(
        event.refund_id,
        event.payment_id,
        "requested",
        event.amount_minor,
        event.units,
        event.key,
        event.parts,
        event.reason,
        event.at,
        lines=event.lines,
        charges=event.charges,
        into=event.into,
        bonus_minor=event.bonus_minor,
        return_id=event.return_id,
        claim_id=event.claim_id,
        keeps=event.keeps,
        group=event.group,
    )


@attrs.frozen
class Chargeback:
    """Money that the customer's bank demands back.

    Args:
        chargeback_id: The case.
        payment_id: The payment.
        amount_minor: What is demanded, in minor units.
        state: ``open``, ``won`` or ``lost``.
        reason: The bank's reason code.
        at: When it was last opened or settled.
    """

    chargeback_id: str
    payment_id: str
    amount_minor: int
    state: str
    reason: str
    at: datetime


@attrs.frozen
class Credit:
    """What goods that come back are worth to the goods given for them.

    Args:
        exchange_id: The exchange.
        return_id: The return.
        lines: What the units that still count are worth, by line.
        kept: What is kept back of it.
        line_ids: The new lines.
        ship: When those may leave: ``first``, ``receipt`` or ``inspection``.
        taken: Units by line that came back and count.
    """

    exchange_id: str
    return_id: str
    lines: tuple[LineParts, ...]
    kept: RefundParts
    line_ids: tuple[str, ...]
    ship: str
    taken: tuple[LineUnits, ...] = ()

    @property
    def amount_minor(self) -> int:
        """What it is worth now; nothing is kept back of nothing."""
        worth = sum(part.total_minor for part in self.lines)
        return max(0, worth + self.kept.total_minor)


def reduced(parts: LineParts, units: int) -> LineParts:
    """Take units out of what units of a line bring; the last ones go.

    >>> from postpurchase.order.events import LineParts
    >>> reduced(LineParts(line_id="A", units=3, goods_minor=1000), 1).goods_minor
    667
    """
    left, n = parts.units - units, parts.units
    return attrs.evolve(
        parts,
        units=left,
        goods_minor=share_half_up(parts.goods_minor, left, n),
        discount_minor=share_half_up(parts.discount_minor, left, n),
        tax_minor=share_half_up(parts.tax_minor, left, n),
        shipping_minor=share_half_up(parts.shipping_minor, left, n),
    )


@attrs.frozen
class Grant:
    """Units whose entitlement was granted, and what for.

    Args:
        parts: The units and what they brought.
        kind: ``""`` counts against units that are not owed any more; ``claim``
            against those that came back undelivered; ``sent`` against neither.
    """

    parts: LineParts
    kind: str


@attrs.frozen
class Ledger:
    """All money of an order.

    Args:
        payments: In the order in which they became known.
        refunds: In the order in which they were requested.
        chargebacks: In the order in which they were opened.
        credits: Those of exchanges, in the order in which they were agreed.
    """

    payments: tuple[Payment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    chargebacks: tuple[Chargeback, ...] = ()
    credits: tuple[Credit, ...] = ()

    @property
    def captured_minor(self) -> int:
        """Everything that came in."""
        return sum(p.captured_minor for p in self.payments)

    @property
    def refunded_minor(self) -> int:
        """Everything that went back."""
        return sum(r.amount_minor for r in self.refunds if r.state == "succeeded")

    @property
    def reserved_minor(self) -> int:
        """Everything that is promised or demanded back and not yet settled."""
        promised = sum(r.amount_minor for r in self.refunds if r.state in RESERVED)
        demanded = (c.amount_minor for c in self.chargebacks if c.state == "open")
        return promised + sum(demanded)

    @property
    def charged_back_minor(self) -> int:
        """Everything that banks took back for good."""
        return sum(c.amount_minor for c in self.chargebacks if c.state == "lost")

    @property
    def overpaid_back_minor(self) -> int:
        """What goes or went back because it was paid above what is owed."""
        return sum(r.overpaid_minor for r in self.refunds)

    @property
    def credit_minor(self) -> int:
        """What goods that come back are worth to goods given for them."""
        return sum(credit.amount_minor for credit in self.credits)

    @property
    def all_left_minor(self) -> int:
        """What could still go back together; a bank may have taken more."""
        return sum(self.left_minor(p.payment_id) for p in self.payments)

    def left_minor(self, payment_id: str) -> int:
        """What could still go back from one payment."""
        came = sum(
            p.captured_minor for p in self.payments if p.payment_id == payment_id
        )
        went = sum(
            r.amount_minor
            for r in self.refunds
            if r.payment_id == payment_id and r.state not in FREE
        )
        taken = sum(
            c.amount_minor
            for c in self.chargebacks
            if c.payment_id == payment_id and c.state != "won"
        )
        return came - went - taken

    def with_refunds(self, refunds: Iterable[Refund]) -> Ledger:
        """Add refunds."""
        return attrs.evolve(self, refunds=(*self.refunds, *refunds))

    def of_payment(self, payment_id: str) -> Ledger:
        """Cut out a payment with its refunds and chargebacks."""
        return Ledger(
            tuple(p for p in self.payments if p.payment_id == payment_id),
            tuple(r for r in self.refunds if r.payment_id == payment_id),
            tuple(c for c in self.chargebacks if c.payment_id == payment_id),
        )

    def fullest(self) -> Ledger:
        """Cut out the payment of which the most is left; there must be one."""
        best = max(self.payments, key=lambda p: self.left_minor(p.payment_id))
        return self.of_payment(best.payment_id)

    def granted_units(self, line_id: str) -> int:
        """Units of a line whose entitlement was granted so far."""
        return self._granted_by_line.get(line_id, 0)

    @cached_property
    def granting(self) -> tuple[RefundParts, ...]:
        """The parts of everything whose grants count: refunds and exchanges."""
        refunds = [r.parts for r in self.refunds if not r.is_undone]
        return (*refunds, *(credit.kept for credit in self.credits if credit.lines))

    @cached_property
    def grants(self) -> dict[str, tuple[Grant, ...]]:
        """Everything that was granted, by the line whose entitlement it was."""
        found: dict[str, tuple[Grant, ...]] = {}
        for grant in self._all_grants():
            root = grant.parts.root
            found[root] = (*found.get(root, ()), grant)
        return found

    @cached_property
    def _granted_by_line(self) -> dict[str, int]:
        granted: dict[str, int] = {}
        for grant in self._all_grants():
            line_id, units = grant.parts.line_id, grant.parts.units
            granted[line_id] = granted.get(line_id, 0) + units
        return granted

    def _all_grants(self) -> Iterator[Grant]:
        for refund in self.refunds:
            if not refund.is_undone:
                kind = "claim" if refund.claim_id else ""
                kind = "sent" if refund.return_id or refund.keeps else kind
                for parts in refund.lines:
                    yield Grant(parts, kind)
        for credit in self.credits:
            for parts in credit.lines:
                yield Grant(parts, "sent")


NO_MONEY = Ledger()
"""The ledger of an order for which no money moved yet."""
