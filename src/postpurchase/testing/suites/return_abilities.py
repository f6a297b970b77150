"""What a carrier promises about goods that come back."""

from __future__ import annotations

from itertools import islice
from typing import Any

from postpurchase.errors import PermanentFailure
from postpurchase.hooks.abilities import FindsDropOffPoints, FindsReturns, TakesReturns
from postpurchase.order.returns import ReturnWay
from postpurchase.testing.clock import NOON
from postpurchase.testing.samples import return_way_request
from postpurchase.testing.suites.carrier_abilities import FIRST_BYTES, AbilitiesSuite
from postpurchase.testing.suites.checking import need, outcome_of, promise
from postpurchase.values.money import Money
from postpurchase.values.return_carriage import (
    DropOffPoint,
    ReturnTicket,
    ReturnWayRequest,
)

_KEY = "return:1001:R1:conformance"
_POINTS_MAX = 20


class ReturnAbilitiesSuite(AbilitiesSuite):
    """The part of the carriers' suite that is about the way back.

    Attributes:
        return_method: A method that it offers.
        return_service: The product that it offers it as.
        drop_off_method: What its points are asked for.
        drop_off_place: A country and a postcode with points.
    """

    return_method = "post_label"
    return_service = "standard"
    drop_off_method = "drop_off"
    drop_off_place = ("PL", "00-238")

    def return_way_request(self) -> ReturnWayRequest:
        """Return what a way back is ordered for; override what must differ."""
        return return_way_request(
            method=self.return_method, service=self.return_service
        )

    @promise("return-way-typed")
    def test_answers_with_what_the_customer_needs(self) -> None:
        """A label that is what it says, a code, or an agreed visit."""
        for carrier in self._able(TakesReturns):
            ticket = self._ticket(carrier)
            need(
                type(ticket) is ReturnTicket,
                f"it answered with {type(ticket).__name__}",
            )
            held = ticket.document or ticket.code or ticket.reference
            need(held, "there is neither label nor code nor reference")
            start = ticket.document.lstrip()[:8]
            first = FIRST_BYTES.get(ticket.media_type, b"")
            need(start.startswith(first), f"no {ticket.media_type}: {start!r}")
            need(not ticket.document or ticket.media_type, "the form is not named")
            priced = ticket.price is None or isinstance(ticket.price, Money)
            need(priced, f"the price is {ticket.price!r}")

    @promise("return-way-once")
    def test_arranges_one_way_for_one_key(self) -> None:
        """The same key twice, the same way twice."""
        for carrier in self._able(TakesReturns):
            first = self._ticket(carrier)
            again, failure = outcome_of(
                carrier.return_way, self.return_way_request(), key=_KEY
            )
            need(failure is None, f"the second time it raised {type(failure).__name__}")
            need(_named(first) == _named(again), f"one key, two ways: {again!r}")

    @promise("return-way-outage")
    def test_tells_what_kind_of_failure_a_lost_way_is(self) -> None:
        """Without a network there is a way, or one of the three failures."""
        for carrier in self._able(TakesReturns):
            _, failure = outcome_of(
                carrier.return_way, self.return_way_request(), key=_KEY
            )
            self._need_typed(failure)
            refused = isinstance(failure, PermanentFailure)
            need(not refused, "an outage is called permanent")

    @promise("return-way-found")
    def test_finds_a_way_by_its_key(self) -> None:
        """What was arranged is found, and nothing else."""
        for carrier in self._able(FindsReturns):
            request = self.return_way_request()
            strange = self._answer(carrier.find_return, request, key=f"{_KEY}:never")
            need(strange is None, f"a key that was never used has {strange!r}")
            ticket = self._ticket(carrier)
            found, _ = outcome_of(carrier.find_return, request, key=_KEY)
            is_same = found is not None and _named(found) == _named(ticket)
            need(is_same, f"it was arranged, and found: {found!r}")

    @promise("return-void-twice")
    def test_gives_a_way_up_twice(self) -> None:
        """The second time is no error."""
        for carrier in self._able(TakesReturns):
            ticket = self._ticket(carrier)
            way = ReturnWay(
                method=self.return_method,
                carrier=carrier.code,
                tracking_number=ticket.tracking_number,
                code=ticket.code,
                reference=ticket.reference,
                key=_KEY,
            )
            self._answer(carrier.void_return, way, key=f"{_KEY}:void")
            _, failure = outcome_of(carrier.void_return, way, key=f"{_KEY}:void")
            need(failure is None, f"the second time it raised {type(failure).__name__}")

    @promise("drop-off-points-typed")
    def test_names_points_that_can_be_chosen(self) -> None:
        """As many as are wanted at most, each with a code of its own."""
        country, postcode = self.drop_off_place
        for carrier in self._able(FindsDropOffPoints):
            for limit in (1, _POINTS_MAX):
                told = self._answer(
                    carrier.drop_off_points,
                    country,
                    postcode,
                    method=self.drop_off_method,
                    at=NOON,
                    limit=limit,
                )
                points = self._answer(lambda given: list(islice(given, 100)), told)
                need(len(points) <= limit, f"{len(points)} points, {limit} wanted")
                odd = [one for one in points if type(one) is not DropOffPoint]
                need(not odd, f"no points: {odd[:1]}")
                codes = [one.code for one in points]
                need(all(codes), "a point has no code")
                need(len(codes) == len(set(codes)), f"codes twice: {codes}")
                need(all(one.name for one in points), "a point has no name")

    def _ticket(self, carrier: Any) -> Any:
        return self._answer(carrier.return_way, self.return_way_request(), key=_KEY)


def _named(ticket: ReturnTicket) -> tuple[str, str, str]:
    return ticket.tracking_number, ticket.code, ticket.reference
