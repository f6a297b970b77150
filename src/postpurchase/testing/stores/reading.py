"""Reading across streams: the log, names, personal values, verification."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from postpurchase.errors import InvalidInput, StoreUnavailable
from postpurchase.stores.base import HEAD0, Cursor, EventStore, PersonalValue
from postpurchase.testing.stores.case import StoreCase, batch_of, numbers_of

OLA = PersonalValue("ref-1", "ola", "salt-1", '"Ola Nowak"')
OLAS_ADDRESS = PersonalValue("ref-2", "ola", "salt-2", '{"city":"Łódź"}')
PETRO = PersonalValue("ref-3", "petro", "salt-3", '"Петро"')


class ReadingTests(StoreCase):
    """What is read besides one stream."""

    def test_the_log_is_read_in_the_order_of_storing(self, store: EventStore) -> None:
        (head,) = store.append(batch_of("b", 1, 2))
        store.append(batch_of("a", 3))
        store.append(batch_of("b", 4, head=head))
        recorded = store.read().recorded
        assert [(r.stream, r.version) for r in recorded] == [
            ("b", 1),
            ("b", 2),
            ("a", 1),
            ("b", 3),
        ]
        assert store.load("b")[2] == recorded[3]

    def test_a_reader_goes_on_from_its_cursor(self, store: EventStore) -> None:
        assert store.read().recorded == ()
        (head,) = store.append(batch_of("a", 1, 2, 3))
        first = store.read(limit=2)
        second = store.read(first.cursor, limit=2)
        end = store.read(second.cursor)
        assert [r.version for r in first.recorded] == [1, 2]
        assert [r.version for r in second.recorded] == [3]
        assert ((), second.cursor) == (end.recorded, end.cursor)
        store.append(batch_of("a", 4, head=head))
        assert [r.version for r in store.read(end.cursor).recorded] == [4]

    def test_a_reader_beside_writers_skips_nothing(self, store: EventStore) -> None:
        def write(name: str) -> None:
            head = HEAD0
            for number in range(25):
                (head,) = store.append(batch_of(name, number, head=head))

        writers = [threading.Thread(target=write, args=(n,)) for n in "abcd"]
        for writer in writers:
            writer.start()
        seen: list[tuple[str, int]] = []
        cursor: Cursor | None = None
        while len(seen) < 100:
            alive = any(writer.is_alive() for writer in writers)
            page = store.read(cursor, limit=7)
            seen += [(r.stream, r.version) for r in page.recorded]
            cursor = page.cursor
            if not page.recorded and not alive:
                break
        for writer in writers:
            writer.join()
        expected = sorted((name, v) for name in "abcd" for v in range(1, 26))
        assert expected == sorted(seen)

    @pytest.mark.parametrize("text", ["x", "-1", "1; DROP TABLE log", "9" * 40, "²"])
    def test_a_foreign_cursor_is_refused(self, store: EventStore, text: str) -> None:
        with pytest.raises(InvalidInput):
            store.read(Cursor(text))

    def test_streams_are_found_by_alias(self, store: EventStore) -> None:
        assert store.find("#1001") == ()
        (head,) = store.append(batch_of("order:2", 1, aliases=("#1001", "EU-7")))
        store.append(batch_of("order:1", 1, aliases=("#1001",)))
        store.append(batch_of("order:2", 2, head=head, aliases=("#1001",)))
        assert store.find("#1001") == ("order:1", "order:2")
        assert store.find("EU-7") == ("order:2",)

    def test_streams_are_listed_in_pages(self, store: EventStore) -> None:
        names = [f"order:{number}" for number in range(7)]
        store.append(*[batch_of(name, 1, 2) for name in reversed(names)])
        first = store.streams(limit=4)
        assert tuple(names[:4]) == first
        assert tuple(names[4:]) == store.streams(after=first[-1], limit=4)
        assert store.streams(after=names[-1]) == ()

    def test_personal_values_come_back(self, store: EventStore) -> None:
        store.append(batch_of("o", 1, personal=(OLA, PETRO)))
        assert store.personal(["ref-1", "ref-3"]) == {"ref-1": OLA, "ref-3": PETRO}
        assert store.personal(["unknown"]) == {}

    def test_one_person_is_forgotten_and_no_other(self, store: EventStore) -> None:
        store.append(batch_of("o", 1, personal=(OLA, PETRO)))
        store.append(batch_of("p", 1, personal=(OLAS_ADDRESS,)))
        assert store.forget("ola") == 2
        assert store.forget("ola") == 0
        assert store.personal(["ref-1", "ref-2", "ref-3"]) == {"ref-3": PETRO}
        assert numbers_of(store, "o") == [1]
        assert store.verify().broken == ()

    def test_a_sound_store_is_found_sound(self, store: EventStore) -> None:
        store.append(batch_of("a", 1, 2, 3), batch_of("b", 1))
        seen: list[int] = []
        found = store.verify(seen.append)
        assert (found.streams, found.events, found.broken) == (2, 4, ())
        assert seen[-1] == 4

    def test_a_changed_event_is_found(self, store: EventStore) -> None:
        store.append(batch_of("a", 1, 2, 3), batch_of("b", 1))
        self.tamper(store, "a", 2)
        broken = store.verify().broken
        assert ("a", 2) in [(b.stream, b.version) for b in broken]
        assert all(b.stream != "b" for b in broken)

    def test_every_store_has_a_secret_of_its_own(
        self, store: EventStore, tmp_path: Path
    ) -> None:
        folder = tmp_path / "other"
        folder.mkdir()
        with self.open_store(folder) as other:
            assert len(store.secret) >= 16
            assert store.secret == store.secret != other.secret

    def test_a_closed_store_says_so(self, store: EventStore) -> None:
        store.close()
        store.close()
        with pytest.raises(StoreUnavailable):
            store.head("o")
        with pytest.raises(StoreUnavailable):
            store.append(batch_of("o", 1))
