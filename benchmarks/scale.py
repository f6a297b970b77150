"""Commands on a file of many orders, held against a file of a thousand.

Fills both files with orders of three events, then handles commands on new orders
and on random known ones, in turn on both files. The process's own time is what the
size could change; the wall clock adds the disk.

    python benchmarks/scale.py [--orders 20000] [--commands 200] [--rounds 9]
        [--folder DIR]

A million orders take about a gigabyte; the files are deleted afterwards.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from durable import Listener
from workload import NOON, life

from postpurchase.hooks.manager import load_plugins
from postpurchase.order.commands import Command
from postpurchase.order.decide import decide_all
from postpurchase.order.model import EMPTY
from postpurchase.service import Service
from postpurchase.service.cache import StateCache
from postpurchase.stores import order_wire
from postpurchase.stores.base import HEAD0, Batch, Entry, Key, NewDelivery
from postpurchase.stores.sqlite import SqliteStore

SMALL = 1_000
PER_TRANSACTION = 2_000
DONE = 3
"""Commands, and events, that every stored order has behind it."""


def batches(orders: int) -> Iterator[Batch]:
    """Yield what stores one order after the other."""
    for number in range(orders):
        commands = life(f"o-{number:07d}")[:DONE]
        events, _ = decide_all(EMPTY, commands)
        asked = enumerate(commands, start=1)
        stream = f"order:o-{number:07d}"
        yield Batch(
            stream=stream,
            head=HEAD0,
            entries=tuple(Entry(event) for event in events),
            recorded_at=NOON,
            keys=tuple(
                (Key(stream, one.command_id, b"\0" * 32), n, n) for n, one in asked
            ),
            deliveries=(NewDelivery(DONE, "listener"),),
        )


def filled(path: Path, orders: int) -> SqliteStore:
    """Return a store of so many orders, opened anew as a shop opens it."""
    with SqliteStore(path, order_wire()) as store:
        waiting: list[Batch] = []
        for batch in batches(orders):
            waiting.append(batch)
            if len(waiting) == PER_TRANSACTION:
                store.append(*waiting)
                waiting.clear()
        if waiting:
            store.append(*waiting)
    return SqliteStore(path, order_wire())


def timed(store: SqliteStore, commands: list[Command]) -> tuple[float, float]:
    """Return the wall-clock and the process's microseconds per command."""
    plugins = load_plugins([Listener()], entry_points=False)
    service = Service(store, plugins, lambda: NOON, cache=StateCache(0))
    wall, own = time.perf_counter(), time.process_time()
    for command in commands:
        service.handle(command)
    own, wall = time.process_time() - own, time.perf_counter() - wall
    return wall / len(commands) * 1e6, own / len(commands) * 1e6


def main() -> None:
    """Fill, measure, print, delete."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    asked = parser.parse_args()
    chance = random.Random(1)  # the same orders in every run
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        begun = time.perf_counter()
        sizes = {"small": SMALL, "large": asked.orders}
        stores = {
            size: filled(Path(name) / f"{size}.db", orders)
            for size, orders in sizes.items()
        }
        bytes_ = sum(path.stat().st_size for path in Path(name).glob("large.db*"))
        seconds = time.perf_counter() - begun
        print(
            f"{asked.orders} orders, {bytes_ / 1e6:.0f} MB, filled in {seconds:.0f} s"
        )
        per_round = asked.commands // 2
        known = {
            size: chance.sample(range(orders), min(orders, per_round * asked.rounds))
            for size, orders in sizes.items()
        }
        found: dict[str, list[tuple[float, float]]] = {}
        for turn in range(asked.rounds):
            for size, store in stores.items():
                fresh = [life(f"new-{turn}-{n}")[0] for n in range(per_round)]
                some = known[size][turn * per_round : (turn + 1) * per_round]
                old = [life(f"o-{n:07d}")[DONE] for n in some]
                found.setdefault(f"{size} new", []).append(timed(store, fresh))
                if old:
                    found.setdefault(f"{size} known", []).append(timed(store, old))
        for kind in ("new", "known"):
            for clock, which in (("wall", 0), ("own", 1)):
                pairs = list(
                    zip(found[f"small {kind}"], found[f"large {kind}"], strict=False)
                )[1:]  # the first round fills the caches
                ratio = statistics.median(b[which] / a[which] for a, b in pairs)
                large = statistics.median(b[which] for _, b in pairs)
                print(f"{kind:6} {clock:5} {large:8.1f} us  x {ratio:.3f} of {SMALL}")
        for store in stores.values():
            store.close()


if __name__ == "__main__":
    main()
