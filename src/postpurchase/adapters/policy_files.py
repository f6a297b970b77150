"""Return policies from a file that a shop edits: TOML or JSON."""

from __future__ import annotations

from pathlib import Path

from postpurchase.adapters.shop_files import from_file, from_text
from postpurchase.returning.policies.policy import Policies
from postpurchase.returning.policies.reading import read_policies

_WHAT = "the policy"


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
    return from_file(file, read_policies, what=_WHAT)


def policies_from_text(content: bytes, *, name: str, is_json: bool = False) -> Policies:
    """Read the return policies of a document, as `policies_from_file` does.

    Args:
        content: The document in UTF-8.
        name: What the errors call it.
        is_json: Whether it is JSON rather than TOML.
    """
    return from_text(content, read_policies, name=name, what=_WHAT, is_json=is_json)
