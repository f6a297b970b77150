"""`returns reasons`: why goods come back, on one screen or as one document."""

from __future__ import annotations

import pytest

from postpurchase import PostPurchase
from postpurchase.order.commands import ApproveReturn, RequestReturn
from postpurchase.order.returns import ReturnItem
from postpurchase.testing import NOON, deliver_parcel, place_order, ship_parcel


@pytest.fixture
def store(tmp_path):
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    with PostPurchase.open(url, entry_points=False) as shop:
        for command in (
            place_order(),
            ship_parcel(units={"L1": 2, "L2": 1}),
            deliver_parcel(),
            RequestReturn(
                order_id="1001",
                at=NOON,
                return_id="R",
                items=(ReturnItem(line_id="L1", units=1, reason="delivery.damaged"),),
            ),
            ApproveReturn(order_id="1001", at=NOON, return_id="R"),
        ):
            shop.handle(command)
    return url


def ask(cli, store, *options):
    return cli("returns", "reasons", "--store", store, *options)


def test_the_document_says_what_came_back_and_what_to_mend(cli, store):
    ended = ask(cli, store, "--json")
    document = ended.document

    assert 0 == ended.code
    assert ["MUG", "TEA"] == [group["value"] for group in document["groups"]]
    mug = document["groups"][0]
    assert (
        2,
        1,
        [{"reason": "delivery.damaged", "units": 1}],
        [{"fault": "carrier", "units": 1}],
    ) == (
        mug["units_sent"],
        mug["units_returned"],
        mug["reasons"],
        mug["faults"],
    )
    fix = {
        "value": "MUG",
        "fix": "packaging",
        "units": 1,
        "cost": {"amount_minor": 1250, "currency": "EUR"},
    }
    assert [fix] == document["fix_first"]


def test_for_people_it_is_a_table_and_a_list_in_their_language(cli, store):
    english = ask(cli, store).out
    polish = ask(cli, store, "--locale", "pl").out

    assert "Units returned: 1 of 3" in english
    assert "1. MUG: pack it better (1, €12.50)" in english
    assert "TEA" not in english
    assert "pakuj lepiej" in polish


def test_a_time_in_which_nothing_left_says_so(cli, store):
    ended = ask(cli, store, "--since", "2027-01-01")

    assert "Nothing was sent in this time." in ended.out
    assert "1 of 3" in ask(cli, store, "--until", "2026-05-10").out
    assert "Nothing" in ask(cli, store, "--until", "2026-05-03").out


def test_suppliers_come_from_a_file(cli, store, tmp_path):
    file = tmp_path / "suppliers.csv"
    file.write_text("MUG,kiln\nTEA,garden\n", encoding="utf-8")
    by = ("--by", "supplier", "--suppliers", str(file), "--json")

    found = ask(cli, store, *by).document["groups"]
    assert ["kiln", "garden"] == [group["value"] for group in found]
    file.write_text("MUG\n", encoding="utf-8")
    assert 1 == ask(cli, store, *by).code


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfeMUG,kiln\n", "byte 0 cannot be read: UTF-8"),
        (b"MUG," + b"x" * 200_000, "field larger than field limit"),
        (b"MUG\n", "line 1: 'MUG' is not an article and its supplier"),
        (None, "the file cannot be read: No such file or directory"),
    ],
)
def test_a_file_of_suppliers_that_is_none_is_refused(
    cli, store, tmp_path, content, said
):
    file = tmp_path / "suppliers.csv"
    if content is not None:
        file.write_bytes(content)

    ended = ask(cli, store, "--by", "supplier", "--suppliers", str(file))

    assert 1 == ended.code
    assert said in " ".join(ended.err.split())
    assert "--debug" not in ended.err


def test_the_last_day_is_not_before_the_first(cli, store):
    ended = ask(cli, store, "--since", "2026-06-02", "--until", "2026-06-01")

    assert 2 == ended.code
    assert "--until" in ended.err


def test_what_there_is_not_is_refused_with_its_name(cli, store):
    assert 2 == ask(cli, store, "--by", "weather").code
    assert 2 == ask(cli, store, "--since", "yesterday").code
    assert 2 == ask(cli, store, "--since", "20260504").code
