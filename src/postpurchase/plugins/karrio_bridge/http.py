"""The transport that the bridge uses by itself: HTTPS, checked, in time."""

from __future__ import annotations

import http.client
import ssl
import time
from email.message import Message
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from postpurchase.plugins.karrio_bridge.transport import NoAnswer, NotReached, Reply

CONTENT_MAX: Final = 32 * 1024 * 1024
"""Bytes of an answer; more are no label."""

_WAITS_MAX: Final = 3
"""An answer that drips is given up after so many times the time-out."""

_CHUNK: Final = 64 * 1024


class _Plain(http.client.HTTPConnection):
    """Says whether a failure came before anything was sent."""

    def connect(self) -> None:
        try:
            super().connect()
        except OSError as fault:
            raise NotReached(type(fault).__name__) from fault


class _Secure(http.client.HTTPSConnection):
    """The same over TLS: a bad certificate is a failure before, too."""

    def connect(self) -> None:
        try:
            super().connect()
        except OSError as fault:
            raise NotReached(type(fault).__name__) from fault


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)


class _SecureHandler(HTTPSHandler):
    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        self._checked = context

    def https_open(self, req: Request) -> http.client.HTTPResponse:
        return self.do_open(_Secure, req, context=self._checked)


class _NoRedirects(HTTPRedirectHandler):
    """Refuse to carry a token to wherever an answer points."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Answer that there is nothing to follow."""


def _opener() -> OpenerDirector:
    # Not create_default_https_context: importing karrio turns that one's checks off.
    context = ssl.create_default_context()
    return build_opener(_PlainHandler(), _SecureHandler(context), _NoRedirects())


def send(request: Request, timeout_s: float) -> Reply:
    """Send one request, once, and wait for its whole answer.

    Args:
        request: As the connector made it.
        timeout_s: Seconds for connecting and for every wait.

    Raises:
        NotReached: It was not sent.
        NoAnswer: It was sent, and no whole answer came.
    """
    try:
        with _opener().open(request, timeout=timeout_s) as came:
            return _read(came, came.status, timeout_s)
    except HTTPError as refused:
        with refused:
            return _read(refused, refused.code, timeout_s)
    except URLError as failed:
        if isinstance(failed.reason, NotReached):
            raise failed.reason from None
        raise NoAnswer(type(failed.reason).__name__) from failed
    except (OSError, http.client.HTTPException) as broken:
        raise NoAnswer(type(broken).__name__) from broken


def _read(came: Any, status: int, timeout_s: float) -> Reply:
    ends_at = time.monotonic() + _WAITS_MAX * timeout_s
    content = bytearray()
    try:
        while chunk := came.read1(_CHUNK):
            content += chunk
            if len(content) > CONTENT_MAX or time.monotonic() > ends_at:
                raise NoAnswer("the answer has no end")
    except http.client.HTTPException as broken:
        raise NoAnswer(type(broken).__name__) from broken
    if getattr(came, "length", None):
        raise NoAnswer("the answer ends before its end")
    headers = {name.lower(): value for name, value in came.headers.items()}
    return Reply(status=status, content=bytes(content), headers=headers)
