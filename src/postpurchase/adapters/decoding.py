"""One hardened decoder for every body that comes from outside.

Everything is refused that another reader could understand differently, and
everything whose cost is out of proportion to its size.
"""

from __future__ import annotations

import json
import re
import zlib
from decimal import Decimal
from typing import Any, Final

import attrs

from postpurchase.errors import InputTooLarge, MalformedInput

MEBIBYTE: Final = 1024 * 1024


@attrs.frozen(kw_only=True)
class Limits:
    """What a body may cost, stated once and checked before it is parsed.

    Args:
        size_bytes: Of the body, and again after decompression.
        ratio: Decompressed bytes per compressed byte.
        depth: Lists and objects within each other.
        items: Members and elements of all lists and objects together.
        digits: Of a whole number, and before the point of any number.
    """

    size_bytes: int = 2 * MEBIBYTE
    ratio: int = 100
    depth: int = 32
    items: int = 100_000
    digits: int = 18


BODY_LIMITS: Final = Limits()
"""For one record: a webhook's body, one line of JSON lines, one order."""

FILE_LIMITS: Final = Limits(size_bytes=128 * MEBIBYTE)
"""For a file of many records, each of which keeps to `BODY_LIMITS`; see
`documents`, which takes a file apart without parsing it."""

_FRACTION_DIGITS: Final = 20
_EXPONENTS: Final = range(-9, 19)
_BOM: Final = b"\xef\xbb\xbf"
_GZIP: Final = b"\x1f\x8b"
_STRING: Final = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+'
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_NOT_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_ONE_BRACKET: Final = bytes.maketrans(b"{}", b"[]")
_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


def decode_json(
    content: bytes, *, limits: Limits = BODY_LIMITS, path: str = ""
) -> object:
    """Read one JSON document, or refuse it with the reason.

    Text must be UTF-8 (a byte order mark is skipped, gzip is unpacked).
    Whole numbers become `int`, all others `Decimal`, never `float`.

    Args:
        content: The raw bytes, after any signature over them was checked.
        limits: What the body may cost.
        path: Where the document lies in a larger one, for the error.

    Raises:
        MalformedInput: Not JSON, not UTF-8, NaN or Infinity, a key twice in
            one object, half of a surrogate pair.
        InputTooLarge: More bytes, depth, items or digits than the limits.

    >>> decode_json(b'{"price": 19.90, "quantity": 2}')
    {'price': Decimal('19.90'), 'quantity': 2}
    >>> decode_json(b'{"id": 1, "id": 2}')
    Traceback (most recent call last):
    postpurchase.errors.inputs.MalformedInput: id: 'id' cannot be read: each key once.
    """
    plain = unpack(content, limits=limits, path=path)
    check_shape(plain, limits=limits, path=path)
    text = decode_text(plain, path=path)
    reading = _Strict(limits, path)
    try:
        document = reading.decode(text)
    except json.JSONDecodeError as fault:
        raise MalformedInput(
            path=path,
            value=f"line {fault.lineno}, column {fault.colno}",
            expected=f"JSON ({fault.msg})",
        ) from None
    except RecursionError:
        raise InputTooLarge(
            path=path, value="the nesting", expected=f"{limits.depth} levels"
        ) from None
    if _SURROGATE.search(plain):
        _refuse_lone_surrogates(document, path)
    return document


def decode_text(content: bytes, *, path: str = "") -> str:
    """Read UTF-8, with or without a byte order mark.

    Raises:
        MalformedInput: Not UTF-8; names the position of the first bad byte.
    """
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise MalformedInput(
            path=path, value=f"byte {fault.start}", expected="UTF-8"
        ) from None


def unpack(content: bytes, *, limits: Limits = BODY_LIMITS, path: str = "") -> bytes:
    """Return the plain bytes of a body that may be compressed with gzip.

    Raises:
        InputTooLarge: Over the size before or after, or over the ratio.
        MalformedInput: A damaged gzip stream.
    """
    if len(content) > limits.size_bytes:
        raise _too_many_bytes(f"{len(content)} bytes", limits.size_bytes, path)
    if not content.startswith(_GZIP):
        return content
    return _gunzip(content, limits, path)


def check_shape(content: bytes, *, limits: Limits, path: str = "") -> None:
    """Refuse depth and number of items without parsing.

    Strings are cut out, then brackets that face each other are removed as
    often as the depth allows: what is left was deeper, or is not balanced.

    Raises:
        InputTooLarge: Deeper than the limit or more items.
    """
    if content.count(b'"') > 4 * limits.items:
        raise InputTooLarge(
            path=path, value="the number of strings", expected=f"{limits.items} items"
        )
    bare = _STRINGS.sub(b"", content)
    items = bare.count(b",") + bare.count(b":")
    if items > limits.items:
        raise InputTooLarge(
            path=path, value=f"{items} items", expected=f"{limits.items} items"
        )
    brackets = bare.translate(_ONE_BRACKET, _NOT_BRACKETS)
    for _ in range(limits.depth):
        if not brackets:
            return
        before, brackets = len(brackets), brackets.replace(b"[]", b"")
        if len(brackets) == before:
            break
    if b"[]" in brackets or brackets.count(b"[") > limits.depth:
        raise InputTooLarge(
            path=path, value="the nesting", expected=f"{limits.depth} levels"
        )


