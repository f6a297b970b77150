"""The dispatcher: lease, call, put back or put aside."""

from __future__ import annotations

import logging
import re
import threading
import traceback
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import attrs

from postpurchase.customer.commands import CustomerCommand
from postpurchase.dispatch.pauses import pause_after
from postpurchase.errors import (
    PermanentFailure,
    PluginAnswerInvalid,
    PluginNotLoaded,
    PluginTimeout,
    Rejected,
)
from postpurchase.hooks.deadline import call_within
from postpurchase.order.commands import Command
from postpurchase.service import Service
from postpurchase.service.kinds import ORDERS, AnyCommand, StreamKind, kind_of
from postpurchase.service.reserving import RELEASE
from postpurchase.stores.base import TIMER, Delivery

_log = logging.getLogger("postpurchase.dispatch")

DEADLINE_S = 30.0
"""How long a subscriber may take for one event."""

ANSWERS_MAX = 100
"""Commands that a subscriber may answer one event with."""

ERROR_MAX = 4000
"""Characters of a failure that are kept with its delivery."""


_COMMANDS = (Command, CustomerCommand)

_PERSONAL = re.compile(r"[^\s<>\"'(]{1,64}@[^\s<>\"')]{1,255}|\+\d{7,15}")
"""E-mail addresses and phone numbers, which providers like to repeat in errors."""


@attrs.frozen
class Report:
    """What one run of the dispatcher did.

    Args:
        done: Deliveries that succeeded, timers included.
        retried: Deliveries that failed and will be tried again.
        buried: Deliveries that became dead letters.
    """

    done: int = 0
    retried: int = 0
    buried: int = 0

    def __add__(self, other: Report) -> Report:
        """Add up two runs."""
        return Report(
            self.done + other.done,
            self.retried + other.retried,
            self.buried + other.buried,
        )


