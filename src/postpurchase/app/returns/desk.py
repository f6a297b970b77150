"""What a shop asks and does about goods that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from postpurchase.app.returns.refunding import RefundDesk
from postpurchase.app.returns.withdrawing import WithdrawalDesk
from postpurchase.errors import InvalidInput, PermanentFailure, PostPurchaseError
from postpurchase.errors.inputs import short
from postpurchase.values.times import aware

if TYPE_CHECKING:
    from postpurchase.app.returns.options import ReturnOptions, ReturnWish
    from postpurchase.hooks.protocols import ReturnPolicy
    from postpurchase.hooks.registry import Plugins
    from postpurchase.order.commands import Command
    from postpurchase.order.model import Order
    from postpurchase.returning.methods import ReturnPlace, WayBack
    from postpurchase.service import Outcome, Work
    from postpurchase.tracking.facts import TrackingFact
    from postpurchase.values.personal import PersonalRef
    from postpurchase.values.return_carriage import DropOffPoint, ReturnTicket

POINTS_MAX: Final = 50
"""The most drop-off points that are asked for at once."""


class ReturnDesk(RefundDesk, WithdrawalDesk):
    """The part of `PostPurchase` for ways back, withdrawals, and what is paid back."""

    plugins: Plugins
    clock: Callable[[], datetime]
    order: Callable[[str], Order]
    handle: Callable[[Command], Outcome]
    handle_works: Callable[[Sequence[Work]], list[Outcome | PostPurchaseError]]
    reveal: Callable[[PersonalRef], object]

    def return_options(
        self,
        order_id: str,
        *,
        at: datetime | None = None,
        place: ReturnPlace | None = None,
        policy: str = "",
        reason: str = "",
        ways: Iterable[WayBack] | None = None,
    ) -> ReturnOptions:
        """Say what could be sent back, until when, how, and for what refund.

        Nothing is stored, and no carrier is asked.

        Args:
            order_id: The order, by id or display name.
            at: When it would be asked for; now if None.
            place: From where it would come; the order's address if None.
            policy: The code of the policy to be asked; empty for the shop's own.
            reason: Why it would come back, of `REASONS`.
            ways: What the shop offers; that of its `ReturnWays` if None.

        Raises:
            UnknownOrder: There is no such order.
            UnknownCode: There is no such policy.
        """
        from postpurchase.app.returns.options import return_options
        from postpurchase.plugins.return_ways import ReturnWays

        order = self.order(order_id)
        arranging = self.plugins.find(ReturnWays)
        if ways is None:
            ways = arranging.ways if arranging else ()
        return return_options(
            order,
            policy=self._return_policy(policy),
            ways=ways,
            place=place or self._return_place(order),
            at=self.clock() if at is None else aware(at),
            reason=reason,
        )

    def request_return(self, wish: ReturnWish) -> Outcome:
        """Ask for a return with its way back, whose price reduces the refund.

        The policy is asked, the way is looked up among those that are offered, and
        both are recorded together; what is needed is ordered after the commit. A
        return that the policy does not allow is recorded as declined.

        Args:
            wish: What, why, and by which way.

        Raises:
            NotOffered: The way is not among those that are offered now.
            InvalidInput: The courier cannot come at that time.
            Rejected: A rule of the order says no.
        """
        from postpurchase.app.returns.options import plan_return
        from postpurchase.plugins.return_ways import ReturnWays
        from postpurchase.service import Work

        order, at = self.order(wish.order_id), self.clock()
        arranging = self.plugins.find(ReturnWays)
        commands = plan_return(
            order,
            wish,
            policy=self._return_policy(wish.policy),
            ways=arranging.ways if arranging else (),
            place=wish.place or self._return_place(order),
            at=at,
        )
        work = Work(order_id=order.order_id, plan=lambda _order, _past: commands)
        (result,) = self.handle_works([work])
        if isinstance(result, PostPurchaseError):
            raise result
        return result

    def return_label(self, order_id: str, return_id: str) -> ReturnTicket:
        """Return what the customer holds in hand for a return: label, code or number.

        The shop keeps no documents: the carrier shows its label again, if it can.

        Args:
            order_id: The order, by id or display name.
            return_id: The return.

        Raises:
            UnknownReturn: The order has no such return.
            PermanentFailure: No way back is arranged, or the shop has no
                `ReturnWays`.
            TemporaryFailure: The carrier cannot be asked now.
        """
        from postpurchase.plugins.return_ways import ReturnWays

        order = self.order(order_id)
        known = order.return_(return_id)
        arranging = self.plugins.find(ReturnWays)
        if known.way is None or arranging is None:
            reason = f"no way back is arranged for return {return_id}"
            raise PermanentFailure(plugin=ReturnWays.plugin_name, reason=reason)
        return arranging.ticket(order, known)

    def record_return_tracking(
        self, order_id: str, return_id: str, facts: Iterable[TrackingFact]
    ) -> Outcome | None:
        """Take in what a carrier says about a parcel on its way back.

        Webhooks do so by themselves; this is for carriers that are asked. The
        first scan sends the return on its way; whatever else is said changes
        nothing, for what came back is recorded by whoever opens it.

        Args:
            order_id: The order, by id or display name.
            return_id: The return.
            facts: What the carrier says, in any order.

        Returns:
            None if it changes nothing.

        Raises:
            UnknownReturn: The order has no such return.
        """
        from postpurchase.app.returns.tracking import scan_commands

        order = self.order(order_id)
        known = order.return_(return_id)
        commands = scan_commands(order, known, facts, at=self.clock())
        return self.handle(commands[0]) if commands else None

    def drop_off_points(
        self,
        carrier: str,
        country: str,
        postcode: str,
        *,
        method: str = "drop_off",
        limit: int = 10,
    ) -> tuple[DropOffPoint, ...]:
        """Name the nearest places where goods can be handed in.

        Args:
            carrier: The code of a carrier or network.
            country: ISO 3166 code.
            postcode: As the customer wrote it.
            method: ``drop_off``, ``locker`` or ``pickup_point``.
            limit: The most that are wanted, 1 to 50.

        Raises:
            UnknownCode: There is no such carrier.
            PermanentFailure: It names no points.
            TemporaryFailure: It cannot be asked now.
        """
        from postpurchase.hooks.abilities import FindsDropOffPoints

        if type(limit) is not int or not 1 <= limit <= POINTS_MAX:
            raise InvalidInput(
                path="limit",
                value=short(limit),
                expected=f"a whole number from 1 to {POINTS_MAX}",
            )
        network = self.plugins.get("carrier", carrier)
        if not isinstance(network, FindsDropOffPoints):
            raise PermanentFailure(plugin=carrier, reason="it names no points")
        told = network.drop_off_points(
            country, postcode, method=method, at=self.clock(), limit=limit
        )
        return tuple(islice(told, limit))

    def _return_policy(self, code: str) -> ReturnPolicy:
        from postpurchase.hooks.ruling import BUILT_IN, policy_for

        asked = policy_for(self.plugins, named=code)
        return asked or self.plugins.get("return_policy", BUILT_IN)

    def _return_place(self, order: Order) -> ReturnPlace:
        from postpurchase.returning.methods import ReturnPlace
        from postpurchase.values.address import Address

        address = self.reveal(order.address) if order.address else None
        if isinstance(address, Address):
            return ReturnPlace(address.country, address.postcode)
        return ReturnPlace(order.country)
