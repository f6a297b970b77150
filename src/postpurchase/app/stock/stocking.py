"""The shop's stock room: what lies where, what comes in, what orders take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from postpurchase.errors import (
    CommandIdReused,
    InvalidInput,
    InvalidQuantity,
    KeyTaken,
    MissingField,
    PostPurchaseError,
    UnknownOrder,
)
from postpurchase.errors.inputs import short
from postpurchase.hooks.questions import available
from postpurchase.order.quantities import UNITS_MAX, LineUnits, check_units
from postpurchase.stores.stock import BY_HAND
from postpurchase.values.ids import check_id
from postpurchase.values.stock import ExpectedReceipt, StockLevel, StockMove

if TYPE_CHECKING:
    from postpurchase.app.stock.supplies import Supplies
    from postpurchase.hooks.registry import Plugins
    from postpurchase.order.commands import Command, CompleteStep
    from postpurchase.order.model import Order
    from postpurchase.service import Outcome, Service
    from postpurchase.stores.base import EventStore
    from postpurchase.stores.stock import StockEntry

AllocationPlan: TypeAlias = "Mapping[str, Mapping[str, int]]"
"""Which units of an order come from where: line → location → units."""


class StockRoom:
    """The part of `PostPurchase` that keeps stock.

    The book counts an article from the first time that it is received or counted
    anywhere; orders take and return units by themselves as they go through their
    steps. Articles that it never met are sold without a look at stock.
    """

    store: EventStore
    plugins: Plugins
    clock: Callable[[], datetime]
    _service: Service

    def stock(self, sku: str | None = None) -> tuple[StockLevel, ...]:
        """Return what is on hand, reserved and available, by article and location.

        Args:
            sku: One article, also where it is kept by a plugin; None for all that
                the book counts.
        """
        if sku is not None:
            skus = (_article(sku),)
            return self.store.stock(skus) + available(skus, plugins=self.plugins)
        return tuple(
            level for page in self._pages() for level in self.store.stock(page)
        )

    def _pages(self) -> Iterator[tuple[str, ...]]:
        page = self.store.stocked()
        while page:
            yield page
            page = self.store.stocked(after=page[-1])

    def stock_entries(
        self, sku: str, after: int = 0, limit: int = 1000
    ) -> tuple[StockEntry, ...]:
        """Return the ledger of an article: every move, oldest first.

        Args:
            sku: The article.
            after: The position of the last entry that is known already.
            limit: How many entries at most.
        """
        return self.store.stock_entries(_article(sku), after, limit)

    def receive_stock(
        self,
        sku: str,
        location_code: str,
        units: int,
        *,
        key: str,
        by: str = "",
        reference: str = "",
    ) -> StockLevel:
        """Put units on the shelf.

        Args:
            sku: The article.
            location_code: Where; empty for a shop that has one place only.
            units: Whole units from 1.
            key: Names this receipt for ever, such as ``PO-7/1``: the same again
                changes nothing.
            by: Who did it, as a pseudonymous code.
            reference: The expected receipt that came in.

        Raises:
            CommandIdReused: The key belongs to another move.
        """
        check_units(units)
        move = self._moved(
            sku, location_code, "received", on_hand=units, by=by, reference=reference
        )
        return self._level_after(move, key)

    def remove_stock(
        self,
        sku: str,
        location_code: str,
        units: int,
        *,
        key: str,
        by: str = "",
        reason: str = "scrapped",
    ) -> StockLevel:
        """Take units off the shelf that no order takes: broken, given away, moved.

        Args:
            sku: The article.
            location_code: Where.
            units: Whole units from 1, at most as many as are available.
            key: As for `receive_stock`.
            by: Who did it, as a pseudonymous code.
            reason: Why, as a short code.

        Raises:
            OutOfStock: Fewer are available.
            CommandIdReused: The key belongs to another move.
        """
        check_units(units)
        move = self._moved(sku, location_code, reason, on_hand=-units, by=by)
        return self._level_after(move, key)

    def count_stock(
        self, sku: str, location_code: str, units: int, *, key: str, by: str = ""
    ) -> StockLevel:
        """Correct the book by what somebody counted, reserved units included.

        Args:
            sku: The article.
            location_code: Where.
            units: Whole units from 0 that lie there.
            key: As for `receive_stock`.
            by: Who did it, as a pseudonymous code.

        Raises:
            OutOfStock: Fewer lie there than orders have reserved. First let the step
                fail for the units that are missing.
            CommandIdReused: The key belongs to another move.
        """
        _check_from_zero(units)
        move = self._moved(sku, location_code, "counted", counted=units, by=by)
        return self._level_after(move, key)

    def _moved(
        self, sku: str, location_code: object, reason: str, **fields: Any
    ) -> StockMove:
        if not isinstance(location_code, str):
            raise InvalidInput(
                path="location_code", value=short(location_code), expected="text"
            )
        return StockMove(
            sku=_article(sku),
            location_code=location_code,
            reason=reason,
            at=self.clock(),
            **fields,
        )

    def _level_after(self, move: StockMove, key: str) -> StockLevel:
        self.move_stock(move, key=key)
        return next(
            level
            for level in self.store.stock((move.sku,))
            if level.location_code == move.location_code
        )

    def move_stock(self, *moves: StockMove, key: str) -> bool:
        """Make several moves by hand, all or none, such as a transfer.

        Args:
            moves: What comes, leaves or was counted; it reserves nothing.
            key: Names them for ever: the same again changes nothing.

        Returns:
            Whether it was done now; False if it had been done before.

        Raises:
            OutOfStock: More would leave than is available.
            CommandIdReused: The key belongs to other moves.
        """
        request = _request(moves, self.store.secret)
        try:
            self.store.move_stock(moves, check_id(key, "key"), request)
        except KeyTaken:
            answer = self.store.answer(BY_HAND, key)
            if answer is None or answer.request_hash != request:
                raise CommandIdReused(command_id=key) from None
            return False
        return True

    def expect_stock(
        self,
        sku: str,
        location_code: str,
        units: int,
        *,
        expected_on: date,
        reference: str,
    ) -> None:
        """Note what is on its way, so that promises can count on it.

        Args:
            sku: The article.
            location_code: Where it will come in.
            units: Whole units still to come; 0 takes the note back.
            expected_on: The day, at the location.
            reference: The delivery; a later note under it takes this one's place.
        """
        _check_from_zero(units)
        if type(expected_on) is not date:
            raise InvalidInput(
                path="expected_on", value=short(expected_on), expected="a date"
            )
        self.store.expect_stock(
            ExpectedReceipt(
                reference=check_id(reference, "reference"),
                sku=_article(sku),
                location_code=location_code,
                expected_on=expected_on,
                units=units,
            )
        )

    def expected_stock(self, *skus: str) -> tuple[ExpectedReceipt, ...]:
        """Return what is on its way of articles, soonest first."""
        return self.store.expected_stock(skus)

    def supplies(self, order_id: str) -> Supplies:
        """Say what each location has and expects for the units of an order that wait.

        The answer goes as it is into `postpurchase.delivery.choose.plan`, whose plan
        goes back into `allocate`.

        Args:
            order_id: The order.
        """
        from postpurchase.app.stock.supplies import supplies

        order = self._service.order(order_id)
        skus = tuple({line.sku for line in order.lines if line.sku})
        levels = self.store.stock(skus) + available(skus, plugins=self.plugins)
        return supplies(order, levels, self.store.expected_stock(skus))

    def allocate(
        self, order_id: str, plan: AllocationPlan, *, key: str = "", by: str = ""
    ) -> Outcome:
        """Let units of an order take their first step where a plan says, all or none.

        Args:
            order_id: The order.
            plan: Line → location → units.
            key: The same again changes nothing.
            by: Who decided, as a pseudonymous code.

        Raises:
            UnknownOrder: There is no such order.
            OutOfStock: A location does not have what the plan takes from it.
            NotEnoughUnits: Fewer units wait than the plan allocates.
        """
        from postpurchase.service import Work

        at = self.clock()

        def commands(order: Order, _past: object) -> tuple[Command, ...]:
            if not order.version:
                raise UnknownOrder(order_id=order_id)
            return allocation(order, plan, order_id=order_id, at=at, key=key, by=by)

        work = Work(order_id=order_id, plan=commands)
        (result,) = self._service.handle_all((work,))
        if isinstance(result, PostPurchaseError):
            raise result
        return result


def allocation(
    order: Order,
    plan: AllocationPlan,
    *,
    order_id: str,
    at: datetime,
    key: str = "",
    by: str = "",
) -> tuple[CompleteStep, ...]:
    """Return the commands of a plan: one for each first step and location.

    Raises:
        UnknownLine: The plan names a line that the order does not have.
        InvalidQuantity: A number of units is no whole number from 1.
        MissingField: A line has no steps and cannot be allocated.
    """
    from postpurchase.order.commands import CompleteStep

    shares: dict[tuple[str, str], list[LineUnits]] = {}
    for line_id, by_location in plan.items():
        steps = order.line(line_id).terms.workflow
        if not steps:
            raise MissingField(path=f"plan[{line_id}]", expected="a line with steps")
        for location, units in by_location.items():
            check_units(units, f"plan[{line_id}][{location}]")
            part = LineUnits(line_id, units)
            shares.setdefault((steps[0], location), []).append(part)
    return tuple(
        CompleteStep(
            order_id=order_id,
            at=at,
            by=by,
            command_id=f"{key}/{n}" if key else "",
            step=step,
            units=tuple(parts),
            location_code=location,
        )
        for n, ((step, location), parts) in enumerate(sorted(shares.items()))
    )


def _article(sku: object) -> str:
    if not isinstance(sku, str) or not sku:
        raise InvalidInput(path="sku", value=short(sku), expected="an article")
    return sku


def _check_from_zero(units: object) -> None:
    if type(units) is not int or not 0 <= units <= UNITS_MAX:
        raise InvalidQuantity(
            path="units", value=short(units), expected="a whole number from 0"
        )


def _request(moves: tuple[StockMove, ...], secret: bytes) -> bytes:
    """Hash what was asked, without its time: a retry has another one."""
    asked = [
        attrs.asdict(move, filter=lambda field, _: field.name != "at") for move in moves
    ]
    text = repr([sorted(each.items()) for each in asked])
    return blake2b(text.encode(), key=secret[:64], digest_size=32).digest()
