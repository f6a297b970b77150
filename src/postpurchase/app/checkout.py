"""What a shop asks before payment: carriers' own prices, and what a border costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from postpurchase.delivery.choose import Question, RateBook
    from postpurchase.hooks.registry import Plugins
    from postpurchase.values.answers import Quote
    from postpurchase.values.customs import CustomsItem, LandedCost
    from postpurchase.values.money import Money


class CheckoutDesk:
    """The part of `PostPurchase` that asks plugins before an order is paid."""

    plugins: Plugins
    clock: Callable[[], datetime]

    def ask_carriers(self, book: RateBook, question: Question) -> Question:
        """Fill in what carriers themselves ask for a parcel.

        Only carriers with a service whose tariff is ``quoted`` are asked, once for
        each location. One that fails has no price, and loses the choice for that
        reason.

        Args:
            book: What there is to choose among.
            question: The parcel. Quotes that it has already stay.

        Returns:
            The question, for `choose` and `menu`.
        """
        from postpurchase.hooks.quoting import quotes

        asked = {one.carrier for one in book.tariffs if one.rule.steps().is_quoted}
        found: dict[tuple[str, str, str], Quote] = {}
        for location in book.network.locations:
            for carrier in sorted(asked):
                answer = quotes(
                    carrier,
                    question.parcel.package,
                    origin_country=location.country,
                    destination_country=question.destination.country,
                    postcode=question.destination.postcode,
                    at=question.at,
                    plugins=self.plugins,
                )
                found |= {(location.code, carrier, one.service): one for one in answer}
        return attrs.evolve(question, quotes=found | dict(question.quotes))

    def landed_cost(
        self,
        goods: Iterable[CustomsItem],
        *,
        origin_country: str,
        destination_country: str,
        shipping: Money,
    ) -> LandedCost | None:
        """Say what duty, import tax and fees come on top, and who pays them.

        Args:
            goods: What is declared, a row for each kind of goods.
            origin_country: Where it leaves, ISO 3166-1 alpha-2.
            destination_country: Where it goes.
            shipping: What the delivery costs.

        Returns:
            None where no customs border is crossed. Where no duty calculator knows,
            a cost without amounts, whose text tells the customer to ask first.
        """
        from postpurchase.hooks.quoting import landed_cost

        return landed_cost(
            tuple(goods),
            origin_country=origin_country,
            destination_country=destination_country,
            shipping=shipping,
            at=self.clock(),
            plugins=self.plugins,
        )
