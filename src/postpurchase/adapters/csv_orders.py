"""Orders in CSV, one row for each line, read into snapshots.

The header names the columns of `csv_columns`, in any order; cells are parted
by commas, semicolons or tabs as the header is; amounts are decimal strings
with a point. Rows of one order need not stand together.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import Final

import attrs

from postpurchase.adapters.csv_columns import NAMES, NEEDED, OF_ORDER
from postpurchase.adapters.decoding import FILE_LIMITS, decode_text, shown, unpack
from postpurchase.adapters.people import address_of, contact_of, country_of
from postpurchase.adapters.reading import ELEMENTS_MAX, FAULTS_MAX, Reader
from postpurchase.adapters.records import check_total
from postpurchase.adapters.snapshot import (
    OrderSnapshot,
    PaymentState,
    Record,
    Refusal,
    SnapshotLine,
    SnapshotParcel,
    SnapshotPayment,
)
from postpurchase.errors import (
    InputTooLarge,
    InvalidInput,
    MalformedInput,
    MissingField,
    PostPurchaseError,
    SeveralFaults,
)
from postpurchase.values.money import Money, zero

SOURCE: Final = "csv"

CELL_MAX: Final = 10_000
"""Characters of one cell."""

_DELIMITERS: Final = ",;\t"


@attrs.frozen
class Row:
    """One row of the file: its line in the file and its cells by column."""

    line_no: int
    cells: dict[str, object]


@attrs.define
class Rows:
    """The rows of one order, and what is wrong with their shape."""

    found: list[Row] = attrs.field(factory=list)
    faults: list[InvalidInput] = attrs.field(factory=list)


def read_orders(content: bytes) -> Iterator[Record]:
    """Read every order of a file.

    Args:
        content: The raw file in UTF-8; gzip is unpacked; at most 128 MiB.

    Returns:
        A snapshot for each order, or a `Refusal` with path and value. A wrong
        header refuses the whole file.

    >>> [refused] = read_orders(b"order_id,placed_at,currency,sku,quantty,unit_price")
    >>> print(refused.error)
    header: 'quantty' is not a column; did you mean quantity?.
    """
    try:
        text = decode_text(unpack(content, limits=FILE_LIMITS))
        orders = _grouped(text)
    except PostPurchaseError as error:
        yield Refusal(source=SOURCE, record_id=error.path, error=error)
        return
    for order_id, rows in orders.items():
        try:
            yield _order(order_id, rows)
        except PostPurchaseError as error:
            yield Refusal(source=SOURCE, record_id=order_id[:128], error=error)


def _grouped(text: str) -> dict[str, Rows]:
    """Group the rows by order, in the order of their first row.

    Raises:
        InvalidInput: The header, or a quote that never closes.
    """
    start = text[:CELL_MAX].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=start.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    orders: dict[str, Rows] = {}
    header: tuple[str, ...] = ()
    try:
        for cells in lines:
            if not header:
                header = _header(cells)
            elif any(cells):
                _collect(orders, header, lines.line_num, cells)
    except csv.Error as fault:
        path = f"line {lines.line_num}"
        raise MalformedInput(path=path, value=str(fault)[:80], expected="CSV") from None
    if not header:
        raise MissingField(path="header", expected=", ".join(NEEDED))
    return orders


def _header(cells: list[str]) -> tuple[str, ...]:
    names = tuple(cell.strip().lower() for cell in cells[: len(NAMES) * 2])
    faults: list[InvalidInput] = []
    for name in names:
        if name not in NAMES:
            faults.append(_unknown(name))
        elif names.count(name) > 1:
            faults.append(
                InvalidInput(
                    path="header",
                    value=shown(name),
                    expected="unique; another one has it already",
                )
            )
    near = {get_close_matches(name, NAMES, n=1)[0] for name in names if _near(name)}
    faults += (
        MissingField(path=f"header.{name}", expected="this column")
        for name in NEEDED
        if name not in names and name not in near
    )
    if len(faults) > 1:
        raise SeveralFaults(path="header", faults=tuple(faults))
    if faults:
        raise faults[0]
    return names


def _near(name: str) -> bool:
    return name not in NAMES and bool(get_close_matches(name[:40], NAMES, n=1))


def _unknown(name: str) -> InvalidInput:
    close = get_close_matches(name[:40], NAMES, n=1) if name else []
    hint = f"a column; did you mean {close[0]}?" if close else "a column of the format"
    return InvalidInput(path="header", value=shown(name), expected=hint)


def _collect(
    orders: dict[str, Rows], header: tuple[str, ...], line_no: int, cells: list[str]
) -> None:
    named: dict[str, object] = {
        name: cell.strip() for name, cell in zip(header, cells, strict=False)
    }
    order_id = str(named.get("order_id", "")) or f"line {line_no}"
    rows = orders.setdefault(order_id, Rows())
    path = f"line {line_no}"
    if len(rows.faults) >= FAULTS_MAX:
        return
    if len(cells) != len(header):
        rows.faults.append(
            MalformedInput(
                path=path, value=f"{len(cells)} cells", expected=f"{len(header)} cells"
            )
        )
    elif any(len(cell) > CELL_MAX for cell in cells):
        rows.faults.append(
            InputTooLarge(path=path, value="a cell", expected=f"{CELL_MAX} characters")
        )
    elif len(rows.found) >= ELEMENTS_MAX:
        if len(rows.faults) < 1:
            rows.faults.append(
                InputTooLarge(
                    path=path, value="the rows", expected=f"{ELEMENTS_MAX} rows"
                )
            )
    else:
        rows.found.append(
            Row(line_no, {name: said for name, said in named.items() if said != ""})
        )


def _order(order_id: str, rows: Rows) -> OrderSnapshot:
    faults = list(rows.faults)
    if not rows.found:
        raise faults[0]
    order = _of_order(rows, faults)
    snapshot = _with_people(order, _with_goods(order, rows))
    total = snapshot.total or zero(snapshot.currency)
    snapshot = attrs.evolve(
        snapshot,
        payments=_payments(order, order_id, total),
        parcels=_parcels(order_id, rows, snapshot.lines, faults),
    )
    order.check()
    check_total(snapshot)
    return snapshot


def _with_goods(order: Reader, rows: Rows) -> OrderSnapshot:
    """Read what was ordered, when and for how much."""
    currency = order.currency("currency")
    lines = tuple(
        _line(i, row, currency, order.faults) for i, row in enumerate(rows.found, 1)
    )
    if len({line.line_id for line in lines}) < len(lines):
        order.fault("line_id", "an id of its own in each row")
    shipping = order.money("shipping", currency, default="0")
    discount = order.money("order_discount", currency, default="0")
    return OrderSnapshot(
        source=SOURCE,
        order_id=order.id("order_id"),
        number=order.line("number", most=100),
        placed_at=order.when("placed_at"),
        updated_at=order.time("updated_at"),
        currency=currency,
        total=_total(order, currency, lines, shipping - discount),
        sales_channel=order.line("sales_channel", most=100),
        lines=lines,
        shipping=shipping,
        discount=discount,
        cancelled_at=order.time("cancelled_at"),
        cancel_reason="other",
        path=order.path,
        total_path=order.at("total"),
    )


def _with_people(order: Reader, snapshot: OrderSnapshot) -> OrderSnapshot:
    """Add who ordered and where it goes."""
    locale = order.text("locale", most=35)
    email, phone = order.text("email", most=320), order.text("phone", most=100)
    return attrs.evolve(
        snapshot,
        customer_id=_customer(order),
        recipient=contact_of(order, email=email, phone=phone, locale=locale),
        address=address_of(order),
        locale=locale,
        country=country_of(order),
    )


def _of_order(rows: Rows, faults: list[InvalidInput]) -> Reader:
    """Bring the order's columns together; rows that contradict are faults."""
    first = rows.found[0]
    cells = dict(first.cells)
    for row in rows.found[1:]:
        for name in OF_ORDER:
            said = row.cells.get(name)
            if said is not None and said != cells.setdefault(name, said):
                faults.append(
                    InvalidInput(
                        path=f"line {row.line_no}.{name}",
                        value=shown(said),
                        expected=f"{shown(cells[name])} as in line {first.line_no}",
                    )
                )
    return Reader(cells, f"line {first.line_no}", faults)


