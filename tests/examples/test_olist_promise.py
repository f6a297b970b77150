"""The promises for the Olist tables, on orders that were made up for it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared_data import shared_file

ROOT = Path(__file__).parents[2]
START = date(2017, 1, 2)
NAMES = {
    "orders",
    "on_time",
    "mean_promise_days",
    "mean_promise_days_at_shop_level",
    "late_risk_auc",
    "late_risk_gap",
}
STATES = ("SP", "RJ", "AM")
USUAL = {"SP": 6, "RJ": 10, "AM": 20}


def made_up():
    """Six orders a day for 200 days; those to AM take long, every tenth runs over."""
    for number in range(1200):
        bought, to = START + timedelta(days=number // 6), STATES[number % 3]
        ship = bought + timedelta(days=1 + number % 2)
        days = USUAL[to] + number % 4 + (8 if number % 10 == 7 else 0)
        yield number, to, bought, ship, bought + timedelta(days=days)


def write(folder, name, columns, rows):
    path = folder / f"olist_{name}_dataset.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path):
    orders, items, customers = [], [], []
    for number, to, bought, ship, delivered in made_up():
        status = "shipped" if number % 50 == 49 else "delivered"
        orders.append(
            (
                f"o{number}",
                f"c{number}",
                status,
                f"{bought} 10:00:00",
                f"{ship} 09:00:00",
                f"{delivered} 18:00:00" if status == "delivered" else "",
                f"{bought + timedelta(days=25)} 00:00:00",
            )
        )
        items.append((f"o{number}", "s1", 12.5))
        customers.append((f"c{number}", "01310", to))
    order_columns = (
        "order_id",
        "customer_id",
        "order_status",
        "order_purchase_timestamp",
        "order_delivered_carrier_date",
        "order_delivered_customer_date",
        "order_estimated_delivery_date",
    )
    write(tmp_path, "orders", order_columns, orders)
    write(tmp_path, "order_items", ("order_id", "seller_id", "freight_value"), items)
    write(
        tmp_path,
        "customers",
        ("customer_id", "customer_zip_code_prefix", "customer_state"),
        customers,
    )
    write(tmp_path, "sellers", ("seller_id", "seller_state"), [("s1", "SP")])
    return tmp_path


def run(folder, *arguments, since="2017-05-01"):
    return subprocess.run(
        [
            *(sys.executable, "examples/olist_promise", str(folder)),
            *("--from", since, *arguments),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def figures(folder, *arguments, **options):
    done = run(folder, "--json", *arguments, **options)
    assert (0, "") == (done.returncode, done.stderr)
    return json.loads(done.stdout)


def test_the_figures_are_those_of_the_delivered_orders_from_that_day_on(folder):
    found = figures(folder)
    since = (date(2017, 5, 1) - START).days * 6
    delivered = [n for n in range(since, 1200) if n % 50 != 49]

    assert NAMES == set(found)
    assert len(delivered) == found["orders"]


def test_promises_are_kept_and_risks_rank_the_orders(folder):
    found = figures(folder)

    assert 0.93 <= found["on_time"] <= 0.99
    assert 20 < found["mean_promise_days"] < 28
    assert found["late_risk_auc"] > 0.8
    assert found["late_risk_gap"] < 0.04


def test_a_smaller_share_takes_fewer_days(folder):
    usual, less = figures(folder), figures(folder, "--probability", "0.8")

    assert less["mean_promise_days"] < usual["mean_promise_days"]
    assert less["on_time"] < usual["on_time"]


def test_nothing_that_comes_later_changes_a_promise(folder):
    """Cut the tables off, and the same orders are promised the same days."""
    whole = months(run(folder, since="2017-04-01"))
    path = folder / "olist_orders_dataset.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    for row in rows[1:]:
        if row[3] >= "2017-06-01":
            row[4:6] = ["", ""]
            row[2] = "created"
    write(folder, "orders", rows[0], rows[1:])
    cut = months(run(folder, since="2017-04-01"))

    assert {"2017-04", "2017-05"} == cut.keys()
    assert cut == {month: whole[month] for month in cut}


def months(done):
    lines = [line.split() for line in done.stdout.splitlines()]
    return {line[0]: line[1:] for line in lines if line and line[0].startswith("2017-")}


def test_the_story_is_told_by_month(folder):
    done = run(folder)

    assert "delivered orders. To keep 95% of the promises" in done.stdout
    assert {"2017-05", "2017-06", "2017-07"} == months(done).keys()


def test_the_picture_is_well_formed_and_shows_both_promises(folder, tmp_path):
    path = tmp_path / "promise.svg"
    figures(folder, "--picture", str(path))
    titles = [e.text for e in ET.parse(path).iter() if e.tag.endswith("title")]

    assert "Promise against outcome, by week of purchase" == titles[0]
    assert {"learned promise", "the shop's promise"} == set(titles[1:])


def test_without_promises_of_the_shop_there_is_nothing_to_compare(folder):
    path = folder / "olist_orders_dataset.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    write(folder, "orders", rows[0], [[*row[:6], ""] for row in rows[1:]])
    found = figures(folder)

    assert found["mean_promise_days_at_shop_level"] is None
    assert found["late_risk_auc"] is None


def test_what_cannot_be_read_is_named_with_its_path(folder):
    missing = run(folder / "nowhere")
    early = run(folder, since="2030-01-01")
    unwritable = run(folder, "--picture", str(folder / "no" / "x.svg"))
    with (folder / "olist_orders_dataset.csv").open("a", encoding="utf-8") as file:
        file.write("x,c1,delivered,2017-99-01 10:00:00,,,\n")
    wrong_day = run(folder)
    (folder / "olist_sellers_dataset.csv").unlink()
    no_table = run(folder)
    (folder / "olist_sellers_dataset.csv").write_text("seller_id\ns1\n")
    no_column = run(folder)
    no_day = run(folder, since="2017-41-01")
    every = (missing, early, unwritable, wrong_day, no_table, no_column, no_day)

    assert [2] * 7 == [done.returncode for done in every]
    assert not any("Traceback" in done.stderr for done in every)
    assert "nowhere" in missing.stderr
    assert "--from" in early.stderr
    assert "--picture" in unwritable.stderr
    assert "olist_orders_dataset.csv:1202" in wrong_day.stderr
    assert "olist_sellers_dataset.csv" in no_table.stderr
    assert "seller_state" in no_column.stderr
    assert "'2017-41-01' is not a day" in no_day.stderr


def test_it_can_be_interrupted_without_a_traceback(folder):
    table = folder / "olist_sellers_dataset.csv"
    table.unlink()
    os.mkfifo(table)
    started = subprocess.Popen(
        [
            *(sys.executable, "examples/olist_promise", str(folder)),
            *("--from", "2017-05-01"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with table.open("w"):  # Opens as soon as the other side reads.
        started.send_signal(signal.SIGINT)
        told = started.communicate()

    assert (130, ("", "")) == (started.returncode, told)


@pytest.mark.real_data
def test_on_the_real_orders_of_late_2017_the_figures_are_as_documented():
    folder = shared_file("olist/olist_orders_dataset.csv").parent
    found = figures(folder, since="2017-06-01")

    assert found["orders"] > 1_000
    assert found["on_time"] > 0.93
    assert found["mean_promise_days"] < 25
    assert found["mean_promise_days_at_shop_level"] < 25
    assert found["late_risk_auc"] > 0.75
    assert found["late_risk_gap"] < 0.03
