"""The five tables, read and joined by order. Every cell stays text here."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import attrs
from findings import Findings

from postpurchase import MalformedInput, MissingField

Row = dict[str, str]

COLUMNS = {
    "orders": (
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_approved_at",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    ),
    "order_items": ("order_id", "product_id", "price", "freight_value"),
    "order_payments": (
        "order_id",
        "payment_sequential",
        "payment_type",
        "payment_value",
    ),
    "customers": (
        "customer_id",
        "customer_unique_id",
        "customer_zip_code_prefix",
        "customer_city",
        "customer_state",
    ),
    "products": ("product_id", "product_category_name", "product_weight_g"),
}
"""What is read of each table; other columns are ignored."""


@attrs.frozen
class TableOrder:
    """Everything that the tables say about one order.

    Args:
        order: Its row of orders.
        items: Its rows of items, each with the columns of its product.
        payments: Its rows of payments.
        customer: Its row of customers, or an empty one.
    """

    order: Row
    items: tuple[Row, ...]
    payments: tuple[Row, ...]
    customer: Row

    @property
    def order_id(self) -> str:
        """The order."""
        return self.order["order_id"]


def read_table(folder: Path, name: str) -> list[Row]:
    """Read one table.

    Raises:
        MalformedInput: The file is not there or no text.
        MissingField: A column is not there.
    """
    path = folder / f"olist_{name}_dataset.csv"
    columns = COLUMNS[name]
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise MissingField(path=path.name, expected=f"column {column}")
            return [{c: (row[c] or "").strip() for c in columns} for row in reader]
    except OSError as fault:
        raise MalformedInput(
            path=str(path), value="the file", expected=fault.strerror or "a file"
        ) from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise MalformedInput(
            path=str(path), value="the file", expected="CSV in UTF-8"
        ) from fault


def read_orders(folder: Path, findings: Findings) -> list[TableOrder]:
    """Join the five tables by order; rows that belong to none are findings."""
    customers = {row["customer_id"]: row for row in read_table(folder, "customers")}
    products = {row["product_id"]: row for row in read_table(folder, "products")}
    items = _by_order(read_table(folder, "order_items"))
    payments = _by_order(read_table(folder, "order_payments"))
    orders: dict[str, TableOrder] = {}
    for row in read_table(folder, "orders"):
        order_id = row["order_id"]
        if order_id in orders:
            findings.add(order_id, "order_twice", status=row["order_status"])
            continue
        orders[order_id] = TableOrder(
            row,
            tuple(_with_product(item, products) for item in items.pop(order_id, ())),
            tuple(payments.pop(order_id, ())),
            customers.get(row["customer_id"], {}),
        )
    for order_id, table in _left_over(items=items, payments=payments):
        findings.add(order_id, "order_missing", table=table)
    return list(orders.values())


def _by_order(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["order_id"]].append(row)
    return dict(found)


def _with_product(item: Row, products: dict[str, Row]) -> Row:
    return item | products.get(item["product_id"], {})


def _left_over(**tables: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    for table, rows in tables.items():
        for order_id in rows:
            yield order_id, table
