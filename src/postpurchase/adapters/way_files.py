"""Ways back from a file that a shop edits: TOML or JSON."""

from __future__ import annotations

from pathlib import Path

from postpurchase.adapters.shop_files import from_file
from postpurchase.returning.methods import WayBack, read_ways


def ways_from_file(file: Path | str) -> tuple[WayBack, ...]:
    """Read the ways back of a file, or raise every fault of it.

    Args:
        file: A file that ends in ``.toml``, or in ``.json`` for the same as JSON.

    Raises:
        MalformedInput: It cannot be read, or is neither TOML nor JSON.
        InputTooLarge: It has more than 256 KiB.
        InvalidInput: Something in it is wrong; the path names file and line.
    """
    return from_file(file, read_ways, what="the ways back")
