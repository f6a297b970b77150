"""A file taken apart into its records, before any of them is parsed.

A file holds one order, a list of them, an object around either (``order``,
``orders``, ``create`` and ``update`` of a batch), or JSON lines of any of
these. Each record is cut out by its brackets and decoded alone, so that a bad
one is refused alone and a long file never lies in memory as a tree.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from typing import Final

import attrs

from postpurchase.adapters.decoding import (
    BODY_LIMITS,
    FILE_LIMITS,
    Limits,
    decode_json,
    shown,
    unpack,
)
from postpurchase.errors import InputTooLarge, InvalidInput, MalformedInput

LISTS: Final = ("orders", "create", "update", "delete", "fulfillments")
"""Members of an outer object whose elements are records."""

SINGLES: Final = ("order", "fulfillment")
"""Members of an outer object that are the record themselves."""

_BOM: Final = b"\xef\xbb\xbf"
_BRACKET: Final = re.compile(
    rb'[^"\[\]{}]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"?+[^"\[\]{}]*+)*+([\[\]{}])', re.DOTALL
)
_OUTER_LIST: Final = re.compile(
    rb'\s*\{\s*"(' + "|".join(LISTS).encode() + rb')"\s*:\s*\['
)
_NEXT_LIST: Final = re.compile(
    rb'\s*,\s*"(' + "|".join(LISTS).encode() + rb')"\s*:\s*\['
)
_OBJECT_END: Final = re.compile(rb"\s*\}\s*")
_GAP: Final = re.compile(rb"[ \t\r\n]*(,?)[ \t\r\n]*")
_LINE: Final = re.compile(rb"[^ \t\r\n][^\n]*")
_SCALAR: Final = re.compile(
    rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[^ \t\r\n",:\[\]{}]++', re.DOTALL
)
_SPACE: Final = b" \t\r\n"


@attrs.frozen
class Document:
    """One record, decoded, and where it lay.

    Args:
        kind: ``order`` or ``fulfillment``.
        path: Where the record lies in the file, empty for a file of one.
        value: The decoded record, or what is wrong with it.
    """

    kind: str
    path: str
    value: object | InvalidInput


def documents(content: bytes, *, limits: Limits = BODY_LIMITS) -> Iterator[Document]:
    """Yield every record of a file, each decoded alone.

    A file may have 128 MiB, each record 2 MiB, 32 levels and 100,000 items.

    Args:
        content: The raw file; gzip is unpacked.
        limits: What one record may cost.

    >>> [found.value for found in documents(b'{"orders": [{"id": 1}, {"id": NaN}]}')]
    [{'id': 1}, MalformedInput(path='orders[1]', value='NaN', \
expected='a number that is finite')]
    """
    try:
        plain = unpack(content, limits=FILE_LIMITS).removeprefix(_BOM)
    except InvalidInput as fault:
        yield Document("order", "", fault)
        return
    if _is_lines(plain):
        yield from _lines(plain, limits)
    else:
        yield from _whole(plain, "", limits)


def _is_lines(plain: bytes) -> bool:
    """Tell JSON lines by a second line that opens an object of its own."""
    found = _LINE.finditer(plain)
    first, second = next(found, None), next(found, None)
    if first is None or second is None:
        return False
    starts = first[0][:1] == second[0][:1] == b"{"
    return starts and b"}" in (first[0].strip()[-1:], second[0].strip()[-1:])


def _lines(plain: bytes, limits: Limits) -> Iterator[Document]:
    line_no, counted = 1, 0
    for line in _LINE.finditer(plain):
        line_no += plain.count(b"\n", counted, line.start())
        counted = line.start()
        yield from _whole(line[0], f"line {line_no}", limits)


def _whole(plain: bytes, path: str, limits: Limits) -> Iterator[Document]:
    if plain.lstrip(_SPACE)[:1] == b"[":
        start = plain.index(b"[") + 1
        yield from _elements(plain, start, "order", path, limits, inside=b"")
        return
    outer = _OUTER_LIST.match(plain)
    if outer:
        yield from _member_lists(plain, outer, path, limits)
        return
    try:
        value = decode_json(plain, limits=limits, path=path)
    except InvalidInput as fault:
        yield Document("order", path, fault)
        return
    yield from _unwrapped(value, path)


def _unwrapped(value: object, path: str) -> Iterator[Document]:
    """Look into a decoded outer object."""
    if not isinstance(value, dict):
        yield Document("order", path, _no_record(path, shown(value)))
        return
    for name in SINGLES:
        if name in value and "id" not in value:
            yield Document(name, _under(path, name), value[name])
            return
    lists = [name for name in LISTS if isinstance(value.get(name), list)]
    if not lists or "id" in value:
        yield Document("order", path, value)
        return
    for name in lists:
        for index, element in enumerate(value[name]):
            here = f"{_under(path, name)}[{index}]"
            yield from _element(name, here, element)


def _element(name: str, path: str, value: object) -> Iterator[Document]:
    if name == "fulfillments":
        yield Document("fulfillment", path, value)
    elif isinstance(value, dict):
        yield from _unwrapped(value, path)
    else:
        yield Document("order", path, _no_record(path, shown(value)))


def _member_lists(
    plain: bytes, outer: re.Match[bytes], path: str, limits: Limits
) -> Iterator[Document]:
    """Walk the lists of an outer object one after the other."""
    following: re.Match[bytes] | None = outer
    while following:
        name = following[1].decode()
        end = yield from _elements(
            plain, following.end(), name, _under(path, name), limits, inside=b"}"
        )
        if end is None:
            return
        following = _NEXT_LIST.match(plain, end)
        if not following and not _OBJECT_END.fullmatch(plain, end):
            yield from _rest(plain, end, path, limits)
            return


def _rest(plain: bytes, start: int, path: str, limits: Limits) -> Iterator[Document]:
    """Accept further members, such as a count, that are no records."""
    rest = plain[start:].lstrip(_SPACE)
    try:
        if not rest.startswith(b","):
            raise _no_record(path, "what follows the last record")
        decode_json(b"{" + rest[1:], limits=limits, path=path)
    except InvalidInput as fault:
        yield Document("order", path, fault)


def _elements(
    plain: bytes, start: int, name: str, path: str, limits: Limits, *, inside: bytes
) -> Generator[Document, None, int | None]:
    """Cut out the elements of the list that opens before *start*.

    Returns the position after its end, or None when the file is damaged there.
    """
    at, index = start, 0
    while True:
        here = f"{path}[{index}]"
        gap = _GAP.match(plain, at)
        at = gap.end() if gap else at
        comma = bool(gap and gap[1])
        if plain[at : at + 1] == b"]" and not comma:
            if not inside and plain[at + 1 :].strip(_SPACE):
                yield Document("order", here, _no_record(here, "what follows"))
            return at + 1
        try:
            if comma != (index > 0):
                raise _no_record(here, "what stands here")
            end = _end_of(plain, at, here, limits)
        except InvalidInput as fault:
            yield Document("order", here, fault)
            return None
        yield from _decoded(plain[at:end], name, here, limits)
        at, index = end, index + 1


def _end_of(plain: bytes, start: int, path: str, limits: Limits) -> int:
    """Find where the element that begins at *start* ends, be it a record or not.

    Raises:
        InputTooLarge: Deeper or longer than one record may be.
        MalformedInput: It is never closed, or nothing begins here.
    """
    most, deepest, depth = start + limits.size_bytes, limits.depth, 0
    if plain[start : start + 1] not in (b"{", b"["):
        scalar = _SCALAR.match(plain, start, most)
        if scalar is None:
            raise _no_record(path, "what stands here")
        return scalar.end()
    # Matching on from the last bracket, never searching: a search would begin
    # anew at every byte of a text that has no further bracket.
    bracket = _BRACKET.match(plain, start, most)
    while bracket:
        if bracket[1] in b"[{":
            depth += 1
            if depth > deepest:
                raise _too_large(path, limits)
        else:
            depth -= 1
            if depth == 0:
                return bracket.end()
        bracket = _BRACKET.match(plain, bracket.end(), most)
    if len(plain) > most:
        raise _too_large(path, limits)
    raise _no_record(path, "the end of the file")


def _decoded(cut: bytes, name: str, path: str, limits: Limits) -> Iterator[Document]:
    try:
        value = decode_json(cut, limits=limits, path=path)
    except InvalidInput as fault:
        yield Document("order", path, fault)
        return
    yield from _element(name, path, value)


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _no_record(path: str, value: str) -> MalformedInput:
    return MalformedInput(
        path=path, value=value, expected="an order, a list of orders or JSON lines"
    )


def _too_large(path: str, limits: Limits) -> InputTooLarge:
    return InputTooLarge(
        path=path,
        value="the record",
        expected=f"{limits.size_bytes} bytes and {limits.depth} levels",
    )
