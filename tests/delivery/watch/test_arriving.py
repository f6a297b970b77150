"""At the end of the way: lost, returned, damaged, short, and disputed."""

from datetime import date

import attrs
import pytest

from delivery.watch.making import (
    NOON,
    PROMISE,
    SHOP,
    day,
    fact,
    found,
    kinds,
    line,
    look,
    order_of,
    placed,
    shipped,
    tracked,
)
from postpurchase.delivery.watch.examining import examine
from postpurchase.order import commands as c
from postpurchase.order.events import Replaced
from postpurchase.order.findings import Finding
from postpurchase.values.money import Money

SENT = [placed(), shipped()]
DELIVERED = [*SENT, tracked(fact("delivered.general", day(7)))]


def ask(command, at=NOON, **fields):
    return command(order_id="1001", at=at, **fields)


PAID = ask(c.CapturePayment, payment_id="P", method="card", amount=Money(2000, "EUR"))


def refund(units):
    return ask(c.RequestRefund, refund_id="R1", units={"L1": units})


def replace(units):
    new = line("L2", quantity=units, replaces=Replaced(line_id="L1", units=units))
    return ask(c.EditOrder, add=[new], reason="reshipment")


@pytest.mark.parametrize("code", ["exception.lost", "returned.general"])
@pytest.mark.parametrize("cure", [refund(2), replace(2)])
def test_what_is_lost_or_came_back_is_open_until_it_is_made_good(code, cure):
    order = look(order_of(SENT, PAID, tracked(fact(code, day(6)))), day(6))
    assert 1 == len(order.findings)

    order = look(order_of(cure, order=order), day(6))
    assert [] == [f for f in order.findings if f.parcel_id == "P1"]


def test_half_of_it_is_not_enough():
    order = look(order_of(SENT, PAID, tracked(fact("exception.lost", day(6)))), day(6))

    assert ["lost"] == kinds(look(order_of(refund(1), order=order), day(6)))


def test_a_parcel_that_is_silent_and_made_good_is_not_awaited_any_more():
    order = look(order_of(SENT, PAID), day(20))
    assert "lost" in kinds(order)

    order = look(order_of(refund(2), order=order), day(20))
    assert [] == kinds(order)


def test_a_lost_parcel_that_is_found_closes():
    order = look(order_of(SENT, tracked(fact("exception.lost", day(6)))), day(6))
    found_again = tracked(fact("delivered.general", day(7)))
    order = look(order_of(found_again, order=order), day(7))

    assert [] == kinds(order)


@pytest.mark.parametrize(
    ("report", "kind", "whose"),
    [
        ({"damaged": {"L1": 1}}, "damaged", "carrier"),
        ({"missing": {"L1": 1}}, "contents_missing", "shop"),
    ],
)
def test_what_the_customer_found_inside_is_open_until_it_is_made_good(
    report, kind, whose
):
    order = order_of(DELIVERED, PAID, ask(c.ReportContents, parcel_id="P1", **report))
    order = look(order, day(8))
    assert [day(7)] == [finding.since_at for finding in order.findings]
    assert [(kind, whose, "1 x L1")] == [
        (f.kind, f.whose, f.evidence) for f in order.findings
    ]

    assert [] == kinds(look(order_of(refund(1), order=order), day(8)))


def test_more_damage_in_the_same_parcel_is_the_same_finding():
    order = order_of(
        DELIVERED, ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1})
    )
    order = look(order, day(8))
    order = look(
        order_of(ask(c.ReportContents, parcel_id="P1", damaged={"L1": 1}), order=order),
        day(8),
    )

    assert 1 == len(order.findings) == len(order.circumstances.finding_ids)


def test_cancelled_units_that_were_refunded_make_nothing_good():
    order = order_of(placed(line(quantity=4)), shipped(units=2), PAID)
    order = order_of(
        ask(c.CancelUnits, units={"L1": 2}, reason="customer"),
        refund(2),
        tracked(fact("exception.lost", day(6))),
        order=order,
    )

    assert ["lost"] == found(order, day(6))


def disputed(parcel_id="P1"):
    finding = Finding(
        finding_id="D1",
        kind="disputed",
        since_at=day(8),
        parcel_id=parcel_id,
        whose="carrier",
    )
    return ask(c.OpenFinding, finding=finding)


def test_a_dispute_is_opened_by_people_and_looking_does_not_close_it():
    order = look(order_of(DELIVERED, disputed()), day(9))

    assert ["disputed"] == kinds(order)
    order = order_of(ask(c.CloseFinding, finding_id="D1", reason="found"), order=order)
    assert [] == kinds(order)


@pytest.mark.parametrize(
    "cure",
    [
        [PAID, refund(2)],
        [replace(2)],
        [tracked(fact("in_transit.general", day(8)), is_correction=True)],
    ],
)
def test_a_dispute_ends_when_it_is_made_good_or_the_delivery_was_none(cure):
    order = look(order_of(DELIVERED, disputed(), *cure), day(8))

    assert "disputed" not in kinds(order)


def test_a_dispute_about_no_parcel_stays():
    order = look(order_of(DELIVERED, disputed(parcel_id="")), day(9))

    assert ["disputed"] == kinds(order)


def test_a_shop_s_own_kind_of_finding_is_left_alone():
    own = Finding(finding_id="X1", kind="photo_missing", since_at=day(8))
    order = look(order_of(DELIVERED, ask(c.OpenFinding, finding=own)), day(9))

    assert ["photo_missing"] == kinds(order)


def test_why_it_closed_is_said():
    def reason(*more):
        order = look(order_of(SENT, PAID), day(9))
        order = order_of(*more, order=order)
        closed = examine(order, day(9), SHOP).closed
        return {one.reason for one in closed}

    assert {"delivered"} == reason(tracked(fact("delivered.general", day(9))))
    assert {"made_good"} == reason(refund(2))
    assert {"moved_on"} == reason(tracked(fact("in_transit.general", day(9))))


@pytest.mark.parametrize(
    ("parcel_id", "scanned_at", "kind", "why"),
    [
        ("P1", day(8, 10), "late", "new_date"),
        ("", day(8, 10), "late", "new_date"),
        ("P1", day(9, 14), "late", "moved_on"),
        ("P1", day(8, 10), "no_movement", "moved_on"),
    ],
)
def test_a_new_promise_is_why_lateness_is_over(parcel_id, scanned_at, kind, why):
    late = Finding(finding_id="F", kind=kind, since_at=day(9), parcel_id="P1")
    later = attrs.evolve(PROMISE, latest_on=date(2026, 5, 20))
    order = order_of(
        *SENT,
        ask(c.OpenFinding, finding=late),
        ask(
            c.RevisePromise, day(9, 13), promise=later, reason="x", parcel_id=parcel_id
        ),
        tracked(fact("in_transit.general", scanned_at)),
    )
    closed = examine(order, day(9, 15), SHOP).closed

    assert [("F", why)] == [(one.finding_id, one.reason) for one in closed]
