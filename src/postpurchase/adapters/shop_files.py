"""Files that a shop edits, TOML or JSON: read, with file and line of every fault."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

from postpurchase.adapters.decoding import Limits, decode_json, decode_text
from postpurchase.adapters.toml_lines import line_of
from postpurchase.errors import (
    InputTooLarge,
    MalformedInput,
    PostPurchaseError,
    SeveralFaults,
)

FILE_LIMITS: Final = Limits(size_bytes=256 * 1024)
"""What a file that a shop edits may cost."""

Made = TypeVar("Made")


def from_file(
    file: Path | str, read: Callable[[dict[str, Any]], Made], *, what: str
) -> Made:
    """Read a file that ends in ``.toml``, or in ``.json`` for the same as JSON.

    Args:
        file: The file.
        read: What makes a value of the document.
        what: What errors call the content, such as ``the policy``.

    Raises:
        MalformedInput: It cannot be read, or is neither TOML nor JSON.
        InputTooLarge: It has more than 256 KiB.
        PostPurchaseError: What *read* raises; the path names file and line.
    """
    path = Path(file)
    most = FILE_LIMITS.size_bytes
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
    is_json = path.suffix.lower() == ".json"
    return from_text(content, read, name=path.name, what=what, is_json=is_json)


def from_text(
    content: bytes,
    read: Callable[[dict[str, Any]], Made],
    *,
    name: str,
    what: str,
    is_json: bool = False,
) -> Made:
    """Read a document, as `from_file` does.

    Args:
        content: The document in UTF-8.
        read: What makes a value of it.
        name: What the errors call the file.
        what: What they call the content.
        is_json: Whether it is JSON rather than TOML.
    """
    if is_json:
        document: Any = decode_json(content, limits=FILE_LIMITS, path=name)
        if not isinstance(document, dict):
            raise MalformedInput(path=name, value=what, expected="an object")
        return read(document)
    text = decode_text(content, path=name)
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise MalformedInput(path=name, value=what, expected=str(fault)) from None
    except RecursionError:
        raise InputTooLarge(
            path=name, value="the nesting", expected=f"{FILE_LIMITS.depth} levels"
        ) from None
    try:
        return read(document)
    except PostPurchaseError as fault:
        _place(fault, text, name)
        raise


def _place(fault: PostPurchaseError, text: str, name: str) -> None:
    """Put file and line before the path of each fault."""
    for one in fault.faults if isinstance(fault, SeveralFaults) else (fault,):
        line = line_of(text, one.path)
        one.path = f"{name}:{line}: {one.path}" if line else f"{name}: {one.path}"
