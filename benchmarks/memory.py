"""What a live order of one line takes, by tracemalloc.

Its own data is what happened to it: the events with their strings, which the
command brought. What the library adds is the rest of the state: the grid, the
counts, the parcels, the ledger. Workflows and places are shared by all orders.

    python benchmarks/memory.py [--orders 5000]
"""

from __future__ import annotations

import argparse
import gc
import tracemalloc

from workload import life

from postpurchase.order.decide import decide_all
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY


def measure(orders: int, commands: int) -> dict[str, float]:
    """Return bytes per order: its own data, and what the library adds.

    Args:
        orders: How many live at once.
        commands: How far in its life each of them is, from 1 to 11.
    """
    replay(decide_all(EMPTY, life("o-warm"))[0])
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        events = [
            decide_all(EMPTY, life(f"o-{n:07d}")[:commands])[0] for n in range(orders)
        ]
        gc.collect()
        told = tracemalloc.get_traced_memory()[0]
        states = [replay(one) for one in events]
        gc.collect()
        alive = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert len(states) == orders
    return {"own": (told - before) / orders, "library": (alive - told) / orders}


def main() -> None:
    """Print one line per moment of the order's life."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=5000)
    asked = parser.parse_args()
    for commands, moment in ((1, "placed"), (2, "paid"), (6, "packed"), (11, "all")):
        found = measure(asked.orders, commands)
        print(
            f"{moment:8} own {found['own']:6.0f} B  library {found['library']:6.0f} B"
        )


if __name__ == "__main__":
    main()
