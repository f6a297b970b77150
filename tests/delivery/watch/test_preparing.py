"""Before the parcel leaves: steps, dispatch, holds and backorders past their time."""

from datetime import date, time, timedelta

import attrs
import pytest

from delivery.watch.making import (
    HOUR,
    NOON,
    PROMISE,
    SHOP,
    day,
    done,
    found,
    kinds,
    line,
    look,
    order_of,
    placed,
    shipped,
)
from postpurchase.delivery.network.places import Location
from postpurchase.delivery.watch.examining import examine
from postpurchase.delivery.watch.preparing import dispatch_at
from postpurchase.delivery.watch.thresholds import Thresholds
from postpurchase.delivery.watch.waits import Wait
from postpurchase.order import commands as c
from postpurchase.values.answers import Promise
from postpurchase.values.calendar import WorkingCalendar

LEAVES = day(6, 16)
"""Wednesday 18:00 in Warsaw."""


def ask(command, at=NOON, **fields):
    return command(order_id="1001", at=at, **fields)


def test_nothing_is_wrong_while_there_is_time():
    result = examine(order_of(placed()), NOON, SHOP)

    assert () == result.opened
    assert LEAVES - 8 * HOUR == result.check_at


@pytest.mark.parametrize(
    ("steps", "stage", "hours"),
    [
        ([], "allocated", 8),
        (["allocated"], "picked", 4),
        (["allocated", "picked"], "checked", 3),
        (["allocated", "picked", "checked"], "packed", 2),
    ],
)
def test_each_step_has_its_time_before_the_promised_dispatch(steps, stage, hours):
    order = order_of(placed(), [done(step) for step in steps])
    due_at = LEAVES - hours * HOUR

    assert [] == found(order, due_at - timedelta(seconds=1))
    (finding,) = examine(order, due_at, SHOP).opened
    assert ("step_overdue", stage, "shop", "expedite") == (
        finding.kind,
        finding.stage,
        finding.whose,
        finding.action,
    )
    assert (due_at, ("SKU-L1",), "KRK" if steps else "") == (
        finding.since_at,
        finding.skus,
        finding.location_code,
    )


def test_a_shop_s_own_step_has_the_time_of_the_next_that_is_known():
    own = line(workflow=("allocated", "engraved", "packed"))
    order = order_of(placed(own), done("allocated"))

    (finding,) = examine(order, LEAVES - 2 * HOUR, SHOP).opened
    assert "engraved" == finding.stage
    last = line(workflow=("allocated", "wrapped"))
    order = order_of(placed(last), done("allocated"))
    assert [] == found(order, LEAVES - HOUR)


def test_the_dispatch_itself_is_missed_at_hand_over_and_names_where_it_stands():
    order = look(order_of(placed(), done("allocated", 1)), LEAVES - HOUR)
    assert ["allocated", "picked"] == [finding.stage for finding in order.findings]

    order = look(order, LEAVES)
    assert ["dispatch_overdue"] == kinds(order)
    assert ("allocated", "critical") == (
        order.findings[0].stage,
        order.findings[0].severity,
    )
    assert day(8, 22) == order.circumstances.check_at


def test_shipping_closes_it_for_good():
    order = look(order_of(placed()), LEAVES)
    order = look(order_of(shipped(at=LEAVES + HOUR), order=order), LEAVES + HOUR)

    assert [] == kinds(order)


def test_a_step_that_failed_is_a_new_cause():
    order = look(order_of(placed(), done("allocated")), LEAVES - 4 * HOUR)
    order = look(order_of(done("picked"), order=order), LEAVES - 4 * HOUR)
    assert [] == kinds(order)
    fails = ask(
        c.FailStep, line_id="L1", units=1, at_step="checked", to="allocated", reason="x"
    )

    order = look(order_of(fails, order=order), LEAVES - 3.5 * HOUR)
    assert [("step_overdue", "picked")] == [(f.kind, f.stage) for f in order.findings]


def test_what_is_not_sent_by_the_promised_day_is_late_and_the_shop_s():
    order = look(order_of(placed()), day(8, 22))

    assert ["late", "dispatch_overdue"] == sorted(kinds(order), reverse=True)
    late = next(f for f in order.findings if f.kind == "late")
    assert ("shop", "allocated", "") == (late.whose, late.stage, late.parcel_id)
    assert [] == found(order, day(8, 22) - timedelta(seconds=1))


