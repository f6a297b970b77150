"""The engine: how a document is laid out is data, and one reader reads them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import attrs

from postpurchase.adapters.decoding import shown
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.tracking.report import ParcelReport, ReportedFact, overall
from postpurchase.adapters.tracking.times import NO_MOMENT, Moment, day, moment
from postpurchase.carrier_words import Meaning, StatusMap, load
from postpurchase.errors import InputTooLarge, MalformedInput
from postpurchase.tracking.facts import TEXT_MAX
from postpurchase.tracking.vocabulary import UNMAPPED
from postpurchase.values.ids import check_id

PARCELS_MAX: Final = 1_000
"""Parcels of one document."""

FACTS_MAX: Final = 1_000
"""Facts of one parcel; a parcel with more has another fault."""

Words = tuple[tuple[str, str], ...]
"""Kind of word and path of the field, the finest first."""

Refine = Callable[[Reader, Reader, ReportedFact], ReportedFact]
"""Parcel, event, fact as read → fact, where one field alone does not tell."""


def _no_refinement(_parcel: Reader, _event: Reader, fact: ReportedFact) -> ReportedFact:
    return fact


@attrs.frozen(kw_only=True)
class Shape:
    """How the documents of one format are laid out.

    A path names members with dots; ``[]`` steps into each element of a list, and a
    list of one element may be missing its list, as it is in XML.

    Args:
        name: The format.
        map_name: Whose words it speaks, a source of `carrier_words`.
        parcels: Where parcels lie, tried in this order; empty is the whole document.
        number: The tracking number, tried in this order.
        carrier: Code of the carrier, or the path ``@field`` of it.
        events: Lists of what happened; all of them are read.
        words: What of an event is looked up in which table.
        when: Fields with its time, tried in this order, or a function.
        text: The carrier's words, tried in this order.
        place: Parts of where, joined by commas; the first that say something.
        expected: The day of delivery, tried in this order.
        now: What of the parcel says where it is now.
        now_when: When that was.
        refine: What one field alone does not tell.
        is_oldest_first: Whether the list is turned, so that it reads as others do.
        falls_back: Whether an unknown word of an event leaves it to a coarser one
            that the event states, too. What the parcel says of now always does.
        is_now: Marks the event that is the current one.
        is_event: Whether an entry of the list is something that happened.
        is_xml: Whether it is XML.
        wants: Members of which a parcel has one at least; an error has none.
        find: Walks to the parcels where no path leads there.
    """

    name: str
    map_name: str
    parcels: tuple[str, ...]
    number: tuple[str, ...]
    carrier: str = ""
    events: tuple[str, ...]
    words: Words
    when: tuple[str, ...] | Callable[[Reader], Moment]
    text: tuple[str, ...] = ()
    place: tuple[tuple[str, ...], ...] = ()
    expected: tuple[str, ...] = ()
    now: Words = ()
    now_when: tuple[str, ...] = ()
    refine: Refine = _no_refinement
    is_oldest_first: bool = False
    falls_back: bool = False
    is_now: Callable[[Reader], bool] | None = None
    is_event: Callable[[Reader], bool] | None = None
    is_xml: bool = False
    wants: tuple[str, ...] = ()
    find: Callable[[object], list[Reader]] | None = None

    def read(self, document: object) -> list[ParcelReport]:
        """Read every parcel of a decoded document.

        Raises:
            InvalidInput: A field is not what it should be; names path and value.
            MalformedInput: There is no parcel in it.
        """
        reports = [self._parcel(each) for each in self._parcels(document)]
        if not reports:
            raise MalformedInput(
                path=self.parcels[0].replace("[]", ""),
                value=said_instead(document),
                expected="it is not a parcel of this format",
            )
        return reports

    def _parcels(self, document: object) -> list[Reader]:
        if self.find is not None:
            return self.find(document)
        for path in self.parcels:
            found = [
                reader
                for reader in each(document, path)
                if not self.wants or any(_has(reader, name) for name in self.wants)
            ]
            if found:
                return found
        return []

    def _parcel(self, parcel: Reader) -> ParcelReport:
        words = load(self.map_name)
        facts: list[ReportedFact] = []
        current = self._now(parcel, words)
        for path in self.events:
            listed = frozenset(facts)
            for event in each(parcel.value, path, parcel):
                if self.is_event is not None and not self.is_event(event):
                    continue
                if len(facts) >= FACTS_MAX:
                    raise InputTooLarge(
                        path=event.path,
                        value=f"{len(facts) + 1} facts",
                        expected=f"{FACTS_MAX} facts",
                    )
                fact = self._fact(parcel, event, words)
                if fact not in listed:
                    facts.append(fact)
                if self.is_now is not None and self.is_now(event):
                    current = fact
        if self.is_oldest_first:
            facts.reverse()
        parcel.check()
        now = overall(facts, current)
        report = ParcelReport(
            tracking_number=self._number(parcel),
            carrier=_carrier(parcel, self.carrier),
            code=now.code,
            raw=now.raw_code,
            estimated_delivery=day(first(parcel, self.expected)),
            facts=tuple(facts),
            current=current,
        )
        parcel.check()
        return report

    def _number(self, parcel: Reader) -> str:
        number = first(parcel, self.number, most=200)
        return check_id(number, parcel.at(self.number[0])) if number else ""

    def _now(self, parcel: Reader, words: StatusMap) -> ReportedFact | None:
        if not self.now:
            return None
        raw, found = "", None
        for word in self.now:
            said, found = look_up(parcel, (word,), words)
            raw = said if found is not None else raw or said
            if found is not None:
                break
        if not raw:
            return None
        fact = ReportedFact(
            moment=moment_in(parcel, self.now_when),
            code=found.code if found else UNMAPPED,
            raw_code=raw,
            reason=found.reason if found else "",
        )
        return self.refine(parcel, parcel, fact)

    def _fact(self, parcel: Reader, event: Reader, words: StatusMap) -> ReportedFact:
        raw, found = look_up(event, self.words, words, falls_back=self.falls_back)
        when = self.when(event) if callable(self.when) else moment_in(event, self.when)
        fact = ReportedFact(
            moment=when,
            code=found.code if found else UNMAPPED,
            raw_code=raw,
            raw_text=first(event, self.text),
            location=next(filter(None, (joined(event, p) for p in self.place)), ""),
            reason=found.reason if found else "",
        )
        return self.refine(parcel, event, fact)


def each(document: object, path: str, above: Reader | None = None) -> Iterator[Reader]:
    """Walk to every object at a path.

    >>> [reader.path for reader in each({"a": [{"b": {}}, {"b": {}}]}, "a[].b")]
    ['a[0].b', 'a[1].b']
    """
    faults = above.faults if above is not None else []
    start = above.path if above is not None else ""
    found: list[tuple[str, object]] = [(start, document)]
    for step in path.split(".") if path else ():
        name, is_list = step.removesuffix("[]"), step.endswith("[]")
        onward: list[tuple[str, object]] = []
        for where, value in found:
            inner, here = value, where
            if name:
                if not isinstance(value, dict) or value.get(name) is None:
                    continue
                inner, here = value[name], f"{where}.{name}" if where else name
            if is_list and isinstance(inner, list):
                onward += ((f"{here}[{i}]", one) for i, one in enumerate(inner))
            else:
                onward.append((here, inner))
            if len(onward) > PARCELS_MAX:
                raise InputTooLarge(
                    path=here,
                    value=f"{len(onward)} elements",
                    expected=f"{PARCELS_MAX} elements",
                )
        found = onward
    for where, value in found:
        # A list of nothing in XML is an empty text.
        if value != "" and not (path == "" and not isinstance(value, dict)):
            yield Reader(value, where, faults)


def first(reader: Reader, paths: Sequence[str], *, most: int = TEXT_MAX) -> str:
    """Read the first of several fields that says something, as one line."""
    for path in paths:
        *steps, name = path.split(".")
        inner = _step(reader, steps)
        if inner is not None and (said := inner.line(name, most=most)):
            return said
    return ""


def joined(reader: Reader, paths: Sequence[str]) -> str:
    """Read several fields and join what they say by commas."""
    said = (first(reader, (path,), most=500) for path in paths)
    return ", ".join(dict.fromkeys(part for part in said if part))


def look_up(
    reader: Reader, words: Words, known: StatusMap, *, falls_back: bool = False
) -> tuple[str, Meaning | None]:
    """Find the finest word of an event, and what it means.

    A word that tells nothing leaves it to the next coarser one that is stated; so
    does an unknown one if *falls_back*. Nothing is read out of how a word looks.
    """
    raw = ""
    for kind, path in words:
        said = first(reader, (path,), most=200)
        if not said:
            continue
        raw = raw or said
        meaning = known.meaning(kind, said)
        if meaning is not None and meaning.code:
            return raw, meaning
        if meaning is None and not falls_back:
            break
    return raw, None


def said_instead(document: object) -> str:
    """Find what a document says where it holds no parcel: the carrier's error."""
    waiting: list[object] = [document]
    for value in waiting:
        if len(waiting) > 200:
            break
        if isinstance(value, dict):
            for name in ("message", "errorMessage", "detail", "faultstring", "title"):
                if isinstance(value.get(name), str) and value[name]:
                    return shown(value[name])
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value[:20]
    return shown(document)


def _step(reader: Reader, steps: Sequence[str]) -> Reader | None:
    for name in steps:
        value = reader.value.get(name)
        where = reader.at(name)
        if isinstance(value, list):
            value, where = (value[0] if value else None), f"{where}[0]"
        if not isinstance(value, dict):
            return None
        reader = Reader(value, where, reader.faults)
    return reader


def _has(reader: Reader, path: str) -> bool:
    *steps, name = path.split(".")
    inner = _step(reader, steps)
    return inner is not None and name in inner


def _carrier(parcel: Reader, said: str) -> str:
    if not said.startswith("@"):
        return said
    return first(parcel, (said[1:],), most=100).lower()


def moment_in(reader: Reader, paths: Sequence[str]) -> Moment:
    """Read the first of several fields that holds a time."""
    for path in paths:
        if said := first(reader, (path,), most=100):
            try:
                found = moment(said)
            except ValueError:
                *steps, name = path.split(".")
                (_step(reader, steps) or reader).fault(name, "a time in ISO 8601")
                return NO_MOMENT
            if found:
                return found
    return NO_MOMENT
