"""One order of the tables, read and checked: what counts, and what is dirt."""

from __future__ import annotations

from datetime import date, datetime

from endings import ENDINGS, TIMES, WORKFLOW, Ending
from findings import Findings
from histories import CURRENCY, NOTHING, History, Item, Payment
from tables import Row, TableOrder
from times import local_day, read_local

from postpurchase import Money, PostPurchaseError


def read_history(table: TableOrder, findings: Findings) -> History | None:
    """Read one order; None if it cannot be told at all."""
    order_id, row = table.order_id, table.order
    ending = ENDINGS.get(row["order_status"])
    if ending is None:
        findings.add(order_id, "unknown_status", status=row["order_status"])
        return None
    placed_at = _time(row, "order_purchase_timestamp", findings)
    if placed_at is None:
        findings.add(order_id, "no_purchase_time", status=row["order_status"])
        return None
    said = {stage: _time(row, column, findings) for stage, column in TIMES.items()}
    history = History(
        order_id=order_id,
        ending=ending,
        times=_stages(order_id, ending, placed_at, said, findings),
        promised_on=_promised_on(row, placed_at, findings),
        items=_items(table, findings),
        payments=_payments(table, findings),
        customer=table.customer,
    )
    _check_order_of_times(order_id, {"placed": placed_at, **said}, findings)
    _check_parts(history, findings)
    return history


def _time(row: Row, column: str, findings: Findings) -> datetime | None:
    if not row[column]:
        return None
    try:
        at, code = read_local(row[column])
    except ValueError:
        findings.add(row["order_id"], "unreadable", **{column: row[column]})
        return None
    if code:
        findings.add(row["order_id"], code, **{column: row[column]})
    return at


def _stages(
    order_id: str,
    ending: Ending,
    placed_at: datetime,
    said: dict[str, datetime | None],
    findings: Findings,
) -> dict[str, datetime]:
    """Give every stage of the ending a time, and tell of the others' times."""
    lacks = {
        "approved": "no_approval",
        "shipped": "no_handover",
        "delivered": "delivered_without_date",
    }
    beyond = {
        "shipped": "cancelled_yet_handed_over",
        "delivered": "cancelled_yet_delivered",
    }
    times, latest = {"placed": placed_at}, placed_at
    for stage in (*WORKFLOW, "shipped", "delivered"):
        at = said.get(stage)
        if stage in ending.stages:
            if at is None and ending.reason:
                continue  # Cancelled before it was approved.
            if at is None and stage in lacks:
                findings.add(order_id, lacks[stage], counts_from=latest.isoformat())
            times[stage] = latest = at or latest
        elif at is not None:
            code = beyond.get(stage) if ending.reason else None
            findings.add(
                order_id, code or "time_beyond_status", **{TIMES[stage]: at.isoformat()}
            )
    return times


def _check_order_of_times(
    order_id: str, said: dict[str, datetime | None], findings: Findings
) -> None:
    for code, first, second in (
        ("approved_before_purchase", "placed", "approved"),
        ("handed_over_before_approval", "approved", "shipped"),
        ("delivered_before_handover", "shipped", "delivered"),
    ):
        before, after = said[first], said[second]
        if before is not None and after is not None and after < before:
            values = {first: before.isoformat(), second: after.isoformat()}
            findings.add(order_id, code, **values)


def _promised_on(row: Row, placed_at: datetime, findings: Findings) -> date | None:
    column = "order_estimated_delivery_date"
    at = _time(row, column, findings)
    if at is None:
        findings.add(row["order_id"], "no_promise")
        return None
    if local_day(at) < local_day(placed_at):
        findings.add(row["order_id"], "promise_before_purchase", **{column: at})
        return None
    return local_day(at)


def _items(table: TableOrder, findings: Findings) -> tuple[Item, ...]:
    """Put rows of the same product and price together, freight added up."""
    found: dict[tuple[str, str], Item] = {}
    for row in table.items:
        price = _money(row, "price", findings)
        freight = _money(row, "freight_value", findings)
        if price is None:
            continue
        if "product_weight_g" not in row:
            findings.add(table.order_id, "no_product", product_id=row["product_id"])
        key = row["product_id"], price.decimal_text
        known = found.get(key)
        found[key] = Item(
            product=row,
            price=price,
            freight=(freight or NOTHING) + (known.freight if known else NOTHING),
            quantity=1 + (known.quantity if known else 0),
        )
    return tuple(found.values())


def _payments(table: TableOrder, findings: Findings) -> tuple[Payment, ...]:
    found: dict[str, Payment] = {}
    for row in table.payments:
        amount = _money(row, "payment_value", findings)
        number, method = row["payment_sequential"], row["payment_type"]
        if amount is None:
            continue
        if not amount:
            findings.add(table.order_id, "payment_of_zero", payment=number, type=method)
            continue
        payment_id = f"payment-{number}"
        while payment_id in found:
            payment_id += "+"
        found[payment_id] = Payment(
            payment_id=payment_id, method=method or "not_defined", amount=amount
        )
    return tuple(sorted(found.values(), key=lambda one: one.payment_id))


def _money(row: Row, column: str, findings: Findings) -> Money | None:
    """Read an amount exactly, from its decimal digits."""
    try:
        amount = Money.parse(row[column], CURRENCY, path=column)
    except PostPurchaseError:
        amount = None
    if amount is None or amount < NOTHING:
        findings.add(row["order_id"], "unreadable", **{column: row[column]})
        return None
    return amount


def _check_parts(history: History, findings: Findings) -> None:
    if not history.items:
        findings.add(history.order_id, "no_items", paid=history.paid)
    if not history.payments:
        findings.add(history.order_id, "no_payments", cost=history.cost)
    elif history.items and history.paid != history.cost:
        findings.add(
            history.order_id, "payments_differ", paid=history.paid, cost=history.cost
        )
    if not history.customer:
        findings.add(history.order_id, "no_customer")
