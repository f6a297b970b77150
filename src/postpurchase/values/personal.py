"""Personal values stay out of the log: it holds a reference and a commitment."""

from __future__ import annotations

import hashlib
from typing import Final

import attrs


@attrs.frozen
class PersonalRef:
    """What an event holds instead of a name, an address or a note.

    Args:
        ref: A random name for the side row that holds the value and its salt.
        commitment: The salted hash of the value, see `commitment`; it proves that
            the row was not changed and tells nothing once the salt is gone.
    """

    ref: str
    commitment: str

    def __repr__(self) -> str:
        return f"<PersonalRef {self.ref[:8]}>"


@attrs.frozen
class Forgotten:
    """What stands where a personal value was, after its erasure.

    >>> bool(Forgotten()), str(Forgotten())
    (False, '[forgotten]')
    """

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "[forgotten]"


FORGOTTEN: Final = Forgotten()


def commitment(salt: str, canonical_json: str) -> str:
    """Return the hash that ties an event to a personal value.

    The length of the salt is part of the hashed text, so that no two pairs of salt
    and value run together.

    Args:
        salt: Random text, kept and erased together with the value.
        canonical_json: The value as JSON with sorted keys and no spaces.

    >>> commitment("salt", '{"name":"Ola"}')[:12]
    '8c1a9db8efb2'
    """
    hashed = f"{len(salt)}:{salt}{canonical_json}".encode()
    return hashlib.sha256(hashed).hexdigest()
