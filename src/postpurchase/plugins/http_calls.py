"""Calls of a carrier's interface over httpx: in time, once, with honest failures."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from postpurchase.errors import InvalidInput, MissingExtra
from postpurchase.errors.inputs import short
from postpurchase.plugins.fates import Failure, Fate, failure_of, retry_after_s

TIMEOUT_S: Final = 20.0
CONTENT_MAX: Final = 32 * 1024 * 1024
"""Bytes of an answer; more are no label."""

_WAITS_MAX: Final = 3
"""An answer that drips is given up after so many times the time-out."""

_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@attrs.frozen(kw_only=True)
class Answer:
    """What a call was answered with, whatever its status.

    Args:
        fate: What became of it.
        content: The bytes of the answer.
        is_effect: Whether the call was to change something.
        plugin: Who is named in a failure.
    """

    fate: Fate
    content: bytes = attrs.field(default=b"", repr=False)
    is_effect: bool = False
    plugin: str = ""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.fate.status

    def document(self) -> Any:
        """Return the JSON of the answer, or None if it is none."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            return None

    def failure(self, reason: str = "") -> Failure:
        """Say which failure it is that nothing came of the call."""
        return failure_of(
            self.fate, is_effect=self.is_effect, plugin=self.plugin, reason=reason
        )


class Calls:
    """Sends requests below one address; plain HTTP only to this machine.

    Args:
        plugin: Who is named in a failure.
        base_url: Such as ``https://api.carrier.example``.
        timeout_s: For connecting and for every wait.

    Raises:
        InvalidInput: The address is not https.
    """

    def __init__(
        self, plugin: str, base_url: str, *, timeout_s: float = TIMEOUT_S
    ) -> None:
        parts = urlsplit(base_url)
        if parts.scheme != "https" and parts.hostname not in _LOCAL:
            raise InvalidInput(
                path="base_url", value=short(parts.scheme), expected="an https URL"
            )
        self._plugin = plugin
        self._base_url = base_url.rstrip("/")
        self._timeout_s = timeout_s

    def send(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: object = None,
        is_effect: bool = False,
        is_secret: bool = False,
    ) -> Answer:
        """Send one request, once.

        Args:
            method: Such as ``GET``.
            path: Below the address, with a leading slash.
            headers: Such as the token's.
            query: Parameters of the address.
            body: Sent as JSON, if there is one.
            is_effect: Whether it changes something at the carrier.
            is_secret: Whether the path holds a secret: httpx logs paths.

        Returns:
            The answer, whatever its status.

        Raises:
            TemporaryFailure: It did not arrive; or it was a question, and no
                answer came.
            OutcomeUnknown: It was to change something, and no answer came.
            MissingExtra: httpx is not installed.
        """
        httpx = _httpx()

        def ended(fate: Fate, content: bytes = b"") -> Answer:
            return Answer(
                fate=fate, content=content, is_effect=is_effect, plugin=self._plugin
            )

        not_sent = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
        try:
            # A client of its own leaves no connection open behind it.
            with (
                _unlogged() if is_secret else nullcontext(),
                httpx.Client(timeout=self._timeout_s, verify=_trust()) as client,
                client.stream(
                    method,
                    self._base_url + path,
                    headers=headers,
                    params=query,
                    json=body,
                ) as came,
            ):
                content = _read(came, _WAITS_MAX * self._timeout_s)
                waits = retry_after_s(came.headers)
                fate = Fate(status=came.status_code, retry_after_s=waits)
        except not_sent as fault:
            reason = type(fault).__name__
            raise ended(Fate(was_sent=False)).failure(reason) from fault
        except httpx.HTTPError as fault:
            raise ended(Fate()).failure(type(fault).__name__) from fault
        return ended(fate, content)


def _read(came: Any, within_s: float) -> bytes:
    ends_at = time.monotonic() + within_s
    content = bytearray()
    for chunk in came.iter_bytes():
        content += chunk
        if len(content) > CONTENT_MAX or time.monotonic() > ends_at:
            raise _httpx().ReadError("the answer has no end")
    return bytes(content)


def _httpx() -> Any:
    try:
        import httpx
    except ImportError as fault:
        raise MissingExtra(
            feature="A carrier over the network", extra="http"
        ) from fault
    return httpx


_SECRET: ContextVar[bool] = ContextVar("secret_call", default=False)


def _may_be_logged(record: logging.LogRecord) -> bool:
    return not _SECRET.get()


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep httpx from logging the calls of this thread."""
    # It stays there: it lets every other line pass, and other threads may be here.
    logging.getLogger("httpx").addFilter(_may_be_logged)
    token = _SECRET.set(True)
    try:
        yield
    finally:
        _SECRET.reset(token)


@cache
def _trust() -> Any:
    """Read the authorities' certificates once: that takes longer than a call."""
    return _httpx().create_ssl_context()


def items(document: object, *path: str) -> list[dict[str, Any]]:
    """Return the objects of a list somewhere in a document; none where there is none.

    >>> items({"data": [{"Ref": "1"}, "odd"]}, "data")
    [{'Ref': '1'}]
    """
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    found = document if isinstance(document, list) else []
    return [one for one in found if isinstance(one, dict)]


def text(document: Mapping[str, Any], name: str) -> str:
    """Return a value of an object as text; empty where there is none.

    >>> text({"id": 7, "note": None}, "id"), text({"id": 7, "note": None}, "note")
    ('7', '')
    """
    value = document.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value)


def scrubbed(said: str, private: Callable[[], list[str]]) -> str:
    """Take names, addresses and numbers of people out of what a carrier says."""
    for one in sorted({part for part in private() if len(part) > 2}, key=len)[::-1]:
        said = said.replace(one, "***")
    return " ".join(said.split())
