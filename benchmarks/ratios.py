"""Every figure of BUDGET.md as a ratio to its floor, round by round.

In each round every side runs once; a ratio is the median over the rounds of
(side / floor) in the same round, so that a busy machine slows both. What waits
for a disk is timed by the wall clock, everything else by the process's own time.

    python benchmarks/ratios.py [life] [durable] [replay] [hooks] [choice]
        [cold-choice] [--rounds 9] [--orders N] [--folder DIR]
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import choosing
import durable
import floors
import libraries
import telling
import workload

from postpurchase.delivery.choose import RateBook
from postpurchase.order.evolve import replay

Side = Callable[[], Callable[[], int]]
"""Prepares, untimed, a run that is timed and returns how many operations it did."""


def measure(
    sides: dict[str, Side], rounds: int, *, waits: bool
) -> dict[str, list[float]]:
    """Return microseconds per operation of every side in every round."""
    clock = time.perf_counter if waits else time.process_time
    found: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, prepare in sides.items():
            run = prepare()
            gc.collect()
            begun = clock()
            done = run()
            found[name].append((clock() - begun) / done * 1e6)
            getattr(run, "close", lambda: None)()
    return found


def show(title: str, found: dict[str, list[float]]) -> None:
    """Print medians and ratios to the first side."""
    floor = next(iter(found.values()))
    print(f"{title} ({len(floor)} rounds)")
    for name, micros in found.items():
        ratio = statistics.median(a / b for a, b in zip(micros, floor, strict=True))
        print(f"  {name:28} {statistics.median(micros):9.2f} us  x {ratio:6.2f}")


def life_sides(orders: int) -> dict[str, Side]:
    """One order's whole life in memory, per command."""
    prepared = {lines: workload.lives(100, lines) for lines in (1, 5)}

    def side(lines: int, way: Callable[..., object]) -> Side:
        def prepare() -> Callable[[], int]:
            log: list[object] = []

            def run() -> int:
                for n in range(orders):
                    way(prepared[lines][n % 100], log)
                return orders * workload.COMMANDS_PER_LIFE

            return run

        return prepare

    return {
        "frozen records (floor)": lambda: floors.frozen_records(orders),
        "1 line": side(1, workload.drive),
        "5 lines": side(5, workload.drive),
        "1 line, at once": side(1, workload.drive_at_once),
        "5 lines, at once": side(5, workload.drive_at_once),
        "transitions": lambda: libraries.transitions_life(orders // 5),
        "python-statemachine": lambda: libraries.statemachine_life(orders // 20),
    }


def durable_sides(folder: Path, orders: int) -> dict[str, Side]:
    """One durable command: load, decide, append."""
    commands = durable.interleaved(orders)
    rows = durable.raw_rows(commands)

    def raw() -> Callable[[], int]:
        db = durable.open_raw(folder)

        def run() -> int:
            durable.handle_raw(db, rows)
            return len(rows)

        run.close = db.close  # type: ignore[attr-defined]
        return run

    def ours(*, remembers: bool, way: Callable[..., None]) -> Side:
        def prepare() -> Callable[[], int]:
            opened = durable.open_service(folder, remembers=remembers)
            service = opened.__enter__()

            def run() -> int:
                way(service, commands)
                return len(commands)

            run.close = lambda: opened.__exit__(None, None, None)  # type: ignore[attr-defined]
            return run

        return prepare

    return {
        "sqlite3 (floor)": raw,
        "cold": ours(remembers=False, way=durable.handle_each),
        "known order": ours(remembers=True, way=durable.handle_each),
        "known, 100 per batch": ours(remembers=True, way=durable.handle_in_hundreds),
        "cold, 100 per batch": ours(remembers=False, way=durable.handle_in_hundreds),
        "eventsourcing": lambda: libraries.eventsourcing_commands(folder, orders),
    }


def replay_sides(folder: Path, length: int, events: int) -> dict[str, Side]:
    """Reading an order back, per event."""
    count = max(1, events // length)
    if length == workload.EVENTS_PER_LIFE:
        orders = workload.lives(count, durable.LINES)
    else:
        orders = [workload.long_life(f"o-{n}", length) for n in range(count)]
    store, db, streams = durable.fill(folder, orders)

    def raw() -> Callable[[], int]:
        def run() -> int:
            for stream in streams:
                durable.fold_raw(db, stream)
            return count * length

        return run

    def ours() -> Callable[[], int]:
        def run() -> int:
            for stream in streams:
                _, loaded = store.load_events(stream)
                order = replay(loaded)  # type: ignore[arg-type]
            assert order.version == length
            return count * length

        return run

    return {
        "sqlite3 + json (floor)": raw,
        "postpurchase": ours,
        "eventsourcing": libraries.eventsourcing_replay(folder, length, count),
    }


def choice_sides(orders: int, *, is_cold: bool = False) -> dict[str, Side]:
    """Promise and choice for one order, among 160 ways.

    Cold: other orders in each round, from a book that has met all 1,296 zones or
    meets them in the rounds, and a new book in each round, which has met nothing.
    """
    cards = choosing.rate_cards()
    rates = choosing.book(cards, choosing.BREAKS, choosing.ZONES)
    some = choosing.some_orders(orders)
    choosing.check(rates, some, lambda order: choosing.best_only(cards, order))
    seeds = itertools.count(100)

    def plain() -> Callable[[], int]:
        def run() -> int:
            for order in some:
                choosing.plain_quotes(cards, order)
            return orders

        return run

    def ours(
        way: Callable[..., object],
        book: RateBook | None = rates,
        *,
        are_new: bool = False,
    ) -> Side:
        def prepare() -> Callable[[], int]:
            asked_of = book or choosing.book(cards, choosing.BREAKS, choosing.ZONES)
            seed = next(seeds) if are_new else choosing.SEED
            asked = choosing.questions(choosing.some_orders(orders, seed))

            def run() -> int:
                way(asked_of, asked)
                return orders

            return run

        return prepare

    floor: dict[str, Side] = {"160 attrs quotes (floor)": plain}
    if is_cold:
        known = choosing.book(cards, choosing.BREAKS, choosing.ZONES)
        choosing.chosen(known, choosing.questions(choosing.one_for_each_zone()))
        return floor | {
            "other orders": ours(choosing.chosen, known, are_new=True),
            "other orders, reasons read": ours(choosing.explained, known, are_new=True),
            "other zones": ours(choosing.chosen, are_new=True),
            "other zones, reasons read": ours(choosing.explained, are_new=True),
            "new book": ours(choosing.chosen, None),
            "new book, reasons read": ours(choosing.explained, None),
        }
    return floor | {
        "choice": ours(choosing.chosen),
        "choice, every reason read": ours(choosing.explained),
    }


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what", nargs="*", default=["life", "durable", "replay", "hooks", "choice"]
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--folder", type=Path, default=Path.cwd())
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder, rounds = Path(name), asked.rounds
        if "life" in asked.what:
            show("life", measure(life_sides(asked.orders or 2000), rounds, waits=False))
        if "durable" in asked.what:
            print(f"fdatasync {durable.fdatasync_ms(folder):.2f} ms")
            sides = durable_sides(folder, asked.orders or 50)
            show("durable command", measure(sides, rounds, waits=True))
        if "replay" in asked.what:
            for length in (12, 1000):
                sides = replay_sides(folder, length, 6000)
                show(f"replay of {length}", measure(sides, rounds, waits=False))
        if "choice" in asked.what:
            sides = choice_sides(asked.orders or 200)
            show("promise and choice", measure(sides, rounds, waits=False))
        if "cold-choice" in asked.what:
            sides = choice_sides(asked.orders or 200, is_cold=True)
            show("choice, cold", measure(sides, rounds, waits=False))
        if "hooks" in asked.what:
            for count in (0, 1, 5, 20):
                show(
                    f"hooks, {count}",
                    measure(telling.sides(count), rounds, waits=False),
                )


if __name__ == "__main__":
    main()
