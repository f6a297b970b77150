"""The withdrawal function of a shop: what it offers, and the customer's two clicks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from postpurchase.hooks.registry import Plugins
    from postpurchase.order.commands import Command
    from postpurchase.order.model import Order
    from postpurchase.order.returns import Withdrawal
    from postpurchase.returning.statutes import Assurances
    from postpurchase.returning.withdrawal import WithdrawalOffer, WithdrawalStatement
    from postpurchase.service.transaction import Outcome
    from postpurchase.values.personal import PersonalRef


@attrs.frozen(kw_only=True)
class Acknowledgement:
    """What the customer gets at once, to keep.

    Args:
        order_id: The order.
        withdrawal_id: The statement.
        received_at: When it came, in UTC.
        declared: What was declared; empty once it was erased.
        text: The whole acknowledgement in the customer's language.
        is_repeated: Whether the same statement had come before.
    """

    order_id: str
    withdrawal_id: str
    received_at: datetime
    declared: str
    text: str
    is_repeated: bool


class WithdrawalDesk:
    """The part of `PostPurchase` by which customers withdraw from a contract."""

    clock: Callable[[], datetime]
    handle: Callable[[Command], Outcome]
    order: Callable[[str], Order]
    plugins: Plugins
    reveal: Callable[[PersonalRef], object]

    def withdrawal_offer(
        self, order_id: str, *, assurances: Assurances | None = None
    ) -> WithdrawalOffer:
        """Say what a customer can withdraw from now: the first step.

        Args:
            order_id: The order's id or display name.
            assurances: What the shop told and offers beyond the law; what its policy
                says of it if None.

        Raises:
            UnknownOrder: There is no such order.
        """
        from postpurchase.hooks.ruling import assurances_for
        from postpurchase.returning.withdrawal import can_withdraw

        order = self.order(order_id)
        assurances = assurances or assurances_for(self.plugins)
        return can_withdraw(order, self.clock(), assurances=assurances)

    def withdraw(
        self, statement: WithdrawalStatement, *, assurances: Assurances | None = None
    ) -> Acknowledgement:
        """Take a withdrawal in: the second step.

        A statement that comes too late, or for goods that the law excepts, is
        acknowledged as well; what becomes of it stands in its return. The same
        statement again changes nothing.

        Args:
            statement: What the customer declares.
            assurances: What the shop told and offers beyond the law; what its policy
                says of it if None.

        Raises:
            UnknownOrder: There is no such order.
            UnknownLine: The order has no such line.
            NotEnoughUnits: Fewer units are there to withdraw from.
            NothingToChange: None is.
            Contradiction: Other units were withdrawn from under the same id.

        Source: Directive 2011/83/EU, art. 11a.
        """
        from postpurchase.hooks.ruling import assurances_for
        from postpurchase.order.commands import DeclareWithdrawal
        from postpurchase.returning.withdrawal import statement_text, withdrawal_ruling

        order = self.order(statement.order_id)
        command = DeclareWithdrawal(
            order_id=order.order_id,
            at=self.clock(),
            by="customer",
            withdrawal_id=statement.withdrawal_id,
            units=statement.units,
        )
        is_repeated = _find(order, statement.withdrawal_id) is not None
        if not is_repeated:
            assurances = assurances or assurances_for(self.plugins)
            command = attrs.evolve(
                command,
                statement=statement_text(order, statement),
                contact=statement.contact.strip(),
                ruling=withdrawal_ruling(
                    order, statement, command.at, assurances=assurances
                ),
            )
        outcome = self.handle(command)
        return self._acknowledged(
            outcome.order, statement.withdrawal_id, is_repeated=is_repeated
        )

    def _acknowledged(
        self, order: Order, withdrawal_id: str, *, is_repeated: bool
    ) -> Acknowledgement:
        from postpurchase.returning.withdrawal import acknowledgement

        known = _find(order, withdrawal_id)
        # The command was accepted, so its statement stands in the order.
        assert known is not None
        found = "" if known.statement is None else self.reveal(known.statement)
        declared = found if isinstance(found, str) else ""
        return Acknowledgement(
            order_id=order.order_id,
            withdrawal_id=withdrawal_id,
            received_at=known.at,
            declared=declared,
            text=acknowledgement(order, declared, known.at),
            is_repeated=is_repeated,
        )


def _find(order: Order, withdrawal_id: str) -> Withdrawal | None:
    return next(
        (one for one in order.withdrawals if one.withdrawal_id == withdrawal_id), None
    )
