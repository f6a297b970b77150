"""What every order source promises, so far."""

from __future__ import annotations

from itertools import islice
from typing import Any

from postpurchase.adapters.snapshot import OrderSnapshot, Refusal
from postpurchase.testing.suites.checking import need, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite

_GARBAGE = (b"\x00\xff\xfe", b"{", b"[[[", b"null", b'"text"', b"a,b\n1", b"NaN")
_RECORDS_MAX = 10_000


class OrderSourceSuite(ProjectSuite):
    """Subclass it, name your plugin, and give it a document that it can read.

    Attributes:
        document: One document as the shop system sends it.
    """

    kind = "order_source"
    document = b""

    def read(self, source: Any, content: bytes) -> tuple[Any, ...]:
        """Read a document to its end."""
        return tuple(islice(source.read(content), _RECORDS_MAX + 1))

    def exercise(self, registered: Any) -> None:
        """Read the document."""
        self.read(registered, self.document)

    @promise("read-bounded")
    def test_ends_its_answer(self) -> None:
        """A document has an end."""
        for source in self.objects():
            records, _ = outcome_of(self.read, source, self.document)
            need(
                len(records or ()) <= _RECORDS_MAX, f"more than {_RECORDS_MAX} records"
            )

    @promise("records-typed")
    def test_yields_snapshots_and_refusals(self) -> None:
        """What is neither cannot be imported."""
        for source in self.objects():
            records, _ = outcome_of(self.read, source, self.document)
            for record in records or ():
                need(
                    isinstance(record, OrderSnapshot | Refusal),
                    f"{type(record).__name__} is no record",
                )

    @promise("garbage-typed")
    def test_tells_what_is_wrong_with_garbage(self) -> None:
        """Whatever comes in, errors are typed."""
        for source in self.objects():
            for content in _GARBAGE:
                outcome_of(self.read, source, content)

    @promise("read-repeatable")
    def test_reads_the_same_twice(self) -> None:
        """The second import equals the first."""
        for source in self.objects():
            first, _ = outcome_of(self.read, source, self.document)
            second, _ = outcome_of(self.read, source, self.document)
            need(repr(first) == repr(second), "the second reading differs")

    @promise("empty-document")
    def test_takes_an_empty_document_calmly(self) -> None:
        """A quiet day is no fault."""
        for source in self.objects():
            outcome_of(self.read, source, b"")
