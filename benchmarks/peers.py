"""`register(bench)` for the peer harness: this library in the rounds of its peers.

The harness calls `register` with the bench of whichever script runs; its name says
which. A peer is a function `setup(n)`, not timed, that returns a function `run`,
timed, which returns how many operations it did.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PREPARED = 100
"""Orders whose commands are prepared; more of them would only fill the caches."""


def register(bench: Any) -> None:
    """Add the peers of the script that runs."""
    add = {
        "fsm": _add_lives,
        "events": _add_stores,
        "hooks": _add_hooks,
        "rates": _add_choices,
    }.get(bench.name)
    if add is not None:
        add(bench)


def _add_lives(bench: Any) -> None:
    from workload import COMMANDS_PER_LIFE, drive, drive_at_once, lives

    prepared = {lines: lives(PREPARED, lines) for lines in (1, 5)}

    def peer(lines: int, way: Any) -> Any:
        def setup(n: int) -> Any:
            log: list[object] = []

            def run() -> int:
                for number in range(n):
                    way(prepared[lines][number % PREPARED], log)
                assert len(log) == n * 12
                return n * COMMANDS_PER_LIFE

            return run

        return setup

    about = "11 commands: decide, replay into a new frozen order, keep the events"
    for lines in (1, 5):
        name = f"postpurchase-{lines}"
        bench.peer(name, dist="postpurchase", note=f"{about}; {lines} lines")(
            peer(lines, drive)
        )
        bench.peer(
            f"{name}-at-once", dist="postpurchase", note=f"decide_all; {lines} lines"
        )(peer(lines, drive_at_once))

    @bench.memory("postpurchase-1")
    def _live(n: int) -> list[Any]:
        return [drive(one, []) for one in lives(n)]


def _add_stores(bench: Any) -> None:
    import durable
    import ratios

    folder = Path(tempfile.mkdtemp(prefix=".postpurchase-", dir=Path.cwd()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    def commands(remembers: bool, way: Any) -> Any:
        def setup(n: int) -> Any:
            asked = durable.interleaved(max(1, n // 12))
            opened = durable.open_service(folder, remembers=remembers)
            service = opened.__enter__()

            def run() -> int:
                way(service, asked)
                return len(asked)

            run.close = lambda: opened.__exit__(None, None, None)  # type: ignore[attr-defined]
            return run

        return setup

    for name, remembers, way in (
        ("cold", False, durable.handle_each),
        ("known", True, durable.handle_each),
        ("known-b100", True, durable.handle_in_hundreds),
    ):
        bench.peer(
            f"cmd_postpurchase_{name}",
            dist="postpurchase",
            group="command-sqlite",
            note="keys, outbox, hash chain; order of 3 lines; unit: command",
        )(commands(remembers, way))

    def replays(length: int) -> Any:
        return lambda n: ratios.replay_sides(folder, length, n)["postpurchase"]()

    for length in (12, 1000):
        bench.peer(
            f"replay{length}_postpurchase",
            dist="postpurchase",
            group=f"replay{length}",
            note="load_events + replay into an order of 3 lines",
        )(replays(length))


def _add_hooks(bench: Any) -> None:
    import telling

    def peer(way: Any, count: int) -> Any:
        plugins = telling.plugged_in(count)
        return lambda n: lambda: way(plugins, n)

    for count in (0, 1, 5, 20):
        bench.peer(
            f"postpurchase-{count}", dist="postpurchase", group=f"{count}-plugins"
        )(peer(telling.told, count))
    bench.peer("postpurchase-ask", dist="postpurchase", group="0-plugins")(
        peer(telling.asked, 0)
    )


def _add_choices(bench: Any) -> None:
    import bench_rates
    import choosing

    rates = choosing.book(bench_rates.CARDS, bench_rates.BREAKS, bench_rates.ZONES)
    choosing.check(rates, bench_rates.orders(200), bench_rates.best_int)

    def peer(way: Any) -> Any:
        def setup(n: int) -> Any:
            asked = choosing.questions(bench_rates.orders(n))

            def run() -> int:
                way(rates, asked)
                return n

            return run

        return setup

    about = "dates on calendars, best offer with its promise"
    bench.peer("choice", dist="postpurchase", note=f"{about}; reasons when read")(
        peer(choosing.chosen)
    )
    bench.peer("choice-reasons", dist="postpurchase", note=f"{about}; all 159 read")(
        peer(choosing.explained)
    )
