"""The replay of the Olist tables, on rows that were made up for it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from postpurchase import PostPurchase
from shared_data import shared_file

ROOT = Path(__file__).parents[2]

ORDERS = """\
order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
o-made,c1,created,2017-03-01 10:00:00,,,,2017-03-20 00:00:00
o-approved,c1,approved,2017-03-01 10:00:00,2017-03-01 10:05:00,,,2017-03-20 00:00:00
o-invoiced,c1,invoiced,2017-03-01 10:00:00,2017-03-01 10:05:00,,,2017-03-20 00:00:00
o-processing,c1,processing,2017-03-01 10:00:00,2017-03-01 10:05:00,,,2017-03-20 00:00:00
o-shipped,c1,shipped,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,,2017-03-20 00:00:00
o-delivered,c1,delivered,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,2017-03-09 18:00:00,2017-03-20 00:00:00
o-cancelled,c1,canceled,2017-03-01 10:00:00,,,,2017-03-20 00:00:00
o-unavailable,c1,unavailable,2017-03-01 10:00:00,2017-03-01 10:05:00,,,2017-03-20 00:00:00
o-no-date,c1,delivered,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,,2017-03-20 00:00:00
o-no-approval,c1,delivered,2017-03-01 10:00:00,,2017-03-03 08:00:00,2017-03-09 18:00:00,2017-03-20 00:00:00
o-too-early,c1,shipped,2017-03-01 10:00:00,2017-03-04 10:05:00,2017-03-03 08:00:00,,2017-03-20 00:00:00
o-backwards,c1,delivered,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-10 08:00:00,2017-03-09 18:00:00,2017-03-20 00:00:00
o-yet-delivered,c9,canceled,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,2017-03-09 18:00:00,2017-02-20 00:00:00
o-spring,c1,created,2017-10-15 00:30:00,,,,
o-autumn,c1,created,2017-02-18 23:30:00,,,,2017-03-20 00:00:00
"""

ITEMS = """\
order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
{clean}
o-delivered,1,p-cup,s1,2017-03-05 10:00:00,19.90,5.05
o-delivered,2,p-cup,s1,2017-03-05 10:00:00,19.90,5.05
o-delivered,3,p-pot,s1,2017-03-05 10:00:00,40.5,0.0
o-gone,1,p-cup,s1,2017-03-05 10:00:00,19.90,5.05
"""

PAYMENTS = """\
order_id,payment_sequential,payment_type,payment_installments,payment_value
{clean}
o-delivered,1,credit_card,3,50.00
o-delivered,2,voucher,1,40.40
o-delivered,3,voucher,1,0.00
"""

CUSTOMERS = """\
customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state
c1,u1,01310,sao paulo,SP
"""

PRODUCTS = """\
product_id,product_category_name,product_weight_g
p-cup,canecas,350
"""

CLEAN = [
    line.partition(",")[0]
    for line in ORDERS.splitlines()[1:]
    if not line.startswith(("o-delivered", "o-made"))
]


def write_tables(folder, **changes):
    items = "\n".join(
        f"{order_id},1,p-cup,s1,2017-03-05 10:00:00,10.00,2.00" for order_id in CLEAN
    )
    payments = "\n".join(f"{order_id},1,boleto,1,12.00" for order_id in CLEAN)
    payments = payments.replace(
        "o-too-early,1,boleto,1,12.00", "o-too-early,1,boleto,1,12.01"
    )
    tables = {
        "orders": ORDERS,
        "order_items": ITEMS.format(clean=items),
        "order_payments": PAYMENTS.format(clean=payments),
        "customers": CUSTOMERS,
        "products": PRODUCTS,
    } | changes
    for name, text in tables.items():
        path = folder / f"olist_{name}_dataset.csv"
        path.write_text(text, encoding="utf-8-sig")
    return folder


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-W", "error", "examples/olist_replay", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def replayed(*arguments, code=0):
    done = run(*arguments, "--json")
    assert (code, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    return write_tables(tmp_path)


def found(report):
    return {(one["order_id"], one["code"]) for one in report["findings"]}


def test_every_status_of_the_table_is_the_derived_status(folder):
    report = replayed(folder)

    assert report["agrees"]
    assert {
        "created": 3,
        "approved": 1,
        "invoiced": 1,
        "processing": 1,
        "shipped": 2,
        "delivered": 4,
        "canceled": 2,
        "unavailable": 1,
    } == {status: counts["library"] for status, counts in report["statuses"].items()}
    assert all(c["table"] == c["library"] for c in report["statuses"].values())


def test_every_kind_of_dirt_is_a_finding(folder):
    assert {
        ("o-made", "no_items"),
        ("o-made", "no_payments"),
        ("o-delivered", "no_product"),
        ("o-delivered", "payment_of_zero"),
        ("o-too-early", "payments_differ"),
        ("o-gone", "order_missing"),
        ("o-no-date", "delivered_without_date"),
        ("o-no-approval", "no_approval"),
        ("o-too-early", "handed_over_before_approval"),
        ("o-backwards", "delivered_before_handover"),
        ("o-yet-delivered", "cancelled_yet_handed_over"),
        ("o-yet-delivered", "cancelled_yet_delivered"),
        ("o-yet-delivered", "promise_before_purchase"),
        ("o-yet-delivered", "no_customer"),
        ("o-spring", "time_skipped"),
        ("o-spring", "no_promise"),
        ("o-autumn", "time_twice"),
    } == found(replayed(folder))


def test_a_finding_shows_what_the_table_says(folder):
    findings = replayed(folder)["findings"]

    (one,) = [f for f in findings if f["code"] == "payments_differ"]
    assert "o-too-early" == one["order_id"]
    assert {"paid": "12.01 BRL", "cost": "12.00 BRL"} == one["values"]
    assert "the payments are not the sum of items and freight" == one["what"]


def test_a_second_run_changes_nothing_and_a_later_table_adds_what_is_new(folder):
    store = f"sqlite:///{folder}/olist.db"
    first = replayed(folder, "--store", store)
    again = replayed(folder, "--store", store)
    later = ORDERS.replace(
        "o-shipped,c1,shipped,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,",
        "o-shipped,c1,delivered,2017-03-01 10:00:00,2017-03-01 10:05:00,2017-03-03 08:00:00,2017-03-07 12:00:00",
    )
    write_tables(folder, orders=later)
    updated = replayed(folder, "--store", store)

    assert (15, 0) == (first["placed"], first["already"])
    assert (0, 0, 15, 0) == tuple(
        again[name] for name in ("placed", "updated", "already", "events")
    )
    assert first["findings"] == again["findings"]
    assert (0, 1, 14) == tuple(
        updated[name] for name in ("placed", "updated", "already")
    )
    assert 5 == updated["statuses"]["delivered"]["library"]


def test_an_order_stands_in_the_store_as_the_tables_say(folder):
    store = f"sqlite:///{folder}/olist.db"
    replayed(folder, "--store", store)

    with PostPurchase.open(store, entry_points=False) as shop:
        order = shop.order("o-delivered")
        kinds = Counter(
            type(e.event).__name__ for e in shop.store.load("order:o-delivered")
        )
        assert (0, ()) == (shop.pending(), shop.verify().broken)

    assert "90.40 BRL" == str(order.total)
    assert "90.40 BRL" == str(order.captured)
    assert [("p-cup", 2, 1010), ("p-pot", 1, 0)] == [
        (line.sku, line.ordered, line.terms.shipping_minor) for line in order.lines
    ]
    assert ["credit_card", "voucher"] == [p.method for p in order.payments]
    assert "2017-03-20" == order.promise.latest_on.isoformat()
    assert {"OrderPlaced": 1, "PaymentAuthorized": 1, "PaymentCaptured": 2} == {
        name: kinds[name]
        for name in ("OrderPlaced", "PaymentAuthorized", "PaymentCaptured")
    }


def test_people_read_the_counts_and_examples(folder):
    done = run(folder)

    assert (0, "") == (done.returncode, done.stderr)
    assert "Every order ended where the table says." in done.stdout
    assert "1 × time_twice" in done.stdout


def test_an_order_that_cannot_be_told_makes_the_run_disagree(folder):
    orders = ORDERS.replace("o-made,c1,created", "o-made,c1,lost in space")
    write_tables(folder, orders=orders)

    report = replayed(folder, code=1)

    assert ["o-made"] == report["disagreeing"]
    assert ("o-made", "unknown_status") in found(report)


def test_values_that_cannot_be_read_are_findings(folder):
    orders = ORDERS.replace(
        "o-approved,c1,approved,2017-03-01 10:00:00,2017-03-01 10:05:00",
        "o-approved,c1,approved,2017-03-01 10:00:00,yesterday",
    ).replace("o-made,c1,created,2017-03-01 10:00:00", "o-made,c1,created,")
    payments = PAYMENTS.format(clean="o-approved,1,boleto,1,NaN")
    write_tables(folder, orders=orders, order_payments=payments)

    report = replayed(folder, code=1)

    assert {
        ("o-approved", "unreadable"),
        ("o-approved", "no_approval"),
        ("o-approved", "no_payments"),
        ("o-made", "no_purchase_time"),
    } <= found(report)
    assert ["o-made"] == report["disagreeing"]


@pytest.mark.parametrize("name", ["orders", "order_items", "customers"])
def test_tables_that_cannot_be_read_are_told_in_one_line(folder, name):
    path = folder / f"olist_{name}_dataset.csv"
    path.write_text("order_id\n1\n", encoding="utf-8")
    lacking = run(folder)
    path.unlink()
    gone = run(folder)

    for done in (lacking, gone):
        assert (2, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
        assert path.name in done.stderr


@pytest.mark.real_data
def test_the_real_tables_agree_order_by_order():
    report = replayed(shared_file("olist"))

    assert report["agrees"]
    assert 4049 == report["orders"] == report["placed"]
    assert "refused" not in report["findings_by_code"]
