"""What every return policy promises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import product
from typing import Any

from postpurchase.errors import NaiveTime
from postpurchase.order.amounts import entitlement
from postpurchase.order.model import Order, fingerprint
from postpurchase.order.quantities import LineUnits, by_line
from postpurchase.order.returns import ReturnItem, ReturnRequest
from postpurchase.testing.clock import NOON
from postpurchase.testing.samples import delivered_order, placed_order, shipped_order
from postpurchase.testing.suites.checking import need, no_network, outcome_of, promise
from postpurchase.testing.suites.project import ProjectSuite
from postpurchase.values.money import Money
from postpurchase.values.return_terms import RETURN_KINDS
from postpurchase.values.rulings import Ruling

_SOON = NOON + timedelta(days=5)
_LATE = NOON + timedelta(days=4000)
_LANGUAGES = ("en", "uk", "pl", "ru", "zh")
_REASONS = ("", "fit.too_small", "quality.defective", "delivery.damaged", "other")


class ReturnPolicySuite(ProjectSuite):
    """Subclass it and name your plugin."""

    kind = "return_policy"

    def orders(self) -> tuple[Order, ...]:
        """Return the orders that are asked about; override it to add your own."""
        return (delivered_order(), delivered_order(locale="uk", zone="Europe/Kyiv"))

    def ask(
        self,
        policy: Any,
        order: Order,
        at: datetime = _SOON,
        units: tuple[LineUnits, ...] = (LineUnits("L1", 1),),
    ) -> Ruling:
        """Ask for a ruling on some units of the order."""
        request = ReturnRequest.of("1001", by_line(units), "fit.too_small")
        ruling: Ruling = policy.rule(request, order, at)
        return ruling

    def exercise(self, registered: Any) -> None:
        """Ask once."""
        self.ask(registered, self.orders()[0])

    def _rulings(self) -> Iterator[tuple[Any, Order, Ruling]]:
        for policy in self.objects():
            for order in self.orders():
                for at in (_SOON, _LATE):
                    yield policy, order, self.ask(policy, order, at)

    def _wide_rulings(self) -> Iterator[tuple[Any, Order, ReturnRequest, Ruling]]:
        """Ask for two units of a line apart, for each pair of reasons."""
        for policy in self.objects():
            for order in self.orders():
                for one, other in product(_REASONS, repeat=2):
                    request = ReturnRequest(
                        order_id=order.order_id,
                        items=(
                            ReturnItem(line_id="L1", units=1, reason=one),
                            ReturnItem(line_id="L1", units=1, reason=other),
                        ),
                    )
                    yield policy, order, request, policy.rule(request, order, _SOON)

    @promise("ruling-typed")
    def test_answers_with_a_ruling(self) -> None:
        """One Ruling, with a plain yes or no."""
        for _, _, ruling in self._rulings():
            need(type(ruling) is Ruling, f"it answered with {type(ruling).__name__}")
            need(type(ruling.allowed) is bool, f"allowed is {ruling.allowed!r}")

    @promise("ruling-own-code")
    def test_rules_under_its_own_code(self) -> None:
        """The ruling names the policy that gave it."""
        for policy, _, ruling in self._rulings():
            need(ruling.policy == policy.code, f"the ruling names {ruling.policy!r}")

    @promise("ruling-has-reasons")
    def test_says_why(self) -> None:
        """There is at least one reason in words, early and late."""
        for _, _, ruling in self._rulings():
            need(isinstance(ruling.reasons, tuple), "reasons is not a tuple")
            need(ruling.reasons, f"no reason for allowed={ruling.allowed}")
            words = [str(one).strip() for one in ruling.reasons]
            need(all(words), f"reasons are {ruling.reasons}")

    @promise("ruling-repeatable")
    def test_gives_the_same_ruling_to_the_same_question(self) -> None:
        """Asked twice, it says the same."""
        for policy, order, _ in self._rulings():
            first, second = self.ask(policy, order), self.ask(policy, order)
            need(first == second, f"first {first}, then {second}")

    @promise("ruling-zone-free")
    def test_gives_the_same_ruling_in_every_zone(self) -> None:
        """The same moment, written with other offsets."""
        for policy in self.objects():
            for order in self.orders():
                here = self.ask(policy, order)
                for hours in (-11, 13):
                    far = _SOON.astimezone(timezone(timedelta(hours=hours)))
                    there = self.ask(policy, order, far)
                    need(here == there, f"in UTC {here}, in UTC{hours:+} {there}")

    @promise("ruling-fee-exact")
    def test_keeps_exact_fees(self) -> None:
        """A fee is Money in the order's currency, not below zero."""
        for _, order, ruling in self._rulings():
            fee = ruling.fee
            if fee is not None:
                need(isinstance(fee, Money), f"the fee is {fee!r}")
                need(fee.currency == order.currency, f"the fee is {fee}")
                need(fee.amount_minor >= 0, f"the fee is {fee}")

    @promise("ruling-fee-bounded")
    def test_keeps_back_no_more_than_the_units_bring(self) -> None:
        """All fees together are at most what the units cost."""
        for _, order, request, ruling in self._wide_rulings():
            if ruling.fee is None:
                continue
            worth = sum(
                entitlement(line.terms, 0, part.units).total_minor
                for part in request.units
                for line in (order.line(part.line_id),)
            )
            need(
                ruling.fee.amount_minor <= worth,
                f"it keeps {ruling.fee} of {order.money(worth)}",
            )

    @promise("ruling-lines-complete")
    def test_rules_on_every_unit_once(self) -> None:
        """Lines of a ruling have the units that were asked for."""
        for _, _, request, ruling in self._wide_rulings():
            if not ruling.lines:
                continue
            ruled: dict[str, int] = {}
            for line in ruling.lines:
                ruled[line.line_id] = ruled.get(line.line_id, 0) + line.units
            asked = by_line(request.units)
            need(ruled == asked, f"asked for {asked}, it rules on {ruled}")

    @promise("ruling-lines-agree")
    def test_says_of_the_whole_what_it_says_of_the_lines(self) -> None:
        """The ruling allows if it allows a line, and each line says why."""
        for _, _, _, ruling in self._wide_rulings():
            if not ruling.lines:
                continue
            allowed = any(line.allowed for line in ruling.lines)
            need(ruling.allowed is allowed, f"lines {allowed}, whole {ruling.allowed}")
            for line in ruling.lines:
                words = [reason.text.strip() for reason in line.reasons]
                need(words and all(words), f"line {line.line_id} says {words}")

    @promise("ruling-days-follow")
    def test_names_no_day_before_the_order(self) -> None:
        """No last day lies before the order."""
        for _, order, _, ruling in self._wide_rulings():
            named = [one.last_on for one in ruling.deadlines]
            days = [day for day in (*named, ruling.last_on) if day is not None]
            # Somewhere it is still the day before.
            first = (order.placed_at - timedelta(days=1)).date()
            need(all(day >= first for day in days), f"it names {min(days, default='')}")

    @promise("ruling-any-wish")
    def test_answers_whatever_is_wished_for(self) -> None:
        """Every kind of return, every method and reason gets a ruling."""
        for policy in self.objects():
            for order in self.orders():
                for kind in RETURN_KINDS:
                    request = ReturnRequest(
                        order_id=order.order_id,
                        items=(ReturnItem(line_id="L1", units=1, condition="used"),),
                        kind=kind,
                        segments=("vip",),
                        method="post_label",
                        resolution="store_credit",
                    )
                    ruling = policy.rule(request, order, _SOON)
                    need(type(ruling) is Ruling, f"{kind}: {type(ruling).__name__}")

    @promise("ruling-dated")
    def test_names_a_day_and_not_a_moment(self) -> None:
        """The last day is a date."""
        for _, _, ruling in self._rulings():
            moment = isinstance(ruling.last_on, datetime)
            need(not moment, f"last_on is {ruling.last_on!r}")

    @promise("unknown-line")
    def test_declines_an_unknown_line(self) -> None:
        """A line that the order does not have cannot come back."""
        for policy in self.objects():
            ruling, _ = outcome_of(
                self.ask, policy, delivered_order(), units=(LineUnits("L999", 1),)
            )
            need(ruling is None or not ruling.allowed, "it allows a line unknown to it")

    @promise("too-many-units")
    def test_declines_more_than_was_delivered(self) -> None:
        """Two were delivered, nine cannot come back."""
        for policy in self.objects():
            ruling, _ = outcome_of(
                self.ask, policy, delivered_order(), units=(LineUnits("L1", 9),)
            )
            need(ruling is None or not ruling.allowed, "it allows 9 units of 2")

    @promise("not-delivered-yet")
    def test_answers_before_the_delivery(self) -> None:
        """Orders without a delivery get a ruling, too."""
        for policy in self.objects():
            for order in (placed_order(), shipped_order()):
                ruling, _ = outcome_of(self.ask, policy, order)
                need(ruling is None or ruling.reasons, "there is no reason")

    @promise("naive-time")
    def test_refuses_a_time_without_a_zone(self) -> None:
        """A naive time is refused by name."""
        for policy in self.objects():
            _, refused = outcome_of(
                self.ask, policy, delivered_order(), _SOON.replace(tzinfo=None)
            )
            need(isinstance(refused, NaiveTime), "it takes a time without a zone")

    @promise("order-unchanged")
    def test_leaves_the_order_as_it_is(self) -> None:
        """The order after the question equals the order before."""
        for policy in self.objects():
            for order in self.orders():
                before = fingerprint(order)
                self.ask(policy, order)
                need(before == fingerprint(order), "the order was changed")

    @promise("asked-offline")
    def test_answers_without_a_network(self) -> None:
        """Nothing is fetched while somebody waits."""
        for policy in self.objects():
            with no_network() as tried:
                self.ask(policy, delivered_order())
            need(not tried, "it tried to reach the network")

    @promise("reasons-in-their-language")
    def test_says_why_in_every_language(self) -> None:
        """Five customers read five texts."""
        for policy in self.objects():
            said = {
                self.ask(policy, delivered_order(locale=locale)).reasons
                for locale in _LANGUAGES
            }
            need(len(said) == len(_LANGUAGES), f"only {len(said)} of 5 languages")
