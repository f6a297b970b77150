"""Whatever a file holds, it is taken whole or refused with a typed error.

`POSTPURCHASE_BROKEN=10000` tries ten thousand of each kind; by default a tenth.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from postpurchase import PostPurchase
from postpurchase.app.history.documents import order_document
from postpurchase.hooks import load_plugins
from postpurchase.stores import open_store
from postpurchase.testing import Clock
from robustness.broken.documents import CSV, GOOD, as_json, broken_file

COUNT = int(os.environ.get("POSTPURCHASE_BROKEN", "1000"))


@pytest.fixture(scope="module")
def plugins():
    return load_plugins(entry_points=False)


def open_shop(plugins):
    return PostPurchase(open_store("memory:"), plugins, Clock())


def check_whole(shop, report):
    """As many orders as were imported, each with its own total, and no more."""
    streams = shop.store.streams()
    assert report.imported == len(streams)
    assert () == shop.verify().broken
    for stream in streams:
        order = shop.order(stream.removeprefix("order:"))
        document = order_document(order)
        placed = [sum(line["places"].values()) for line in document["lines"]]
        assert [line["ordered"] for line in document["lines"]] == placed
        assert order.refunded <= order.captured
        shop.timeline(order.order_id, locale="uk")


def check(plugins, source, path):
    """Take a file in, twice; return the codes of what was refused."""
    with open_shop(plugins) as shop:
        report = shop.import_file(source, path)
        check_whole(shop, report)
        events = shop.verify().events
        again = shop.import_file(source, path)
        assert events == shop.verify().events
        assert (0, 0) == (again.imported, again.updated)
        assert again.refused == report.refused
        for refused in report.refused:
            assert refused.code
            assert refused.message
            assert len(refused.message) < 40_000
        return [refused.code for refused in report.refused]


def test_broken_files_are_taken_whole_or_refused(tmp_path, plugins):
    path, codes = tmp_path / "orders", Counter()
    for number in range(COUNT):
        source, content = broken_file(number)
        path.write_bytes(content)
        try:
            found = check(plugins, source, path)
        except BaseException as fault:
            fault.add_note(f"broken_file({number}) as {source}: {content[:200]!r}")
            raise
        codes.update(set(found) or {"taken"})
    print(codes)
    # Broken enough to bite, and in many ways; some breaks leave a good order.
    assert codes.total() > codes["taken"] * 3 > 0
    assert len(codes) > 6


@pytest.mark.parametrize("source", GOOD)
def test_a_broken_record_takes_no_other_along(tmp_path, plugins, source):
    first, last = ({**GOOD[source], "id": n, "name": "", "number": ""} for n in (1, 2))
    path = tmp_path / "orders"
    for value in (None, 0, "x", [], {}, {"id": 3}, [[]], -1e300, "\x00"):
        path.write_bytes(as_json([first, value, last]))
        with open_shop(plugins) as shop:
            report = shop.import_file(source, path)
            assert (2, 1) == (report.imported, len(report.refused))
            assert ("order:1", "order:2") == shop.store.streams()


def test_the_files_are_good_before_they_are_broken(tmp_path, plugins):
    path = tmp_path / "orders"
    good = {name: as_json(document) for name, document in GOOD.items()}
    for source, content in (good | {"csv": CSV.encode()}).items():
        path.write_bytes(content)
        with open_shop(plugins) as shop:
            report = shop.import_file(source, path)
            assert [] == report.refused
            assert 0 < report.imported


def test_a_good_order_does_not_open_the_door_to_a_million_bad_ones(tmp_path, plugins):
    path = tmp_path / "orders"
    path.write_bytes(b"[" + as_json(GOOD["shopify"]) + b",{}" * 20_000 + b"]")
    with open_shop(plugins) as shop:
        report = shop.import_file("shopify", path)

    assert 1 == report.imported
    assert 1_001 == len(report.refused)
    assert "input_too_large" == report.refused[-1].code


def test_an_order_of_a_thousand_wrong_rows_tells_fifty_of_them(tmp_path, plugins):
    path = tmp_path / "orders"
    path.write_text("\n".join(CSV.splitlines()[:2]) + "\nA-1,1" * 1_000)
    with open_shop(plugins) as shop:
        report = shop.import_file("csv", path)

    assert (0, 1) == (report.imported, len(report.refused))
    assert "line 52:" in report.refused[0].message
    assert "line 53:" not in report.refused[0].message