def test_without_a_dispatch_day_the_threshold_counts_working_days():
    friday = day(8, 12)
    order = order_of(placed(promise=None, at=friday))

    assert day(12, 16) == dispatch_at(order, SHOP, "")
    closed = attrs.evolve(
        SHOP, calendar=WorkingCalendar(closures=frozenset({date(2026, 5, 11)}))
    )
    assert day(13, 16) == dispatch_at(order, closed, "")


def test_a_new_promise_without_a_dispatch_day_puts_dispatch_off():
    later = Promise(
        earliest_on=date(2026, 5, 20), latest_on=date(2026, 5, 21), zone="Europe/Warsaw"
    )
    order = look(order_of(placed(promise=None)), LEAVES)
    assert ["dispatch_overdue"] == kinds(order)

    order = look(
        order_of(
            ask(c.RevisePromise, promise=later, reason="out_of_stock"), order=order
        ),
        LEAVES,
    )
    assert [] == kinds(order)
    assert day(19, 16) == dispatch_at(order, SHOP, "")


def test_a_promise_that_goes_there_and_back_is_a_new_promise():
    other = Promise(
        earliest_on=date(2026, 5, 20), latest_on=date(2026, 5, 21), zone="UTC"
    )
    order = look(order_of(placed()), day(9))
    for promise in (other, PROMISE):
        order = look(
            order_of(ask(c.RevisePromise, promise=promise, reason="x"), order=order),
            day(9),
        )

    assert ["late", "dispatch_overdue"] == sorted(kinds(order), reverse=True)


def test_the_deadline_is_local_where_the_clocks_change():
    promise = Promise(
        earliest_on=date(2026, 3, 30),
        latest_on=date(2026, 3, 30),
        zone="Europe/Kyiv",
        dispatch_on=date(2026, 3, 29),
    )
    placed_at = day(4).replace(month=3, day=26)
    order = order_of(placed(promise=promise, at=placed_at))

    # On 29 March the clocks in Warsaw go forward: 18:00 is 16:00 UTC, not 17:00.
    assert placed_at.replace(day=29, hour=16) == dispatch_at(order, SHOP, "")
    late = [f for f in examine(order, day(1), SHOP).opened if f.kind == "late"]
    assert placed_at.replace(day=30, hour=21) == late[0].since_at


def test_each_location_keeps_its_own_clock_and_partners_are_named():
    lisbon = Location(code="LIS", country="PT", zone="Europe/Lisbon", partner="3pl")
    thresholds = Thresholds(
        zone="Europe/Warsaw", locations=(lisbon,), hand_over_at=time(18)
    )
    order = order_of(placed(), done("allocated", where="LIS"))

    assert day(6, 17) == dispatch_at(order, thresholds, "LIS")
    (finding,) = examine(order, day(6, 13), thresholds).opened
    assert ("partner", "LIS") == (finding.whose, finding.location_code)


def test_an_order_shortly_before_its_hand_over_has_half_its_time_for_all_steps():
    at = LEAVES - 2 * HOUR
    order = order_of(placed(at=at))

    assert [] == found(order, at + HOUR - timedelta(seconds=1))
    assert ["step_overdue"] == found(order, at + HOUR)


def test_digital_goods_and_cancelled_units_are_not_awaited():
    digital = order_of(placed(line(requires_parcel=False)))
    cancelled = order_of(placed(), ask(c.CancelUnits, reason="customer"))

    assert [] == found(digital, day(20)) == found(cancelled, day(20))
    assert examine(digital, NOON, SHOP).check_at is None


def hold(reason, until_at=None, **more):
    return ask(c.PlaceHold, hold_id="H1", reason=reason, until_at=until_at, **more)


@pytest.mark.parametrize(
    ("reason", "kind", "whose"),
    [
        ("incorrect_address", "hold_overdue", "customer"),
        ("high_fraud_risk", "hold_overdue", "shop"),
        ("out_of_stock", "backorder_overdue", "shop"),
    ],
)
def test_a_hold_past_its_date_is_named_and_whose_it_is(reason, kind, whose):
    order = order_of(placed(), hold(reason, until_at=day(5)))

    assert [] == found(order, day(5) - timedelta(seconds=1))
    (finding,) = examine(order, day(5), SHOP).opened
    assert (kind, whose, NOON, reason) == (
        finding.kind,
        finding.whose,
        finding.since_at,
        finding.evidence,
    )


