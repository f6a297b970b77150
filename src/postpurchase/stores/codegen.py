"""Generate the two functions that turn a class into JSON values and back.

An order is replayed from its events on every command, so this is the hot path:
straight-line code made from the class's fields, at first use, is twice as fast as
a general walk over them. Nothing but the class definition goes into the code.

What stands in JSON: text, whole numbers and truth as they are; times ISO 8601 with
``Z``; days ISO 8601; `Money` and `LineUnits` as pairs; tuples as arrays; a frozen
attrs class as an object without the fields that equal their default; an enum's
value. There are no floats, so there is no NaN.

Reading sets the slots of a frozen class and passes by its `__init__`: values were
validated when the event was decided, and the hash chain says whether they are still
what was written. This needs slotted classes, which `attrs.frozen` makes.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Literal, NoReturn, Union, cast, get_args, get_origin

import attrs

from postpurchase.order.quantities import LineUnits
from postpurchase.order.quick import open_class
from postpurchase.values.money import Money
from postpurchase.values.times import aware

Reader = Callable[[Any], Any]
Writer = Callable[[Any], dict[str, Any]]

PAIRS: Final[tuple[type, ...]] = (Money, LineUnits)
PAIRS_MAX: Final = 4096
"""Different pairs of a class that a reader keeps, to give them again."""
_PLAIN: Final = (str, int, bool)


def iso(at: datetime) -> str:
    """Write an aware time in UTC.

    >>> iso(datetime(2026, 3, 1, 12, tzinfo=UTC))
    '2026-03-01T12:00:00Z'
    """
    if at.tzinfo is not UTC:
        at = aware(at)
    return at.isoformat()[:-6] + "Z"


def unknown_fields(found: dict[str, Any], known: list[str]) -> NoReturn:
    """Refuse what the class of this schema does not have."""
    unknown = sorted(found.keys() - known)
    raise ValueError(f"unknown fields: {', '.join(unknown)}")


class Codegen:
    """Readers and writers by class, made when first asked for."""

    def __init__(self) -> None:
        self._readers: dict[type, Reader] = {}
        self._writers: dict[type, Writer] = {}

    def reader(self, cls: type) -> Reader:
        """The function that makes an instance from the parsed JSON object.

        It raises KeyError, TypeError or ValueError if the object is not one that
        `writer` wrote.
        """
        if cls not in self._readers:
            is_pair = cls in PAIRS
            make = self._make_pair_reader if is_pair else self._make_reader
            self._readers[cls] = make(cls)
        return self._readers[cls]

    def writer(self, cls: type) -> Writer:
        """The function that makes a JSON object from an instance."""
        if cls not in self._writers:
            self._writers[cls] = self._make_writer(cls)
        return self._writers[cls]

    def _make_reader(self, cls: type) -> Reader:
        scope: dict[str, Any] = {
            "cls": cls,
            "open_class": open_class(cls),
            "new": object.__new__,
            "time": datetime.fromisoformat,
            "day": date.fromisoformat,
            "unknown_fields": unknown_fields,
        }
        fields = _fields(cls)
        names = [field.name for field, _ in fields]
        lines = ["o = new(open_class)", f"unread = len(j) - {_required(fields)}"]
        for field, type_ in fields:
            lines.extend(self._read_lines(cls, field, type_, scope))
        lines.append(f"if unread: unknown_fields(j, {names!r})")
        lines.extend(["o.__class__ = cls", "return o"])
        code = "".join(f"    {line}\n" for line in lines)
        return cast(Reader, _compiled(f"def read(j):\n{code}", "read", cls, scope))

    def _make_pair_reader(self, cls: type) -> Reader:
        """Make a reader that gives equal pairs as one object.

        A long order says "1 unit of L1" a thousand times; making that once saves
        a third of reading it, and the memory.
        """
        names = ", ".join(field.name for field, _ in _fields(cls))
        puts = ", ".join(f"o.{field.name}" for field, _ in _fields(cls))
        scope: dict[str, Any] = {
            "cls": cls,
            "open_class": open_class(cls),
            "new": object.__new__,
        }
        code = (
            f"def make({names}):\n    o = new(open_class)\n    {puts} = {names}\n"
            "    o.__class__ = cls\n    return o\n"
        )
        made = _compiled(code, "make", cls, scope)
        scope["made"] = lru_cache(maxsize=PAIRS_MAX, typed=True)(made)
        code = f"def read(j):\n    {names} = j\n    return made({names})\n"
        return cast(Reader, _compiled(code, "read", cls, scope))

    def _read_lines(
        self, cls: type, field: Any, type_: Any, scope: dict[str, Any]
    ) -> list[str]:
        source = self._read_expression(type_, f"j[{field.name!r}]", scope)
        put = f"o.{field.name} = {source}"
        if field.default is attrs.NOTHING:
            return [put]
        default = f"default_{field.name}"
        scope[default] = _default(cls, field)
        return [
            f"if {field.name!r} in j:",
            f"    {put}",
            "    unread -= 1",
            f"else: o.{field.name} = {default}",
        ]

    def _make_writer(self, cls: type) -> Writer:
        scope: dict[str, Any] = {"iso": iso}
        lines = ["def write(o):\n    j = {}\n"]
        for field, type_ in _fields(cls):
            value = self._write_expression(type_, "v", scope)
            lines.append(f"    v = o.{field.name}\n")
            put = f"j[{field.name!r}] = {value}\n"
            if field.default is attrs.NOTHING:
                lines.append(f"    {put}")
            else:
                scope[f"default_{field.name}"] = _default(cls, field)
                lines.append(f"    if v != default_{field.name}:\n        {put}")
        lines.append("    return j\n")
        return cast(Writer, _compiled("".join(lines), "write", cls, scope))

    def _read_expression(self, type_: Any, value: str, scope: dict[str, Any]) -> str:
        kind, inner = _kind(type_)
        if kind == "plain":
            return value
        if kind in {"time", "day"}:
            return f"{kind}({value})"
        if kind == "optional":
            read = self._read_expression(inner[0], "v", scope)
            return (
                value if read == "v" else f"None if (v := {value}) is None else {read}"
            )
        if kind == "tuple":
            read = self._read_expression(inner[0], "x", scope)
            return (
                f"tuple({value})"
                if read == "x"
                else f"tuple([{read} for x in {value}])"
            )
        if kind == "mapping":
            read = self._read_expression(inner[0], "x", scope)
            return f"{{k: {read} for k, x in {value}.items()}}"
        made = inner[0] if kind == "enum" else self.reader(inner[0])
        return f"{_bind(scope, made)}({value})"

    def _write_expression(self, type_: Any, value: str, scope: dict[str, Any]) -> str:
        kind, inner = _kind(type_)
        if kind == "plain":
            return value
        if kind == "time":
            return f"iso({value})"
        if kind == "day":
            return f"{value}.isoformat()"
        if kind == "optional":
            write = self._write_expression(inner[0], value, scope)
            return value if write == value else f"None if {value} is None else {write}"
        if kind == "tuple":
            write = self._write_expression(inner[0], "x", scope)
            return value if write == "x" else f"[{write} for x in {value}]"
        if kind == "mapping":
            write = self._write_expression(inner[0], "x", scope)
            return f"{{k: {write} for k, x in {value}.items()}}"
        if kind == "pair":
            names = [field.name for field in attrs.fields(inner[0])]
            return "[" + ", ".join(f"{value}.{name}" for name in names) + "]"
        if kind == "enum":
            return f"{value}.value"
        return f"{_bind(scope, self.writer(inner[0]))}({value})"


def _kind(type_: Any) -> tuple[str, tuple[Any, ...]]:
    """Say which of the few shapes a field's type has, and what is inside."""
    type_ = getattr(type_, "__supertype__", type_)
    origin, inner = get_origin(type_), get_args(type_)
    if type_ in _PLAIN or origin is Literal:
        return "plain", ()
    if origin in (Union, types.UnionType) and type(None) in inner and len(inner) == 2:
        return "optional", tuple(x for x in inner if x is not type(None))
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return "tuple", inner[:1]
    if isinstance(origin, type) and issubclass(origin, Mapping) and inner[0] is str:
        return "mapping", inner[1:]
    if isinstance(type_, type):
        return _kind_of_class(type_), (type_,)
    raise TypeError(f"a stored event cannot hold a field of type {type_}")