def _line(
    index: int, row: Row, currency: str, faults: list[InvalidInput]
) -> SnapshotLine:
    line = Reader(row.cells, f"line {row.line_no}", faults)
    barcode = line.line("barcode", most=100)
    return SnapshotLine(
        line_id=line.id("line_id", needed=False) or str(index),
        sku=line.line("sku", most=255, needed=True),
        title=line.line("title"),
        quantity=line.units("quantity", least=1),
        unit_price=line.money("unit_price", currency),
        discount=line.money("discount", currency, default="0"),
        tax=line.money("tax", currency, default="0"),
        included_tax=zero(currency),
        requires_parcel=line.choice("requires_parcel", _FLAGS, default="true")
        in ("true", "yes", "1"),
        weight_grams=line.units("weight_grams", default=0) or None,
        barcodes=(barcode,) if barcode else (),
        path=line.path,
    )


_FLAGS: Final = ("true", "false", "yes", "no", "1", "0")


def _total(
    order: Reader, currency: str, lines: tuple[SnapshotLine, ...], other: Money
) -> Money:
    if "total" in order:
        return order.money("total", currency)
    nothing = zero(currency)
    return other + sum(
        (li.unit_price * li.quantity - li.discount + li.tax for li in lines), nothing
    )


def _payments(
    order: Reader, order_id: str, total: Money
) -> tuple[SnapshotPayment, ...]:
    method = order.line("payment_method", most=100)
    paid = order.money("paid", total.currency, default="0")
    state: PaymentState = "captured"
    if not paid and method == "cash_on_delivery" and total:
        state = "due"
    elif not paid:
        return ()
    if paid > total:
        order.fault("paid", f"at most the total, {total.decimal_text}")
    return (
        SnapshotPayment(
            payment_id=f"{order_id}:payment",
            method=method or "unknown",
            state=state,
            amount=paid or total,
            captured=paid,
            path=order.at("paid"),
        ),
    )


