"""Telling plugins of an event: the compiled subscribers against a plain loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workload import NOON, drive, life

from postpurchase.hooks.manager import load_plugins
from postpurchase.hooks.questions import ask
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.commands import CompleteStep

CALLS = 20_000
ORDER = drive(life("o-1"), [])
EVENT = object()


class Told:
    """A plugin that hears everything and does nothing."""

    def __init__(self, number: int) -> None:
        self.plugin_name = f"told-{number}"

    @hookimpl
    def on_event(self, event: Any, order: Any, key: str) -> None:
        """Hear it."""


def plugged_in(count: int) -> Plugins:
    """Return the library's plugins with *count* subscribers."""
    return load_plugins([Told(n) for n in range(count)], entry_points=False)


def told(plugins: Plugins, calls: int = CALLS) -> int:
    """Tell every subscriber, as the dispatcher does."""
    for _ in range(calls):
        for subscriber in plugins.subscribers:
            subscriber.call(EVENT, ORDER, "o-1:1:told")
    return calls


def looped(methods: list[Callable[..., Any]], calls: int = CALLS) -> int:
    """Call bound methods by hand."""
    for _ in range(calls):
        for method in methods:
            method(event=EVENT, order=ORDER, key="o-1:1:told")
    return calls


def asked(plugins: Plugins, calls: int = CALLS) -> int:
    """Ask before a command that plugins have no say in."""
    command = CompleteStep(order_id="o-1", at=NOON, step="picked", units={"L1": 1})
    for _ in range(calls):
        ask(command, ORDER, plugins)
    return calls


def through_pluggy(plugins: Plugins, calls: int = CALLS) -> int:
    """Call through pluggy, which the library does not do."""
    hook = plugins._pluggy.hook.on_event
    for _ in range(calls):
        hook(event=EVENT, order=ORDER, key="o-1:1:told")
    return calls


def sides(count: int) -> dict[str, Callable[[], Callable[[], int]]]:
    """What is measured for a number of plugins."""
    plugins = plugged_in(count)
    methods = [Told(n).on_event for n in range(count)]
    found = {
        "plain loop (floor)": lambda: lambda: looped(methods),
        "subscribers": lambda: lambda: told(plugins),
        "pluggy": lambda: lambda: through_pluggy(plugins),
    }
    if not count:
        found["ask"] = lambda: lambda: asked(plugins)
    return found
