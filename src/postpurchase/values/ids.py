"""Ids: names that the shop, its carriers and its payment providers give."""

from __future__ import annotations

from typing import Final, NewType

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short

OrderId = NewType("OrderId", str)
LineId = NewType("LineId", str)
ParcelId = NewType("ParcelId", str)
PaymentId = NewType("PaymentId", str)
RefundId = NewType("RefundId", str)
HoldId = NewType("HoldId", str)
NoteId = NewType("NoteId", str)
CommandId = NewType("CommandId", str)
CustomerId = NewType("CustomerId", str)

LENGTH_MAX: Final = 128


def check_id(value: object, path: str = "") -> str:
    r"""Return *value* if it can be an id.

    An id is 1 to 128 printable characters without a space at either end.

    Args:
        value: What was given as an id.
        path: Where it stood in the input, for the error.

    Raises:
        InvalidInput: It is not a string, empty, too long, or has control characters.

    >>> check_id("1001")
    '1001'
    >>> check_id("10\n01", "order_id")
    Traceback (most recent call last):
    ...
    postpurchase.errors.inputs.InvalidInput: order_id: '10\n01' is not an id: ...
    """
    # Printable excludes every white space but the plain one.
    if (
        isinstance(value, str)
        and 0 < len(value) <= LENGTH_MAX
        and value.isprintable()
        and value[0] != " "
        and value[-1] != " "
    ):
        return value
    raise InvalidInput(
        path=path,
        value=short(value),
        expected=f"an id: 1 to {LENGTH_MAX} printable characters, no space at the ends",
    )
