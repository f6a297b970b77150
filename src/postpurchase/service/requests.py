"""The hash of a request, by which a repeat is told from another request."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

import attrs

from postpurchase.service.kinds import AnyCommand

SCHEMA = 1
"""Grows when the hash of the same command changes; old answers stay readable."""

_LEFT_OUT = frozenset({"at", "command_id"})


def request_hash(command: AnyCommand, secret: bytes) -> bytes:
    """Hash what the caller asked, before any plugin answered.

    The time is left out, because a retry has another one. The hash is keyed by
    the store's secret: a plain hash of an address can be guessed back.

    Args:
        command: The command as it came, with its personal values.
        secret: The store's secret.
    """
    kind: type = type(command)
    text = canonical([SCHEMA, kind.__name__, _asked(kind)(command)])
    return hashlib.blake2b(text.encode(), key=secret[:64], digest_size=32).digest()


def _plain(value: Any) -> Any:
    """Bring a value that JSON does not know to one that it does."""
    if isinstance(value, date):
        return value.isoformat()
    kind: type = type(value)
    return [kind.__name__, *_fields(kind)(value)]


canonical: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain
).encode
"""Writes a value down, the same for equal values, and its kind with it."""


@lru_cache(maxsize=512)
def _fields(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return _getter(tuple(field.name for field in attrs.fields(kind)))


@lru_cache(maxsize=512)
def _asked(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    names = (field.name for field in attrs.fields(kind))
    return _getter(tuple(name for name in names if name not in _LEFT_OUT))


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
