"""Telling no plugin, one, five and twenty of an event; asking where none is asked."""

from __future__ import annotations

from time import process_time

import pytest
import telling

CALLS = 1000


@pytest.mark.benchmark(timer=process_time)
@pytest.mark.parametrize("count", [0, 1, 5, 20])
@pytest.mark.parametrize("way", ["subscribers", "plain loop", "pluggy"])
def bench_telling(benchmark, count, way):
    benchmark.group = f"told, {count} plugins x {CALLS} events"
    plugins = telling.plugged_in(count)
    methods = [telling.Told(n).on_event for n in range(count)]
    run, told = {
        "subscribers": (telling.told, plugins),
        "plain loop": (telling.looped, methods),
        "pluggy": (telling.through_pluggy, plugins),
    }[way]
    benchmark(run, told, CALLS)


@pytest.mark.benchmark(group=f"asked, no plugin x {CALLS} commands", timer=process_time)
def bench_asking(benchmark):
    benchmark(telling.asked, telling.plugged_in(0), CALLS)
