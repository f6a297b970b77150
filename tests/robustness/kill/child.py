"""A child of the kill test: imports, dispatches, and tells what is done.

    python child.py STORE ORDERS LEDGER ATTEMPT [BUG]

It says ``ready``, ``stored N`` (records) after every chunk, ``told N`` (effects of
this run) after every run of the dispatcher, and ``finished``.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from postpurchase import CompleteStep, PostPurchase, hookimpl
from postpurchase.order.events import PaymentCaptured
from robustness.kill import bugs
from robustness.kill.orders_file import LIVE_FROM

START = datetime(2026, 4, 1, tzinfo=UTC)

WAIT = timedelta(hours=1)
"""Between two attempts: whatever a killed worker had leased is free again."""


class Sink:
    """Writes the key of every effect into a file of its own, and answers some.

    The answer is a command without an id that may not happen twice: one more
    unit is allocated. Only the dispatcher's key keeps it from that.
    """

    def __init__(self, write):
        self.write = write
        self.effects = 0

    @hookimpl
    def on_event(self, event, order, key):
        self.write(key)
        self.effects += 1
        if not isinstance(event, PaymentCaptured):
            return None
        units = {"3": 1}
        return [
            CompleteStep(
                order_id=order.order_id, at=event.at, step="allocated", units=units
            )
        ]


def run(shop, orders, sink, say):
    """Import, then dispatch until nothing waits."""
    shop.import_file(
        "shopify", orders, live_from=LIVE_FROM, progress=lambda n: say(f"stored {n}")
    )
    while shop.pending():
        report = shop.dispatch(limit=5)
        if not report.done or report.retried or report.buried:
            raise AssertionError(report)
        say(f"told {sink.effects}")
    say("finished")


def open_shop(url, sink, attempt):
    now = START + attempt * WAIT
    return PostPurchase.open(url, plugins=[sink], entry_points=False, clock=lambda: now)


def main(store, orders, ledger, attempt, bug=""):
    effects = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    sink = Sink(lambda key: os.write(effects, f"{key}\n".encode()))

    def say(word):
        os.write(1, f"{word}\n".encode())

    if bug:
        bugs.plant(bug, dies=attempt == "0")
    say("ready")
    with open_shop(f"sqlite:///{store}", sink, int(attempt)) as shop:
        run(shop, orders, sink, say)


if __name__ == "__main__":
    main(*sys.argv[1:])
