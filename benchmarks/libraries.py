"""The same work by `transitions`, `python-statemachine` and `eventsourcing`.

Each is used as its documentation shows. The state machines drive the life cycle of
`floors.py`, eleven transitions per order; `eventsourcing` stores twelve events of
about 250 bytes per order in SQLite with its default of `synchronous=FULL`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from floors import EVENTS, GUARDS, HAPPY, STATES

_serial = itertools.count()


class Model:
    """What the guards look at."""

    def __init__(self) -> None:
        for guard in GUARDS:
            setattr(self, guard, True)


def transitions_life(orders: int) -> Callable[[], int]:
    """One machine, many models; making them is not timed."""
    from transitions import Machine

    class Guarded(Model):
        pass

    for guard in GUARDS:
        setattr(Guarded, f"is_{guard}", lambda self, guard=guard: getattr(self, guard))
    machine = Machine(
        model=None,
        states=list(STATES),
        initial="created",
        auto_transitions=False,
        transitions=[
            {"trigger": event, "source": source, "dest": target}
            | ({"conditions": f"is_{guard}"} if guard else {})
            for event, sources, target, guard in EVENTS
            for source in sources
        ],
    )
    models = [Guarded() for _ in range(orders)]
    for model in models:
        machine.add_model(model)

    def run() -> int:
        for model in models:
            for event in HAPPY:
                getattr(model, event)()
        return orders * len(HAPPY)

    return run


def statemachine_life(orders: int) -> Callable[[], int]:
    """One machine per order over a model; making them is not timed."""
    from statemachine import State, StateMachine

    names: dict[str, Any] = {}
    for state in STATES:
        names[state] = State(
            initial=state == "created", final=state in ("closed", "refunded")
        )
    for event, sources, target, guard in EVENTS:
        moves = [
            names[source].to(names[target], **({"cond": guard} if guard else {}))
            for source in sources
        ]
        joined = moves[0]
        for move in moves[1:]:
            joined |= move
        names[f"do_{event}"] = joined
    machine = type(StateMachine)("OrderMachine", (StateMachine,), names)
    machines = [machine(Model()) for _ in range(orders)]

    def run() -> int:
        for one in machines:
            for event in HAPPY:
                getattr(one, f"do_{event}")()
        return orders * len(HAPPY)

    return run


def _payload(number: int) -> dict[str, Any]:
    return {
        "actor": "user:7f3a2c",
        "lines": [{"line": f"L{n}", "qty": n + number % 9} for n in (1, 2, 3)],
        "note": "moved by the warehouse worker of shift two",
        "ref": f"ref-{number:08d}",
    }


@cache
def _order_class() -> Any:
    from eventsourcing.domain import Aggregate, event

    class Order(Aggregate):
        @event("Created")
        def __init__(self, actor: str, lines: Any, note: str, ref: str) -> None:
            self.status = "created"
            self.units = {line["line"]: line["qty"] for line in lines}

        @event("Moved")
        def move(
            self, target: str, actor: str, lines: Any, note: str, ref: str
        ) -> None:
            self.status = target
            for line in lines:
                self.units[line["line"]] = line["qty"]

    # Events are found again by the name of their class.
    Order.__qualname__ = "Order"
    globals()["Order"] = Order
    return Order


def _application(folder: Path) -> tuple[Any, Any]:
    from eventsourcing.application import Application

    path = folder / f"eventsourcing-{next(_serial)}.db"
    env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
    kind = type(f"Orders{next(_serial)}", (Application,), {})
    return kind(env=env), _order_class()


def eventsourcing_commands(folder: Path, orders: int) -> Callable[[], int]:
    """Load, decide, save; one durable transaction per event."""
    app, order_class = _application(folder)

    def run() -> int:
        ids = []
        for number in range(orders):
            order = order_class(**_payload(number))
            app.save(order)
            ids.append(order.id)
        for step in HAPPY:
            for number, known in enumerate(ids):
                order = app.repository.get(known)
                order.move(target=step, **_payload(number))
                app.save(order)
        return orders * 12

    run.close = app.close  # type: ignore[attr-defined]
    return run


def eventsourcing_replay(
    folder: Path, length: int, orders: int
) -> Callable[[], Callable[[], int]]:
    """Load orders of a length from SQLite."""
    app, order_class = _application(folder)
    ids = []
    for number in range(orders):
        order = order_class(**_payload(number))
        for step in range(length - 1):
            order.move(target=HAPPY[step % 11], **_payload(number))
        app.save(order)
        ids.append(order.id)

    def run() -> int:
        for known in ids:
            order = app.repository.get(known)
        assert order.version == length
        return orders * length

    return lambda: run
