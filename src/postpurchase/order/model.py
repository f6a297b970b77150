"""The order as it stands: what `decide` looks at and `replay` builds.

An `Order` never changes. While events are applied there is a `Draft` with the
same fields that does; it never leaves `replay`. The order is the draft with
its doors locked: `freeze` only turns the list of counts into a tuple and swaps
the class, which costs a fraction of building a second object. For that the
frozen class must be a subclass without fields of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

import attrs

from postpurchase.order import amounts, status
from postpurchase.order.draft import Draft
from postpurchase.order.ledger import Chargeback, Payment, Refund
from postpurchase.order.lines import OrderLine
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.changes import ParcelChange
    from postpurchase.order.circumstances import Revision
    from postpurchase.order.claims import Claim
    from postpurchase.order.events import OrderPlaced
    from postpurchase.order.findings import Finding
    from postpurchase.order.quantities import Quantities
    from postpurchase.order.quoting import RefundQuote
    from postpurchase.order.returns import Return, Withdrawal
    from postpurchase.values.answers import Charge, Promise
    from postpurchase.values.personal import PersonalRef


class Order(Draft):
    """An order at one moment; it never changes.

    What was agreed stands in `placed`; the lines with their places, the parcels,
    the money and the holds can be read from the properties. Every status is
    derived from them when asked for.
    """

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> NoReturn:
        raise attrs.exceptions.FrozenInstanceError

    @property
    def terms(self) -> OrderPlaced:
        """What was agreed when the order was placed.

        Raises:
            LookupError: The order was not placed.
        """
        if self.placed is None:
            raise LookupError("this order was not placed")
        return self.placed

    @property
    def order_id(self) -> str:
        """The order."""
        return self.terms.order_id

    @property
    def number(self) -> str:
        """The name that people use; the id where there is none."""
        return self.terms.number or self.terms.order_id

    @property
    def currency(self) -> str:
        """ISO 4217 code of every amount."""
        return self.terms.currency

    @property
    def placed_at(self) -> datetime:
        """When it was placed."""
        return self.terms.at

    @property
    def source(self) -> str:
        """The system that it was imported from; empty for the shop's own."""
        return self.terms.source

    @property
    def recipient(self) -> PersonalRef | None:
        """Who receives it, as a reference."""
        return self.terms.recipient

    @property
    def address(self) -> PersonalRef | None:
        """Where the rest of it goes, as a reference."""
        return self.circumstances.address or self.terms.address

    @property
    def country(self) -> str:
        """Country that the rest of it goes to."""
        return self.circumstances.country or self.terms.country

    @property
    def promise(self) -> Promise | None:
        """The latest promise; the first one is ``terms.promise``."""
        return self.circumstances.promise or self.terms.promise

    @property
    def revisions(self) -> tuple[Revision, ...]:
        """Every promise that replaced another, with its reason."""
        return self.circumstances.revisions

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        """The lines, in the order in which they were placed."""
        return tuple(OrderLine(self, n) for n in range(len(self.grid.lines)))

    def line(self, line_id: str) -> OrderLine:
        """Find a line.

        Raises:
            UnknownLine: The order has no such line.
        """
        return OrderLine(self, self.grid.line_no(line_id))

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Amounts of the order itself: tips, duties, fees, rounding."""
        return self.terms.charges

    @property
    def payments(self) -> tuple[Payment, ...]:
        """Payments in the order in which they became known."""
        return self.ledger.payments

    @property
    def refunds(self) -> tuple[Refund, ...]:
        """Refunds in the order in which they were requested."""
        return self.ledger.refunds

    @property
    def chargebacks(self) -> tuple[Chargeback, ...]:
        """What banks demanded back, in the order in which they did."""
        return self.ledger.chargebacks

    def money(self, amount_minor: int) -> Money:
        """Put an amount into the order's currency."""
        return Money(amount_minor, self.currency)

    @property
    def total(self) -> Money:
        """What the order costs, with all edits, including cancelled units."""
        return self.money(amounts.total_minor(self))

    @property
    def captured(self) -> Money:
        """What came in."""
        return self.money(self.ledger.captured_minor)

    @property
    def refunded(self) -> Money:
        """What went back."""
        return self.money(self.ledger.refunded_minor)

    @property
    def reserved(self) -> Money:
        """What is promised or demanded back and not yet settled."""
        return self.money(self.ledger.reserved_minor)

    @property
    def charged_back(self) -> Money:
        """What banks took back for good; it changes nothing about what is due."""
        return self.money(self.ledger.charged_back_minor)

    @property
    def balance_due(self) -> Money:
        """What the customer owes; negative when the customer is owed."""
        return self.money(amounts.balance_due_minor(self))

    def refund_quote(
        self, units: Quantities | None = None, **asked: Any
    ) -> RefundQuote:
        """Say what a refund would come to, by the same path as the refund itself.

        Args:
            units: Units by line id; None for everything that can still go back:
                all units, charges and what was paid too much, as far as there is
                money left.
            asked: What else `RequestRefund` takes, such as ``goodwill``,
                ``shipping`` or ``payment_order``; and ``ruling``, whose fees,
                shipping and bonus count as they would for a return.

        Raises:
            Rejected: What the refund itself would be refused with.
        """
        from postpurchase.order.quoting import refund_quote

        return refund_quote(self, units, **asked)

    @property
    def status(self) -> status.OrderStatus:
        """Fulfilment, payment and return status, derived."""
        return status.status_of(self)

    @property
    def errors_caught(self) -> int:
        """Scanned codes that did not belong and were refused."""
        return self.circumstances.errors_caught

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong now: why it is on the watch list."""
        return self.circumstances.findings

    @property
    def changes(self) -> tuple[ParcelChange, ...]:
        """What was asked of carriers about deliveries under way."""
        return self.circumstances.changes

    @property
    def returns(self) -> tuple[Return, ...]:
        """Returns in the order in which they were asked for."""
        return self.circumstances.returns

    @property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """Statements of withdrawal from the contract, in that order."""
        return self.circumstances.withdrawals

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Claims on carriers in the order in which they were opened."""
        return self.circumstances.claims

    def __repr__(self) -> str:
        if self.placed is None:
            return "Order(not placed)"
        words, n = self.status, len(self.grid.lines)
        lines = "1 line" if n == 1 else f"{n} lines"
        return (
            f"Order({self.order_id!r}, {lines}, {self.total}, "
            f"{words.fulfilment}, {words.financial}, version {self.version})"
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Order):
            return NotImplemented
        return fingerprint(self) == fingerprint(other)

    def __hash__(self) -> int:
        return hash((self.version, self.placed and self.placed.order_id))


def fingerprint(order: Draft) -> tuple[Any, ...]:
    """Everything that tells one state from another, for comparison.

    Two rows of counts that differ only in the order in which locations came up
    cannot follow from the same events, so the row itself is compared.
    """
    return (
        order.version,
        order.placed,
        order.grid.lines,
        order.grid.rows,
        tuple(order.counts),
        order.parcels,
        order.ledger,
        order.holds,
        order.circumstances,
    )


def freeze(draft: Draft) -> Order:
    """Lock a draft: from now on it is an `Order`, and nobody can change it."""
    if type(draft.counts) is list:
        draft.counts = tuple(draft.counts)
    draft.__class__ = Order
    return draft  # type: ignore[return-value]  # it is one since the line above


EMPTY = freeze(Draft())
"""The order before its first event."""
