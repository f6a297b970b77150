"""What --json writes is what others build on: these fields stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from postpurchase import (
    CapturePayment,
    Money,
    OpenChargeback,
    OpenClaim,
    PostPurchase,
    ReportContents,
    RequestRefund,
    RequestReturn,
    Ruling,
    SettleRefund,
)
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel

SHOW = {
    "order_id": "A-1",
    "total": {"amount_minor": 3980, "currency": "EUR"},
    "status": {"fulfilment": "UNFULFILLED", "financial": "PAID", "return": "NO_RETURN"},
}


def test_import_counts_what_is_new_and_what_is_known(cli, store, orders_file):
    again = cli("import", "--format", "csv", orders_file, "--store", store, "--json")

    assert again.document == {
        "imported": 0,
        "already": 2,
        "updated": 0,
        "refused": [],
    }
    assert (again.code, again.err) == (0, "")


def test_import_refuses_a_record_with_path_and_takes_the_others(cli, tmp_path, store):
    file = tmp_path / "more.csv"
    file.write_text(
        "order_id,placed_at,currency,sku,quantity,unit_price\n"
        "B-1,2026-03-01T09:30:00Z,EUR,MUG,none,1.999\n"
        "B-2,2026-03-01T09:30:00Z,EUR,MUG,1,2.00\n",
        encoding="utf-8",
    )

    ended = cli("import", "--format", "csv", file, "--store", store, "--json")

    [refused] = ended.document["refused"]
    assert ended.code == 1
    assert ended.document["imported"] == 1
    assert set(refused) == {"source", "code", "path", "message"}
    assert refused["source"] == "csv:B-1"
    assert "quantity" in refused["path"] + refused["message"]
    assert "unit_price" in refused["path"] + refused["message"]


def test_show_writes_the_order_as_it_stands(cli, store):
    found = cli("show", "A-1", "--store", store, "--json").document

    assert found == found | SHOW
    assert found["placed_at"].startswith("2026-03-01T")
    assert found["lines"] == [
        found["lines"][0]
        | {"line_id": "1", "sku": "MUG", "ordered": 2, "places": {"placed": 2}}
    ]
    assert {"parcels", "payments", "refunds"} < set(found)


@pytest.fixture
def troubled(tmp_path):
    """Give a store with an order of which a part comes back."""
    url = f"sqlite:///{tmp_path / 'troubled.db'}"
    about = {"order_id": "1001", "at": NOON}
    with PostPurchase.open(url, entry_points=False, clock=Clock()) as shop:
        total = shop.handle(place_order()).order.total
        paid = {"payment_id": "P", "method": "card", "amount": total}
        shop.handle(CapturePayment(**about, **paid))
        shop.handle(ship_parcel(units={"L1": 2, "L2": 1}))
        shop.handle(deliver_parcel())
        asked = {"return_id": "R1", "items": {"L1": 1}, "resolution": "store_credit"}
        ruling = Ruling(policy="own", allowed=True, last_on=date(2026, 5, 18))
        shop.handle(RequestReturn(**about, **asked, ruling=ruling))
        shop.handle(ReportContents(**about, parcel_id="P1", damaged={"L2": 1}))
        claim = {"claim_id": "C1", "parcel_id": "P1", "kind": "damage"}
        worth = Money(740, "EUR")
        shop.handle(OpenClaim(**about, **claim, units={"L2": 1}, amount=worth))
        case = {"chargeback_id": "B1", "payment_id": "P", "amount": Money(500, "EUR")}
        shop.handle(OpenChargeback(**about, **case))
    return url


def test_show_has_what_comes_back_and_who_is_asked_for_money(cli, troubled):
    found = cli("show", "1001", "--store", troubled, "--json").document

    assert found["returns"] == [
        {
            "return_id": "R1",
            "kind": "policy_return",
            "asked_by": "customer",
            "resolution": "store_credit",
            "units": {"L1": 1},
            "intent": "approved",
            "logistics": "awaiting",
            "inspection": "awaiting",
            "money": "pending",
            "policy": "own",
            "last_on": "2026-05-18",
            "reasons": [],
            "asked_at": NOON.isoformat(),
        }
    ]
    [claim], [case] = found["claims"], found["chargebacks"]
    assert ("C1", "P1", "damage", "draft", {"L2": 1}) == tuple(
        claim[name] for name in ("claim_id", "parcel_id", "kind", "state", "units")
    )
    assert ("B1", "P", "open", 500) == (
        case["chargeback_id"],
        case["payment_id"],
        case["state"],
        case["amount"]["amount_minor"],
    )


def test_show_prints_what_comes_back_and_who_is_asked_for_money(cli, troubled):
    said = " ".join(cli("show", "1001", "--store", troubled).out.split())

    assert "R1 policy_return 1 × L1 approved awaiting awaiting pending" in said
    assert "C1 P1 damage draft 7.40 EUR" in said
    assert "B1 P open 5.00 EUR" in said


@pytest.mark.parametrize("name", ["A-1", "#1001", "1001"])
def test_an_order_is_found_by_its_id_and_by_its_name(cli, store, name):
    found = cli("show", name, "--store", store, "--json").document

    assert found["order_id"] == "A-1"


def test_an_id_goes_before_a_name_without_its_sign(cli, tmp_path, store):
    file = tmp_path / "more.csv"
    file.write_text(
        "order_id,number,placed_at,currency,sku,quantity,unit_price\n"
        "1001,#77,2026-03-01T09:30:00Z,EUR,MUG,1,1.00\n",
        encoding="utf-8",
    )
    cli("import", "--format", "csv", file, "--store", store)

    found = cli("show", "1001", "--store", store, "--json").document

    assert found["number"] == "#77"


def test_timeline_is_a_list_in_the_readers_language(cli, store):
    told = cli("timeline", "1001", "--store", store, "--locale", "uk_UA", "--json")

    first = told.document[0]
    assert {"at", "kind", "text", "by"} <= set(first)
    assert first["kind"] == "OrderPlaced"
    assert first["text"].startswith("Замовлення #1001")


def test_explain_answers_questions(cli, store):
    answers = cli("explain", "A-1", "--store", store, "--json").document

    assert {"question": "total", "answer": "39.80 EUR = goods 39.80 EUR"} in answers


def test_verify_counts_and_finds_nothing_in_a_sound_store(cli, store):
    ended = cli("verify", "--store", store, "--json")

    assert ended.code == 0
    assert ended.document["streams"] == 2
    assert ended.document["events"] > 2
    assert ended.document["broken"] == []


def test_verify_finds_a_changed_byte_and_says_so_with_its_exit_code(
    cli, store, tmp_path
):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db, db:
        rows = db.execute(
            "UPDATE events SET data = replace(data, 'MUG', 'MAG') WHERE version = 1"
        ).rowcount

    ended = cli("verify", "--store", store, "--json")

    assert rows > 0
    assert ended.code == 1
    assert [one["stream"] for one in ended.document["broken"]] == ["order:A-1"]


def test_dispatch_counts_deliveries(cli, store):
    ended = cli("dispatch", "--store", store, "--json")

    assert ended.document == {"done": 0, "retried": 0, "buried": 0}


def test_plugins_list_says_what_each_brings(cli, plugin_file):
    listed = cli("plugins", "list", "--plugin", plugin_file, "--json").document

    rows = {row["name"]: row for row in listed["plugins"]}
    assert rows["watcher"]["file"] == str(plugin_file)
    assert rows["watcher"]["hooks"] == ["on_event"]
    assert rows["email_channel"]["codes"] == ["channel email"]
    assert listed["problems"] == []


def test_plugins_without_a_command_lists(cli):
    assert cli("plugins").out == cli("plugins", "list").out


def test_plugins_new_writes_a_package_and_says_where(cli, tmp_path):
    made = cli("plugins", "new", "carrier", "kite", "--folder", tmp_path, "--json")

    assert made.document == {"folder": str(tmp_path / "postpurchase-kite")}
    assert (tmp_path / "postpurchase-kite" / "postpurchase_kite.py").is_file()


def test_plugins_check_computes_a_level_and_writes_the_badge(cli, tmp_path):
    badge = tmp_path / "level.svg"

    ended = cli("plugins", "check", "plain_packaging", "--json", "--badge", badge)

    assert ended.code == 0
    assert ended.document["level"] == "complete"
    assert {"id", "outcome", "why", "fix", "page"} <= set(ended.document["rules"][0])
    assert badge.read_text(encoding="utf-8").startswith("<svg")


def test_doctor_tells_versions_and_no_folder(cli, store, tmp_path):
    ended = cli("doctor", "--store", store, "--json")

    assert ended.document["store"] == {
        "url": "sqlite:…shop.db",
        "pending": 0,
        "dead_letters": [],
        "refunds": [],
    }
    assert ended.document["libraries"]["attrs"]
    assert str(tmp_path) not in ended.out


def test_doctor_names_refunds_that_wait_for_a_person(cli, tmp_path):
    url = f"sqlite:///{tmp_path}/refunds.db"
    with PostPurchase.open(url, entry_points=False) as shop:
        shop.handle(place_order())
        ask = {"order_id": "1001", "at": NOON}
        paid = Money(3240, "EUR")
        shop.handle(CapturePayment(payment_id="P1", method="card", amount=paid, **ask))
        shop.handle(RequestRefund(refund_id="R1", units={"L1": 1}, **ask))
        waiting = cli("doctor", "--store", url, "--json")
        shop.handle(SettleRefund(refund_id="R1", outcome="unknown", **ask))
        unknown = cli("doctor", "--store", url, "--json")

    row = {"order": "1001", "refund": "R1"}
    assert [{**row, "state": "requested"}] == waiting.document["store"]["refunds"]
    assert [{**row, "state": "unknown"}] == unknown.document["store"]["refunds"]
    assert (0, 1) == (waiting.code, unknown.code)


def test_demo_writes_orders_and_a_timeline(cli):
    ended = cli("demo", "--json", "--locale", "pl")

    assert len(ended.document["orders"]) >= 6
    assert ended.document["timeline"][0]["text"].startswith("Złożono zamówienie")


def test_verify_names_what_is_broken_for_people_too(cli, store, tmp_path):
    with closing(sqlite3.connect(tmp_path / "shop.db")) as db, db:
        db.execute("UPDATE events SET data = replace(data, 'MUG', 'MAG')")

    ended = cli("verify", "--store", store)

    assert ended.code == 1
    assert "broken: order:A-1, event 1" in ended.out
    assert ended.err.startswith("Error: the log was changed or damaged")
    assert ended.err.count("\n") == 1


def test_the_doctor_tells_people_what_was_put_aside_and_hides_the_rest(
    cli, orders_file, tmp_path
):
    plugin = tmp_path / "picky.py"
    plugin.write_text(
        "from postpurchase import PermanentFailure, hookimpl\n"
        "@hookimpl\n"
        "def on_event(event):\n"
        "    raise PermanentFailure(plugin='picky', reason='no letter to Olena')\n",
        encoding="utf-8",
    )
    url = f"sqlite:///{tmp_path / 'live.db'}"
    more = ["--store", url, "--plugin", plugin]
    cli("import", "--format", "csv", orders_file, "--live-from", "2026-01-01", *more)
    dispatched = cli("dispatch", *more, "--json")

    told = cli("doctor", "--store", url)
    document = cli("doctor", "--store", url, "--json").document

    assert dispatched.code == told.code == 1
    assert dispatched.document["buried"] > 0
    assert "picky" in told.out
    assert "Olena" not in told.out
    assert document["store"]["dead_letters"][0]["attempts"] == 1
