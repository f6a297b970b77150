"""Return policies from a file that a shop edits: TOML or JSON."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from postpurchase.adapters.decoding import Limits, decode_json, decode_text
from postpurchase.adapters.toml_lines import line_of
from postpurchase.errors import (
    InputTooLarge,
    MalformedInput,
    PostPurchaseError,
    SeveralFaults,
)
from postpurchase.returning.policies.policy import Policies
from postpurchase.returning.policies.reading import read_policies

POLICY_LIMITS: Final = Limits(size_bytes=256 * 1024)
"""What a file of policies may cost."""


def policies_from_file(file: Path | str) -> Policies:
    """Read the return policies of a file, or raise every fault of it.

    What it returns can be plugged in: ``PostPurchase.open(url, plugins=[...])``.

    Args:
        file: A file that ends in ``.toml``, or in ``.json`` for the same as JSON.

    Raises:
        MalformedInput: It cannot be read, or is neither TOML nor JSON.
        InputTooLarge: It has more than 256 KiB.
        InvalidInput: Something in it is wrong; the path names file and line.
    """
    path = Path(file)
    most = POLICY_LIMITS.size_bytes
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as fault:
        expected = fault.strerror or "a file"
        raise MalformedInput(
            path=str(path), value="the file", expected=expected
        ) from None
    if len(content) > most:
        raise InputTooLarge(path=path.name, value="the file", expected=f"{most} bytes")
    return policies_from_text(
        content, name=path.name, is_json=path.suffix.lower() == ".json"
    )


def policies_from_text(content: bytes, *, name: str, is_json: bool = False) -> Policies:
    """Read the return policies of a document, as `policies_from_file` does.

    Args:
        content: The document in UTF-8.
        name: What the errors call it.
        is_json: Whether it is JSON rather than TOML.
    """
    if is_json:
        document: Any = decode_json(content, limits=POLICY_LIMITS, path=name)
        if not isinstance(document, dict):
            raise MalformedInput(path=name, value="the policy", expected="an object")
        return read_policies(document)
    text = decode_text(content, path=name)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise MalformedInput(
            path=name, value="the policy", expected=str(fault)
        ) from None
    except RecursionError:
        raise InputTooLarge(
            path=name, value="the nesting", expected=f"{POLICY_LIMITS.depth} levels"
        ) from None
    try:
        return read_policies(document)
    except PostPurchaseError as fault:
        _place(fault, text, name)
        raise


def _place(fault: PostPurchaseError, text: str, name: str) -> None:
    """Put file and line before the path of each fault."""
    for one in fault.faults if isinstance(fault, SeveralFaults) else (fault,):
        line = line_of(text, one.path)
        one.path = f"{name}:{line}: {one.path}" if line else f"{name}: {one.path}"
