"""What every personalizer promises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any

from postpurchase.hooks.questions import INSERTS_MAX
from postpurchase.order.model import Order, fingerprint
from postpurchase.order.quantities import LineUnits
from postpurchase.testing.clock import NOON
from postpurchase.testing.samples import placed_order, shipped_order
from postpurchase.testing.suites.checking import need, no_network, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.answers import Insert

_UNITS = (LineUnits("L1", 1), LineUnits("L2", 1))
_TEXT_MAX = 5_000
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LANGUAGES = ("en", "uk", "pl", "ru", "zh")


class PersonalizerSuite(ProjectSuite):
    """Subclass it and name your plugin."""

    kind = "personalizer"

    def orders(self) -> tuple[Order, ...]:
        """Return the orders that are asked about; override it to add your own."""
        return (
            placed_order(),
            shipped_order(),
            placed_order(locale="uk", country="UA"),
        )

    def ask(
        self,
        personalizer: Any,
        order: Order,
        units: tuple[LineUnits, ...] = _UNITS,
        at: datetime = NOON,
    ) -> tuple[Insert, ...]:
        """Ask for the inserts of one parcel."""
        answer = personalizer.inserts(order, "P9", units, at)
        return tuple(islice(answer, INSERTS_MAX + 1))

    def exercise(self, registered: Any) -> None:
        """Ask once."""
        self.ask(registered, self.orders()[0])

    def _answers(self) -> Iterator[tuple[Any, Order, tuple[Insert, ...]]]:
        for personalizer in self.objects():
            for order in self.orders():
                yield personalizer, order, self.ask(personalizer, order)

    @promise("inserts-typed")
    def test_answers_with_inserts(self) -> None:
        """Every item of the answer is an Insert."""
        for _, _, inserts in self._answers():
            for one in inserts:
                need(type(one) is Insert, f"it answered with {type(one).__name__}")

    @promise("inserts-bounded")
    def test_ends_its_answer(self) -> None:
        """The list is one that a packer can work off."""
        for _, _, inserts in self._answers():
            need(len(inserts) <= INSERTS_MAX, f"more than {INSERTS_MAX} inserts")

    @promise("inserts-repeatable")
    def test_gives_the_same_answer_to_the_same_question(self) -> None:
        """Asked twice, it says the same."""
        for personalizer, order, first in self._answers():
            second = self.ask(personalizer, order)
            need(first == second, f"first {first}, then {second}")

    @promise("inserts-zone-free")
    def test_gives_the_same_answer_in_every_zone(self) -> None:
        """The same moment, written with another offset."""
        far = NOON.astimezone(timezone(timedelta(hours=13)))
        for personalizer, order, here in self._answers():
            there = self.ask(personalizer, order, at=far)
            need(here == there, f"in UTC {here}, in UTC+13 {there}")

    @promise("inserts-in-their-language")
    def test_writes_in_the_customers_language(self) -> None:
        """A text says its language, and it is the order's."""
        for personalizer in self.objects():
            for locale in _LANGUAGES:
                order = placed_order(locale=locale)
                for one in self.ask(personalizer, order):
                    if one.text:
                        fits = one.locale.replace("_", "-").split("-")[0] == locale
                        need(fits, f"{one.locale!r} for a customer who reads {locale}")

    @promise("inserts-short")
    def test_writes_short_texts(self) -> None:
        """The text fits on paper."""
        for _, _, inserts in self._answers():
            longest = max((len(one.text) for one in inserts), default=0)
            need(longest <= _TEXT_MAX, f"a text of {longest} characters")

    @promise("inserts-printable")
    def test_writes_printable_texts(self) -> None:
        """No control characters but line feeds."""
        for _, _, inserts in self._answers():
            for one in inserts:
                need(not _CONTROL.search(one.text), f"control characters in {one.code}")

    @promise("second-parcel")
    def test_answers_for_a_second_parcel(self) -> None:
        """An order that has a parcel already is answered, too."""
        for personalizer in self.objects():
            self.ask(personalizer, shipped_order(), (LineUnits("L2", 1),))

    @promise("empty-parcel")
    def test_answers_for_an_empty_parcel(self) -> None:
        """No units are no reason to fail."""
        for personalizer in self.objects():
            self.ask(personalizer, placed_order(), ())

    @promise("order-unchanged")
    def test_leaves_the_order_as_it_is(self) -> None:
        """The order after the question equals the order before."""
        for personalizer in self.objects():
            for order in self.orders():
                before = fingerprint(order)
                self.ask(personalizer, order)
                need(before == fingerprint(order), "the order was changed")

    @promise("asked-offline")
    def test_answers_without_a_network(self) -> None:
        """Nothing is fetched while somebody waits."""
        for personalizer in self.objects():
            with no_network() as tried:
                for order in self.orders():
                    self.ask(personalizer, order)
            need(not tried, "it tried to reach the network")
