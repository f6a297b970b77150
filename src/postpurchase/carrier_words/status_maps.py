"""The tables: which word of a source means which code of the vocabulary.

One file of ``tables/`` holds what one source says, one table for each kind of word:

```toml
[event]
SR = "in_transit.customs_cleared"
RF = { code = "exception.refused", reason = "consignee_refused", note = "..." }
```

A word that is not in its table is not known: it becomes ``unknown.unmapped``,
whatever it looks like. The empty code says of a word that it tells nothing, so
that the next coarser word of the same event decides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.tracking.vocabulary import CODES, UNMAPPED

REASONS: Final = frozenset(
    {
        "carrier_damaged_parcel",
        "carrier_sorting_error",
        "carrier_address_not_found",
        "carrier_parcel_lost",
        "carrier_not_enough_time",
        "carrier_vehicle_issue",
        "carrier_capacity_exceeded",
        "carrier_mechanical_delay",
        "retailer_cancelled",
        "retailer_incorrect_data",
        "retailer_not_ready",
        "retailer_incorrect_parcel",
        "retailer_incorrect_dimensions",
        "retailer_packaging_issue",
        "consignee_refused",
        "consignee_business_closed",
        "consignee_not_available",
        "consignee_not_home",
        "consignee_cancelled",
        "consignee_verification_failed",
        "consignee_incorrect_address",
        "consignee_access_restricted",
        "consignee_safe_place_unavailable",
        "customs_delay",
        "customs_documentation",
        "customs_duties_unpaid",
        "customs_prohibited",
        "customs_inspection",
        "weather_delay",
        "natural_disaster",
        "force_majeure",
        "parcel_being_researched",
        "security_issue",
        "regulatory_hold",
    }
)
"""Who or what caused it, apart from the code. Source: karrio's list of reasons."""

_IGNORES_CASE: Final = "ignores_case"
_FOLDER: Final = "tables"


class BrokenMap(ValueError):
    """A table of words that cannot be right; it names file, table and word."""


@attrs.frozen
class Meaning:
    """What a carrier's word means.

    Args:
        code: A code of the vocabulary, or empty for a word that tells nothing.
        reason: One of `REASONS`, or empty.
        note: What the carrier's word says, for the reader of the table.
    """

    code: str
    reason: str = ""
    note: str = ""


_NOT_KNOWN: Final = Meaning(UNMAPPED)


@attrs.frozen
class StatusMap:
    """The words of one source, by kind.

    Args:
        source: The source, such as ``ups``.
        tables: Meanings by kind of word and word.
        ignores_case: Whether the carrier writes its words now so, now so.
    """

    source: str
    tables: Mapping[str, Mapping[str, Meaning]]
    ignores_case: bool = False

    def meaning(self, kind: str, word: str) -> Meaning | None:
        """Look a word up; None if it is not known.

        >>> load("ups").meaning("event", "SR").code
        'in_transit.customs_cleared'
        >>> load("ups").meaning("event", "new in 2031")
        """
        words = self.tables.get(kind)
        if words is None:
            return None
        return words.get(word.casefold() if self.ignores_case else word)

    def reading(self, kind: str, word: str) -> Meaning:
        """Look a word up that nothing else stands beside to fall back on.

        One that is not known, or tells nothing, reads ``unknown.unmapped``.

        >>> load("nova_poshta").reading("status", "102").reason
        'consignee_refused'
        >>> load("nova_poshta").reading("status", "777").code
        'unknown.unmapped'
        """
        found = self.meaning(kind, word)
        return found if found is not None and found.code else _NOT_KNOWN


@cache
def sources() -> tuple[str, ...]:
    """Name the sources that there is a file for, in order."""
    folder = resources.files(__package__).joinpath(_FOLDER)
    names = (each.name for each in folder.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


@cache
def load(source: str) -> StatusMap:
    """Read the words of a source, and hold them against the vocabulary.

    Raises:
        BrokenMap: A code, a reason or a field is not known.
    """
    folder = resources.files(__package__).joinpath(_FOLDER)
    text = folder.joinpath(f"{source}.toml").read_text(encoding="utf-8")
    return parse(source, text)


def parse(source: str, text: str) -> StatusMap:
    """Make a map of the text of its file.

    Raises:
        BrokenMap: A code, a reason or a field is not known, or no TOML.

    >>> parse("moon_mail", 'event.UP = "in_transit.skyward"')
    Traceback (most recent call last):
    postpurchase.carrier_words.status_maps.BrokenMap: moon_mail.toml: event.UP: ...
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BrokenMap(f"{source}.toml: {fault}") from None
    ignores_case = document.pop(_IGNORES_CASE, False)
    if not isinstance(ignores_case, bool):
        raise BrokenMap(f"{source}.toml: {_IGNORES_CASE}: true or false")
    tables: dict[str, Mapping[str, Meaning]] = {}
    for kind, words in document.items():
        where = f"{source}.toml: {kind}"
        if not isinstance(words, dict):
            raise BrokenMap(f"{where}: a table of words")
        meanings: dict[str, Meaning] = {}
        for word, said in words.items():
            key = word.casefold() if ignores_case else word
            if key in meanings:
                raise BrokenMap(f"{where}.{word}: twice, in another case")
            meanings[key] = _meaning(said, f"{where}.{word}")
        tables[kind] = MappingProxyType(meanings)
    return StatusMap(source, MappingProxyType(tables), ignores_case)


def _meaning(said: object, where: str) -> Meaning:
    fields = {"code": said} if isinstance(said, str) else said
    if not isinstance(fields, dict) or not fields.keys() <= {"code", "reason", "note"}:
        raise BrokenMap(f"{where}: a code, or code, reason and note")
    if not all(isinstance(value, str) for value in fields.values()):
        raise BrokenMap(f"{where}: text alone")
    meaning = Meaning(**{"code": "", **fields})
    if meaning.code == UNMAPPED:
        # Deliberately without a meaning: the note must say why.
        if not meaning.note:
            raise BrokenMap(f"{where}: a note why it has no meaning")
    elif meaning.code and meaning.code not in CODES:
        raise BrokenMap(f"{where}: {meaning.code!r} is no code of the vocabulary")
    if meaning.reason and meaning.reason not in REASONS:
        raise BrokenMap(f"{where}: {meaning.reason!r} is no known reason")
    return meaning
