"""What a transaction will append, stream by stream, and what one work adds to it."""

from __future__ import annotations

from datetime import datetime

import attrs

from postpurchase.order.commands import Command
from postpurchase.order.events import Event
from postpurchase.order.evolve import replay
from postpurchase.order.model import Order
from postpurchase.order.stock import stock_moves
from postpurchase.stores.base import (
    Answer,
    Batch,
    Entry,
    Head,
    Key,
    NewDelivery,
    PersonalValue,
)
from postpurchase.values.stock import StockMove


@attrs.define
class Pending:
    """What one transaction will append to one stream."""

    stream: str
    head: Head
    order: Order
    is_confirmed: bool
    source: str = ""
    is_historical: bool = False
    entries: list[Entry] = attrs.field(factory=list)
    answers: dict[str, Answer] = attrs.field(factory=dict)
    deliveries: list[NewDelivery] = attrs.field(factory=list)
    personal: list[PersonalValue] = attrs.field(factory=list)
    aliases: list[str] = attrs.field(factory=list)
    stock: list[StockMove] = attrs.field(factory=list)
    claims: list[Key] = attrs.field(factory=list)

    def batch(self, recorded_at: datetime) -> Batch:
        """Give everything to the store."""
        return Batch(
            stream=self.stream,
            head=self.head,
            entries=tuple(self.entries),
            recorded_at=recorded_at,
            source=self.source,
            historical=self.is_historical,
            keys=(
                *(
                    (
                        Key(self.stream, name, a.request_hash),
                        a.first_version,
                        a.last_version,
                    )
                    for name, a in self.answers.items()
                ),
                *((claim, 1, 0) for claim in self.claims),
            ),
            deliveries=tuple(self.deliveries),
            personal=tuple(self.personal),
            aliases=tuple(self.aliases),
            stock=tuple(self.stock),
        )


class Made:
    """What one work leads to, until it is sure that all of it counts."""

    def __init__(self, pending: Pending) -> None:
        self.pending = pending
        self.order: Order = pending.order
        self.entries: list[Entry] = []
        self.answers: dict[str, Answer] = {}
        self.personal: list[PersonalValue] = []
        self.happened: list[Event] = []
        self.claims: list[Key] = []

    def add(
        self,
        command: Command,
        events: tuple[Event, ...],
        rows: tuple[PersonalValue, ...],
        request: bytes,
    ) -> None:
        """Take in what a command made happen."""
        first = self.order.version + 1
        name = command.command_id
        if events:
            self.order = replay(events, self.order)
            self.entries += [Entry(event, name) for event in events]
            self.personal += rows
            self.happened += events
        if name:
            last = self.order.version
            self.answers[name] = Answer(request, self.pending.stream, first, last)


def stock_of(made: Made) -> list[StockMove]:
    """Say what a work moves in stock."""
    moves: list[StockMove] = []
    grid = made.order.grid
    for version, entry in enumerate(made.entries, made.pending.order.version + 1):
        moves += stock_moves(entry.event, grid, version)  # type: ignore[arg-type]
    return moves
