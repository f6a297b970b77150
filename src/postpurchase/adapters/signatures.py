"""Signatures of webhooks: one table of schemes, and one way to check them all.

A signature is checked over the raw bytes, before anything reads them. Every refusal
is a `SignatureInvalid` and costs a bounded time, whatever was sent. Schemes that
sign a time are refused outside a window to both sides; the others can be replayed
for ever, so whoever takes a webhook in must remember what it took (`app.webhooks`).

Standard Webhooks' ``v1a`` (ed25519) is not checked: it needs a library for elliptic
curves. A message that is signed both ways is accepted by its ``v1``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

import attrs

from postpurchase.adapters.decoding import MEBIBYTE
from postpurchase.errors import InputTooLarge, InvalidInput, SignatureInvalid
from postpurchase.values.times import aware

BODY_BYTES_MAX: Final = 2 * MEBIBYTE
"""Of a webhook's body, before it is hashed."""

WINDOW_SECONDS: Final = 300
"""How far a signed time may lie before or after the clock, where one is signed."""

_HEADERS_MAX: Final = 200
_HEADER_CHARACTERS_MAX: Final = 4_096
_SIGNATURES_MAX: Final = 10
_SECRETS_MAX: Final = 10
_SECONDS: Final = re.compile(r"[0-9]{1,12}", re.ASCII)
_EVENT_ID: Final = re.compile(r"[!-~]{1,100}", re.ASCII)

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Names and values as the web framework gives them; names in any case."""


@attrs.frozen(kw_only=True)
class SignatureScheme:
    """How a service signs what it sends.

    Args:
        name: The scheme.
        header: The header with the signature or signatures.
        prefix: What stands before the signature in it.
        parts: What is signed, in order: ``id``, ``time``, ``body`` or plain text.
        encoding: How the signature is written.
        key: How the secret becomes the key: its text, its text in Unicode NFKD, or
            Base64 after ``whsec_``.
        layout: One signature; a list ``v1,… v1,…``; or fields ``t=…,v1=…``.
        id_header: The header with the signed id, if one is signed.
        time_header: The header with the signed time, if it stands in one.
    """

    name: str
    header: str
    prefix: str = ""
    parts: tuple[str, ...] = ("body",)
    encoding: Literal["hex", "base64"] = "base64"
    key: Literal["text", "nfkd", "base64"] = "text"
    layout: Literal["one", "list", "fields"] = "one"
    id_header: str = ""
    time_header: str = ""

    @property
    def has_time(self) -> bool:
        """Whether a time is signed, so that an old message can be told."""
        return "time" in self.parts


SCHEMES: Final[dict[str, SignatureScheme]] = {
    scheme.name: scheme
    for scheme in (
        SignatureScheme(name="aftership", header="aftership-hmac-sha256"),
        SignatureScheme(name="aftership_returns", header="as-signature-hmac-sha256"),
        SignatureScheme(
            name="aftership_returns_2022",
            header="am-webhook-signature",
            prefix="hmac-sha256=",
        ),
        SignatureScheme(
            name="easypost",
            header="x-hmac-signature",
            prefix="hmac-sha256-hex=",
            encoding="hex",
            key="nfkd",
        ),
        SignatureScheme(
            name="shippo",
            header="shippo-auth-signature",
            parts=("time", ".", "body"),
            encoding="hex",
            layout="fields",
        ),
        SignatureScheme(name="shopify", header="x-shopify-hmac-sha256"),
        SignatureScheme(
            name="standard",
            header="webhook-signature",
            parts=("id", ".", "time", ".", "body"),
            key="base64",
            layout="list",
            id_header="webhook-id",
            time_header="webhook-timestamp",
        ),
    )
}
"""The schemes by name.

