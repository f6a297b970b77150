"""What a shop does with its fulfilment partners, besides allocating to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import attrs

from postpurchase.app.stock.stocking import StockRoom
from postpurchase.errors import (
    PluginAnswerInvalid,
    PluginError,
    PluginFailed,
    PostPurchaseError,
)
from postpurchase.hooks.deadline import call_within
from postpurchase.hooks.registry import unknown
from postpurchase.order.quantities import Quantities, as_units
from postpurchase.values.stock import StockLevel, StockMove

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postpurchase.hooks.partners import FulfilmentPartner, PartnerNotice
    from postpurchase.order.commands import Command
    from postpurchase.order.model import Order
    from postpurchase.service import Outcome

PARTNER_S: Final = 30.0
"""How long a partner may take for one answer."""

LEVELS_MAX: Final = 100_000
"""Levels that one answer of a partner may have."""


@attrs.frozen
class StockTaking:
    """What came of a partner's word on its stock.

    Args:
        changed: The levels that were corrected.
        short: What the partner says where it has less than orders have reserved;
            the book was not brought below what is reserved.
    """

    changed: tuple[StockLevel, ...]
    short: tuple[StockLevel, ...]


class PartnerOffice(StockRoom):
    """The part of `PostPurchase` that works with fulfilment partners."""

    def partner_said(self, code: str, notice: PartnerNotice) -> Outcome:
        """Take in what a partner says: steps done, shipped, rejected, claims, returns.

        Args:
            code: The partner.
            notice: What it said; the same key again changes nothing.

        Raises:
            UnknownCode: There is no such partner, or the location is not its own.
            Rejected: It does not fit the order as it stands.
        """
        from postpurchase.app.stock.partners import notice_commands

        partner = self.plugins.get("fulfilment_partner", code)
        if notice.location_code not in partner.location_codes:
            raise unknown("location", notice.location_code, partner.location_codes)
        return self._do(
            notice.order_id,
            notice.key,
            lambda order: notice_commands(order, notice, code=code),
        )

    def recall(
        self, order_id: str, units: Quantities, *, location_code: str, key: str
    ) -> bool:
        """Ask a partner to stop units, and take them back if it agrees.

        They go back to ``placed``, where they may be allocated elsewhere or
        cancelled. If the partner refuses, nothing moves; its answer is recorded.

        Args:
            order_id: The order.
            units: Units by line id.
            location_code: The partner's location.
            key: Names the wish; a retry carries the same one.

        Returns:
            Whether the partner agreed.

        Raises:
            UnknownCode: No partner sends from the location.
            NotEnoughUnits: Fewer units stand there.
            PluginError: The partner did not answer; ask again with the same key.
        """
        from postpurchase.app.stock.partners import (
            REFUSED,
            STOPPED,
            answered,
            rejection,
        )
        from postpurchase.hooks.partners import OrderPart

        code, partner = self._partner_at(location_code)
        order, at = self._service.order(order_id), self.clock()
        part = OrderPart(
            order_id=order_id, location_code=location_code, units=as_units(units)
        )
        rejection(order, part, code=code, at=at, reason="recalled")
        agrees = self._asked(code, lambda: partner.cancel(part, key=key))

        def commands(order: Order) -> tuple[Command, ...]:
            said = STOPPED if agrees else REFUSED
            found: tuple[Command, ...] = (
                answered(part, code=code, at=at, answer=said),
            )
            if agrees:
                found += rejection(order, part, code=code, at=at, reason="recalled")
            return tuple(
                attrs.evolve(command, command_id=f"{key}/{n}")
                for n, command in enumerate(found)
            )

        self._do(order_id, key, commands)
        return bool(agrees)

    def take_partner_stock(self, code: str, *, key: str) -> StockTaking:
        """Bring the book to what a partner says lies at its locations.

        Args:
            code: The partner.
            key: Names this stocktaking; the same again changes nothing.

        Raises:
            PluginError: The partner did not answer, or with something odd.
            OutOfStock: An order reserved units meanwhile: take the stock again.
        """
        partner = self.plugins.get("fulfilment_partner", code)
        said = self._asked(code, lambda: tuple(islice(partner.stock(), LEVELS_MAX + 1)))
        self._check_levels(code, partner, said)
        known = {
            (level.sku, level.location_code): level
            for level in self.store.stock({level.sku for level in said})
        }
        moves, short, at = [], [], self.clock()
        for level in said:
            before = known.get((level.sku, level.location_code))
            reserved = before.reserved if before else 0
            counted = max(level.on_hand, reserved)
            if level.on_hand < reserved:
                short.append(attrs.evolve(level, reserved=reserved))
            if before is None or before.on_hand != counted:
                moves.append(_counted(level, counted, code, at))
        if moves:
            self.move_stock(*moves, key=key)
        places = {(move.sku, move.location_code) for move in moves}
        changed = tuple(
            level
            for level in self.store.stock({sku for sku, _ in places})
            if (level.sku, level.location_code) in places
        )
        return StockTaking(changed, tuple(short))

    def _do(
        self, order_id: str, key: str, plan: Callable[[Order], Iterable[Command]]
    ) -> Outcome:
        """Do what a plan says, unless its key was answered before."""
        from postpurchase.service import Work
        from postpurchase.service.transaction import STREAM

        def commands(order: Order, _past: object) -> Iterable[Command]:
            if self.store.answer(STREAM + order_id, f"{key}/0") is not None:
                return ()
            return plan(order)

        work = Work(order_id=order_id, plan=commands)
        (result,) = self._service.handle_all((work,))
        if isinstance(result, PostPurchaseError):
            raise result
        return result

    def _partner_at(self, location_code: str) -> tuple[str, FulfilmentPartner]:
        known: list[str] = []
        for code, partner in self.plugins.fulfilment_partners.items():
            if location_code in partner.location_codes:
                return code, self.plugins.get("fulfilment_partner", code)
            known += partner.location_codes
        raise unknown("location", location_code, known)

    def _asked(self, code: str, call: Callable[[], Any]) -> Any:
        plugin = self.plugins.owner("fulfilment_partner", code)
        try:
            return call_within(PARTNER_S, plugin, call)
        except (KeyboardInterrupt, PluginError):
            raise
        except BaseException as fault:
            raise PluginFailed(plugin=plugin, reason=type(fault).__name__) from fault

    def _check_levels(
        self, code: str, partner: FulfilmentPartner, said: tuple[Any, ...]
    ) -> None:
        own = set(partner.location_codes)
        for level in said:
            fits = type(level) is StockLevel and level.location_code in own
            if not fits or type(level.on_hand) is not int or level.on_hand < 0:
                break
        else:
            if len(said) <= LEVELS_MAX:
                return
            level = f"{len(said)} levels"
        raise PluginAnswerInvalid(
            plugin=self.plugins.owner("fulfilment_partner", code),
            value=str(level)[:200],
            expected=f"at most {LEVELS_MAX} StockLevel at its own locations",
        )


def _counted(level: StockLevel, units: int, code: str, at: datetime) -> StockMove:
    return StockMove(
        sku=level.sku,
        location_code=level.location_code,
        counted=units,
        reason="partner_stock",
        by=f"partner:{code}",
        at=at,
    )