def check_number(said: str, *, limits: Limits = BODY_LIMITS, path: str = "") -> Decimal:
    """Read a decimal number whose size is in proportion.

    At most 18 digits before the point, 20 after it (PHP writes a third as
    3.3333333333333335) and a power of ten from -9 to 18.

    Raises:
        InputTooLarge: More digits or a larger power of ten.
        MalformedInput: Not a decimal number in ASCII digits.

    >>> check_number("19.90")
    Decimal('19.90')
    >>> check_number("1E+999999")
    Traceback (most recent call last):
    postpurchase.errors.inputs.InputTooLarge: '1E+999999' is more than the limit of \
a power of ten from -9 to 18.
    """
    matched = _NUMBER.fullmatch(said[:64])
    if matched is None or len(said) > 64:
        if len(said) > 64 and _NUMBER.match(said[:64]):
            raise _too_many_digits(said, limits, path)
        raise MalformedInput(
            path=path, value=shown(said), expected="a decimal number, such as 19.90"
        )
    whole, fraction, power = matched.groups()
    if power and int(power[:5]) not in _EXPONENTS:
        raise InputTooLarge(
            path=path, value=shown(said), expected="a power of ten from -9 to 18"
        )
    if len(whole) > limits.digits or len(fraction or "") > _FRACTION_DIGITS:
        raise _too_many_digits(said, limits, path)
    return Decimal(said)


_NUMBER: Final = re.compile(
    r"[+-]?([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?", re.ASCII
)


def shown(value: object, *, length: int = 60) -> str:
    """Write a value for an error: short, on one line, and safe to print.

    >>> shown("x" * 100, length=10)
    "'xxxxxxxx…"
    """
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        said = ascii(value[:length]) if _unprintable(value) else repr(value[:length])
        cut = len(value) > length
    else:
        said, cut = str(value)[: length + 1], False
    if cut or len(said) > length:
        return said[: length - 1] + "…"
    return said


def _unprintable(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value[:200])


def _gunzip(content: bytes, limits: Limits, path: str) -> bytes:
    most = min(limits.size_bytes, max(MEBIBYTE, limits.ratio * len(content)))
    plain = bytearray()
    rest = content
    while rest:
        stream = zlib.decompressobj(wbits=31)
        try:
            plain += stream.decompress(rest, most - len(plain) + 1)
        except zlib.error as fault:
            raise MalformedInput(
                path=path, value=str(fault)[:60], expected="a gzip stream"
            ) from None
        if len(plain) > most:
            raise _too_many_bytes("the unpacked body", most, path)
        if not stream.eof:
            raise MalformedInput(
                path=path, value="the end", expected="a whole gzip stream"
            )
        rest = stream.unused_data
    return bytes(plain)


def _too_many_bytes(value: str, most: int, path: str) -> InputTooLarge:
    return InputTooLarge(path=path, value=value, expected=f"{most} bytes")


def _too_many_digits(said: str, limits: Limits, path: str) -> InputTooLarge:
    return InputTooLarge(
        path=path,
        value=shown(said, length=24),
        expected=f"{limits.digits} digits before the point, {_FRACTION_DIGITS} after",
    )


class _Strict:
    """The hooks of the JSON parser, with the limits they hold."""

    __slots__ = ("_decoder", "_limits", "_path")

    def __init__(self, limits: Limits, path: str) -> None:
        self._limits = limits
        self._path = path
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._whole,
            parse_float=self._fraction,
            parse_constant=self._constant,
        )

    def decode(self, text: str) -> object:
        document: object = self._decoder.decode(text)
        return document

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    raise MalformedInput(
                        path=join(self._path, key),
                        value=shown(key),
                        expected="each key once",
                    )
                seen.add(key)
        return members

    def _whole(self, said: str) -> int:
        if len(said) - said.startswith("-") > self._limits.digits:
            raise _too_many_digits(said, self._limits, self._path)
        return int(said)

    def _fraction(self, said: str) -> Decimal:
        if len(said) <= 19 and "e" not in said and "E" not in said:
            return Decimal(said)
        return check_number(said, limits=self._limits, path=self._path)

    def _constant(self, said: str) -> object:
        raise MalformedInput(
            path=self._path, value=said, expected="a number that is finite"
        )


def join(path: str, name: str) -> str:
    """Add a member's name to a path.

    >>> join("orders[2]", "id")
    'orders[2].id'
    """
    safe = name[:60].encode("ascii", "backslashreplace").decode("ascii")
    return f"{path}.{safe}" if path else safe


def _refuse_lone_surrogates(document: object, path: str) -> None:
    waiting: list[tuple[str, object]] = [(path, document)]
    while waiting:
        here, value = waiting.pop()
        if isinstance(value, str):
            _check_surrogates(value, here)
        elif isinstance(value, dict):
            for key, member in value.items():
                _check_surrogates(key, here)
                waiting.append((join(here, key), member))
        elif isinstance(value, list):
            waiting += ((f"{here}[{i}]", v) for i, v in enumerate(value))


def _check_surrogates(value: str, path: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise MalformedInput(
            path=path, value=shown(value), expected="text without half characters"
        )
