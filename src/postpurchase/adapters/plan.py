"""Commands as they are found, each decided at once on what the others made."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

import attrs

from postpurchase.adapters.snapshot import OrderSnapshot
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import Command, PlaceOrder
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, Order


class Envelope(TypedDict):
    """What every command of a plan has."""

    order_id: str
    at: datetime
    by: str
    command_id: str


class Plan:
    """The commands for one snapshot, and the order as they would leave it.

    Args:
        snapshot: What the source says.
        order: The order as it stands, or None.
    """

    __slots__ = ("commands", "known", "order", "snapshot")

    def __init__(self, snapshot: OrderSnapshot, order: Order | None) -> None:
        self.snapshot: OrderSnapshot = snapshot
        self.known: bool = order is not None and order.placed is not None
        self.order: Order = order if order is not None else EMPTY
        self.commands: list[Command] = []

    def envelope(self, *parts: str, at: datetime | None = None) -> Envelope:
        """Make the fields that all commands share.

        Args:
            parts: What names the record within the order, for the command's id.
            at: When it happened; by default when the source last changed.
        """
        snapshot = self.snapshot
        moment = at or self.moment
        key = ":".join((snapshot.source, snapshot.order_id, *parts))
        return Envelope(
            order_id=snapshot.order_id,
            at=moment,
            by=f"source:{snapshot.source}",
            command_id=key[:500],
        )

    @property
    def moment(self) -> datetime:
        """When the source last changed, as far as it says."""
        snapshot = self.snapshot
        said = snapshot.updated_at or snapshot.placed_at
        return said or self.order.placed_at

    def add(self, command: Command, *, path: str) -> None:
        """Take a command in if it makes something happen.

        Raises:
            PostPurchaseError: A rule of the order says no; with the record's path.
        """
        decided = command
        if isinstance(command, PlaceOrder):
            # The service puts references in their place; no rule looks at them.
            decided = attrs.evolve(command, recipient=None, address=None)
        try:
            events = decide(self.order, decided)
        except PostPurchaseError as error:
            error.path = f"{path}.{error.path}".strip(".")
            raise
        if events:
            self.commands.append(command)
            self.order = replay(events, self.order)
