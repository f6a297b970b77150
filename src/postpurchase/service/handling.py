"""Handling: load, ask, decide, store; on conflict, again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from postpurchase.customer.model import Customer
from postpurchase.errors import (
    ConcurrencyConflict,
    KeyTaken,
    OutOfStock,
    PostPurchaseError,
    UnknownOrder,
)
from postpurchase.hooks.registry import Plugins
from postpurchase.order.model import Order
from postpurchase.service.cache import StateCache
from postpurchase.service.kinds import CUSTOMERS, ORDERS, AnyCommand
from postpurchase.service.reserving import Reservations
from postpurchase.service.shelf import Shelf
from postpurchase.service.states import States
from postpurchase.service.transaction import Outcome, RepeatedCommand, Transaction, Work
from postpurchase.stores.base import EventStore

ATTEMPTS_MAX = 20
"""How often a conflict is met with another try before the caller is told."""


class Service:
    """The one door through which orders and customers' accounts change.

    Args:
        store: Where the log is.
        plugins: Who is asked before a decision and told after it.
        clock: What time it is, aware, for the time at which events are recorded.
    """

    def __init__(
        self,
        store: EventStore,
        plugins: Plugins,
        clock: Callable[[], datetime],
        *,
        cache: StateCache | None = None,
    ) -> None:
        self.store = store
        self.plugins = plugins
        self.clock = clock
        self._states = States(store, StateCache() if cache is None else cache)
        self.reservations = Reservations(store, plugins, clock)

    def handle(self, command: AnyCommand) -> Outcome:
        """Handle one command in a transaction of its own.

        Raises:
            Rejected: A rule says no; nothing was stored.
            ConcurrencyConflict: Others wrote to the same stream again and again.
        """
        (result,) = self.handle_all((Work.of(command),))
        if isinstance(result, PostPurchaseError):
            raise result
        return result

    def handle_all(self, works: Sequence[Work]) -> list[Outcome | PostPurchaseError]:
        """Handle works in one transaction; each counts or is refused by itself.

        Returns:
            For each work its outcome, or why it was refused.

        Raises:
            ConcurrencyConflict: Others wrote to one of the streams again and again;
                nothing was stored.
        """
        # Nothing is set aside elsewhere for a command that was answered before.
        look_up_keys, tries = bool(self.plugins.stocks), 0
        shelf: Shelf | None = None
        refused: dict[int, PostPurchaseError] = {}
        while True:
            transaction = Transaction(
                self._states,
                self.plugins,
                look_up_keys=look_up_keys,
                shelf=shelf,
                reservations=self.reservations if self.plugins.stocks else None,
            )
            results: list[Outcome | PostPurchaseError] = []
            try:
                for n, work in enumerate(works):
                    results.append(refused.get(n) or transaction.add(work))
                self._store(transaction)
            except (KeyTaken, RepeatedCommand):
                tries += 1
                if tries == ATTEMPTS_MAX:
                    raise
                look_up_keys = True
            except OutOfStock as refusal:
                refused[_asker(works, results, refusal)] = refusal
                shelf = Shelf(self.store)
            except ConcurrencyConflict:
                tries += 1
                if tries == ATTEMPTS_MAX:
                    raise
                # One stale state is a sign that more of them may be.
                for pending in transaction.pendings():
                    self._states.cache.drop(pending.stream)
                refused.clear()
            else:
                return results

    def _store(self, transaction: Transaction) -> None:
        pendings = transaction.pendings()
        if not pendings:
            return
        now = self.clock()
        heads = self.store.append(*(pending.batch(now) for pending in pendings))
        for pending, head in zip(pendings, heads, strict=True):
            self._states.cache.put(pending.stream, head, pending.state)

    def order(self, order_id: str) -> Order:
        """Return an order as it stands now.

        Raises:
            UnknownOrder: There is none with this id.
        """
        order: Order = self._states.latest(ORDERS.prefix + order_id)
        if order.placed is None:
            raise UnknownOrder(order_id=order_id)
        return order

    def customer(self, customer_id: str) -> Customer:
        """Return a customer's account as it stands now; an empty one for a new one."""
        customer: Customer = self._states.latest(CUSTOMERS.prefix + customer_id)
        return customer if customer.version else Customer(customer_id=customer_id)


def _asker(
    works: Sequence[Work],
    results: Sequence[Outcome | PostPurchaseError],
    refusal: OutOfStock,
) -> int:
    """Find the work whose event asked for more than there is."""
    return next(
        n
        for n, (work, result) in enumerate(zip(works, results, strict=True))
        if isinstance(result, Outcome)
        and work.stream == refusal.stream
        and result.state.version >= refusal.version
    )
