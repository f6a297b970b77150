"""A process dies while it reserves: book, ledger and orders still say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from postpurchase import PostPurchase

TAKER = Path(__file__).with_name("taker.py")
ORDERS = 1000


@pytest.mark.parametrize("units", [1, 20, 90])
def test_what_is_reserved_is_what_orders_stand_for(units, tmp_path):
    url = f"sqlite:///{tmp_path}/shop.db"
    with PostPurchase.open(url, entry_points=False) as shop:
        shop.receive_stock("MUG", "KYIV", ORDERS, key="PO-1")
        taker = subprocess.Popen(
            [sys.executable, str(TAKER), url, "a", str(ORDERS), "3"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with taker:
            assert taker.stdout.readline() == "ready\n"
            taker.stdin.write("go\n")
            taker.stdin.flush()
            while shop.stock("MUG")[0].reserved < units:
                assert taker.poll() is None
            taker.kill()
    with PostPurchase.open(url, entry_points=False) as shop:
        (level,) = shop.stock("MUG")
        orders = [shop.order(f"a-{n}") for n in range(ORDERS)]
        standing = sum(order.line("L1").units("allocated") for order in orders)

        assert (level.on_hand, level.reserved) == (ORDERS, standing)
        assert units <= standing <= ORDERS
        assert shop.verify().broken == ()
