"""Reading the fields of a decoded document, with all faults at once.

A `Reader` never raises while it reads: it notes what is wrong with path,
value and expectation, answers with something harmless, and `check` raises all
of it together. So one look at a refused record tells everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from postpurchase.adapters.decoding import check_number, join, shown
from postpurchase.errors import (
    InputTooLarge,
    InvalidInput,
    InvalidMoney,
    MissingField,
    SeveralFaults,
)
from postpurchase.values.ids import check_id
from postpurchase.values.money import Money, exponent_of
from postpurchase.values.times import aware

ELEMENTS_MAX: Final = 5_000
"""Elements of one list within an order: lines, refunds, parcels."""

FAULTS_MAX: Final = 50
"""Faults that are told of one record; a record with more has the wrong shape, and
is not read to its end."""

UNITS_MAX: Final = 1_000_000
"""Units of one line."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Reader:
    """One object of a document, its path, and the record's list of faults.

    Args:
        value: The decoded object; anything else reads as an empty object and
            is noted as a fault.
        path: Where it lies in the record, such as ``line_items[0]``.
        faults: The list shared by all readers of the record.

    >>> reader = Reader({"quantity": "two", "price": "19.999"}, "line_items[0]")
    >>> reader.units("quantity"), str(reader.money("price", "EUR"))
    (0, '0.00 EUR')
    >>> [fault.path for fault in reader.faults]
    ['line_items[0].quantity', 'line_items[0].price']
    """

    __slots__ = ("faults", "path", "value")

    def __init__(
        self,
        value: object,
        path: str = "",
        faults: list[InvalidInput] | None = None,
    ) -> None:
        self.path: str = path
        self.faults: list[InvalidInput] = [] if faults is None else faults
        self.value: dict[str, object] = {}
        if isinstance(value, dict):
            self.value = value
        else:
            self._note(
                InvalidInput(path=path, value=shown(value), expected="an object")
            )

    def __contains__(self, name: str) -> bool:
        return self.value.get(name) is not None

    def at(self, name: str) -> str:
        """Return the path of the member *name*."""
        return join(self.path, name)

    def fault(self, name: str, expected: str) -> None:
        """Note that the member *name* is not what was expected."""
        self._note(
            InvalidInput(
                path=self.at(name), value=shown(self.value.get(name)), expected=expected
            )
        )

    def missing(self, name: str, expected: str) -> None:
        """Note that the member *name* is not there."""
        self._note(MissingField(path=self.at(name), expected=expected))

    def note(self, fault: InvalidInput) -> None:
        """Note a fault that was found elsewhere."""
        self._note(fault)

    def check(self) -> None:
        """Raise what was noted: the one fault, or all of them together.

        Raises:
            InvalidInput: The only fault.
            SeveralFaults: All faults in the order of the record.
        """
        if len(self.faults) == 1:
            raise self.faults[0]
        if self.faults:
            raise SeveralFaults(path=self.faults[0].path, faults=tuple(self.faults))

    def text(self, name: str, *, most: int = 500, needed: bool = False) -> str:
        """Read text; a whole number reads as its digits, null as empty.

        Args:
            name: The member.
            most: Characters; longer text is a fault.
            needed: Whether an empty text is a fault.
        """
        value = self.value.get(name)
        if type(value) is int:
            value = str(value)
        if value is None or value == "":
            if needed:
                self.missing(name, "text")
            return ""
        if not isinstance(value, str):
            self.fault(name, "text")
            return ""
        if len(value) > most:
            self._note(
                InputTooLarge(
                    path=self.at(name),
                    value=f"{len(value)} characters",
                    expected=f"{most} characters",
                )
            )
            return ""
        if "\x00" in value:
            self.fault(name, "text without NUL")
            return ""
        return value.strip()

    def line(self, name: str, *, most: int = 500, needed: bool = False) -> str:
        """Read text as one line: white space of any kind becomes one blank."""
        said = self.text(name, most=most, needed=needed)
        if said.isprintable() and "  " not in said:
            return said
        said = " ".join(said.split())
        return "".join(c for c in said if c.isprintable())

    def id(self, name: str, *, needed: bool = True) -> str:
        """Read an id: a whole number above 0 or a short text."""
        value = self.value.get(name)
        if type(value) is int and value > 0:
            return str(value)
        if value is None or value == "":
            if needed:
                self.missing(name, "an id")
            return ""
        if not isinstance(value, str):
            self.fault(name, "an id")
            return ""
        try:
            return check_id(value, self.at(name))
        except InvalidInput as fault:
            self._note(fault)
            return ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Read true or false."""
        value = self.value.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(name, "true or false")
            return default
        return value

    def units(self, name: str, *, least: int = 0, default: int | None = None) -> int:
        """Read a whole number from *least* to a million.

        A number with a fraction of zeros is whole; a text of digits counts.
        """
        value = self.value.get(name)
        if value is None:
            if default is None:
                self.missing(name, "a whole number")
                return 0
            return default
        whole = _whole(value)
        if whole is None or not least <= whole <= UNITS_MAX:
            self.fault(name, f"a whole number from {least} to {UNITS_MAX}")
            return default or 0
        return whole

    def money(
        self,
        name: str,
        currency: str,
        *,
        default: str | None = None,
        sign: bool = False,
    ) -> Money:
        """Read an exact amount in major units.

        Args:
            name: The member: a decimal string or a number without float.
            currency: ISO 4217.
            default: What a missing amount reads as; None makes it a fault.
            sign: Whether the amount may be below zero.
        """
        value = self.value.get(name)
        if value is None or value == "":
            if default is None:
                self.missing(name, f"an amount in {currency}")
                return Money(0, currency)
            value = default
        try:
            amount = exact(value, currency, self.at(name))
        except InvalidInput as fault:
            self._note(fault)
            return Money(0, currency)
        if not sign and amount.amount_minor < 0:
            self.fault(name, "an amount from zero")
            return Money(0, currency)
        return amount

    def decimal(self, name: str) -> Decimal:
        """Read a decimal number of any precision; missing reads as zero."""
        value = self.value.get(name)
        if value is None or value == "":
            return Decimal(0)
        try:
            return number(value, self.at(name))
        except InvalidInput as fault:
            self._note(fault)
            return Decimal(0)

    def time(
        self, name: str, *, needed: bool = False, utc: bool = False
    ) -> datetime | None:
        """Read an ISO 8601 time with an offset.

        Args:
            name: The member.
            needed: Whether a missing time is a fault.
            utc: Whether a time without offset counts as UTC, because the
                source documents the field so.
        """
        value = self.value.get(name)
        if value is None or value == "":
            if needed:
                self.missing(name, "a time with its offset")
            return None
        if not isinstance(value, str) or not 10 < len(value) <= 40:
            self.fault(name, "a time in ISO 8601")
            return None
        try:
            at = datetime.fromisoformat(value)
            if utc and at.utcoffset() is None:
                at = at.replace(tzinfo=UTC)
            return aware(at, self.at(name))
        except InvalidInput as fault:
            self._note(fault)
        except ValueError:
            self.fault(name, "a time in ISO 8601")
        return None

    def when(self, name: str, *, utc: bool = False) -> datetime:
        """Read a time that must be there; a fault reads as 1970."""
        return self.time(name, needed=True, utc=utc) or _EPOCH

    def child(self, name: str) -> Reader:
        """Read an object; missing or null reads as an empty one."""
        value = self.value.get(name)
        return Reader({} if value is None else value, self.at(name), self.faults)

    def each(self, name: str) -> Iterator[Reader]:
        """Read a list of objects; missing or null reads as an empty list."""
        for index, value in enumerate(self.list(name)):
            if len(self.faults) >= FAULTS_MAX:
                return
            yield Reader(value, f"{self.at(name)}[{index}]", self.faults)

    def list(self, name: str) -> Sequence[object]:
        """Read a list; missing or null reads as an empty list."""
        value = self.value.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.fault(name, "a list")
            return ()
        if len(value) > ELEMENTS_MAX:
            self._note(
                InputTooLarge(
                    path=self.at(name),
                    value=f"{len(value)} elements",
                    expected=f"{ELEMENTS_MAX} elements",
                )
            )
            return ()
        return value

    def choice(
        self, name: str, known: Sequence[str], *, default: str | None = None
    ) -> str:
        """Read one of the *known* words; missing reads as *default*."""
        value = self.value.get(name)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value in known:
            return value
        self.fault(name, f"one of {', '.join(known)}")
        return default or ""

    def currency(self, name: str) -> str:
        """Read a currency of ISO 4217; a fault reads as the code for none, XXX."""
        value = self.value.get(name)
        if value is None:
            self.missing(name, "a currency of ISO 4217")
            return "EUR"
        try:
            exponent_of(value if isinstance(value, str) else "", path=self.at(name))
        except InvalidInput as fault:
            fault.value = shown(value)
            self._note(fault)
            return "EUR"
        return str(value)

    def _note(self, fault: InvalidInput) -> None:
        # A value that is read twice is wrong once.
        known = {(one.path, one.code, one.value) for one in self.faults}
        if (
            len(known) < FAULTS_MAX
            and (fault.path, fault.code, fault.value) not in known
        ):
            self.faults.append(fault)


def exact(value: object, currency: str, path: str) -> Money:
    """Read an amount in major units from text or number, exactly.

    Raises:
        InvalidMoney: Not a number, or more decimals than the currency has.

    >>> exact(Decimal("195.66"), "USD", "subtotal")
    <Money 195.66 USD>
    """
    if isinstance(value, str):
        return Money.parse(value.strip(), currency, path=path)
    if isinstance(value, Decimal) or type(value) is int:
        return Money.parse(value, currency, path=path)
    raise InvalidMoney(
        path=path, value=shown(value), expected="a decimal string such as '19.99'"
    )


def number(value: object, path: str) -> Decimal:
    """Read a decimal number from text or number.

    Raises:
        MalformedInput: Not a number.
        InputTooLarge: Out of proportion.
    """
    if type(value) is int:
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str):
        return check_number(value.strip(), path=path)
    raise InvalidInput(path=path, value=shown(value), expected="a decimal number")


def _whole(value: object) -> int | None:
    if type(value) is int:
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value) if len(value) <= 18 else None
    return None