class Dispatcher:
    """Tells subscribers what happened and does what is due.

    Args:
        service: Where events are read and follow-up commands are handled.
        worker: The name under which deliveries are leased.
        deadline_s: How long a subscriber may take for one event.
    """

    def __init__(
        self, service: Service, *, worker: str, deadline_s: float = DEADLINE_S
    ) -> None:
        self._service = service
        self._worker = worker
        self._deadline_s = deadline_s

    def run(self, *, limit: int) -> Report:
        """Deliver what is due now, and what that makes due, up to a limit.

        Args:
            limit: How many deliveries at most.
        """
        report, left = Report(), limit
        while left > 0:
            found = self._claim(1)
            if not found:
                break
            for delivery in found:
                report += self._deliver(delivery)
            left -= len(found)
        return report

    def watch(
        self,
        stop: threading.Event,
        *,
        poll_s: float = 1.0,
        each: Callable[[Report], None] | None = None,
    ) -> Report:
        """Deliver what is due until somebody sets *stop*.

        Args:
            stop: Set it to end the watch after the delivery that is being made.
            poll_s: How often to look for what other processes stored.
            each: Called after every run that did something.
        """
        total = Report()
        while not stop.is_set():
            report = self.run(limit=100)
            if report != Report():
                total += report
                if each is not None:
                    each(report)
                continue
            stop.wait(poll_s)
        return total

    def _claim(self, limit: int) -> tuple[Delivery, ...]:
        now = self._service.clock()
        lease = now + timedelta(seconds=2 * self._deadline_s)
        return self._service.store.claim(now, limit, lease, self._worker)

    def _deliver(self, delivery: Delivery) -> Report:
        """Make one delivery; whatever goes wrong stays with it."""
        store = self._service.store
        try:
            for command in self._commands(delivery):
                self._service.handle(command)
        except KeyboardInterrupt:
            raise
        except (PermanentFailure, Rejected, PluginAnswerInvalid) as error:
            return self._bury(delivery, error)
        except BaseException as error:  # noqa: BLE001 - a plugin may raise anything
            return self._retry(delivery, error)
        store.done(delivery)
        return Report(done=1)

    def _commands(self, delivery: Delivery) -> Iterable[AnyCommand]:
        """Call the subscriber and check what it answers."""
        if delivery.subscriber.startswith(RELEASE):
            self._service.reservations.release(delivery)
            return ()
        kind = kind_of(delivery.stream)
        store = self._service.store
        _, events = store.load_events(delivery.stream)
        event: Any = events[delivery.version - 1]
        key = f"{_name(delivery)}:{delivery.version}:{delivery.subscriber}"
        if delivery.subscriber.startswith(TIMER):
            purpose = delivery.subscriber.removeprefix(TIMER)
            subject = delivery.stream.removeprefix(kind.prefix)
            return (kind.timer_command(purpose, event, subject, key),)
        call = self._subscriber(kind, delivery.subscriber)
        state = kind.replay(events[: delivery.version], kind.empty)
        answer = call_within(
            self._deadline_s,
            delivery.subscriber,
            lambda: _commands_of(call(event, state, key), delivery.subscriber),
        )
        return tuple(
            command
            if command.command_id
            else attrs.evolve(command, command_id=f"{key}:{n}")
            for n, command in enumerate(answer)
        )

    def _subscriber(
        self, kind: StreamKind, name: str
    ) -> Callable[[Any, Any, str], Any]:
        for subscriber in kind.subscribers(self._service.plugins):
            if subscriber.name == name:
                return subscriber.call
        raise PluginNotLoaded(
            plugin=name,
            reason="events wait for it, and it is not loaded here",
            cure="Load the plugin, or put its deliveries aside.",
        )

    def _retry(self, delivery: Delivery, error: BaseException) -> Report:
        wait = getattr(error, "retry_after_s", None) or 0
        pause = pause_after(delivery.attempts, at_least_s=wait)
        if pause is None:
            return self._bury(delivery, error)
        due_at: datetime = self._service.clock() + pause
        self._service.store.retry(delivery, due_at, _said(error))
        _log.warning(
            "%s failed and is tried again at %s",
            delivery.id,
            due_at.isoformat(timespec="seconds"),
            extra=_fields(delivery, error),
        )
        return Report(retried=1)

    def _bury(self, delivery: Delivery, error: BaseException) -> Report:
        self._service.store.bury(delivery, _said(error))
        _log.error(
            "%s was put aside: %s",
            delivery.id,
            type(error).__name__,
            extra=_fields(delivery, error),
        )
        return Report(buried=1)


def _name(delivery: Delivery) -> str:
    """Name what something happened to: an order by its id, a customer by the stream."""
    return delivery.stream.removeprefix(ORDERS.prefix)


def _fields(delivery: Delivery, error: BaseException) -> dict[str, object]:
    """Return what a log can be searched by; nothing of it is personal."""
    return {
        "order_id": _name(delivery),
        "delivery": delivery.id,
        "plugin": delivery.subscriber,
        "attempts": delivery.attempts,
        "fault": type(error).__name__,
    }


def _commands_of(answer: object, plugin: str) -> tuple[AnyCommand, ...]:
    """Pass commands, or nothing.

    Raises:
        PluginAnswerInvalid: The answer is anything else.
    """
    if answer is None:
        return ()
    if isinstance(answer, Iterable) and not isinstance(answer, str | bytes):
        found = tuple(islice(answer, ANSWERS_MAX + 1))
        if len(found) <= ANSWERS_MAX and all(isinstance(c, _COMMANDS) for c in found):
            return found
        said = f"{len(found)} × {', '.join({type(c).__name__ for c in found})}"
    else:
        said = type(answer).__name__
    raise PluginAnswerInvalid(
        plugin=plugin,
        reason="a wrong answer",
        value=said,
        expected=f"nothing or at most {ANSWERS_MAX} commands",
    )


def _said(error: BaseException) -> str:
    """Keep what was raised and where; the end of a long traceback says most."""
    if isinstance(error, PluginTimeout | Rejected | PluginNotLoaded):
        return f"{type(error).__name__}: {error}"
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return _PERSONAL.sub("[personal]", "".join(lines))[-ERROR_MAX:]
