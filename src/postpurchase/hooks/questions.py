"""What plugins are asked before a decision; their answers become part of the command.

This is the only place where plugin code runs before an order is decided upon. A
plugin that fails here loses its say, not the parcel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

import attrs

from postpurchase.errors import (
    PluginAnswerInvalid,
    PluginError,
    PluginFailed,
    PostPurchaseError,
)
from postpurchase.hooks.deadline import call_within
from postpurchase.hooks.partners import Stock
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.ruling import ruled
from postpurchase.order.commands import RequestReturn
from postpurchase.order.model import Order
from postpurchase.values.answers import Insert
from postpurchase.values.stock import StockLevel, StockMove

INSERTS_MAX = 50
"""Inserts that one personalizer may add to one parcel."""

LEVELS_MAX = 10_000
"""Levels that a stock may answer one question with."""

STOCK_S = 10.0
"""How long a stock that is kept elsewhere may take for one answer."""

_C = TypeVar("_C")


def ask(command: _C, order: Order, plugins: Plugins) -> _C:
    """Return *command* with the plugins' answers, or as it is if none is needed.

    A wish to send something back is given the ruling of a return policy: `ruled`.
    A command that closes a parcel (one with `parcel_id` and `inserts`) is given
    the inserts of every personalizer after its own. A personalizer that raises,
    or answers with anything but inserts, is reported in `plugins.problems` and
    left out.

    Args:
        command: What the shop wants.
        order: The order as it stands, before the command.
        plugins: What is plugged in.
    """
    wish: object = command
    if isinstance(wish, RequestReturn):
        return cast("_C", ruled(wish, order, plugins))
    if not hasattr(command, "inserts") or not plugins.personalizers:
        return command
    if _is_closed(command, order):
        return command
    added = tuple(
        insert
        for code in plugins.personalizers
        for insert in _inserts_of(code, command, order, plugins)
    )
    if not added:
        return command
    own: tuple[Insert, ...] = command.inserts
    return attrs.evolve(command, inserts=own + added)  # type: ignore[misc]


def _inserts_of(
    code: str, command: Any, order: Order, plugins: Plugins
) -> tuple[Insert, ...]:
    plugin = plugins.owner("personalizer", code)
    try:
        personalizer = plugins.get("personalizer", code)
        answer = personalizer.inserts(
            order, command.parcel_id, _units_of(command, order), command.at
        )
        inserts = tuple(islice(answer, INSERTS_MAX + 1))
    except KeyboardInterrupt:
        raise
    except PluginError as fault:
        plugins.report(fault)
        return ()
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        problem = PluginFailed(plugin=plugin, reason=type(fault).__name__)
        problem.__cause__ = fault
        plugins.report(problem)
        return ()
    fits = len(inserts) <= INSERTS_MAX
    if fits and all(type(insert) is Insert for insert in inserts):
        return inserts
    plugins.report(
        PluginAnswerInvalid(
            plugin=plugin,
            value=f"{len(inserts)} × {', '.join(sorted(_types(inserts)))}",
            expected=f"at most {INSERTS_MAX} Insert",
        )
    )
    return ()


def _is_closed(command: Any, order: Order) -> bool:
    """Say whether the parcel was asked about before: an answer is given once."""
    for parcel in order.parcels:
        if parcel.parcel_id == command.parcel_id:
            return parcel.state != "open"
    return False


def _units_of(command: Any, order: Order) -> tuple[Any, ...]:
    units = getattr(command, "units", None)
    if units:
        return tuple(units)
    for parcel in order.parcels:
        if parcel.parcel_id == command.parcel_id:
            return tuple(parcel.units)
    return ()


def _types(inserts: tuple[object, ...]) -> set[str]:
    return {type(insert).__name__ for insert in inserts}


def available(skus: Sequence[str], *, plugins: Plugins) -> tuple[StockLevel, ...]:
    """Ask every stock that is kept elsewhere what lies where.

    One that fails, or answers with anything but levels, is reported in
    `plugins.problems` and left out: what is not known to be there is not promised.

    Args:
        skus: The articles.
        plugins: What is plugged in.
    """
    found: list[StockLevel] = []

    def look(stock: Stock) -> None:
        found.extend(islice(stock.available(skus), LEVELS_MAX))

    for code in plugins.stocks:
        count = len(found)
        try:
            _tell_stock(plugins, code, look)
        except PostPurchaseError as fault:
            problem = fault if isinstance(fault, PluginError) else None
            plugin = plugins.owner("stock", code)
            plugins.report(problem or PluginFailed(plugin=plugin, reason=fault.code))
            del found[count:]
    return tuple(level for level in found if type(level) is StockLevel)


def reserve(moves: tuple[StockMove, ...], *, key: str, plugins: Plugins) -> None:
    """Let every stock that is kept elsewhere set units aside for an order.

    Args:
        moves: Each with the units in `reserved`.
        key: The same for every repetition of the question.
        plugins: What is plugged in.

    Raises:
        OutOfStock: One of them has too few.
        PluginError: One of them failed, or did not answer: nobody knows, and what is
            not known to be there is not sold.
    """
    for code in plugins.stocks:
        _tell_stock(plugins, code, lambda stock: stock.reserve(moves, key=key))


def release(*, key: str, plugins: Plugins) -> None:
    """Let every stock give back what it set aside under a key.

    Raises:
        PluginError: One of them failed; it is to be asked again.
    """
    for code in plugins.stocks:
        _tell_stock(plugins, code, lambda stock: stock.release(key=key))


def _tell_stock(plugins: Plugins, code: str, tell: Callable[[Stock], None]) -> None:
    plugin = plugins.owner("stock", code)
    stock = plugins.get("stock", code)
    try:
        call_within(STOCK_S, plugin, lambda: tell(stock))
    except (KeyboardInterrupt, PostPurchaseError):
        raise
    except BaseException as fault:
        raise PluginFailed(plugin=plugin, reason=type(fault).__name__) from fault
