"""Reading orders of 12 and of 1,000 events back from SQLite."""

from __future__ import annotations

from time import process_time

import pytest
import ratios


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize("length", [12, 1000])
@pytest.mark.parametrize(
    "side", ["sqlite3 + json (floor)", "postpurchase", "eventsourcing"]
)
def bench_replay(benchmark, tmp_path, length, side):
    benchmark.group = f"replay of {length} events, 2,400 in all"
    run = ratios.replay_sides(tmp_path, length, 2400)[side]()
    assert benchmark(run) == 2400 // length * length
