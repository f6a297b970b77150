"""One of many processes that dispatch one shop, whose provider keeps its own books.

    python payer.py STORE BOOKS NOW [FAULTS]

It says ``ready``, waits for a line on stdin, dispatches until nothing is due, and
says what it did. Its faults strike in order, and then again.
"""

from __future__ import annotations

import sys
from datetime import datetime
from itertools import cycle

from postpurchase import PostPurchase
from postpurchase.testing import Clock, FakeGateway


class Restless(FakeGateway):
    """Never runs out of faults, and says when it paid and did not answer yet."""

    troubles: cycle[str]

    def refund(self, request, *, key):
        self.faults.append(next(self.troubles))
        try:
            return super().refund(request, key=key)
        finally:
            print(f"asked {key}", flush=True)


def open_shop(url, books, clock, faults=("",)):
    gateway = Restless(path=books, clock=clock)
    gateway.troubles = cycle(faults)
    return PostPurchase.open(url, plugins=[gateway], entry_points=False, clock=clock)


def main(url, books, now, faults=""):
    clock = Clock(datetime.fromisoformat(now))
    with open_shop(url, books, clock, faults.split(",")) as shop:
        print("ready", flush=True)
        sys.stdin.readline()
        idle = 0
        while idle < 3:
            report = shop.dispatch(limit=1)
            idle = 0 if report.done + report.retried + report.buried else idle + 1
    print("finished", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
