"""What a transaction will append, stream by stream, and what one work adds to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import attrs

from postpurchase.service.kinds import AnyCommand, StreamKind
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

    kind: StreamKind
    stream: str
    head: Head
    state: Any
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
        self.state = pending.state
        self.entries: list[Entry] = []
        self.answers: dict[str, Answer] = {}
        self.personal: list[PersonalValue] = []
        self.happened: list[Any] = []
        self.claims: list[Key] = []

    def add(
        self,
        command: AnyCommand,
        events: tuple[Any, ...],
        rows: tuple[PersonalValue, ...],
        request: bytes,
    ) -> None:
        """Take in what a command made happen."""
        first = self.state.version + 1
        name = command.command_id
        if events:
            self.state = self.pending.kind.replay(events, self.state)
            self.entries += [Entry(event, name) for event in events]
            self.personal += rows
            self.happened += events
        if name:
            last = self.state.version
            self.answers[name] = Answer(request, self.pending.stream, first, last)


def stock_of(made: Made) -> list[StockMove]:
    """Say what a work moves in stock."""
    moves: list[StockMove] = []
    moves_of = made.pending.kind.stock_moves
    for version, entry in enumerate(made.entries, made.pending.state.version + 1):
        moves += moves_of(entry.event, made.state, version)
    return moves
