"""Personal values: written once, read by reference, overwritten when forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import blake2b

from postpurchase.stores.base import Batch, PersonalValue

_INSERT = """INSERT INTO personal (ref, owner, stream, person, salt, value)
    VALUES (?, ?, ?, ?, ?, ?)"""
_SELECT = """SELECT ref, person, salt, value FROM personal
    WHERE ref = ? AND forgotten = 0"""
# As many zero bytes as there were bytes: a row that keeps its size stays where it
# is, and 0 and 1 take no bytes of their own.
_FORGET = """UPDATE personal SET forgotten = 1,
        person = CAST(zeroblob(length(CAST(person AS BLOB))) AS TEXT),
        salt = CAST(zeroblob(length(CAST(salt AS BLOB))) AS TEXT),
        value = CAST(zeroblob(length(CAST(value AS BLOB))) AS TEXT)
    WHERE owner = ? AND forgotten = 0"""


def write(db: sqlite3.Connection, secret: bytes, batch: Batch) -> None:
    """Add the batch's personal values."""
    for value in batch.personal:
        owner = _owner(secret, value.person)
        columns = batch.stream, value.person, value.salt, value.value
        db.execute(_INSERT, (value.ref, owner, *columns))


def read(db: sqlite3.Connection, refs: Iterable[str]) -> dict[str, PersonalValue]:
    """Return the values that are not forgotten, by reference."""
    found = {}
    for ref in refs:
        row = db.execute(_SELECT, (ref,)).fetchone()
        if row is not None:
            found[ref] = PersonalValue(*row)
    return found


def forget(db: sqlite3.Connection, secret: bytes, person: str) -> int:
    """Overwrite a person's values; return how many there were."""
    return db.execute(_FORGET, (_owner(secret, person),)).rowcount


def _owner(secret: bytes, person: str) -> bytes:
    """Return what the index holds instead of the person: index rows do move."""
    return blake2b(person.encode(), key=secret, digest_size=16).digest()
