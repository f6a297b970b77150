"""One transaction in the making: works decided on, not yet stored.

Works on the same stream see each other; a work that is refused leaves nothing
behind and does not disturb the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

import attrs

from postpurchase.customer.commands import CustomerCommand
from postpurchase.customer.model import Customer
from postpurchase.errors import (
    CommandIdReused,
    ConcurrencyConflict,
    InvalidInput,
    MissingField,
    PostPurchaseError,
)
from postpurchase.errors.inputs import short
from postpurchase.hooks.registry import Plugins
from postpurchase.order.commands import Command
from postpurchase.order.events import Event
from postpurchase.order.model import Order
from postpurchase.service.aliases import aliases_of
from postpurchase.service.kinds import CUSTOMERS, ORDERS, AnyCommand, StreamKind
from postpurchase.service.pending import Made, Pending, stock_of
from postpurchase.service.requests import request_hash
from postpurchase.service.reserving import Reservations
from postpurchase.service.shelf import Shelf
from postpurchase.service.states import States
from postpurchase.stores.base import TIMER, Answer, NewDelivery, PersonalValue

Past = Callable[[], Iterable[Event]]
"""All events of the order so far, read only if somebody asks for them."""

Plan = Callable[[Order, Past], Iterable[Command]]
"""What to ask, given the order as it stands, which may not be placed yet."""

STREAM: Final = ORDERS.prefix
"""How the stream of an order begins."""


@attrs.frozen(kw_only=True)
class Work:
    """Commands on one order, or one customer, that count together or not at all.

    Args:
        order_id: The order.
        plan: Which commands, given the order as it stands.
        customer_id: The customer, for commands on an account instead of an order.
        source: The system that they were imported from.
        is_historical: Whether nobody is to be told of what happens.
    """

    order_id: str = ""
    plan: Plan
    customer_id: str = ""
    source: str = ""
    is_historical: bool = False

    @classmethod
    def of(cls, command: AnyCommand) -> Work:
        """Make the work of one live command.

        Raises:
            InvalidInput: It is no command.
        """
        if isinstance(command, Command):
            return cls(order_id=command.order_id, plan=lambda _order, _past: (command,))
        if isinstance(command, CustomerCommand):
            plan = cast("Plan", lambda _customer, _past: (command,))
            return cls(customer_id=command.customer_id, plan=plan)
        raise InvalidInput(value=short(command), expected="a command")

    @property
    def stream(self) -> str:
        """The stream that it writes.

        Raises:
            MissingField: It names neither an order nor a customer.
        """
        if self.order_id:
            return STREAM + self.order_id
        if self.customer_id:
            return CUSTOMERS.prefix + self.customer_id
        raise MissingField(path="order_id", expected="this field")


@attrs.frozen
class Outcome:
    """What a command led to.

    Args:
        state: The order, or the customer's account, as it stands afterwards.
        events: What happened, as events of the order or of the account; for a
            repeat, what happened the first time.
        repeated: Whether the same command id had been answered before.
    """

    state: Order | Customer
    events: tuple[Any, ...]
    repeated: bool = False

    @property
    def order(self) -> Order:
        """The order as it stands afterwards.

        Raises:
            LookupError: The command was on a customer's account.
        """
        if isinstance(self.state, Order):
            return self.state
        raise LookupError("this came of a command on a customer's account")

    @property
    def customer(self) -> Customer:
        """The customer's account as it stands afterwards.

        Raises:
            LookupError: The command was on an order.
        """
        if isinstance(self.state, Customer):
            return self.state
        raise LookupError("this came of a command on an order")


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
        stream = work.stream
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
        head, state, is_confirmed = self._states.probable(stream)
        pending = Pending(
            ORDERS if work.order_id else CUSTOMERS,
            stream,
            head,
            state,
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
        commands = tuple(work.plan(pending.state, lambda: self._past(pending)))
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
            events, rows = self._decide_one(made, command)
            named, request = self._reserve(made, command, events, request)
            made.add(named, events, rows, request)
        self._keep(pending, made)
        repeated = bool(commands) and repeats == len(commands)
        return Outcome(made.state, tuple(made.happened), repeated)

    def _reserve(
        self, made: Made, command: AnyCommand, events: tuple[Any, ...], request: bytes
    ) -> tuple[AnyCommand, bytes]:
        """Set units aside elsewhere; a command that does so has an id."""
        if self._reservations is None or made.pending.is_historical:
            return command, request
        moves = tuple(
            move
            for event in events
            for move in made.pending.kind.stock_moves(event, made.state, 0)
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
        self, made: Made, command: AnyCommand, request: bytes, answer: Answer
    ) -> list[Any]:
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
        return [entry.event for entry in entries[first:last]]

    def _past(self, pending: Pending) -> Iterable[Event]:
        """Read what is stored, then what this transaction will store."""
        _, stored = self._store.load_events(pending.stream)
        yield from stored[: pending.head.version]  # type: ignore[misc]
        yield from (entry.event for entry in pending.entries)  # type: ignore[misc]

    def _decide_one(
        self, made: Made, command: AnyCommand
    ) -> tuple[tuple[Any, ...], tuple[PersonalValue, ...]]:
        kind, stream = made.pending.kind, made.pending.stream
        asked, rows = kind.prepare(command, made.state, self._plugins)
        try:
            return kind.decide(made.state, asked), rows
        except PostPurchaseError:
            # A repeat is not refused because the first time changed the order.
            named = command.command_id
            if not self._look_up_keys and named and self._store.answer(stream, named):
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
        version = pending.state.version
        for entry in made.entries:
            version += 1
            event = entry.event
            pending.aliases.extend(aliases_of(event))
            if not pending.is_historical:
                pending.deliveries += self._deliveries(pending.kind, version, event)
        pending.state = made.state
        pending.entries += made.entries
        pending.answers |= made.answers
        pending.personal += made.personal
        pending.claims += made.claims

    def _deliveries(
        self, kind: StreamKind, version: int, event: object
    ) -> Iterable[NewDelivery]:
        for name, _, hears in kind.subscribers(self._plugins):
            if hears is None or hears(event):
                yield NewDelivery(version, name)
        for purpose, due_at in kind.timers_of(event):
            yield NewDelivery(version, TIMER + purpose, due_at)


class RepeatedCommand(Exception):
    """A command that was refused turned out to be a repeat: look keys up first."""
