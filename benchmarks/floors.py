"""The least that the work takes: plain code that any library is held against.

They decide nothing that an order needs; they show what the machine and the
language cost before a library adds anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from operator import attrgetter

import attrs

EVENTS = [
    ("place", ["created"], "placed", None),
    ("confirm", ["placed"], "confirmed", "paid"),
    ("allocate", ["confirmed"], "allocated", "in_stock"),
    ("pick", ["allocated"], "picking", None),
    ("check", ["picking"], "checked", "is_checked"),
    ("pack", ["checked"], "packed", None),
    ("ship", ["packed"], "shipped", "is_labelled"),
    ("depart", ["shipped"], "in_transit", None),
    ("dispatch", ["in_transit"], "out_for_delivery", None),
    ("deliver", ["out_for_delivery"], "delivered", None),
    ("close", ["delivered"], "closed", "is_over"),
    ("cancel", ["created", "placed", "confirmed", "allocated"], "cancelled", None),
    ("fail", ["shipped", "in_transit", "out_for_delivery"], "exception", None),
    ("recover", ["exception"], "in_transit", None),
    ("request_return", ["delivered"], "returning", None),
    ("receive_return", ["returning"], "returned", None),
    ("refund", ["returned", "cancelled"], "refunded", None),
]
"""A life cycle of 17 states: event, sources, target, the flag that guards it."""
HAPPY = tuple(event for event, *_ in EVENTS[:11])
STATES = ("created", *dict.fromkeys(target for _, _, target, _ in EVENTS))
GUARDS = ("paid", "in_stock", "is_checked", "is_labelled", "is_over")
TABLE = {
    (source, event): (target, attrgetter(guard) if guard else None)
    for event, sources, target, guard in EVENTS
    for source in sources
}


@attrs.frozen
class FrozenOrder:
    """The smallest order that never changes."""

    order_id: int
    state: str = "created"
    version: int = 0
    paid: bool = True
    in_stock: bool = True
    is_checked: bool = True
    is_labelled: bool = True
    is_over: bool = True
    is_cancellable: bool = True


@attrs.frozen
class Moved:
    """The smallest event."""

    order_id: int
    version: int
    name: str
    source: str
    target: str
    at: int


def frozen_records(orders: int) -> Callable[[], int]:
    """Dict look-up, guard, one frozen order and one frozen event per step."""
    log: list[Moved] = []
    add, clock = log.append, time.time_ns
    fresh = [FrozenOrder(n) for n in range(orders)]

    def fire(order: FrozenOrder, event: str) -> FrozenOrder:
        target, guard = TABLE[order.state, event]
        if guard is not None and not guard(order):
            raise ValueError(event)
        version = order.version + 1
        add(Moved(order.order_id, version, event, order.state, target, clock()))
        return FrozenOrder(
            order.order_id,
            target,
            version,
            order.paid,
            order.in_stock,
            order.is_checked,
            order.is_labelled,
            order.is_over,
            order.is_cancellable,
        )

    def run() -> int:
        for order in fresh:
            state = order
            for event in HAPPY:
                state = fire(state, event)
        return orders * len(HAPPY)

    return run
