"""Signed links: one purpose, one parcel, a short time, and nothing personal inside.

A token says which parcel may be changed in which ways until when. It is signed, not
secret: whoever holds the link may use it, and nobody can make or alter one. Used
twice it gives the first answer, because the change takes its ids from the token.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

import attrs

from postpurchase.errors import (
    ExpiredLink,
    InvalidInput,
    InvalidLink,
    LinkNotMeant,
    MissingExtra,
)
from postpurchase.errors.inputs import short
from postpurchase.order.commands import RequestDeliveryChange
from postpurchase.values.carriage import CHANGE_KINDS, DeliveryChange
from postpurchase.values.ids import check_id

PURPOSE: Final = "postpurchase.delivery-change"
"""A token of another purpose has another salt, so it never passes for this one."""

TOKEN_MAX: Final = 4096
"""Characters of a token; longer ones are not even looked at."""

SECRET_MIN: Final = 16
"""Characters of a secret; shorter ones can be guessed."""


PLACE_MARK: Final = "{token}"
"""What marks the token's place in a page that does not end where it goes."""

PAGE_MAX: Final = 2048
"""Characters of a page's address; browsers cut longer ones."""


@attrs.frozen(kw_only=True)
class ChangePermit:
    """What a link allows.

    Args:
        order_id: The order.
        parcel_id: The parcel.
        kinds: The kinds of change.
        expires_at: Until when, to the second.
    """

    order_id: str
    parcel_id: str
    kinds: tuple[str, ...]
    expires_at: datetime


def link_secrets(stated: Sequence[str], store_secret: bytes) -> list[bytes]:
    """Return the keys to sign with, the newest last; by default the store's own.

    Args:
        stated: The shop's secrets, the newest first. Links signed with any of them
            are accepted, so that a secret can be replaced while links are out.
        store_secret: Random bytes of the store, from which a key is derived.

    Raises:
        InvalidInput: A secret is too short.
    """
    if not stated:
        return [hmac.new(store_secret, PURPOSE.encode(), hashlib.sha256).digest()]
    for n, secret in enumerate(cast("Sequence[object]", stated)):
        if not isinstance(secret, str) or len(secret) < SECRET_MIN:
            raise InvalidInput(
                path=f"secrets[{n}]",
                value="a secret",
                expected=f"text of at least {SECRET_MIN} characters",
            )
    return [secret.encode() for secret in reversed(stated)]


def check_page(page: object) -> str:
    """Return the page behind a link, if a token can be put into it.

    Raises:
        InvalidInput: It is no https address (http is for this machine alone), or
            the token has no place of its own: neither ``{token}`` nor a path that
            ends with ``/``.

    >>> check_page("https://shop.example/delivery?link={token}")
    'https://shop.example/delivery?link={token}'
    """
    if not isinstance(page, str) or not _has_place(page):
        raise InvalidInput(
            path="page",
            value=short(page),
            expected="an https address that ends with / or marks the token's place",
        )
    return page


def _has_place(page: str) -> bool:
    if len(page) > PAGE_MAX or not page.isprintable() or " " in page:
        return False
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    host = parts.hostname or ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))
    if not host or not is_safe or PLACE_MARK in parts.netloc:
        return False
    if PLACE_MARK in page:
        return page.count(PLACE_MARK) == 1
    return page.endswith("/") and not set("?#") & set(page)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def link_to(page: str, token: str) -> str:
    """Put a token into the page that stands behind it; without one, it is alone."""
    if PLACE_MARK in page:
        return page.replace(PLACE_MARK, token)
    return page + token


def write_token(permit: ChangePermit, keys: Sequence[bytes]) -> str:
    """Sign what a link allows."""
    # A link that allows nothing would be a dead end for its customer.
    for kind in permit.kinds or ("",):
        if kind not in CHANGE_KINDS:
            raise InvalidInput(
                path="kinds",
                value=short(kind),
                expected=f"one of {', '.join(CHANGE_KINDS)}",
            )
    expires_s = int(permit.expires_at.timestamp())
    document = [permit.order_id, permit.parcel_id, list(permit.kinds), expires_s]
    token: str = _serializer(keys).dumps(document)
    return token


def read_token(token: object, keys: Sequence[bytes], at: datetime) -> ChangePermit:
    """Read what a link allows.

    Args:
        token: As it came from outside.
        keys: As `link_secrets` gives them.
        at: Now, aware.

    Raises:
        InvalidLink: It was altered, or signed for another purpose or with a secret
            that is not known any more.
        ExpiredLink: Its time is over.
    """
    serializer = _serializer(keys)
    from itsdangerous import BadData

    if not isinstance(token, str) or not 0 < len(token) <= TOKEN_MAX:
        raise InvalidLink
    try:
        document = serializer.loads(token)
    except (BadData, UnicodeError):
        raise InvalidLink from None
    permit = _permit(document)
    if at >= permit.expires_at:
        raise ExpiredLink(expired_at=permit.expires_at)
    return permit


def command_of(
    token: str, permit: ChangePermit, change: DeliveryChange, at: datetime
) -> RequestDeliveryChange:
    """Make the command that a link leads to; its ids are the token's.

    Raises:
        LinkNotMeant: The link does not allow this kind of change.
    """
    if change.kind not in permit.kinds:
        raise LinkNotMeant(kind=change.kind, allowed=permit.kinds)
    name = hashlib.sha256(token.encode()).hexdigest()[:32]
    return RequestDeliveryChange(
        order_id=permit.order_id,
        at=at,
        by="customer",
        command_id=f"link:{name}",
        change_id=f"link-{name}",
        parcel_id=permit.parcel_id,
        change=change,
    )


def kinds_of(kinds: Iterable[str] | None) -> tuple[str, ...]:
    """Return the kinds that a link is to allow; all of them by default."""
    if isinstance(kinds, str):
        raise InvalidInput(path="kinds", value=short(kinds), expected="several of str")
    return CHANGE_KINDS if kinds is None else tuple(kinds)


def _serializer(keys: Sequence[bytes]) -> Any:
    try:
        from itsdangerous import URLSafeSerializer
    except ImportError:
        raise MissingExtra(feature="Signing links", extra="web") from None
    # Its default digest is SHA-1.
    return URLSafeSerializer(
        list(keys),
        salt=PURPOSE,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _permit(document: object) -> ChangePermit:
    """Bring a signed document to a permit; an older release may have signed others."""
    match document:
        case [str() as order_id, str() as parcel_id, list() as kinds, int() as until]:
            check_id(order_id, "order_id")
            return ChangePermit(
                order_id=order_id,
                parcel_id=parcel_id,
                kinds=tuple(str(kind) for kind in kinds),
                expires_at=datetime.fromtimestamp(until, UTC),
            )
    raise InvalidLink
