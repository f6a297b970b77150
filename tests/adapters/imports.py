"""Importing into a dict, as the service does into a store."""

from __future__ import annotations

import attrs

from postpurchase.adapters.reconcile import commands_for, seen_at_of
from postpurchase.adapters.snapshot import Refusal
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import PlaceOrder
from postpurchase.order.decide import decide
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY


def without_people(command):
    """Leave out what the service replaces by references."""
    if isinstance(command, PlaceOrder):
        return attrs.evolve(command, recipient=None, address=None)
    return command


class Shop:
    """Orders and their events, and what became of each record."""

    def __init__(self, read):
        self.read = read
        self.orders = {}
        self.events = {}
        self.command_ids = {}

    def take(self, content):
        return [self._take(record) for record in self.read(content)]

    def _take(self, record):
        if isinstance(record, Refusal):
            return record.error
        before = self.orders.get(record.order_id)
        events = self.events.setdefault(record.order_id, [])
        try:
            commands = commands_for(
                record, before, seen_at=seen_at_of(events, record.source)
            )
        except PostPurchaseError as error:
            return error
        order = before or EMPTY
        for command in commands:
            assert command.command_id not in self.command_ids
            self.command_ids[command.command_id] = command
            happened = decide(order, without_people(command))
            events.extend(happened)
            order = replay(happened, order)
        if commands:
            self.orders[record.order_id] = order
        return "imported" if before is None else "updated" if commands else "already"