Source: AfterShip and Shopify documentation (headers, HMAC-SHA256 over the body);
EasyPost's client libraries (NFKD, hex with prefix); Shippo documentation; Standard
Webhooks 1.0.
"""


@attrs.frozen(kw_only=True)
class Verified:
    """What a checked signature vouches for, besides the body.

    Args:
        event_id: The id that was signed with it, or empty.
        signed_at: When it was signed, if that was signed.
    """

    event_id: str = ""
    signed_at: datetime | None = None


def verify(
    scheme: SignatureScheme,
    headers: Headers,
    body: bytes,
    *,
    secrets: str | Sequence[str],
    at: datetime,
) -> Verified:
    """Check that a body was signed by somebody who knows a secret.

    Args:
        scheme: How the sender signs, see `SCHEMES`.
        headers: The headers as they came.
        body: The body as it came, byte for byte.
        secrets: The secret, or several while one replaces another.
        at: Now, aware.

    Raises:
        SignatureInvalid: A header is missing, there twice or malformed, the signed
            time is outside the window, or no signature fits.
        InputTooLarge: The body is longer than a webhook's is.
        InvalidInput: A secret is none.

    >>> from datetime import datetime, timezone
    >>> noon = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
    >>> scheme = SCHEMES["easypost"]
    >>> signed = sign(scheme, b"{}", secret="s3cret")
    >>> verify(scheme, signed, b"{}", secrets="s3cret", at=noon)
    Verified(event_id='', signed_at=None)
    >>> verify(scheme, signed, b"{ }", secrets="s3cret", at=noon)
    Traceback (most recent call last):
    postpurchase.errors.inputs.SignatureInvalid: The signature of this message ...
    """
    keys = [_key(scheme, secret) for secret in _several(secrets)]
    if not isinstance(body, bytes):
        raise InvalidInput(path="body", value=type(body).__name__, expected="bytes")
    if len(body) > BODY_BYTES_MAX:
        raise InputTooLarge(
            path="body", value=f"{len(body)} bytes", expected=f"{BODY_BYTES_MAX} bytes"
        )
    wanted = {scheme.header, scheme.id_header, scheme.time_header} - {""}
    found = _find(scheme, headers, wanted)
    given, seconds = _signatures(scheme, found[scheme.header])
    seconds = seconds or found.get(scheme.time_header, "")
    event_id = found.get(scheme.id_header, "")
    if scheme.id_header and _EVENT_ID.fullmatch(event_id) is None:
        raise _refused(scheme, "malformed")
    signed_at = _in_window(scheme, seconds, aware(at)) if scheme.has_time else None
    message = _message(scheme, event_id, seconds, body)
    fits = False
    for key in keys:
        right = _written(scheme, key, message)
        # All of them are compared, so that the time tells nothing.
        for one in given:
            fits |= hmac.compare_digest(right, one)
    if not fits:
        raise _refused(scheme, "mismatch")
    return Verified(event_id=event_id, signed_at=signed_at)


def sign(
    scheme: SignatureScheme,
    body: bytes,
    *,
    secret: str,
    at: datetime | None = None,
    event_id: str = "",
) -> dict[str, str]:
    """Make the headers that a sender would send, for tests and for own senders.

    Args:
        scheme: How to sign.
        body: What is sent.
        secret: The secret that both sides know.
        at: When, for schemes that sign a time.
        event_id: The message's id, for schemes that sign one.
    """
    seconds = str(int(aware(at).timestamp())) if at is not None else "0"
    message = _message(scheme, event_id, seconds, body)
    written = _written(scheme, _key(scheme, secret), message).decode("ascii")
    said = {
        "one": f"{scheme.prefix}{written}",
        "list": f"v1,{written}",
        "fields": f"t={seconds},v1={written}",
    }[scheme.layout]
    headers = {scheme.header: said}
    if scheme.id_header:
        headers[scheme.id_header] = event_id
    if scheme.time_header:
        headers[scheme.time_header] = seconds
    return headers


def _several(secrets: str | Sequence[str]) -> Sequence[str]:
    several = (secrets,) if isinstance(secrets, str) else secrets
    if not 0 < len(several) <= _SECRETS_MAX:
        raise InvalidInput(
            path="secrets", value=str(len(several)), expected="1 to 10 secrets"
        )
    return several


def _key(scheme: SignatureScheme, secret: str) -> bytes:
    """Make the key of a secret; the secret is in no error."""
    key = b""
    if isinstance(secret, str):
        if scheme.key == "base64":
            try:
                key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
            except (binascii.Error, ValueError):
                key = b""
        elif scheme.key == "nfkd":
            key = unicodedata.normalize("NFKD", secret).encode("utf-8", "replace")
        else:
            key = secret.encode("utf-8", "replace")
    if not key:
        is_base64 = scheme.key == "base64"
        expected = "a secret written as whsec_ and Base64" if is_base64 else "a secret"
        raise InvalidInput(path="secrets", value="***", expected=expected)
    return key


def _find(
    scheme: SignatureScheme, headers: Headers, wanted: set[str]
) -> dict[str, str]:
    """Pick the headers that matter; one that is there twice is no evidence."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    found: dict[str, str] = {}
    for count, (name, value) in enumerate(pairs, 1):
        if count > _HEADERS_MAX:
            raise _refused(scheme, "malformed")
        key = _text(name).lower() if len(name) <= 100 else ""
        if key not in wanted:
            continue
        if key in found or len(value) > _HEADER_CHARACTERS_MAX:
            raise _refused(scheme, "malformed")
        found[key] = _text(value).strip(" \t")
    if not wanted <= found.keys():
        raise _refused(scheme, "missing")
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""


def _signatures(scheme: SignatureScheme, said: str) -> tuple[list[bytes], str]:
    """Take the signatures out of their header, and the time if it is in there."""
    seconds = ""
    if scheme.layout == "one":
        if not said.startswith(scheme.prefix):
            raise _refused(scheme, "malformed")
        several = [said[len(scheme.prefix) :]]
    elif scheme.layout == "list":
        entries = (entry.partition(",") for entry in said.split(" ", _SIGNATURES_MAX))
        several = [one for version, _, one in entries if version == "v1"]
    else:
        fields = [entry.partition("=") for entry in said.split(",", _SIGNATURES_MAX)]
        times = [value for name, _, value in fields if name.strip() == "t"]
        several = [value for name, _, value in fields if name.strip() == "v1"]
        if len(times) != 1:
            raise _refused(scheme, "malformed")
        seconds = times[0]
    if not several or not all(several):
        raise _refused(scheme, "malformed")
    return [one.encode("utf-8", "surrogatepass") for one in several], seconds


def _in_window(scheme: SignatureScheme, seconds: str, now: datetime) -> datetime:
    if _SECONDS.fullmatch(seconds) is None:
        raise _refused(scheme, "malformed")
    if abs(int(seconds) - now.timestamp()) > WINDOW_SECONDS:
        raise _refused(scheme, "outside_window")
    return datetime.fromtimestamp(int(seconds), UTC)


def _message(
    scheme: SignatureScheme, event_id: str, seconds: str, body: bytes
) -> bytes:
    if scheme.parts == ("body",):
        return body
    said = {"id": event_id.encode(), "time": seconds.encode(), "body": body}
    return b"".join(said.get(part, part.encode()) for part in scheme.parts)


def _written(scheme: SignatureScheme, key: bytes, message: bytes) -> bytes:
    digest = hmac.digest(key, message, hashlib.sha256)
    if scheme.encoding == "hex":
        return digest.hex().encode("ascii")
    return base64.b64encode(digest)


def _refused(scheme: SignatureScheme, reason: str) -> SignatureInvalid:
    return SignatureInvalid(scheme=scheme.name, reason=reason)
