"""One transaction in the making: works decided on, not yet stored.

Works on the same order see each other; a work that is refused leaves nothing
behind and does not disturb the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

import attrs

from postpurchase.errors import (
    CommandIdReused,
    ConcurrencyConflict,
    InvalidInput,
    PostPurchaseError,
)
from postpurchase.errors.inputs import short
from postpurchase.hooks.questions import ask
from postpurchase.hooks.registry import Plugins
from postpurchase.order.commands import Command, PlaceOrder
from postpurchase.order.decide import decide
from postpurchase.order.events import Event
from postpurchase.order.model import Order
from postpurchase.order.stock import stock_moves
from postpurchase.order.timers import timers_of
from postpurchase.service.aliases import aliases_of
from postpurchase.service.pending import Made, Pending, stock_of
from postpurchase.service.requests import request_hash
from postpurchase.service.reserving import Reservations
from postpurchase.service.sealing import person_of, seal, seal_inserts
from postpurchase.service.shelf import Shelf
from postpurchase.service.states import States
from postpurchase.stores.base import TIMER, Answer, NewDelivery, PersonalValue

Past = Callable[[], Iterable[Event]]
"""All events of the order so far, read only if somebody asks for them."""

Plan = Callable[[Order, Past], Iterable[Command]]
"""What to ask, given the order as it stands, which may not be placed yet."""

STREAM = "order:"
"""How the stream of an order begins."""


@attrs.frozen(kw_only=True)
class Work:
    """Commands on one order that count together or not at all.

    Args:
        order_id: The order.
        plan: Which commands, given the order as it stands.
        source: The system that they were imported from.
        is_historical: Whether nobody is to be told of what happens.
    """

    order_id: str
    plan: Plan
    source: str = ""
    is_historical: bool = False

    @classmethod
    def of(cls, command: Command) -> Work:
        """Make the work of one live command.

        Raises:
            InvalidInput: It is no command.
        """
        if not isinstance(command, Command):
            raise InvalidInput(value=short(command), expected="a command")
        return cls(order_id=command.order_id, plan=lambda _order, _past: (command,))


@attrs.frozen
class Outcome:
    """What a command led to.

    Args:
        order: The order as it stands afterwards.
        events: What happened; for a repeat, what happened the first time.
        repeated: Whether the same command id had been answered before.
    """

    order: Order
    events: tuple[Event, ...]
    repeated: bool = False


class Transaction:
    """Works that will be stored together.

    Args:
        states: Where orders are read.
        plugins: Who has a say before a decision, and who is told after it.
        look_up_keys: Whether to look for answers before deciding. At first a
            repeat is found by the store when it refuses the key, which costs
            nothing for all the commands that are no repeats.
        shelf: What is left in stock, once the store refused a work for want of it.
        reservations: Where units are set aside that are kept elsewhere, if any are.
    """

    def __init__(
        self,
        states: States,
        plugins: Plugins,
        *,
        look_up_keys: bool = False,
        shelf: Shelf | None = None,
        reservations: Reservations | None = None,
    ) -> None:
        self._states = states
        self._store = states.store
        self._plugins = plugins
        self._look_up_keys = look_up_keys
        self._shelf = shelf
        self._reservations = reservations
        self._pending: dict[str, Pending] = {}

    def pendings(self) -> list[Pending]:
        """Everything that has something to store."""
        return [p for p in self._pending.values() if p.entries or p.answers]

    def add(self, work: Work) -> Outcome | PostPurchaseError:
        """Decide on a work, or say why not."""
        stream = STREAM + work.order_id
        while True:
            pending = self._pending.get(stream) or self._load(stream, work)
            result: Outcome | PostPurchaseError
            try:
                result = outcome = self._decide(pending, work)
                if outcome.events:
                    return result
            except ConcurrencyConflict:
                raise
            except PostPurchaseError as error:
                result = error
            if self._confirm(pending):
                return result

    def _load(self, stream: str, work: Work) -> Pending:
        head, order, is_confirmed = self._states.probable(stream)
        pending = Pending(
            stream,
            head,
            order,
            is_confirmed,
            source=work.source,
            is_historical=work.is_historical,
        )
        self._pending[stream] = pending
        return pending

    def _confirm(self, pending: Pending) -> bool:
        """Say whether an answer without events rests on the true state."""
        if pending.is_confirmed or pending.entries:
            return True
        if self._states.holds(pending.stream, pending.head):
            pending.is_confirmed = True
            return True
        del self._pending[pending.stream]
        return False

    def _decide(self, pending: Pending, work: Work) -> Outcome:
        """Let every command of a work see what the ones before it made."""
        made = Made(pending)
        commands = tuple(work.plan(pending.order, lambda: self._past(pending)))
        repeats = 0
        for command in commands:
            request = b""
            if command.command_id:
                request = request_hash(command, self._store.secret)
                answer = self._answer(made, command.command_id)
                if answer is not None:
                    made.happened.extend(self._repeat(made, command, request, answer))
                    repeats += 1
                    continue
            events, rows = self._decide_one(made.order, command)
            named, request = self._reserve(made, command, events, request)
            made.add(named, events, rows, request)
        self._keep(pending, made)
        repeated = bool(commands) and repeats == len(commands)
        return Outcome(made.order, tuple(made.happened), repeated)

    def _reserve(
        self, made: Made, command: Command, events: tuple[Event, ...], request: bytes
    ) -> tuple[Command, bytes]:
        """Set units aside elsewhere; a command that does so has an id."""
        if self._reservations is None or made.pending.is_historical:
            return command, request
        moves = tuple(
            move
            for event in events
            for move in stock_moves(event, made.order.grid, 0)
            if move.reserved > 0
        )
        if not moves:
            return command, request
        if not command.command_id:
            named = f"stock:{secrets.token_hex(8)}"
            command = attrs.evolve(command, command_id=named)
            request = request_hash(command, self._store.secret)
        stream, head = made.pending.stream, made.pending.head
        claim = self._reservations.reserve(stream, head, command.command_id, moves)
        made.claims.append(claim)
        return command, request

    def _answer(self, made: Made, command_id: str) -> Answer | None:
        """Find the answer that a command id was given before, if there is one."""
        answer = made.pending.answers.get(command_id) or made.answers.get(command_id)
        if answer is None and self._look_up_keys:
            return self._store.answer(made.pending.stream, command_id)
        return answer

    def _repeat(
        self, made: Made, command: Command, request: bytes, answer: Answer
    ) -> list[Event]:
        """Return what happened the first time.

        Raises:
            CommandIdReused: The first time it was another command.
        """
        if answer.request_hash != request:
            raise CommandIdReused(command_id=command.command_id)
        stored = made.pending.head.version
        if answer.first_version <= stored:
            return self._states.events_of(answer)
        entries = [*made.pending.entries, *made.entries]
        first, last = answer.first_version - stored - 1, answer.last_version - stored
        return [entry.event for entry in entries[first:last]]  # type: ignore[misc]

    def _past(self, pending: Pending) -> Iterable[Event]:
        """Read what is stored, then what this transaction will store."""
        _, stored = self._store.load_events(pending.stream)
        yield from stored[: pending.head.version]  # type: ignore[misc]
        yield from (entry.event for entry in pending.entries)  # type: ignore[misc]

    def _decide_one(
        self, order: Order, command: Command
    ) -> tuple[tuple[Event, ...], tuple[PersonalValue, ...]]:
        if isinstance(command, PlaceOrder):
            customer = command.customer_id
        else:
            customer = order.placed.customer_id if order.placed else ""
        person = person_of(command.order_id, customer)
        sealed, rows = seal(command, person)
        asked = ask(sealed, order, self._plugins)
        asked, texts = seal_inserts(asked, person)
        try:
            return decide(order, asked), rows + texts
        except PostPurchaseError:
            # A repeat is not refused because the first time changed the order.
            if not self._look_up_keys and command.command_id:
                stream = STREAM + command.order_id
                if self._store.answer(stream, command.command_id):
                    raise RepeatedCommand from None
            raise

    def _keep(self, pending: Pending, made: Made) -> None:
        """Add what was decided to what will be stored.

        Raises:
            OutOfStock: Works before it left too little.
        """
        stock = [] if pending.is_historical else stock_of(made)
        if self._shelf is not None and stock:
            self._shelf.take(stock, pending.stream)
        pending.stock += stock
        version = pending.order.version
        for entry in made.entries:
            version += 1
            event = entry.event
            pending.aliases.extend(aliases_of(event))
            if not pending.is_historical and isinstance(event, Event):
                pending.deliveries.extend(self._deliveries(version, event))
        pending.order = made.order
        pending.entries += made.entries
        pending.answers |= made.answers
        pending.personal += made.personal
        pending.claims += made.claims

    def _deliveries(self, version: int, event: Event) -> Iterable[NewDelivery]:
        for subscriber in self._plugins.subscribers:
            yield NewDelivery(version, subscriber.name)
        for purpose, due_at in timers_of(event):
            yield NewDelivery(version, TIMER + purpose, due_at)


class RepeatedCommand(Exception):
    """A command that was refused turned out to be a repeat: look keys up first."""
