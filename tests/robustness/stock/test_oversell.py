"""Many processes want the last units of one article: each unit is sold once.

`nox -s robustness` runs it in full: 16 processes, 1,000 units, 1,280 orders.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from postpurchase import PostPurchase

TAKER = Path(__file__).with_name("taker.py")
UNITS = int(os.environ.get("POSTPURCHASE_UNITS", "60"))
PROCESSES = 16 if UNITS >= 1000 else 4


@pytest.mark.parametrize("batch", [1, 25])
def test_no_unit_is_sold_twice(batch, tmp_path):
    url = f"sqlite:///{tmp_path}/shop.db"
    with PostPurchase.open(url, entry_points=False) as shop:
        shop.receive_stock("MUG", "KYIV", UNITS, key="PO-1")
    each = UNITS * 5 // 4 // PROCESSES + 1
    takers = [
        subprocess.Popen(
            [sys.executable, str(TAKER), url, str(n), str(each), str(batch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(PROCESSES)
    ]
    for taker in takers:
        assert taker.stdout.readline() == "ready\n"
    for taker in takers:
        taker.stdin.write("go\n")
        taker.stdin.flush()
    found = Counter()
    for taker in takers:
        said, _ = taker.communicate()
        found += Counter(json.loads(said))

    assert found == {"reserved": UNITS, "out_of_stock": PROCESSES * each - UNITS}
    with PostPurchase.open(url, entry_points=False) as shop:
        (level,) = shop.stock("MUG")
        assert (level.on_hand, level.reserved) == (UNITS, UNITS)
        assert shop.verify().broken == ()
