"""Calling foreign code under a deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from postpurchase.errors import PluginTimeout


def call_within(seconds: float, plugin: str, call: Callable[[], Any]) -> Any:
    """Call a function in a thread of its own and wait for it, but not for ever.

    A thread cannot be ended from outside. One that does not come back is left
    to itself; as a daemon it does not keep the program alive.

    Args:
        seconds: How long to wait.
        plugin: Whose function it is, for the error.
        call: The function.

    Returns:
        What the function returns; whatever it raises is raised here.

    Raises:
        PluginTimeout: It did not come back in time.

    >>> call_within(1, "greeter", lambda: "hello")
    'hello'
    """
    answer: list[Any] = []
    fault: list[BaseException] = []

    def run() -> None:
        try:
            answer.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again by the caller
            fault.append(error)

    thread = threading.Thread(target=run, name=f"plugin {plugin}", daemon=True)
    thread.start()
    thread.join(seconds)
    if fault:
        raise fault[0]
    if not answer:
        raise PluginTimeout(plugin=plugin, reason="no answer", timeout_s=seconds)
    return answer[0]
