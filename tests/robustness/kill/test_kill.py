"""kill -9 while importing and dispatching: nothing lost, half done, or done twice.

`POSTPURCHASE_KILLS=200` kills two hundred times; by default it is ten.
`POSTPURCHASE_SEED` repeats a run.
"""

from __future__ import annotations

import os
import random

import pytest

from robustness.kill.bugs import BUGS
from robustness.kill.harness import Round, Tally, calm_run
from robustness.kill.orders_file import write_orders

KILLS = int(os.environ.get("POSTPURCHASE_KILLS", "10"))
SEED = int(os.environ.get("POSTPURCHASE_SEED", "0")) or random.randrange(10**6)

PER_ROUND = 5
"""Kills on one store; the next ones meet a new store, and its import."""


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    path = tmp_path_factory.mktemp("orders") / "orders.jsonl"
    write_orders(path, orders=200, seed=1)
    return path


def test_killed_imports_and_dispatchers_end_where_a_calm_one_does(tmp_path, orders):
    print(f"POSTPURCHASE_SEED={SEED}")
    calm, rng, tally = calm_run(orders), random.Random(SEED), Tally()
    while tally.kills < KILLS:
        folder = tmp_path / str(tally.rounds)
        folder.mkdir()
        play = Round(folder, orders, calm, rng, tally)
        play.play(kills=min(PER_ROUND, KILLS - tally.kills))
    print(f"{tally}, ambiguous commits {tally.ambiguous}")
    assert KILLS == tally.kills


@pytest.mark.parametrize(
    ("bug", "said"), BUGS.items(), ids=[bug.__name__ for bug in BUGS]
)
def test_a_planted_bug_is_caught(tmp_path, bug, said):
    path = tmp_path / "orders.jsonl"
    write_orders(path, orders=60, seed=2)
    play = Round(
        tmp_path, path, calm_run(path), random.Random(0), Tally(), bug.__name__
    )

    with pytest.raises(AssertionError, match=said):
        play.play(kills=0)
