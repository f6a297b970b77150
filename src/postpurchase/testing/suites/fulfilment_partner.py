"""What every fulfilment partner promises."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from typing import Any

from postpurchase.errors import PermanentFailure
from postpurchase.hooks.partners import OrderPart
from postpurchase.order.model import Order, fingerprint
from postpurchase.order.quantities import LineUnits
from postpurchase.testing.samples import placed_order
from postpurchase.testing.suites.checking import need, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.stock import StockLevel

_LEVELS_MAX = 100_000
_numbers = count(1)


class FulfilmentPartnerSuite(ProjectSuite):
    """Subclass it and name your plugin; put recorded answers in with `prepare`."""

    kind = "fulfilment_partner"

    def order(self) -> Order:
        """Return the order that is handed over; override it to use your own."""
        return placed_order()

    def part(self, partner: Any, units: int = 1) -> OrderPart:
        """Return a part of the order at the partner's first location."""
        return OrderPart(
            order_id="1001",
            location_code=next(iter(partner.location_codes)),
            units=(LineUnits("L1", units),),
        )

    def key(self) -> str:
        """Return a key that was never used."""
        return f"1001:{next(_numbers)}:conformance"

    def exercise(self, registered: Any) -> None:
        """Hand a part over."""
        registered.hand_over(self.part(registered), self.order(), key=self.key())

    def _handed_over(self) -> Iterator[tuple[Any, OrderPart, str]]:
        for partner in self.objects():
            part, key = self.part(partner), self.key()
            partner.hand_over(part, self.order(), key=key)
            yield partner, part, key

    @promise("partner-locations")
    def test_names_its_locations(self) -> None:
        """At least one, each a text of its own, the same every time."""
        for partner in self.objects():
            codes = tuple(partner.location_codes)
            need(codes, "it has no location")
            need(all(isinstance(one, str) and one for one in codes), f"{codes}")
            need(len(set(codes)) == len(codes), f"a location twice: {codes}")
            need(codes == tuple(partner.location_codes), "they change")

    @promise("hand-over-twice")
    def test_takes_the_same_part_again(self) -> None:
        """A retry with the same key is no error."""
        for partner, part, key in self._handed_over():
            _, fault = outcome_of(partner.hand_over, part, self.order(), key=key)
            need(fault is None, f"the second time it raised {fault!r}")

    @promise("hand-over-unread")
    def test_leaves_the_order_as_it_is(self) -> None:
        """The order after the hand-over equals the order before."""
        for partner in self.objects():
            order = self.order()
            before = fingerprint(order)
            partner.hand_over(self.part(partner), order, key=self.key())
            need(before == fingerprint(order), "the order was changed")

    @promise("cancel-answers")
    def test_answers_whether_it_stops(self) -> None:
        """Yes or no, and the same the second time."""
        for partner, part, key in self._handed_over():
            first, _ = outcome_of(partner.cancel, part, key=key)
            again, _ = outcome_of(partner.cancel, part, key=key)
            need(isinstance(first, bool), f"it answered {type(first).__name__}")
            need(first == again, f"first {first}, then {again}")

    @promise("cancel-unknown")
    def test_takes_an_unknown_part_calmly(self) -> None:
        """The hand-over may never have reached it; errors are typed."""
        for partner in self.objects():
            _, fault = outcome_of(partner.cancel, self.part(partner), key=self.key())
            need(not isinstance(fault, PermanentFailure), f"it raised {fault!r}")

    @promise("partner-stock-typed")
    def test_says_what_lies_at_its_own_locations(self) -> None:
        """Every level is a StockLevel of whole units, at a location of its own."""
        for partner in self.objects():
            levels = tuple(islice(partner.stock(), _LEVELS_MAX + 1))
            need(len(levels) <= _LEVELS_MAX, f"more than {_LEVELS_MAX} levels")
            for level in levels:
                need(
                    isinstance(level, StockLevel), f"{type(level).__name__} is no level"
                )
                fits = type(level.on_hand) is int and level.on_hand >= 0
                need(fits, f"{level.on_hand!r} units of {level.sku}")
                need(
                    level.location_code in partner.location_codes,
                    f"{level.location_code} is not its own",
                )
