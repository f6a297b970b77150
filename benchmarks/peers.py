"""`register(bench)` for the peer harness: this library in the rounds of its peers.

The harness calls `register` with the bench of whichever script runs; its name says
which. A peer is a function `setup(n)`, not timed, that returns a function `run`,
timed, which returns how many operations it did.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

PREPARED = 100
"""Orders whose commands are prepared; more of them would only fill the caches."""


def register(bench: Any) -> None:
    """Add the peers of the script that runs."""
    add = {"fsm": _add_lives}.get(bench.name)
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
