"""Tests that read as sentences: given what happened, when asked, then this follows.

```python
given(placed, shipped).when(RecordTracking(...)).then(ParcelDelivered(...))
```
"""

from __future__ import annotations

from typing import Any

from postpurchase.errors import Rejected
from postpurchase.order.commands import Command
from postpurchase.order.decide import decide
from postpurchase.order.events import Event
from postpurchase.order.evolve import replay
from postpurchase.order.model import Order


class Answer:
    """What a command led to: events or a refusal.

    Args:
        order: The order before the command.
        events: What follows, if it was not refused.
        refused: The error, if it was.
    """

    def __init__(
        self, order: Order, events: tuple[Event, ...], refused: Exception | None
    ) -> None:
        self.before = order
        self.events = events
        self.refused = refused

    @property
    def order(self) -> Order:
        """The order after the command."""
        return replay(self.events, self.before)

    def then(self, *expected: Event) -> Order:
        """Assert that exactly these events follow, and return the order after them."""
        if self.refused is not None:
            message = f"refused: {self.refused!r}"
            raise AssertionError(message) from self.refused
        if expected != self.events:
            message = f"expected:\n{_listed(expected)}\nactual:\n{_listed(self.events)}"
            raise AssertionError(message)
        return self.order

    def then_nothing(self) -> Order:
        """Assert that the command was taken and changes nothing."""
        return self.then()

    def then_rejected(
        self, error: type[Exception] = Rejected, **attributes: Any
    ) -> None:
        """Assert that the command is refused with this error and these attributes."""
        if self.refused is None:
            message = f"expected {error.__name__}, but:\n{_listed(self.events)}"
            raise AssertionError(message)
        if not isinstance(self.refused, error):
            message = f"expected {error.__name__}, refused with {self.refused!r}"
            raise AssertionError(message) from self.refused  # noqa: TRY004
        actual = {name: getattr(self.refused, name) for name in attributes}
        if attributes != actual:
            message = f"expected {attributes}, refused with {actual}"
            raise AssertionError(message)


class Given:
    """An order with a history."""

    def __init__(self, order: Order) -> None:
        self.order = order

    def when(self, command: Command) -> Answer:
        """Ask something of the order."""
        try:
            events = decide(self.order, command)
        except Rejected as refused:
            return Answer(self.order, (), refused)
        return Answer(self.order, tuple(events), None)


def given(*history: Event | Command) -> Given:
    """Start from what happened; a command stands for the events that follow from it.

    >>> from postpurchase.testing.samples import place_order, ship_parcel
    >>> answer = given(place_order()).when(ship_parcel(units={"L1": 9}))
    >>> answer.then_rejected(line_id="L1", asked=9, available=2)
    """
    order = replay(())
    for one in history:
        events = decide(order, one) if isinstance(one, Command) else (one,)
        order = replay(events, order)
    return Given(order)


def _listed(events: tuple[Event, ...]) -> str:
    return "\n".join(f"  {event!r}" for event in events) or "  nothing"
