"""Who is told what happened: hooks compiled once to plain callables.

The dispatcher calls every subscriber alone, so nothing goes through pluggy when
an event is delivered: pluggy stops at the first exception and costs several
times a plain loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pluggy

ARGUMENTS = ("event", "order", "key")
"""What `on_event` is called with."""

CUSTOMER_ARGUMENTS = ("event", "customer", "key")
"""What `on_customer_event` is called with."""


class Subscriber(NamedTuple):
    """A plugin that is told about events.

    Args:
        name: The plugin's name, which stands in deliveries and dead letters.
        call: Called with (event, order or customer, key), whatever the plugin asks
            for.
        hears: Says whether it is told of an event; None for all.
    """

    name: str
    call: Callable[[Any, Any, str], Any]
    hears: Callable[[Any], bool] | None = None


def compile_subscribers(
    implementations: Iterable[pluggy.HookImpl],
    arguments: tuple[str, str, str] = ARGUMENTS,
) -> list[Subscriber]:
    """Turn pluggy's list into callables of three arguments.

    Plugins keep the order in which they were registered, between those marked
    `tryfirst` and those marked `trylast`.

    Args:
        implementations: Of one hook.
        arguments: What the hook is called with.
    """
    in_order = sorted(implementations, key=lambda one: one.trylast - one.tryfirst)
    return [
        Subscriber(
            one.plugin_name,
            taking_three(one.function, one.argnames, arguments),
            _hears(one.plugin),
        )
        for one in in_order
    ]


def _hears(plugin: object) -> Callable[[Any], bool] | None:
    """Compile what a plugin wants to hear: classes, or classes and values of fields.

    It is data and no function, because nothing of a plugin runs while an event is
    being stored.
    """
    wanted = getattr(plugin, "hears", None)
    if wanted is None:
        return None
    asked = wanted if isinstance(wanted, Mapping) else {kind: {} for kind in wanted}
    rules = {kind: tuple(values.items()) for kind, values in asked.items()}

    def hears(event: Any) -> bool:
        values = rules.get(type(event))
        return values is not None and all(
            getattr(event, name, None) == value for name, value in values
        )

    return hears


def taking_three(
    function: Callable[..., Any],
    asked: tuple[str, ...],
    arguments: tuple[str, str, str] = ARGUMENTS,
) -> Callable[[Any, Any, str], Any]:
    """Give *function* only the arguments that it asks for, in its own order.

    >>> taking_three(lambda key: key, ("key",))("event", "order", "o1:3:notices")
    'o1:3:notices'
    """
    if asked == arguments:
        return function
    if asked == arguments[:1]:
        return lambda event, _order, _key: function(event)
    if asked == arguments[:2]:
        return lambda event, order, _key: function(event, order)
    places = tuple(arguments.index(name) for name in asked)
    return lambda *given: function(*[given[place] for place in places])
