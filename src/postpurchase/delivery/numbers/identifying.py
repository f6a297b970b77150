"""From a number as somebody wrote it to the carriers that it can belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from math import floor, log10
from types import MappingProxyType

import attrs

from postpurchase.delivery.numbers.formats import CarrierNumbers, Format

MAX_CHARACTERS = 200
"""What is longer, blanks included, is not read at all."""

# Marks without width come along when a number is copied from a page or a chat.
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_CAPITALS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

_Weight = tuple[int, bool]


@attrs.frozen
class Candidate:
    """A carrier that a tracking number can belong to.

    Args:
        carrier: The carrier's code, such as ``ups``; ``s10`` for post offices.
        name: The carrier's name; of an S10 number that of the post office that
            issued it.
        format: The kind of number, such as ``ups_1z``.
        number: The number as the carrier writes it, without blanks.
        tracking_url: Where it can be tracked; empty if no page is known.
        parts: What the number says, by name: ``serial_number``, ``check_digit``,
            ``service_type`` and so on, and what they mean where it is known.
    """

    carrier: str
    name: str
    format: str
    number: str
    tracking_url: str
    parts: Mapping[str, str] = attrs.field(hash=False)


def identify(number: str) -> tuple[Candidate, ...]:
    """Return the carriers that a tracking number can belong to, best first.

    A number is valid for a carrier if it has the layout of one of its formats, if
    its check digit is right, and if what has to be listed is listed, such as the
    country of an S10 number. A carrier is named once, by its best format.

    Best first means: first the carrier whose rules chance would meet least often.
    Each fixed character, check digit and known code makes that less likely. It is
    compared in whole powers of ten; between equals, what has a check digit goes
    before what has none, and then the order is that of the tables, where carriers
    with more parcels come first. A format of which only the length is known comes
    last.

    Lower case and blanks of any kind are accepted. Dashes are accepted between
    the characters of a number that has a check digit, since without one they may
    be part of a different thing.

    Args:
        number: What somebody wrote; any text.

    Returns:
        One candidate for each carrier; an empty tuple if the number is valid for
        none, or longer than 200 characters.

    >>> [one.carrier for one in identify("rr 47312482 9 ua")]
    ['s10']
    >>> identify("RR473124829UA")[0].name
    'Ukrposhta'
    >>> identify("RR473124828UA")
    ()
    """
    if len(number) > MAX_CHARACTERS:
        return ()
    written = _DASHES.sub("-", _BLANKS.sub("", number)).translate(_CAPITALS)
    plain = written.replace("-", "")
    best: dict[str, tuple[_Weight, Candidate]] = {}
    for carrier, format_ in _by_length(len(written)):
        _weigh(carrier, format_, written, best)
    if plain != written:
        for carrier, format_ in _by_length(len(plain)):
            if format_.check is not None:
                _weigh(carrier, format_, plain, best)
    ranked = sorted(best.values(), key=lambda row: row[0], reverse=True)
    return tuple(candidate for _, candidate in ranked)


def _weigh(
    carrier: CarrierNumbers,
    format_: Format,
    number: str,
    best: dict[str, tuple[_Weight, Candidate]],
) -> None:
    """Keep a format that the number has, unless the carrier has a better one."""
    read = format_.read(number)
    if read is None:
        return
    parts, chance = read
    weight = floor(-log10(chance) + 1e-9), format_.check is not None
    if carrier.carrier in best and best[carrier.carrier][0] >= weight:
        return
    best[carrier.carrier] = (
        weight,
        Candidate(
            carrier=carrier.carrier,
            name=parts.get("operator", carrier.name),
            format=format_.code,
            number=number,
            tracking_url=carrier.url_of(number, parts),
            parts=parts,
        ),
    )


def _by_length(length: int) -> tuple[tuple[CarrierNumbers, Format], ...]:
    return _formats().get(length, ())


@cache
def _formats() -> Mapping[int, tuple[tuple[CarrierNumbers, Format], ...]]:
    """Sort the formats of all carriers by how long their numbers are."""
    from postpurchase.delivery.numbers.carriers import CARRIERS

    found: defaultdict[int, list[tuple[CarrierNumbers, Format]]] = defaultdict(list)
    for carrier in CARRIERS:
        for one in carrier.formats:
            lengths = {
                length
                for each in one.layouts
                for length in range(each.shortest, each.longest + 1)
            }
            for length in lengths:
                found[length].append((carrier, one))
    return MappingProxyType({length: tuple(rows) for length, rows in found.items()})
