"""Which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from postpurchase.adapters import csv_orders, shopify, woocommerce
from postpurchase.adapters.snapshot import OrderSnapshot, Record, Refusal
from postpurchase.errors import MalformedInput, PluginAnswerInvalid
from postpurchase.hooks.registry import unknown

if TYPE_CHECKING:
    from postpurchase.hooks.registry import Plugins

READERS: dict[str, Callable[[bytes], Iterator[Record]]] = {
    "shopify": shopify.read_orders,
    "woocommerce": woocommerce.read_orders,
    "csv": csv_orders.read_orders,
}
"""The formats that are built in."""


def read_records(source: str, path: Path, plugins: Plugins) -> Iterator[Record]:
    """Read a file with the reader of its format.

    Args:
        source: A built-in format, or the code of an order source.
        path: The file.
        plugins: Where order sources are looked up.

    Raises:
        UnknownCode: There is no such format.
        MalformedInput: The file cannot be opened.
    """
    reader = READERS.get(source)
    if reader is None and source not in plugins.order_sources:
        raise unknown("format", source, (*READERS, *plugins.order_sources))
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MalformedInput(
            path=str(path), value="the file", expected=error.strerror or "a file"
        ) from error
    if reader is not None:
        return reader(content)
    return _checked(source, plugins.get("order_source", source).read(content))


def _checked(source: str, records: Iterator[object]) -> Iterator[Record]:
    """Pass what a plugin's reader makes, as long as it is records."""
    for record in records:
        if not isinstance(record, OrderSnapshot | Refusal):
            raise PluginAnswerInvalid(
                plugin=source,
                reason="a wrong answer",
                value=type(record).__name__,
                expected="OrderSnapshot or Refusal",
            )
        yield record
