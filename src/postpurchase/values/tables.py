"""Reading one table of a document, field by field, with all its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import partial
from typing import Any, Final, TypeVar

from postpurchase.errors import (
    InputTooLarge,
    InvalidInput,
    MissingField,
    PostPurchaseError,
    SeveralFaults,
    UnknownCode,
)
from postpurchase.errors.inputs import short
from postpurchase.values.money import Money
from postpurchase.values.weeks import WEEKDAYS
from postpurchase.values.weeks import week as working_week

ROWS_MAX: Final = 10_000
"""The most rows of one list."""

FAULTS_MAX: Final = 50
"""Faults that are told at once."""

Made = TypeVar("Made")


class Table:
    """One table with its path, and the list of faults that all tables share.

    A field that is wrong is noted with its path and read as missing; whoever began
    calls `check` at the end, which raises everything that was noted.

    Args:
        value: The table as TOML or JSON gave it.
        path: Where it stands, such as ``services[2]``.
        faults: The shared list.
    """

    __slots__ = ("faults", "path", "value")

    def __init__(
        self, value: object, path: str, faults: list[PostPurchaseError]
    ) -> None:
        self.path, self.faults = path, faults
        self.value: Mapping[str, object] = {}
        if isinstance(value, Mapping):
            self.value = value
        else:
            self.note(InvalidInput(path=path, value=short(value), expected="a mapping"))

    def at(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def note(self, fault: PostPurchaseError) -> None:
        """Keep a fault; beyond `FAULTS_MAX` nobody reads them."""
        if len(self.faults) < FAULTS_MAX:
            self.faults.append(fault)

    def only(self, *names: str) -> None:
        """Note every field that is none of *names*, with the nearest of them."""
        for name in self.value:
            if name in names:
                continue
            near = get_close_matches(str(name)[:60], names, n=1)
            self.note(
                UnknownCode(
                    path=self.at(str(name)[:60]),
                    kind="setting",
                    value=str(name)[:60],
                    known=names,
                    near=near[0] if near else "",
                )
            )

    def given(
        self, *names: str, **readers: Callable[[object], object]
    ) -> dict[str, Any]:
        """Return the fields that are there, read by their readers.

        Args:
            names: Fields whose value is taken as it is; their class checks it.
            readers: Fields with what makes their value.
        """
        fields = {name: self.value[name] for name in names if name in self.value}
        for name, reader in readers.items():
            if name in self.value:
                read = self.made(name, partial(reader, self.value[name]))
                if read is not None:
                    fields[name] = read
        return fields

    def needed(self, *names: str) -> bool:
        """Note which of the fields are missing; say whether none is."""
        missing = [name for name in names if self.value.get(name) is None]
        for name in missing:
            self.note(MissingField(path=self.at(name), expected="this field"))
        return not missing

    def made(self, name: str, make: Callable[[], Made]) -> Made | None:
        """Call *make*; note its error beneath *name*, and answer None then."""
        try:
            return make()
        except PostPurchaseError as fault:
            place = self.at(name) if name else self.path
            inner = fault.path
            if inner and not inner.startswith("["):
                inner = f".{inner}" if place else inner
            fault.path = f"{place}{inner}"
            self.note(fault)
            return None

    def tables(self, name: str) -> Iterator[Table]:
        """Yield the tables of a list; a missing list has none."""
        rows = self.value.get(name, ())
        if not isinstance(rows, list | tuple):
            fault = InvalidInput(
                path=self.at(name), value=short(rows), expected="a list"
            )
            self.note(fault)
            return
        if len(rows) > ROWS_MAX:
            self.note(
                InputTooLarge(
                    path=self.at(name), value=short(len(rows)), expected=str(ROWS_MAX)
                )
            )
            return
        for index, row in enumerate(rows):
            yield Table(row, f"{self.at(name)}[{index}]", self.faults)

    def child(self, name: str) -> Table:
        """Return the table beneath a field."""
        return Table(self.value.get(name), self.at(name), self.faults)


def check(faults: list[PostPurchaseError]) -> None:
    """Raise what was noted.

    Raises:
        PostPurchaseError: The only fault.
        SeveralFaults: All of them, if there are several.
    """
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise SeveralFaults(faults=tuple(faults))


def clock(value: object) -> time:
    """Read a time of day, as TOML's own or as ``14:00``."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = time.fromisoformat(value)
    if not isinstance(value, time) or value.tzinfo is not None:
        raise InvalidInput(value=short(value), expected="a time of day such as 14:00")
    return value


def day(value: object) -> date:
    """Read a date, as TOML's own or as ``2026-05-01``."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidInput(value=short(value), expected="a date")
    return value


def weekday(value: object) -> int:
    """Read a weekday: ``Mon``, or 0 for Monday to 6 for Sunday."""
    if isinstance(value, str) and value in WEEKDAYS:
        return WEEKDAYS.index(value)
    if type(value) is int and 0 <= value <= 6:
        return value
    raise InvalidInput(
        value=short(value), expected=f"one of {', '.join(WEEKDAYS)}, or 0 to 6"
    )


def money(value: object) -> Money:
    """Read an amount with its currency, such as ``9.90 PLN``."""
    amount, _, currency = value.partition(" ") if isinstance(value, str) else ("",) * 3
    if not currency:
        raise InvalidInput(
            value=short(value), expected="an amount with its currency: 9.90 PLN"
        )
    return Money.parse(amount, currency)


def week(value: object) -> str:
    """Read a working week, as `values.calendar.week` does."""
    return working_week(value, "")


def text(value: object) -> str:
    """Read a short text."""
    if not isinstance(value, str) or not 0 < len(value) <= 60:
        raise InvalidInput(value=short(value), expected="a short text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts."""
    return tuple(_each(value, text))


def numbers(value: object) -> tuple[int, ...]:
    """Read a list of whole numbers; whether they fit, their class says."""
    return tuple(_each(value, _same))


def codes(value: object) -> frozenset[str]:
    """Read a list of codes whose order does not matter."""
    return frozenset(texts(value))


def days(value: object) -> frozenset[date]:
    """Read a list of dates."""
    return frozenset(_each(value, day))


def rows_of_numbers(value: object) -> tuple[tuple[int, ...], ...]:
    """Read rows of whole numbers; whether they fit, their class says."""
    return tuple(_each(value, numbers))


def _each(value: object, read: Callable[[object], Made]) -> Iterable[Made]:
    if not isinstance(value, list | tuple | set | frozenset) or len(value) > ROWS_MAX:
        raise InvalidInput(value=short(value), expected="a list")
    found = []
    for index, one in enumerate(value):
        try:
            found.append(read(one))
        except InvalidInput as fault:
            fault.path = f"[{index}]"
            raise
    return found


def _same(value: object) -> Any:
    return value
