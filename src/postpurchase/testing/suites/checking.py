"""How a promise is checked: expectations, exemptions, and a world without network."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import unittest
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from postpurchase.errors import PostPurchaseError
from postpurchase.testing.rules import RuleBroken, rules


class Exempt(unittest.SkipTest):
    """The author excepts the plugin from this rule and says why."""


class Unseen(unittest.SkipTest):
    """What the rule looks at is not at hand, such as the source of a wheel."""


class Inapplicable(unittest.SkipTest):
    """The rule is about a project, and the plugin is a single file."""


def need(condition: object, detail: str) -> None:
    """Say what is wrong unless *condition* holds."""
    if not condition:
        raise AssertionError(detail)


def promise(rule_id: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Tie a test to its rule, so that a failure says why and how to mend it."""

    def decorate(test: Callable[[Any], None]) -> Callable[[Any], None]:
        @functools.wraps(test)
        def checked(suite: Any) -> None:
            rule = rules()[rule_id]
            try:
                _skip_if_exempt(suite.subject().exemptions, rule_id)
                test(suite)
            except (unittest.SkipTest, KeyboardInterrupt):
                raise
            except BaseException as fault:
                detail = str(fault)
                if not isinstance(fault, AssertionError):
                    detail = f"{type(fault).__name__}: {fault}"
                raise RuleBroken(rule, detail) from fault

        checked.rule_id = rule_id  # type: ignore[attr-defined]
        return checked

    return decorate


def _skip_if_exempt(exemptions: Mapping[str, str], rule_id: str) -> None:
    if rule_id in exemptions:
        reason = str(exemptions[rule_id]).strip()
        need(reason, "it is exempted without a reason")
        raise Exempt(reason)


def outcome_of(
    question: Callable[..., Any], *given: Any, **named: Any
) -> tuple[Any, PostPurchaseError | None]:
    """Return the answer, or the typed error; any other exception breaks the rule."""
    try:
        return question(*given, **named), None
    except PostPurchaseError as fault:
        return None, fault
    except Exception as fault:
        detail = f"it raised {type(fault).__name__}: {fault}"
        raise AssertionError(detail) from fault


@contextlib.contextmanager
def no_network() -> Iterator[list[str]]:
    """Make every connection fail, and note that it was tried."""
    tried: list[str] = []
    originals = (socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo)

    def refuse(*_given: Any, **_named: Any) -> Any:
        tried.append("network")
        message = "there is no network in a conformance test"
        raise ConnectionRefusedError(message)

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse
    try:
        yield tried
    finally:
        socket.socket.connect = originals[0]  # type: ignore[method-assign]
        socket.socket.connect_ex = originals[1]  # type: ignore[method-assign]
        socket.getaddrinfo = originals[2]


@contextlib.contextmanager
def environment(
    values: Mapping[str, str], without: tuple[str, ...] = ()
) -> Iterator[None]:
    """Set and unset environment variables for a while."""
    names = {*values, *without}
    before = {name: os.environ.get(name) for name in names}
    for name in without:
        os.environ.pop(name, None)
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
