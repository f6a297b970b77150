"""What a shop asks before payment: carriers' own prices, and what a border costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from postpurchase.delivery.choose import Question, RateBook
    from postpurchase.hooks.registry import Plugins
    from postpurchase.values.customs import CustomsItem, LandedCost, PaidBy
    from postpurchase.values.money import Money


class CheckoutDesk:
    """The part of `PostPurchase` that asks plugins before an order is paid."""

    plugins: Plugins
    clock: Callable[[], datetime]

    def ask_carriers(self, book: RateBook, question: Question) -> Question:
        """Fill in what carriers themselves ask for a parcel.

        Only carriers with a service whose tariff is ``quoted`` are asked, once for
        each country that the parcel could leave. One that fails has no price, and
        loses the choice for that reason.

        Args:
            book: What there is to choose among.
            question: The parcel. Quotes that it has already stay.

        Returns:
            The question, for `choose` and `menu`.
        """
        from postpurchase.hooks.pricing import carrier_quotes

        asked = {one.carrier for one in book.tariffs if one.rule.steps().is_quoted}
        found = carrier_quotes(
            self.plugins,
            question.parcel.package,
            book.network.locations,
            question.destination,
            at=question.at,
            carriers=asked,
        )
        return attrs.evolve(question, quotes=found | dict(question.quotes))

    def landed_cost(
        self,
        goods: Iterable[CustomsItem],
        *,
        origin_country: str,
        destination_country: str,
        shipping: Money,
        paid_by: PaidBy = "unknown",
    ) -> LandedCost | None:
        """Say what duty, import tax and fees come on top, and who pays them.

        Args:
            goods: What is declared, a row for each kind of goods.
            origin_country: Where it leaves, ISO 3166-1 alpha-2.
            destination_country: Where it goes.
            shipping: What the delivery costs.
            paid_by: Who pays by the shop's own terms.

        Returns:
            None where no customs border is crossed. Where no duty calculator knows,
            a cost without amounts, whose text says who pays as far as it is known.
        """
        from postpurchase.hooks.pricing import landed_cost

        return landed_cost(
            self.plugins,
            tuple(goods),
            origin_country=origin_country,
            destination_country=destination_country,
            shipping=shipping,
            at=self.clock(),
            paid_by=paid_by,
        )
