"""XML replies as plain values, with nothing in them that could do harm.

An element without children is its text; one with children is a mapping of their
names to values, and a name that repeats is a list. Prefixes and attributes are
left out: no carrier says anything in them that is read here.
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from postpurchase.adapters.decoding import BODY_LIMITS, Limits, shown, unpack
from postpurchase.errors import InputTooLarge, MalformedInput

_DEPTH: Final = 64
"""Elements within each other; SOAP and its envelopes need more than JSON."""


def decode_xml(content: bytes, *, limits: Limits = BODY_LIMITS) -> object:
    """Read one XML document, or refuse it with the reason.

    Raises:
        MalformedInput: Not XML, or with a document type, which may hold entities.
        InputTooLarge: More bytes, depth or elements than the limits.

    >>> decode_xml(b"<a><b>1</b><b>2</b><c/></a>")
    {'a': {'b': ['1', '2'], 'c': ''}}
    """
    plain = unpack(content, limits=limits)
    reading = _Tree(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(plain, True)
    except expat.ExpatError as fault:
        raise MalformedInput(
            value=f"line {fault.lineno}, column {fault.offset}", expected="XML"
        ) from None
    except (LookupError, UnicodeError, ValueError) as fault:
        if isinstance(fault, MalformedInput | InputTooLarge):
            raise
        raise MalformedInput(value=shown(str(fault)), expected="XML") from None
    return reading.document


def _refuse_doctype(*_: object) -> None:
    raise MalformedInput(value="a document type", expected="XML")


class _Tree:
    """Builds the values while the parser walks, and counts what they cost."""

    def __init__(self, limits: Limits) -> None:
        self.document: dict[str, Any] = {}
        self._limits = limits
        self._elements = 0
        self._open: list[tuple[str, dict[str, Any], list[str]]] = [
            ("", self.document, [])
        ]

    def start(self, name: str, _attributes: object) -> None:
        self._elements += 1
        if self._elements > self._limits.items:
            raise InputTooLarge(
                value=f"{self._elements} items", expected=f"{self._limits.items} items"
            )
        if len(self._open) > _DEPTH:
            raise InputTooLarge(value="the nesting", expected=f"{_DEPTH} levels")
        self._open.append((name.rpartition(" ")[2], {}, []))

    def text(self, said: str) -> None:
        self._open[-1][2].append(said)

    def end(self, _name: str) -> None:
        name, children, texts = self._open.pop()
        value: object = children or "".join(texts).strip()
        around = self._open[-1][1]
        if name not in around:
            around[name] = value
        elif isinstance(around[name], list):
            around[name].append(value)
        else:
            around[name] = [around[name], value]
