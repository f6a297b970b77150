"""Findings that recur become causes with a cost, and an action shows in the numbers."""

from datetime import timedelta

import attrs
import pytest

from postpurchase import PostPurchase
from postpurchase.delivery.watch.causes import (
    FindingRecord,
    causes,
    compare,
    foresight,
    records,
)
from postpurchase.errors import InvalidInput, InvalidMoney, UnknownOrder
from postpurchase.order.commands import CloseFinding, OpenFinding
from postpurchase.order.events import FindingClosed, FindingOpened, OrderChecked
from postpurchase.order.findings import Finding
from postpurchase.testing import NOON, Clock, place_order
from postpurchase.values.money import Money

DAY = timedelta(days=1)


def finding(n, kind="late", **more):
    fields = {
        "carrier": "dhl",
        "service": "std",
        "location_code": "KRK",
        "stage": "transport",
        "whose": "carrier",
    }
    return Finding(
        **{"finding_id": f"F{n}", "kind": kind, "since_at": NOON, **fields, **more}
    )


def record(n, kind="late", at=NOON, **more):
    return FindingRecord(
        order_id=f"{n}", finding=finding(n, kind, **more), opened_at=at
    )


def test_the_log_gives_findings_with_their_ends():
    log = [
        ("1", FindingOpened(at=NOON, finding=finding(1))),
        ("2", FindingOpened(at=NOON, finding=finding(1))),
        ("1", OrderChecked(at=NOON)),
        (
            "1",
            FindingClosed(
                at=NOON + DAY, finding_id="F1", kind="late", reason="delivered"
            ),
        ),
        ("3", FindingClosed(at=NOON + DAY, finding_id="F9", kind="late")),
    ]

    first, second = records(log)
    assert ("1", NOON, NOON + DAY, "delivered") == (
        first.order_id,
        first.opened_at,
        first.closed_at,
        first.reason,
    )
    assert ("2", None, "") == (second.order_id, second.closed_at, second.reason)


def test_what_recurs_is_grouped_by_what_it_has_in_common():
    known = [
        record(1, skus=("A", "B")),
        record(2, skus=("A",), at=NOON + DAY),
        record(3, carrier="gls", service="", location_code=""),
        record(4, "damaged", whose="shop"),
    ]
    found = causes(known)

    assert [
        ("late", "transport", "article", "A", 2),
        ("late", "transport", "carrier", "dhl", 2),
        ("late", "transport", "location", "KRK", 2),
        ("late", "transport", "service", "dhl/std", 2),
    ] == [(c.kind, c.stage, c.dimension, c.value, c.count) for c in found]
    first = found[0]
    assert ("carrier", 2, 2, 3, None, NOON, NOON + DAY) == (
        first.whose,
        first.orders,
        first.share.count,
        first.share.out_of,
        first.cost,
        first.first_at,
        first.last_at,
    )


def test_the_dearest_comes_first_then_the_most_frequent():
    known = [record(n) for n in range(5)] + [
        record(n, "damaged", location_code="GDN") for n in range(10, 12)
    ]
    costs = {"late": Money(300, "PLN"), "damaged": Money(4000, "PLN")}

    dear = causes(known, costs=costs)
    assert ("damaged", Money(8000, "PLN")) == (dear[0].kind, dear[0].cost)
    assert ("late", Money(1500, "PLN")) == (dear[-1].kind, dear[-1].cost)
    assert "late" == causes(known)[0].kind
    assert Money(0, "PLN") == causes(known, costs={"lost": Money(1, "PLN")})[0].cost


def test_one_order_with_two_findings_is_one_order():
    known = [record(1), FindingRecord(order_id="1", finding=finding(2), opened_at=NOON)]

    assert {(2, 1)} == {(cause.count, cause.orders) for cause in causes(known)}


def test_a_carrier_without_a_service_is_no_service():
    known = [record(n, service="", location_code="") for n in range(2)]

    assert [("carrier", "dhl")] == [(c.dimension, c.value) for c in causes(known)]


def test_of_two_causes_alike_the_one_that_explains_more_of_its_kind_comes_first():
    late = [record(n, carrier="gls", service="", location_code="") for n in range(2)]
    others = [
        record(n, carrier="dpd", service="", location_code="") for n in range(2, 5)
    ]
    lost = [record(n, "zlost", service="", location_code="") for n in range(5, 7)]

    assert ["dpd", "dhl", "gls"] == [c.value for c in causes([*late, *others, *lost])]


