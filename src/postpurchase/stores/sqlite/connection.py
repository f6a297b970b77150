"""One SQLite connection: how it is set, its transactions, its faults by name."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from postpurchase.errors import (
    BrokenLog,
    MalformedInput,
    PostPurchaseError,
    StoreError,
    StoreUnavailable,
)

BUSY_TIMEOUT_S: Final = 30.0
"""How long a writer waits for the writers of other processes.

SQLite has no queue: who waits looks again every tenth of a second, and of sixteen
busy writers one may have no luck until the others are done.
"""

_UNAVAILABLE: Final = {
    sqlite3.SQLITE_BUSY: "another process keeps it locked",
    sqlite3.SQLITE_LOCKED: "another process keeps it locked",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_READONLY: "it cannot be written",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened",
    sqlite3.SQLITE_PERM: "the rights do not suffice",
    sqlite3.SQLITE_NOTADB: "it is not a SQLite file",
    sqlite3.SQLITE_NOMEM: "the memory is full",
}


class Connection:
    """The only connection of a store, guarded by a lock.

    Threads share it and take turns. SQLite lets one writer write at a time anyway,
    and one connection is what makes ``sqlite://`` (in memory) the same thing. It
    must not be carried across a fork: open the store in the child.

    Args:
        path: The file, or None for memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._identity: tuple[int, int] | None = None
        self._db: sqlite3.Connection | None = None
        with self._named_faults():
            self._db = sqlite3.connect(
                str(path) if path else ":memory:",
                timeout=BUSY_TIMEOUT_S,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                self._set(self._db)
            except BaseException:
                self.close()
                raise

    def _set(self, db: sqlite3.Connection) -> None:
        if self.path is not None:
            _set_wal(db)
            self._identity = _identity(self.path)
        # FULL: what was acknowledged outlives a power cut.
        db.execute("PRAGMA synchronous=FULL")
        # After a long import the log is cut again to what a disk does not notice.
        db.execute("PRAGMA journal_size_limit=67108864")
        # What is forgotten is overwritten, not only unlinked.
        db.execute("PRAGMA secure_delete=ON")

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def __del__(self) -> None:
        """Close what nobody closed, before Python 3.13 and newer warn of it."""
        if hasattr(self, "_lock"):
            self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Have the connection alone."""
        with self._lock, self._named_faults():
            yield self._opened()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Have a write transaction: committed at the end, or nothing at all."""
        with self._lock, self._named_faults():
            db = self._opened()
            self._check_file()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            raise StoreUnavailable(reason="it is closed")
        return self._db

    def _check_file(self) -> None:
        """Refuse to write into a file that was deleted or replaced behind us.

        The system would keep the bytes until we close, and then drop them.
        """
        if self.path is not None and _identity(self.path) != self._identity:
            raise StoreUnavailable(reason="the file was deleted or replaced")

    @contextmanager
    def _named_faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise _named(fault, self.path) from fault
        except UnicodeEncodeError as fault:
            raise MalformedInput(
                value=repr(fault.object[fault.start : fault.end]),
                expected="Unicode text",
            ) from None


def _set_wal(db: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; a new file may just be switched by another."""
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as fault:
            # SQLite does not call its own busy handler for this change.
            if _primary(fault) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            threading.Event().wait(0.01)
        else:
            return


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - for every append, and half the time
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _primary(fault: sqlite3.Error) -> int:
    return int(getattr(fault, "sqlite_errorcode", 0)) & 0xFF


def _named(fault: sqlite3.Error, path: Path | None) -> PostPurchaseError:
    code = _primary(fault)
    if code in _UNAVAILABLE:
        where = f"{path}: " if path else ""
        return StoreUnavailable(reason=f"{where}{_UNAVAILABLE[code]} ({fault})")
    if code == sqlite3.SQLITE_CORRUPT or "Could not decode" in str(fault):
        return BrokenLog(stream="", version=0, reason=f"the file is damaged: {fault}")
    return StoreError(reason=str(fault))
