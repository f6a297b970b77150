"""What carriers do for goods that come back is checked, and each fault is found."""

import inspect
import unittest

import pytest

from postpurchase.errors import InvalidInput, NaiveTime, PermanentFailure
from postpurchase.order.returns import ReturnWay
from postpurchase.testing import NOON, FakeCarrier, RuleBroken
from postpurchase.testing.samples import return_way_request
from postpurchase.testing.suites.return_abilities import ReturnAbilitiesSuite
from postpurchase.values.return_carriage import (
    DropOffPoint,
    ReturnTicket,
    ReturnWayRequest,
)


def broken(carrier, **settings):
    """Return the rules about the way back that a carrier breaks, with details."""
    suite = type(
        "Checked",
        (ReturnAbilitiesSuite,),
        {"plugin": carrier, "kind": "carrier", **settings},
    )()
    found = {}
    for _, test in inspect.getmembers(suite, inspect.ismethod):
        rule_id = getattr(test, "rule_id", "")
        if rule_id.startswith(("return-", "drop-off-")):
            try:
                test()
            except RuleBroken as fault:
                found[rule_id] = fault.detail
            except unittest.SkipTest:
                continue
    return found


class Handless(FakeCarrier):
    def return_way(self, request, *, key):
        return ReturnTicket(tracking_number="R1")


class Mislabelled(FakeCarrier):
    def return_way(self, request, *, key):
        return ReturnTicket(document=b"%PDF", media_type="image/png", price=5)


class Nameless(FakeCarrier):
    def return_way(self, request, *, key):
        return ReturnTicket(document=b"%PDF")


class Doubling(FakeCarrier):
    def return_way(self, request, *, key):
        return super().return_way(request, key=f"{key}:{len(self.ledger)}")


class Hopeless(FakeCarrier):
    def return_way(self, request, *, key):
        raise PermanentFailure(plugin=self.code, reason="no network")


class Crude(FakeCarrier):
    def return_way(self, request, *, key):
        raise TimeoutError


class Guessing(FakeCarrier):
    def find_return(self, request, *, key):
        return ReturnTicket(code="R0")


class Strict(FakeCarrier):
    def void_return(self, way, *, key):
        if ("void_return", way.reference) in self._done:
            raise PermanentFailure(plugin=self.code, reason="done before")
        super().void_return(way, key=key)


class Endless(FakeCarrier):
    def drop_off_points(self, country, postcode, *, method, at, limit):
        while True:
            yield DropOffPoint(code="A", name="A")


class Codeless(FakeCarrier):
    def drop_off_points(self, country, postcode, *, method, at, limit):
        return [DropOffPoint(code="", name="A")]


class Untyped(FakeCarrier):
    def drop_off_points(self, country, postcode, *, method, at, limit):
        return ["A"]


def test_the_fake_keeps_every_promise_about_the_way_back():
    assert {} == broken(FakeCarrier(code="able"))
    assert {} == broken(FakeCarrier(code="able"), return_method="locker")


@pytest.mark.parametrize(
    ("carrier", "rules"),
    [
        (Handless, {"return-way-typed", "return-way-found"}),
        (Mislabelled, {"return-way-typed", "return-way-found"}),
        (Nameless, {"return-way-typed", "return-way-found"}),
        (Doubling, {"return-way-once", "return-way-found"}),
        (Hopeless, {"return-way-outage"}),
        (Guessing, {"return-way-found"}),
        (Strict, {"return-void-twice"}),
        (Endless, {"drop-off-points-typed"}),
        (Codeless, {"drop-off-points-typed"}),
        (Untyped, {"drop-off-points-typed"}),
    ],
)
def test_each_fault_breaks_its_rule(carrier, rules):
    assert rules == set(broken(carrier(code="odd")))


def test_an_exception_without_a_type_breaks_every_rule_that_meets_it():
    assert {
        "return-way-typed",
        "return-way-once",
        "return-way-outage",
        "return-way-found",
        "return-void-twice",
    } == set(broken(Crude(code="odd")))


def test_the_fake_says_what_really_happened():
    carrier = FakeCarrier()

    printed = carrier.return_way(return_way_request(), key="a")
    shown = carrier.return_way(return_way_request(method="drop_off"), key="b")

    assert (b"^XA^FDFAKE-R1^XZ", "") == (printed.document, printed.code)
    assert (b"", "FAKE-R2") == (shown.document, shown.code)
    way = ReturnWay(method="drop_off", reference=shown.reference)
    carrier.void_return(way, key="v")
    carrier.void_return(way, key="v")
    assert [("return_way", "a"), ("return_way", "b"), ("void_return", "FAKE-R2")] == (
        carrier.ledger
    )
    with pytest.raises(PermanentFailure):
        carrier.return_way(return_way_request(method="in_store"), key="c")


def test_the_fake_names_the_nearest_points_first():
    def points(country, limit):
        return list(
            FakeCarrier().drop_off_points(
                country, "00-238", method="locker", at=NOON, limit=limit
            )
        )

    assert [300, 600] == [one.distance_m for one in points("PL", 2)]
    assert ("FAKE1", "1 Example Street, 00-238", True) == (
        points("PL", 9)[0].code,
        points("PL", 9)[0].address,
        points("PL", 9)[0].is_locker,
    )
    assert [] == points("ZZ", 2)


def test_a_request_has_a_method_and_a_ticket_a_whole_end():
    request = return_way_request()
    with pytest.raises(InvalidInput) as refused:
        return_way_request(method="pigeon")
    assert "method" == refused.value.path
    assert "Олена" not in repr(request)
    assert isinstance(request, ReturnWayRequest)
    with pytest.raises(NaiveTime):
        ReturnTicket(expires_at=NOON.replace(tzinfo=None))
    assert None is ReturnTicket().expires_at
