"""The kinds of streams that a command can write: an order's and a customer's.

Everything that the service does, it does for both alike; what differs between them
is here, as a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

import attrs

from postpurchase.customer import decide as customer_rules
from postpurchase.customer import evolve as customer_events
from postpurchase.customer import timers as customer_timers
from postpurchase.customer.commands import CustomerCommand
from postpurchase.customer.model import EMPTY as NO_CUSTOMER
from postpurchase.hooks.questions import ask
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.subscribers import Subscriber
from postpurchase.order import timers as order_timers
from postpurchase.order.commands import Command, PlaceOrder
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, Order
from postpurchase.order.stock import stock_moves
from postpurchase.service.sealing import person_of, seal, seal_inserts
from postpurchase.stores.base import PersonalValue
from postpurchase.values.stock import StockMove

AnyCommand = Command | CustomerCommand
"""What can be asked."""

Prepared = tuple[Any, tuple[PersonalValue, ...]]
"""A command that can be decided on, and the personal values that were in it."""


@attrs.frozen(kw_only=True, eq=False)
class StreamKind:
    """One kind of stream.

    Args:
        prefix: How its streams begin; what they are of follows.
        empty: The state before the first event.
        prepare: Seals a command's personal values and asks the plugins that have a
            say, given the command, the state and the plugins.
        decide: Says which events a command leads to.
        replay: Applies events to a state.
        stock_moves: Says what an event moves in stock, given the event, the state
            after it and its version.
        subscribers: Says who is told.
        timers_of: Says which timers an event sets.
        timer_command: Says what is asked when a timer is due, given its purpose, the
            event, what the stream is of, and the command's id.
    """

    prefix: str
    empty: Any
    prepare: Callable[[Any, Any, Plugins], Prepared]
    decide: Callable[[Any, Any], tuple[Any, ...]]
    replay: Callable[[Iterable[Any], Any], Any]
    stock_moves: Callable[[Any, Any, int], Iterable[StockMove]]
    subscribers: Callable[[Plugins], tuple[Subscriber, ...]]
    timers_of: Callable[[Any], tuple[tuple[str, datetime], ...]]
    timer_command: Callable[[str, Any, str, str], AnyCommand]


def _prepare_order(command: Command, order: Order, plugins: Plugins) -> Prepared:
    if isinstance(command, PlaceOrder):
        customer = command.customer_id
    else:
        customer = order.placed.customer_id if order.placed else ""
    person = person_of(command.order_id, customer)
    sealed, rows = seal(command, person)
    asked, texts = seal_inserts(ask(sealed, order, plugins), person)
    return asked, rows + texts


ORDERS: Final = StreamKind(
    prefix="order:",
    empty=EMPTY,
    prepare=_prepare_order,
    decide=decide,
    replay=replay,
    stock_moves=lambda event, order, version: stock_moves(event, order.grid, version),
    subscribers=attrgetter("subscribers"),
    timers_of=order_timers.timers_of,
    timer_command=lambda purpose, event, order_id, key: order_timers.timer_command(
        purpose, event, order_id=order_id, command_id=key
    ),
)

CUSTOMERS: Final = StreamKind(
    prefix="customer:",
    empty=NO_CUSTOMER,
    # No personal value is in these commands, and no plugin has a say in them.
    prepare=lambda command, _customer, _plugins: (command, ()),
    decide=customer_rules.decide,
    replay=customer_events.replay,
    stock_moves=lambda _event, _customer, _version: (),
    subscribers=attrgetter("customer_subscribers"),
    timers_of=customer_timers.timers_of,
    timer_command=lambda purpose, event, customer_id, key: (
        customer_timers.timer_command(
            purpose, event, customer_id=customer_id, command_id=key
        )
    ),
)


def kind_of(stream: str) -> StreamKind:
    """Say of which kind a stream is, by its name.

    >>> kind_of("customer:c7") is CUSTOMERS, kind_of("order:customer:c7") is ORDERS
    (True, True)
    """
    return CUSTOMERS if stream.startswith(CUSTOMERS.prefix) else ORDERS
