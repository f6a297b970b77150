"""How a connector's requests leave: in time, once, and with their fate on record.

karrio's own way out has no time-out, forgets the HTTP status, and sends a failing
request a second time wherever sentry_sdk can be imported. `installing` puts `send`
in its place. Requests that no `Job` of ours made go the old way.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from email.message import Message
from types import MappingProxyType
from typing import Any, Final, Self, TypeVar
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request

import attrs

from postpurchase.plugins.fates import Fate, retry_after_s

_T = TypeVar("_T")
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


class NotReached(OSError):
    """The request surely never arrived: no such name, refused, no safe connection."""


class NoAnswer(OSError):
    """The request left, and no whole answer came back."""


@attrs.frozen(kw_only=True)
class Reply:
    """What came back; header names in lower case."""

    status: int
    content: bytes = attrs.field(default=b"", repr=False)
    headers: Mapping[str, str] = MappingProxyType({})


Transport = Callable[[Request, float], Reply]
"""Sends one request within so many seconds; raises `NotReached` or `NoAnswer`."""


@attrs.define(kw_only=True)
class Job:
    """One question or effect, with all requests that it makes.

    Args:
        transport: Who sends.
        timeout_s: For each request.
        is_effect: Whether it changes something at the carrier: then a request
            with an open outcome is the last one.
    """

    transport: Transport
    timeout_s: float
    is_effect: bool
    fates: list[Fate] = attrs.field(factory=list)

    def run(self, work: Callable[[], _T]) -> _T:
        """Do *work* in a thread of its own.

        karrio starts an event loop, which it cannot where one runs already.
        """

        def within() -> _T:
            token = _JOB.set(self)
            try:
                return work()
            finally:
                _JOB.reset(token)

        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(copy_context().run, within).result()

    def send(self, request: Request) -> _Opened:
        """Send a request of the job, and note what became of it."""
        is_login = _LOGIN.get()
        if self.is_effect and any(fate.is_open for fate in self.fates):
            raise NoAnswer("nothing more is sent after an open outcome")
        parts = urlsplit(request.full_url)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise NotReached("the connection would not be encrypted")
        try:
            reply = self.transport(request, self.timeout_s)
        except NotReached:
            self.fates.append(Fate(was_sent=False, is_login=is_login))
            raise
        except Exception as fault:
            self.fates.append(Fate(is_login=is_login))
            raise NoAnswer(type(fault).__name__) from fault
        waits = retry_after_s(reply.headers)
        self.fates.append(
            Fate(status=reply.status, is_login=is_login, retry_after_s=waits)
        )
        return _opened(request.full_url, reply)


class _Opened:
    """A reply in the shape of what `urlopen` returns."""

    def __init__(self, url: str, reply: Reply) -> None:
        self.url = url
        self.status = self.code = reply.status
        self.headers = _message(reply.headers)
        self._content = reply.content

    def read(self) -> bytes:
        return self._content

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """There is nothing to close."""


def _opened(url: str, reply: Reply) -> _Opened:
    if 200 <= reply.status < 300:
        return _Opened(url, reply)
    body = io.BytesIO(reply.content)
    said = f"HTTP {reply.status}"
    raise HTTPError(url, reply.status, said, _message(reply.headers), body)


def _message(headers: Mapping[str, str]) -> Message:
    message = Message()
    for name, value in headers.items():
        message[name] = value
    return message


_JOB: ContextVar[Job | None] = ContextVar("karrio_job", default=None)
_LOGIN: ContextVar[bool] = ContextVar("karrio_login", default=False)


@contextmanager
def logging_in() -> Iterator[None]:
    """Mark the requests within as a login: they order nothing."""
    token = _LOGIN.set(True)
    try:
        yield
    finally:
        _LOGIN.reset(token)


def sender(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return what stands in for karrio's own sending.

    Args:
        before: karrio's own, for requests of the host that are none of ours.
    """

    def send(req: Request, timeout: float | None = None) -> Any:
        job = _JOB.get()
        return before(req, timeout=timeout) if job is None else job.send(req)

    send.is_ours = True  # type: ignore[attr-defined]
    return send


class ContextThreads(ThreadPoolExecutor):
    """Threads that know whose job they work for."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Run *fn* in the context of the caller."""
        return super().submit(copy_context().run, fn, *args, **kwargs)
