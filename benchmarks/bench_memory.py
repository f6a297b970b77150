"""What a live order of one line takes beyond its own data."""

from __future__ import annotations

import memory
import pytest


@pytest.mark.benchmark(group="memory, 1,000 live orders")
@pytest.mark.parametrize("lived", [1, 11], ids=["placed", "delivered"])
def bench_memory(benchmark, lived):
    found = benchmark.pedantic(memory.measure, (1000, lived), rounds=1)
    benchmark.extra_info.update(found)
    assert found["own"] > 0
