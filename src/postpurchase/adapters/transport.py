"""Requests to a shop system, behind a Protocol small enough for a test's own."""

from __future__ import annotations

import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPException
from types import MappingProxyType
from typing import IO, Final, Protocol
from urllib.parse import urlsplit

import attrs

from postpurchase.adapters.decoding import BODY_LIMITS, shown
from postpurchase.errors import InvalidInput, OutcomeUnknown, TemporaryFailure

_NEVER_ARRIVED: Final = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)
"""Failures before the first byte was sent; any other leaves the outcome unknown."""

_LOCAL: Final = ("localhost", "127.0.0.1", "::1")


@attrs.frozen(kw_only=True)
class Request:
    """One request.

    Args:
        method: ``GET`` or ``POST``.
        path: Below the base URL, with a leading slash.
        body: What is sent as JSON, or None.
        key: The same for every try of one effect; empty for a question.
    """

    method: str
    path: str
    body: Mapping[str, object] | None = None
    key: str = ""


@attrs.frozen(kw_only=True)
class Response:
    """What came back; header names in lower case."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})


class Transport(Protocol):
    """Carries requests."""

    def send(self, request: Request) -> Response:
        """Send one request and wait for its response.

        Raises:
            TemporaryFailure: It surely never arrived.
            OutcomeUnknown: It may have arrived, such as after a time-out.
        """


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuse to carry a token to wherever a response points."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Answer that there is nothing to follow."""


class HttpTransport:
    """Sends over HTTPS with a token; plain HTTP only to this machine.

    Args:
        base_url: Such as ``https://shop.example/admin/api/2026-07``.
        headers: Sent with every request, such as the token.
        timeout_s: For connecting and for every wait on the other side.
        plugin: Who is named in a failure.

    Raises:
        InvalidInput: The URL is not https.
    """

    def __init__(
        self,
        base_url: str,
        *,
        headers: Mapping[str, str],
        timeout_s: float = 10.0,
        plugin: str = "http",
    ) -> None:
        parts = urlsplit(base_url)
        safe = parts.scheme == "https" or (
            parts.scheme == "http" and parts.hostname in _LOCAL
        )
        if not safe or not parts.hostname or parts.username:
            raise InvalidInput(
                path="base_url", value=shown(parts.scheme), expected="an https URL"
            )
        self._base_url = base_url.rstrip("/")
        self._headers = dict(headers)
        self._timeout_s = timeout_s
        self._plugin = plugin
        self._opener = urllib.request.build_opener(_NoRedirects())

    def send(self, request: Request) -> Response:
        """Send one request; see `Transport.send`."""
        try:
            with self._opener.open(
                self._made(request), timeout=self._timeout_s
            ) as came:
                return self._response(came.status, came.headers, came)
        except urllib.error.HTTPError as refused:
            with refused:
                return self._response(refused.code, refused.headers, refused)
        except urllib.error.URLError as failed:
            if not isinstance(failed.reason, _NEVER_ARRIVED):
                raise self._unknown(failed) from None
            raise TemporaryFailure(
                plugin=self._plugin, reason=f"not reached: {failed.reason}"
            ) from None
        except (OSError, HTTPException) as broken:
            raise self._unknown(broken) from None

    def _made(self, request: Request) -> urllib.request.Request:
        headers = {"Accept": "application/json", **self._headers}
        content = None
        if request.body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(request.body).encode()
        if request.key:
            headers["Idempotency-Key"] = request.key
        return urllib.request.Request(  # noqa: S310  # the scheme was checked above
            self._base_url + request.path,
            data=content,
            headers=headers,
            method=request.method,
        )

    def _response(self, status: int, headers: Message, came: IO[bytes]) -> Response:
        content = came.read(BODY_LIMITS.size_bytes + 1)
        named = {name.lower(): value for name, value in headers.items()}
        return Response(status=status, content=content, headers=named)

    def _unknown(self, broken: Exception) -> OutcomeUnknown:
        kind = type(broken).__name__
        return OutcomeUnknown(plugin=self._plugin, reason=f"no answer ({kind})")