def test_a_hold_without_a_date_has_a_threshold_and_must_not_outlast_the_dispatch():
    slow = attrs.evolve(SHOP, hold=Wait(hours=24), backorder=Wait(working_days=3))

    assert ["hold_overdue"] == found(order_of(placed(), hold("x")), day(5), slow)
    assert [] == found(order_of(placed(), hold("out_of_stock")), day(5), slow)
    order = order_of(placed(), hold("out_of_stock", until_at=day(30)))
    assert ["backorder_overdue"] == found(order, LEAVES)


def test_units_on_hold_are_not_overdue_but_the_others_are():
    order = order_of(placed(), hold("x", units={"L1": 1}))
    order = look(order, LEAVES)
    assert ["hold_overdue", "dispatch_overdue"] == sorted(kinds(order), reverse=True)

    order = look(order_of(shipped(LEAVES, units=1), order=order), LEAVES)
    assert ["hold_overdue"] == kinds(order)
    order = order_of(ask(c.ReleaseHold, hold_id="H1"), order=order)
    assert ["dispatch_overdue"] == kinds(look(order, LEAVES + HOUR))


def test_a_hold_that_keeps_nothing_is_no_trouble():
    order = order_of(placed(), shipped(), hold("x"))

    assert "hold_overdue" not in found(order, day(7))


def test_a_backorder_whose_date_came_without_its_goods_is_overdue_until_they_come():
    backorder = hold("out_of_stock", until_at=day(5), units={"L1": 1})
    order = order_of(placed(), backorder)
    lapses = ask(c.ReleaseHold, day(5), hold_id="H1", reason="time_is_up")
    order = look(order_of(lapses, order=order), day(5))
    assert ["backorder_overdue"] == kinds(order)

    order = look(order_of(done("allocated"), order=order), day(5, 13))
    assert [] == kinds(order)


@pytest.mark.parametrize(
    ("placed_hold", "reason"),
    [
        (hold("out_of_stock", until_at=day(5)), "goods_came"),
        (hold("fraud", until_at=day(5)), "time_is_up"),
    ],
)
def test_a_hold_that_somebody_ended_or_of_another_kind_leaves_nothing(
    placed_hold, reason
):
    released = ask(c.ReleaseHold, day(5), hold_id="H1", reason=reason)

    assert [] == found(order_of(placed(), placed_hold, released), day(5))


def test_it_makes_no_difference_who_looks_first_when_a_backorder_s_date_comes():
    backorder = hold("out_of_stock", until_at=day(5))
    lapses = ask(c.ReleaseHold, day(5), hold_id="H1", reason="time_is_up")
    first = look(order_of(placed(), backorder), day(5))
    order = look(order_of(lapses, order=first), day(5))

    assert first.findings == order.findings
    assert 1 == len(order.circumstances.finding_ids)


def test_a_hold_counts_from_when_it_began_and_names_the_articles_that_wait():
    slow = attrs.evolve(SHOP, hold=Wait(hours=24))
    two = placed(line(), line("L2"))
    some = ask(c.PlaceHold, day(5), hold_id="H1", reason="x", units={"L2": 1})
    order = order_of(two, some)

    assert "hold_overdue" not in found(order, day(6) - timedelta(seconds=1), slow)
    finding = examine(order, day(6), slow).opened[-1]
    assert "hold_overdue" == finding.kind
    assert (day(5), ("SKU-L2",)) == (finding.since_at, finding.skus)
    whole = order_of(two, hold("x"))
    (finding,) = examine(whole, day(5), slow).opened
    assert ("SKU-L1", "SKU-L2") == finding.skus


def test_a_first_promise_without_a_dispatch_day_leaves_it_to_the_threshold():
    late = Promise(earliest_on=date(2026, 5, 20), latest_on=date(2026, 5, 21))

    assert LEAVES == dispatch_at(order_of(placed(promise=late)), SHOP, "")
