"""The loop that every source of JSON shares, and the sum that every order passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from postpurchase.adapters.documents import documents
from postpurchase.adapters.reading import Reader
from postpurchase.adapters.snapshot import OrderSnapshot, Record, Refusal, SnapshotLine
from postpurchase.errors import (
    AmountsDisagree,
    InputTooLarge,
    InvalidInput,
    InvalidMoney,
    PostPurchaseError,
)
from postpurchase.values.money import Money, allocate, zero

REFUSED_MAX: Final = 1_000
"""Records refused before the good ones are looked at: see `REFUSED_PER_GOOD`."""

REFUSED_PER_GOOD: Final = 10
"""With more refused records for each good one, the file is of another kind. Who
means harm writes a million of them into two megabytes."""

ReadRecord = Callable[[Reader], OrderSnapshot]


def read_records(
    content: bytes, source: str, kinds: Mapping[str, ReadRecord]
) -> Iterator[Record]:
    """Read each record of a JSON file alone.

    A record that cannot be taken is yielded as a `Refusal`; the others go on.

    Args:
        content: The raw file.
        source: The code of the source.
        kinds: For each kind of document the function that reads it; it may
            raise any error of this library and no other.
    """
    good = refused = 0
    for found in documents(content):
        read = kinds.get(found.kind)
        record = _read(found.value, found.path, source, read)
        yield record
        good += isinstance(record, OrderSnapshot)
        refused += isinstance(record, Refusal)
        if refused >= REFUSED_MAX and refused > REFUSED_PER_GOOD * good:
            error = _wrong_kind(found.path, refused, good)
            yield Refusal(source=source, record_id="", error=error)
            return


def _read(value: object, path: str, source: str, read: ReadRecord | None) -> Record:
    if isinstance(value, PostPurchaseError):
        return Refusal(source=source, record_id=value.path or path, error=value)
    record_id = _id_of(value) or path
    if read is None:
        error = InvalidInput(
            path=path, value="a record of another kind", expected=source
        )
        return Refusal(source=source, record_id=record_id, error=error)
    try:
        return read(Reader(value, path))
    except PostPurchaseError as error:
        return Refusal(source=source, record_id=record_id, error=error)


def _id_of(value: object) -> str:
    said = value.get("id") if isinstance(value, dict) else None
    if type(said) is int:
        return str(said)
    return said[:60] if isinstance(said, str) and said.isprintable() else ""


def _wrong_kind(path: str, refused: int, good: int) -> InputTooLarge:
    return InputTooLarge(
        path=path,
        value=f"{refused} refused records beside {good} good ones",
        expected=f"{max(REFUSED_MAX - 1, REFUSED_PER_GOOD * good)}",
    )


def check_total(snapshot: OrderSnapshot) -> None:
    """Refuse an order whose parts do not add up to its total, to the minor unit.

    Raises:
        InvalidMoney: More is off a line than its goods cost.
        AmountsDisagree: With the sum, its parts and the stated total.
    """
    stated = snapshot.total
    if stated is None:
        return
    nothing = zero(stated.currency)
    for line in snapshot.lines:
        _check_discount(line)
    goods = sum((line.unit_price * line.quantity for line in snapshot.lines), nothing)
    less = sum((line.discount for line in snapshot.lines), nothing)
    less += snapshot.discount or nothing
    tax = sum((line.tax for line in snapshot.lines), nothing)
    shipping = snapshot.shipping or nothing
    other = sum((charge.amount for charge in snapshot.charges), nothing)
    total = goods - less + tax + shipping + other
    if total != stated:
        raise AmountsDisagree(
            path=snapshot.total_path,
            sum=str(total),
            stated=str(stated),
            parts=(
                f"goods {goods.decimal_text} - discount {less.decimal_text}"
                f" + tax {tax.decimal_text} + shipping {shipping.decimal_text}"
                f" + charges {other.decimal_text}"
            ),
        )


def _check_discount(line: SnapshotLine) -> None:
    goods = line.unit_price * line.quantity
    if line.discount > goods:
        raise InvalidMoney(
            path=f"{line.path}.discount",
            value=str(line.discount),
            expected=f"at most {goods}, what the goods cost",
        )


def settle_tax(shares: list[Money], stated: Money, entries: int) -> list[Money]:
    """Share the stated tax out when the lines' own taxes differ by rounding only.

    Shops round the tax of a line for display and the tax of the order for the
    bill. The bill counts: a difference of at most one minor unit for each tax
    entry is shared out in the lines' proportion; a larger one is left alone,
    so that the sum of the order tells it.

    >>> from postpurchase.values.money import Money
    >>> each = [Money(113, "USD"), Money(23, "USD"), Money(90, "USD")]
    >>> settle_tax(each, Money(225, "USD"), 3)
    [<Money 1.12 USD>, <Money 0.23 USD>, <Money 0.90 USD>]
    """
    own = sum(share.amount_minor for share in shares)
    difference = abs(stated.amount_minor - own)
    if not shares or not difference or difference > max(entries, 1):
        return shares
    weights = [max(share.amount_minor, 0) for share in shares]
    parts = allocate(stated.amount_minor, weights)
    return [Money(part, stated.currency) for part in parts]