def test_how_many_make_a_cause_is_stated():
    assert () == causes([record(1)])
    assert causes([record(1)], least=1)
    with pytest.raises(InvalidInput):
        causes([], least=0)


def test_costs_are_in_one_currency():
    with pytest.raises(InvalidMoney, match="EUR, PLN"):
        causes([], costs={"late": Money(1, "PLN"), "lost": Money(1, "EUR")})


def struck(count, at, start):
    return [record(start + n, at=at) for n in range(count)]


@pytest.mark.parametrize(
    ("after", "is_better", "is_worse"),
    [(5, True, False), (45, False, False), (120, False, True)],
)
def test_an_action_is_judged_by_orders_and_not_by_chance(after, is_better, is_worse):
    before = struck(50, NOON - DAY, 0)
    known = before + struck(after, NOON, 1000) + [record(9999, "lost")]
    cause = causes(before)[0]

    result = compare(known, cause, changed_at=NOON, orders_before=500, orders_after=500)
    assert (50, 500, after, 500) == (
        result.before.count,
        result.before.out_of,
        result.after.count,
        result.after.out_of,
    )
    assert (is_better, is_worse) == (result.is_better, result.is_worse)


def test_nothing_is_said_of_periods_without_orders():
    cause = causes(struck(2, NOON - DAY, 0))[0]
    result = compare([], cause, changed_at=NOON, orders_before=0, orders_after=0)

    assert (False, False) == (result.is_better, result.is_worse)


def test_a_finding_of_an_older_order_counts_with_its_order():
    known = struck(3, NOON, 0)
    result = compare(
        known, causes(known)[0], changed_at=NOON, orders_before=0, orders_after=1
    )

    assert (3, 3) == (result.after.count, result.after.out_of)


def test_a_shop_reads_its_causes_from_the_log():
    clock = Clock()
    shop = PostPurchase.open("memory:", entry_points=False, clock=clock)
    for n in range(12):
        order_id = f"{n}"
        shop.handle(place_order(order_id=order_id, number=f"#{n}", at=NOON + n * DAY))
        if n < 6:
            at = NOON + n * DAY
            shop.handle(OpenFinding(order_id=order_id, at=at, finding=finding(n)))
            shop.handle(CloseFinding(order_id=order_id, at=at, finding_id=f"F{n}"))
    start, end = NOON, NOON + 6 * DAY

    assert 6 == len(shop.findings(start, end))
    assert 5 == len(shop.findings(start, end - DAY))
    cause = shop.causes(start, end, costs={"late": Money(300, "PLN")})[0]
    assert (6, Money(1800, "PLN")) == (cause.count, cause.cost)
    result = shop.compare_cause(cause, changed_at=end, days=6)
    assert ("6 of 6", "0 of 6", True) == (
        str(result.before).partition(" (")[0],
        str(result.after).partition(" (")[0],
        result.is_better,
    )


def test_a_shop_reads_all_findings_of_one_order_from_its_log():
    shop = PostPurchase.open("memory:", entry_points=False, clock=Clock())
    for n in (1, 2):
        shop.handle(place_order(order_id=f"{n}", number=f"#{n}"))
        shop.handle(OpenFinding(order_id=f"{n}", at=NOON, finding=finding(n)))
    over = CloseFinding(order_id="1", at=NOON + DAY, finding_id="F1", reason="settled")
    shop.handle(over)

    (known,) = shop.findings_of("#1")
    assert ("1", "F1", NOON, NOON + DAY, "settled") == (
        known.order_id,
        known.finding.finding_id,
        known.opened_at,
        known.closed_at,
        known.reason,
    )
    assert [None] == [one.closed_at for one in shop.findings_of("2")]
    with pytest.raises(UnknownOrder):
        shop.findings_of("3")


def closed(n, kind, at, parcel_id="P1"):
    one = record(n, kind, at=at, parcel_id=parcel_id)
    return attrs.evolve(one, closed_at=at + DAY)


def test_predictions_are_held_against_what_came():
    known = [
        closed(1, "predicted_late", NOON),
        closed(1, "late", NOON + 2 * DAY),
        closed(2, "predicted_late", NOON),
        closed(3, "late", NOON + DAY),
        closed(4, "late", NOON + DAY, parcel_id=""),
        record(5, "predicted_late", parcel_id="P1"),
    ]
    result = foresight(known)

    assert ((1, 2), (1, 2), 2 * DAY) == (
        (result.came_true.count, result.came_true.out_of),
        (result.foreseen.count, result.foreseen.out_of),
        result.ahead,
    )
    assert foresight([]).ahead is None
