"""A durable command on SQLite with `synchronous=FULL`: load, decide, append."""

from __future__ import annotations

import durable
import libraries
import pytest

ORDERS = 8
GROUP = "durable, 8 orders x 11 commands"


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("remembers", [False, True], ids=["cold", "known"])
@pytest.mark.parametrize("way", [durable.handle_each, durable.handle_in_hundreds])
def bench_postpurchase(benchmark, tmp_path, remembers, way):
    commands = durable.interleaved(ORDERS)
    opened = []

    def prepare():
        opened.append(durable.open_service(tmp_path, remembers=remembers))
        return (opened[-1].__enter__(), commands), {}

    benchmark.extra_info["fdatasync_ms"] = durable.fdatasync_ms(tmp_path)
    benchmark.pedantic(way, setup=prepare, rounds=5)
    for one in opened:
        one.__exit__(None, None, None)


@pytest.mark.benchmark(group=GROUP)
def bench_sqlite3(benchmark, tmp_path):
    rows = durable.raw_rows(durable.interleaved(ORDERS))
    benchmark.pedantic(
        durable.handle_raw,
        setup=lambda: ((durable.open_raw(tmp_path), rows), {}),
        rounds=5,
    )


@pytest.mark.benchmark(group=GROUP)
def bench_eventsourcing(benchmark, tmp_path):
    def prepare():
        return (libraries.eventsourcing_commands(tmp_path, ORDERS),), {}

    benchmark.pedantic(lambda run: run(), setup=prepare, rounds=5)
