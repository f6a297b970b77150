"""The hash of a request, by which a repeat is told from another request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import attrs

from postpurchase.order.commands import Command

SCHEMA = 1
"""Grows when the hash of the same command changes; old answers stay readable."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_LEFT_OUT = frozenset({"at", "command_id"})


def request_hash(command: Command, secret: bytes) -> bytes:
    """Hash what the caller asked, before any plugin answered.

    The time is left out, because a retry has another one. The hash is keyed by
    the store's secret: a plain hash of an address can be guessed back.

    Args:
        command: The command as it came, with its personal values.
        secret: The store's secret.
    """
    kind: type = type(command)
    fields = {
        name: plain(getattr(command, name))
        for name in _field_names(kind)
        if name not in _LEFT_OUT
    }
    document = [SCHEMA, kind.__name__, fields]
    text = _encode(document)
    return hashlib.blake2b(text.encode(), key=secret[:64], digest_size=32).digest()


def plain(value: Any) -> Any:
    """Bring a value to what JSON knows, the same for equal values.

    >>> from postpurchase.values.money import Money
    >>> plain((Money(1999, "EUR"), None))
    [['Money', 1999, 'EUR'], None]
    """
    kind: type = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return sorted((str(key), plain(part)) for key, part in value.items())
    return [kind.__name__, *(plain(getattr(value, n)) for n in _field_names(kind))]


@lru_cache(maxsize=512)
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))
