"""The trace: each call of a plugin, its arguments, its answer and its time.

What is shown is a list of what may be shown, not of what must be hidden: numbers,
times, money, and texts under names that never hold personal data. Everything
else appears as its type, so neither an address nor a password can slip through.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs

from postpurchase.values.money import Money

VARIABLE = "POSTPURCHASE_TRACE"

Trace = Callable[[str], None]

_SHOWN = frozenset(
    {
        *("code", "currency", "key", "kind", "locale", "policy", "topic"),
        *("carrier", "service", "origin_country", "destination_country"),
        *("order_id", "line_id", "parcel_id", "place", "step"),
    }
)
_ITEMS_MAX = 5


def trace_of_environment() -> Trace | None:
    """Return a trace to stderr if the switch in the environment is on."""
    if os.environ.get(VARIABLE, "").strip().lower() in ("", "0", "false", "no"):
        return None
    return lambda line: print(line, file=sys.stderr)  # noqa: T201


def shown(value: object, name: str = "") -> str:
    """Return what a trace may say about *value*.

    >>> from postpurchase.values.answers import Insert
    >>> shown(Insert(code="card", text="Dear Olena", locale="uk"))
    'Insert(code=card, locale=uk, quantity=1)'
    >>> shown("Khreshchatyk 1")
    'str'
    """
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, str):
        return value[:120] if name in _SHOWN else "str"
    if isinstance(value, tuple | list):
        items = [shown(item) for item in value[:_ITEMS_MAX]]
        more = [f"and {len(value) - _ITEMS_MAX} more"] if value[_ITEMS_MAX:] else []
        return f"[{', '.join(items + more)}]"
    if attrs.has(type(value)):
        return f"{type(value).__name__}({', '.join(_fields(value))})"
    return type(value).__name__


def _fields(value: Any) -> Iterator[str]:
    for field in attrs.fields(type(value)):
        held = getattr(value, field.name, None)
        plain = isinstance(held, bool | int | date | Money)
        if held not in (None, "") and (plain or field.name in _SHOWN):
            yield f"{field.name}={shown(held, field.name)}"


def traced(
    function: Callable[..., Any],
    title: str,
    trace: Trace,
    names: tuple[str, ...] = (),
) -> Any:
    """Wrap *function* so that every call is reported, failed ones included."""
    names = names or tuple(inspect.signature(function).parameters)

    def report(
        answer: str, given: tuple[Any, ...], named: dict[str, Any], started: float
    ) -> None:
        took_ms = (time.perf_counter() - started) * 1000
        arguments = {**dict(zip(names, given, strict=False)), **named}
        told = ", ".join(f"{name}={shown(arguments[name], name)}" for name in arguments)
        trace(f"{title}({told}) -> {answer} in {took_ms:.2f} ms")

    def call(*given: Any, **named: Any) -> Any:
        started = time.perf_counter()
        try:
            answer = function(*given, **named)
        except BaseException as fault:
            report(f"raised {type(fault).__name__}", given, named, started)
            raise
        report(shown(answer), given, named, started)
        return answer

    return call


class Traced:
    """A registered object whose method calls are reported."""

    def __init__(self, registered: object, title: str, trace: Trace) -> None:
        self._registered = registered
        self._title = title
        self._trace = trace
        # From Python 3.12 on, isinstance asks Protocols without __getattr__, and a
        # carrier's abilities are asked for with isinstance.
        for public in dir(type(registered)):
            held = inspect.getattr_static(registered, public)
            if not public.startswith("_") and callable(held):
                vars(self)[public] = self.__getattr__(public)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._registered, name)
        if callable(found) and not name.startswith("_"):
            return traced(found, f"{self._title}.{name}", self._trace)
        return found

    def __repr__(self) -> str:
        return f"Traced({self._title})"
