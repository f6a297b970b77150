"""The orders of the tables, as far as times can be learned from them.

The tables hold local times of São Paulo. Promises are days, so only the days are
read: the ten characters before the clock.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs

from postpurchase import MalformedInput, MissingField

COLUMNS = {
    "orders": (
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ),
    "order_items": ("order_id", "seller_id", "freight_value"),
    "customers": ("customer_id", "customer_zip_code_prefix", "customer_state"),
    "sellers": ("seller_id", "seller_state"),
}
"""What is read of each table; other columns are ignored."""

FREIGHTS = (10, 13, 16, 19, 25, 40)
"""Edges of the freight bands, in reais for one item: dearer is farther or heavier."""

Row = dict[str, str]


@attrs.frozen(kw_only=True)
class Purchase:
    """One order of the tables.

    Args:
        order_id: The order.
        groups: What is known of it when it is bought, the broadest first.
        bought_on: When it was bought.
        shipped_on: When the carrier had it, or None.
        delivered_on: When the customer had it, or None.
        shop_promised_on: The last day of the shop's own promise, or None.
        is_delivered: Whether the table says that it was delivered, and when.
    """

    order_id: str
    groups: tuple[str, ...]
    bought_on: date
    shipped_on: date | None
    delivered_on: date | None
    shop_promised_on: date | None
    is_delivered: bool


def read_purchases(folder: Path) -> tuple[Purchase, ...]:
    """Read the four tables; orders without a time of purchase are left out.

    Returns:
        The orders by day of purchase, then by id.

    Raises:
        MalformedInput: A file is not there or no text, or a cell is no day.
        MissingField: A column is not there.
    """
    states: dict[str, str] = {}
    read_table(
        folder, "sellers", lambda r: states.update({r["seller_id"]: r["seller_state"]})
    )
    customers: dict[str, Row] = {}
    read_table(folder, "customers", lambda r: customers.update({r["customer_id"]: r}))
    items: dict[str, tuple[str, float, int]] = {}
    read_table(folder, "order_items", lambda row: _add_item(items, row))
    found: dict[str, Purchase] = {}

    def take(row: Row) -> None:
        bought_on = _day(row, "order_purchase_timestamp")
        if bought_on is not None and row["order_id"] not in found:
            customer = customers.get(row["customer_id"], {})
            groups = _groups(items.get(row["order_id"]), customer, states)
            found[row["order_id"]] = _purchase(row, bought_on, groups)

    read_table(folder, "orders", take)
    return tuple(sorted(found.values(), key=lambda one: (one.bought_on, one.order_id)))


def read_table(folder: Path, name: str, take: Callable[[Row], None]) -> None:
    """Read one table row by row.

    Raises:
        MalformedInput: The file is not there or no text, or a cell is not readable.
        MissingField: A column is not there.
    """
    path = folder / f"olist_{name}_dataset.csv"
    columns = COLUMNS[name]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise MissingField(path=str(path), expected=f"column {column}")
            for row in reader:
                try:
                    take({c: (row[c] or "").strip() for c in columns})
                except ValueError as fault:
                    raise MalformedInput(
                        path=f"{path}:{reader.line_num}",
                        value="the row",
                        expected=str(fault),
                    ) from fault
    except OSError as fault:
        raise MalformedInput(
            path=str(path), value="the file", expected=fault.strerror or "a file"
        ) from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise MalformedInput(
            path=str(path), value="the file", expected="CSV in UTF-8"
        ) from fault


def _add_item(items: dict[str, tuple[str, float, int]], row: Row) -> None:
    """Keep the first seller, the freight of all items, and their number."""
    seller, freight, count = items.get(row["order_id"], (row["seller_id"], 0.0, 0))
    said = float(row["freight_value"] or 0)
    items[row["order_id"]] = seller, freight + said, count + 1


def _groups(
    item: tuple[str, float, int] | None, customer: Row, states: dict[str, str]
) -> tuple[str, ...]:
    """Name what the order has in common with others, known at its purchase."""
    to = customer.get("customer_state") or "?"
    zone = (customer.get("customer_zip_code_prefix") or "")[:2]
    groups = ["olist", f"to {to}", f"to zone {zone}"]
    if item is None:
        return tuple(groups)
    seller, freight, count = item
    origin = states.get(seller) or "?"
    band = sum(freight / count > edge for edge in FREIGHTS)
    within = "one state" if origin == to else "two states"
    return (
        *groups,
        f"from {origin}",
        within,
        f"{origin} to {to}",
        f"freight {band}",
        f"seller {seller}",
    )


def _purchase(row: Row, bought_on: date, groups: tuple[str, ...]) -> Purchase:
    delivered_on = _day(row, "order_delivered_customer_date")
    return Purchase(
        order_id=row["order_id"],
        groups=groups,
        bought_on=bought_on,
        shipped_on=_day(row, "order_delivered_carrier_date"),
        delivered_on=delivered_on,
        shop_promised_on=_day(row, "order_estimated_delivery_date"),
        is_delivered=row["order_status"] == "delivered" and delivered_on is not None,
    )


def _day(row: Row, column: str) -> date | None:
    return date.fromisoformat(row[column][:10]) if row[column] else None
