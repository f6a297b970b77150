"""Reserving in stock that is kept elsewhere: first the promise to undo, then the deed.

Another system cannot take part in our transaction. So before it is asked, a timer
is stored that will give back what no order came of; then it is asked; then the order
is stored together with a claim. Timer and order claim the same key, which counts
once for ever: either the order stands and the timer does nothing, or the timer
gives back and the order has to reserve anew.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from postpurchase.errors import KeyTaken
from postpurchase.hooks import questions
from postpurchase.hooks.registry import Plugins
from postpurchase.stores.base import (
    TIMER,
    Batch,
    Delivery,
    EventStore,
    Head,
    Key,
    NewDelivery,
)
from postpurchase.values.stock import StockMove

RELEASE: Final = f"{TIMER}release_stock/"
"""How the subscriber of such a timer begins."""

HELD: Final = timedelta(minutes=15)
"""How long units stay set aside for an order that was not stored."""

_KEPT, _RELEASED = b"kept", b"released"


class Reservations:
    """Sets units aside elsewhere and gives back what no order came of.

    Args:
        store: Where timers and claims are written.
        plugins: Who keeps stock.
        clock: What time it is.
    """

    def __init__(
        self, store: EventStore, plugins: Plugins, clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._plugins = plugins
        self._clock = clock

    def reserve(
        self, stream: str, head: Head, command_id: str, moves: tuple[StockMove, ...]
    ) -> Key:
        """Set units aside for a command.

        Args:
            stream: The order's stream.
            head: The head that the command was decided from.
            command_id: The command; a retry of it reserves under the same key.
            moves: What to set aside.

        Returns:
            The key that the command's batch has to claim.

        Raises:
            OutOfStock: Too few are there.
            PluginError: Nobody knows whether they are.
            ConcurrencyConflict: The stream moved on.
        """
        generation = 1
        while self._store.answer(stream, _claim(generation, command_id)) is not None:
            generation += 1
        now = self._clock()
        subscriber = f"{RELEASE}{generation}/{secrets.token_hex(4)}/{command_id}"
        timer = NewDelivery(0, subscriber, now + HELD)
        self._store.append(
            Batch(stream=stream, head=head, recorded_at=now, deliveries=(timer,))
        )
        key = _key(stream, generation, command_id)
        questions.reserve(moves, key=key, plugins=self._plugins)
        return Key(stream, _claim(generation, command_id), _KEPT)

    def release(self, delivery: Delivery) -> None:
        """Give back what was set aside, unless the order was stored by now.

        Args:
            delivery: The timer.

        Raises:
            PluginError: It was not given back yet.
            ConcurrencyConflict: The order is being written; ask again.
        """
        numbers = delivery.subscriber.removeprefix(RELEASE)
        generation, _, command_id = numbers.split("/", 2)
        stream = delivery.stream
        claim = Key(stream, _claim(int(generation), command_id), _RELEASED)
        try:
            self._store.append(
                Batch(
                    stream=stream,
                    head=self._store.head(stream),
                    recorded_at=self._clock(),
                    keys=((claim, 1, 0),),
                )
            )
        except KeyTaken:
            answer = self._store.answer(stream, claim.key)
            if answer is None or answer.request_hash == _KEPT:
                return
        key = _key(stream, int(generation), command_id)
        questions.release(key=key, plugins=self._plugins)


def _claim(generation: int, command_id: str) -> str:
    return f"stock/{generation}/{command_id}"


def _key(stream: str, generation: int, command_id: str) -> str:
    return f"{stream}/{generation}/{command_id}"
