"""An order's whole life in memory: eleven commands, decided and replayed."""

from __future__ import annotations

from time import process_time

import floors
import libraries
import pytest
import workload

ORDERS = 100


def _prepared(run):
    return lambda: ((), {"run": run()})


def _go(run):
    return run()


@pytest.mark.benchmark(
    group="life in memory, 100 orders x 11 commands", timer=process_time
)
@pytest.mark.parametrize("lines", [1, 5])
@pytest.mark.parametrize("way", [workload.drive, workload.drive_at_once])
def bench_postpurchase(benchmark, lines, way):
    prepared = workload.lives(ORDERS, lines)

    def run():
        log = []
        return [way(commands, log) for commands in prepared]

    orders = benchmark(run)
    assert {order.version for order in orders} == {workload.EVENTS_PER_LIFE}


@pytest.mark.benchmark(
    group="life in memory, 100 orders x 11 commands", timer=process_time
)
@pytest.mark.parametrize(
    "library",
    [floors.frozen_records, libraries.transitions_life, libraries.statemachine_life],
)
def bench_others(benchmark, library):
    done = benchmark.pedantic(_go, setup=_prepared(lambda: library(ORDERS)), rounds=9)
    assert done == ORDERS * workload.COMMANDS_PER_LIFE
