"""Killed writers and racing processes: nothing lost, nothing half, nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from postpurchase.stores.base import HEAD0
from postpurchase.stores.sqlite import SqliteStore
from postpurchase.testing.stores import WIRE, Counted, batch_of

KILLS = int(os.environ.get("POSTPURCHASE_KILLS", "15"))
WRITER = Path(__file__).parent / "writer.py"


def killed_run(path: Path, first: int, acks: int, rng: random.Random) -> dict[int, str]:
    """Run the writer from a command on; kill it at a random moment after some acks."""
    with subprocess.Popen(
        [sys.executable, str(WRITER), str(path), str(first)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said: dict[int, str] = {}
        for _ in range(acks):
            command, word = child.stdout.readline().split()
            said[int(command)] = word
        # Somewhere within the next commands, wherever that is in the code.
        for _ in range(rng.randrange(60_000)):
            pass
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()
    lines = rest.splitlines() if rest.endswith("\n") else rest.splitlines()[:-1]
    said.update((int(n), word) for n, word in (line.split() for line in lines))
    return said


def check_whole(path: Path) -> set[int]:
    """Check that every command is there with all of its rows, or with none."""
    with SqliteStore(path, WIRE) as store:
        assert store.verify().broken == ()
        seen: Counter[int] = Counter()
        versions: dict[tuple[str, int], list[int]] = {}
        for stream in store.streams():
            for recorded in store.load(stream):
                assert isinstance(recorded.event, Counted)
                number = recorded.event.number
                assert recorded.command_id == str(number)
                seen[number] += 1
                versions.setdefault((stream, number), []).append(recorded.version)
        assert {n: 3 if n % 3 == 0 else 2 for n in seen} == dict(seen)
        for command in seen:
            answer = store.answer("shop", str(command))
            assert answer is not None
            answered = [answer.first_version, answer.last_version]
            assert versions[answer.stream, command] == answered
            assert store.find(f"#{command}") == (answer.stream,)
        assert len(store.personal([f"ref-{n}" for n in seen])) == len(seen)
        assert store.pending() == len(seen)
        return set(seen)


def test_a_killed_writer_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    rng = random.Random(1)
    path = tmp_path / "orders.db"
    acknowledged: set[int] = set()
    first = known = 0
    for _ in range(KILLS):
        said = killed_run(path, first, rng.randint(1, 30), rng)
        acknowledged |= set(said)
        known += sum(word == "known" for word in said.values())
        stored = check_whole(path)
        assert acknowledged <= stored
        assert stored <= acknowledged | {max(acknowledged) + 1}
        # The client repeats its last two commands: it cannot know better.
        first = max(0, max(acknowledged) - 1)
    assert known > 0


RACER = """
import sys
from postpurchase.errors import ConcurrencyConflict, KeyTaken
from postpurchase.stores.base import Key
from postpurchase.stores.sqlite import SqliteStore
from postpurchase.testing.stores import WIRE, batch_of
won = 0
with SqliteStore(sys.argv[1], WIRE) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    while won < 25:
        head = store.head("order:1")
        key = Key("shop", f"{sys.argv[2]}-{won}", b"h")
        new = head.version + 1
        try:
            # With a key the append begins by writing, without one by reading.
            keys = ((key, new, new),) if new % 2 else ()
            store.append(batch_of("order:1", new, head=head, keys=keys))
            won += 1
        except ConcurrencyConflict:
            continue
"""


def test_processes_that_race_for_one_stream_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "orders.db"
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(path), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    for racer in racers:
        assert racer.stdout is not None
        assert racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate()
        assert racer.returncode == 0
    with SqliteStore(path, WIRE) as store:
        _, events = store.load_events("order:1")
        numbers = [event.number for event in events if isinstance(event, Counted)]
        assert numbers == list(range(1, 51))
        assert store.verify().broken == ()


@pytest.mark.parametrize("statements", [1, 3, 6])
def test_a_migration_that_dies_on_the_way_is_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statements: int
) -> None:
    from postpurchase.stores.sqlite import schema

    path = tmp_path / "orders.db"
    whole = schema.MIGRATIONS
    broken = ((*whole[0][:statements], "CREATE TABLE"),)
    monkeypatch.setattr(schema, "MIGRATIONS", broken)
    with pytest.raises(Exception, match="incomplete input"):
        SqliteStore(path, WIRE)
    monkeypatch.setattr(schema, "MIGRATIONS", whole)
    with SqliteStore(path, WIRE) as store:
        assert store.head("o") == HEAD0
        assert store.append(batch_of("o", 1))[0].version == 1


def test_a_new_migration_is_applied_to_an_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postpurchase.stores.sqlite import schema

    path = tmp_path / "orders.db"
    with SqliteStore(path, WIRE) as store:
        (head,) = store.append(batch_of("o", 1))
    newer = (*schema.MIGRATIONS, ("CREATE TABLE added (x)",))
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    with SqliteStore(path, WIRE) as store, store._connection.reading() as db:
        assert db.execute("SELECT count(*) FROM added").fetchone() == (0,)
        assert store.head("o") == head