def _parcels(
    order_id: str,
    rows: Rows,
    lines: tuple[SnapshotLine, ...],
    faults: list[InvalidInput],
) -> tuple[SnapshotParcel, ...]:
    """Put rows that left at the same time under the same number into one parcel."""
    boxes: dict[tuple[str, datetime], SnapshotParcel] = {}
    for row, line in zip(rows.found, lines, strict=True):
        reader = Reader(row.cells, f"line {row.line_no}", faults)
        left_at = reader.time("shipped_at")
        if left_at is None:
            continue
        number = reader.line("tracking_number", most=255)
        units = (line.line_id, line.quantity)
        known = boxes.get((number, left_at))
        if known:
            boxes[number, left_at] = attrs.evolve(known, units=(*known.units, units))
            continue
        boxes[number, left_at] = SnapshotParcel(
            parcel_id=number or f"{order_id}:{left_at:%Y%m%dT%H%M%SZ}",
            units=(units,),
            carrier=reader.line("carrier", most=255),
            tracking_number=number,
            shipped_at=left_at,
            path=reader.path,
        )
    return tuple(boxes.values())


def _customer(order: Reader) -> str:
    said = order.id("customer_id", needed=False)
    if "@" in said:
        order.fault("customer_id", "a pseudonymous id")
        return ""
    return said
