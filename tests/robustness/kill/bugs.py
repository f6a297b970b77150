"""Bugs to plant into a child, which must make the kill test fail.

Each one kills its own process once, in the very gap that it opens.
"""

from __future__ import annotations

import os
import signal

import attrs

from postpurchase.app.intake import importing
from postpurchase.dispatch.dispatcher import Dispatcher, Report
from postpurchase.order.evolve import replay
from postpurchase.service import Work
from postpurchase.service.handling import Service
from postpurchase.service.kinds import ORDERS
from postpurchase.service.transaction import STREAM
from postpurchase.stores.sqlite import SqliteStore

AT = 7
"""Which time the gap is fatal."""


class Gap:
    """Counts how often a gap was passed, and does not pass it the seventh time."""

    def __init__(self, dies):
        self.dies = dies
        self.passed = 0

    def open(self):
        self.passed += 1
        if self.dies and self.passed == AT:
            os.kill(os.getpid(), signal.SIGKILL)


def key_after_the_events(gap):
    """Keys are written in a transaction of their own, after the events."""
    append = SqliteStore.append

    def broken(store, *batches):
        heads = append(store, *(attrs.evolve(one, keys=()) for one in batches))
        live = [one for one in batches if not one.historical]
        if any(one.keys and one.entries for one in live) and len(live) == 1:
            gap.open()
        for one, head in zip(batches, heads, strict=True):
            if one.keys:
                append(
                    store,
                    attrs.evolve(
                        one,
                        head=head,
                        entries=(),
                        deliveries=(),
                        personal=(),
                        aliases=(),
                    ),
                )
        return heads

    SqliteStore.append = broken


def done_before_the_effect(gap):
    """A delivery is ticked off first, and made afterwards."""

    def broken(dispatcher, delivery):
        dispatcher._service.store.done(delivery)
        gap.open()
        for command in dispatcher._commands(delivery):
            dispatcher._service.handle(command)
        return Report(done=1)

    Dispatcher._deliver = broken


def a_new_key_for_every_attempt(gap):
    """The effect's key says how often it was tried."""
    commands = Dispatcher._commands

    def broken(dispatcher, delivery):
        call = dispatcher._subscriber(ORDERS, delivery.subscriber)

        def with_attempt(event, order, key):
            answer = call(event, order, f"{key}:{delivery.attempts}")
            gap.open()
            return answer

        dispatcher._subscriber = lambda _kind, _name: with_attempt
        return commands(dispatcher, delivery)

    Dispatcher._commands = broken


def commands_one_by_one(gap):
    """The commands of a record are stored one after the other."""
    handle_all = Service.handle_all

    def one_by_one(service, works):
        results = []
        for work in works:
            _, past = service.store.load_events(STREAM + work.order_id)
            commands = tuple(work.plan(replay(past), lambda past=past: past))
            for command in commands:
                (result,) = handle_all(service, [single(work, command)])
                gap.open()
            if not commands:
                (result,) = handle_all(service, [work])
            results.append(result)
        return results

    def single(work, command):
        return Work(
            order_id=work.order_id,
            plan=lambda _order, _past: (command,),
            source=work.source,
            is_historical=work.is_historical,
        )

    Service.handle_all = one_by_one


def told_before_it_is_stored(gap):
    """A chunk is acknowledged before its transaction."""
    import_records = importing.import_records

    def broken(service, records, *, live_from, progress):
        chunks = [0]

        class Early:
            store = service.store

            def handle_all(self, works):
                chunks[0] += len(works)
                progress(chunks[0])
                gap.passed = AT - 1
                gap.open()
                return service.handle_all(works)

        return import_records(Early(), records, live_from=live_from)

    importing.import_records = broken


BUGS = {
    key_after_the_events: "a key that nobody asked for",
    done_before_the_effect: "effects are missing",
    a_new_key_for_every_attempt: "a key that nobody asked for",
    commands_one_by_one: "not the state after any number of whole chunks",
    told_before_it_is_stored: "acknowledged and lost",
}
"""The bugs, and what the kill test says about each."""


def plant(name, *, dies):
    globals()[name](Gap(dies))
