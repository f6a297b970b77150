"""What the fake carrier does for goods that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from postpurchase.errors import PermanentFailure
from postpurchase.order.returns import ReturnWay
from postpurchase.values.money import Money
from postpurchase.values.return_carriage import (
    DropOffPoint,
    ReturnTicket,
    ReturnWayRequest,
)

_PRINTED = "post_label"
_NEVER = ("in_store", "keep_item", "own_carrier")


class FakeReturns:
    """The part of `FakeCarrier` that takes goods back.

    >>> from postpurchase.testing import FakeCarrier
    >>> from postpurchase.testing.samples import return_way_request
    >>> carrier = FakeCarrier()
    >>> carrier.return_way(return_way_request(method="locker"), key="k").code
    'FAKE-R1'
    >>> carrier.ledger
    [('return_way', 'k')]
    """

    code: str
    price: Money
    tickets: dict[str, ReturnTicket]
    _effect: Callable[[str, str, Callable[[], Any]], Any]

    def return_way(self, request: ReturnWayRequest, *, key: str) -> ReturnTicket:
        """Arrange a way back, once for each key; `tickets` has it by its key.

        A label is printed for ``post_label`` alone; every other way has a code.
        """
        if request.method in _NEVER:
            raise PermanentFailure(plugin=self.code, reason="it needs no carrier")

        def arrange() -> ReturnTicket:
            number = f"{self.code.upper()}-R{len(self.tickets) + 1}"
            is_printed = request.method == _PRINTED
            label = b"^XA^FD" + number.encode() + b"^XZ"
            self.tickets[key] = ReturnTicket(
                tracking_number=number,
                code="" if is_printed else number,
                document=label if is_printed else b"",
                media_type="application/zpl" if is_printed else "",
                reference=number,
                price=self.price,
            )
            return self.tickets[key]

        ticket: ReturnTicket = self._effect("return_way", key, arrange)
        return ticket

    def find_return(
        self, request: ReturnWayRequest, *, key: str
    ) -> ReturnTicket | None:
        """Say what became of an order for a way back."""
        return self.tickets.get(key)

    def void_return(self, way: ReturnWay, *, key: str) -> None:
        """Take a way back off; twice is no error."""
        self._effect("void_return", way.reference, lambda: None)

    def drop_off_points(
        self, country: str, postcode: str, *, method: str, at: datetime, limit: int
    ) -> Iterator[DropOffPoint]:
        """Yield three places, except in ``ZZ``, which is no country."""
        for number in range(1, min(limit, 3 if country != "ZZ" else 0) + 1):
            yield DropOffPoint(
                code=f"{self.code.upper()}{number}",
                name=f"Point {number}",
                address=f"{number} Example Street, {postcode}".rstrip(", "),
                distance_m=number * 300,
                is_locker=method == "locker",
            )
