"""Stock that is kept elsewhere hears what left and what is free again."""

from __future__ import annotations

import attrs

from postpurchase.hooks.loading import Origin
from postpurchase.hooks.partners import Stock
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.events import Event
from postpurchase.order.model import Order
from postpurchase.order.stock import stock_moves


@attrs.frozen
class Follower:
    """A subscriber that passes on to one stock what an order gave back or used.

    Args:
        stock: What is told. What it set aside before the order decided, it knows.
    """

    stock: Stock

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> None:
        """Tell the stock about units that are shipped, gone or free again."""
        moves = stock_moves(event, order.grid, order.version)
        taken = tuple(move for move in moves if move.reserved < 0)
        if taken:
            self.stock.follow(taken, key=key)


def add_followers(plugins: Plugins) -> None:
    """Make every registered stock a subscriber."""
    for code in plugins.stocks:
        stock = plugins.get("stock", code)
        plugins.add(Follower(stock), Origin(name=f"stock-{code}", source="default"))
