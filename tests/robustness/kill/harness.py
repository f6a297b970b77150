"""Kills a child again and again, and holds what it left against a calm run."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import attrs

from postpurchase.app.history.documents import order_document
from postpurchase.app.intake.importing import CHUNK
from postpurchase.order.evolve import replay
from postpurchase.stores import open_store
from robustness.kill.child import Sink, open_shop, run

CHILD = Path(__file__).with_name("child.py")


def documents(store):
    """Every order as it stands, from its events alone, and how many they are."""
    found = {}
    for stream in all_streams(store):
        events = store.load_events(stream)[1]
        order = replay(events)
        assert order.version == len(events)
        found[order.order_id] = order_document(order)
    return found


def all_streams(store):
    after = ""
    while names := store.streams(after):
        yield from names
        after = names[-1]


@attrs.define
class Calm:
    """What a run in memory that nobody disturbs comes to.

    Args:
        after: The orders after each chunk; the first entry is before them all.
        pending: How many deliveries wait after each chunk.
        final: The orders at the end.
        keys: The effects.
    """

    after: list[dict] = attrs.field(factory=lambda: [{}])
    pending: list[int] = attrs.field(factory=lambda: [0])
    final: dict = attrs.field(factory=dict)
    keys: list[str] = attrs.field(factory=list)


def calm_run(orders) -> Calm:
    calm = Calm()
    sink = Sink(calm.keys.append)
    with open_shop("memory:", sink, 0) as shop:

        def say(word):
            if word.startswith("stored"):
                calm.after.append(documents(shop.store))
                calm.pending.append(shop.pending())

        run(shop, orders, sink, say)
        calm.final = documents(shop.store)
    assert len(calm.keys) == len(set(calm.keys))
    return calm


@attrs.define
class Tally:
    """Figures of a run, to be printed."""

    kills: int = 0
    rounds: int = 0
    chunks_unknown: int = 0
    effects_again: int = 0
    kills_while_importing: int = 0
    kills_while_dispatching: int = 0

    @property
    def ambiguous(self):
        """Commits that happened and were not acknowledged, as far as they show."""
        return self.chunks_unknown + self.effects_again


@attrs.define
class Round:
    """One store, from its first child to the one that finishes."""

    folder: Path
    orders: Path
    calm: Calm
    rng: random.Random
    tally: Tally
    bug: str = ""
    attempt: int = 0
    chunks_told: int = 0
    settled: set[str] = attrs.field(factory=set)
    effects: list[str] = attrs.field(factory=list)

    @property
    def store(self) -> Path:
        return self.folder / "orders.db"

    @property
    def ledger(self) -> Path:
        return self.folder / "effects.txt"

    def play(self, *, kills: int) -> None:
        """Run children until one finishes; kill at most so many of them."""
        while True:
            words = self._child(may_kill=kills > 0)
            self._listen(words)
            if words and words[-1] == "finished":
                break
            self.tally.kills += 1
            kills -= 1
            self.check_crashed()
        self.check_final()
        self.tally.rounds += 1

    def _child(self, *, may_kill):
        """Run a child, kill it at a random moment, and return what it said."""
        arguments = (self.store, self.orders, self.ledger, self.attempt, self.bug)
        self.attempt += 1
        with subprocess.Popen(
            [sys.executable, str(CHILD), *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
        ) as child:
            assert "ready\n" == child.stdout.readline()
            words = self._until_the_moment(child) if may_kill else []
            if may_kill:
                child.send_signal(signal.SIGKILL)
            words += child.stdout.read().splitlines(keepends=True)
        assert child.returncode in (0, -signal.SIGKILL), words
        return [word[:-1] for word in words if word.endswith("\n")]

    def _until_the_moment(self, child):
        """Wait for some words, then for a random time; return the words.

        Every second time the moment is while it writes to the disk, or shortly
        after. As long as the import is not through, it is nearly always met.
        """
        chunks = len(self.calm.after) - 1
        if self.chunks_told < chunks and self.rng.random() < 0.8:
            wanted = self.rng.randrange(self.chunks_told, chunks)
        else:
            wanted = chunks + self.rng.randrange(30)
        words = [child.stdout.readline() for _ in range(wanted)]
        try:
            child.wait(self.rng.uniform(0, 0.1))
        except subprocess.TimeoutExpired:
            if self.rng.random() < 0.5:
                self._while_it_writes(child)
        return words

    def _while_it_writes(self, child):
        wal = self.folder / "orders.db-wal"
        before = written_at(wal)
        while child.poll() is None and written_at(wal) == before:
            os.sched_yield()
        until = time.perf_counter() + self.rng.uniform(0, 0.006)
        while time.perf_counter() < until:
            pass

    def _listen(self, words):
        """Take in what was acknowledged, and what stands in the ledger."""
        known = len(self.effects)
        told = 0
        for word in words:
            kind, _, number = word.partition(" ")
            if kind == "stored":
                chunks = -(-int(number) // CHUNK)
                self.chunks_told = max(self.chunks_told, chunks)
            elif kind == "told":
                told = int(number)
        if self.ledger.exists():
            self.effects = self.ledger.read_text().split()
        made = self.effects[known:]
        again = self.settled & set(made)
        assert not again, f"acknowledged, and made again: {again}"
        # What a crash left before this run is not settled by it.
        self.settled |= set(made[:told])

    def check_crashed(self):
        """Whole chunks, all that were acknowledged, at most one more."""
        self._check_effects()
        if not self.store.exists():
            assert 0 == self.chunks_told
            return
        assert [("ok",)] == integrity(self.store)
        with open_store(f"sqlite:///{self.store}") as store:
            assert () == store.verify().broken
            stored = documents(store)
            told = sum(self._without_answers(store, stored).values())
            pending = store.pending()
        chunks = [n for n, after in enumerate(self.calm.after) if after == stored]
        assert chunks, "not the state after any number of whole chunks"
        assert self.chunks_told <= chunks[-1], "acknowledged and lost"
        assert chunks[0] <= self.chunks_told + 1, "more than anybody asked for"
        if not self.effects:
            assert pending in [self.calm.pending[n] for n in chunks]
        assert told <= len(self.effects), "an answer without its effect"
        self.tally.chunks_unknown += chunks[0] > self.chunks_told
        if chunks[-1] == len(self.calm.after) - 1:
            self.tally.kills_while_dispatching += 1
        else:
            self.tally.kills_while_importing += 1

    def _without_answers(self, store, stored):
        """Take the sink's answers back, which come on top of what was imported."""
        answers = Counter()
        for order_id, document in stored.items():
            recorded = store.load(f"order:{order_id}")
            ids = [one.command_id for one in recorded if one.event.by == ""]
            assert len(ids) == len(set(ids)), "one answer counted twice"
            answers[order_id] = len(ids)
            if ids:
                imported = [one.event for one in recorded if one.event.by != ""]
                stored[order_id] = order_document(replay(imported))
                assert len(recorded) == document["version"]
        return answers

    def _check_effects(self):
        """An effect is made again only by a crash, once, and under its own key."""
        counts = Counter(self.effects)
        again = sum(counts.values()) - len(counts)
        assert again <= self.attempt, f"{again} effects again"
        assert not set(counts) - set(self.calm.keys), "a key that nobody asked for"

    def check_final(self):
        """Everything is as if nothing had happened."""
        self._check_effects()
        assert set(self.calm.keys) == set(self.effects), "effects are missing"
        self.tally.effects_again += len(self.effects) - len(set(self.effects))
        assert [("ok",)] == integrity(self.store)
        with open_store(f"sqlite:///{self.store}") as store:
            assert self.calm.final == documents(store), "not as if nothing had happened"
            assert () == store.verify().broken
            assert (0, ()) == (store.pending(), store.dead_letters())


def written_at(path):
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def integrity(path):
    with sqlite3.connect(path) as database:
        rows = database.execute("PRAGMA integrity_check").fetchall()
    database.close()
    return rows