def _kind_of_class(cls: type) -> str:
    if issubclass(cls, datetime):
        return "time"
    if issubclass(cls, date):
        return "day"
    if cls in PAIRS:
        return "pair"
    if issubclass(cls, Enum):
        return "enum"
    if attrs.has(cls):
        return "class"
    raise TypeError(f"a stored event cannot hold a field of type {cls}")


def _required(fields: list[tuple[Any, Any]]) -> int:
    return sum(field.default is attrs.NOTHING for field, _ in fields)


def _fields(cls: type) -> list[tuple[Any, Any]]:
    hints = typing.get_type_hints(cls)
    return [(field, hints[field.name]) for field in attrs.fields(cls)]


def _default(cls: type, field: Any) -> Any:
    if isinstance(field.default, attrs.Factory):  # type: ignore[arg-type]
        raise TypeError(f"{cls.__name__}.{field.name}: a stored default is a constant")
    return field.default


def _bind(scope: dict[str, Any], made: Any) -> str:
    name = f"part_{len(scope)}"
    scope[name] = made
    return name


def _compiled(code: str, name: str, cls: type, scope: dict[str, Any]) -> Any:
    # The code is made of attrs field names and fixed text only.
    exec(compile(code, f"<{name} {cls.__qualname__}>", "exec"), scope)  # noqa: S102
    return scope[name]
