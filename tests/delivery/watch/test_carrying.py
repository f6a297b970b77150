"""While the carrier has it: silence, lateness, and what the carrier reports."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from delivery.watch.making import (
    HOUR,
    NOON,
    PROMISE,
    SHOP,
    day,
    fact,
    found,
    kinds,
    look,
    order_of,
    placed,
    shipped,
    tracked,
)
from postpurchase.delivery.learn import TransitBook
from postpurchase.delivery.network.places import Destination, Lane
from postpurchase.delivery.watch.examining import examine
from postpurchase.delivery.watch.thresholds import ParcelThresholds
from postpurchase.delivery.watch.waits import Wait
from postpurchase.order import commands as c
from postpurchase.values.answers import Promise
from postpurchase.values.calendar import WorkingCalendar

SENT = [placed(), shipped()]
LANE = Lane("dhl", "", "KRK", "PL")
FAR = attrs.evolve(PROMISE, latest_on=date(2026, 6, 30))
PATIENT = [placed(promise=FAR), shipped()]
"""Promised so late that lateness does not come in between."""


def one(order, at, thresholds=SHOP, **more):
    (finding,) = examine(order, at, thresholds, **more).opened
    return finding


def ask(command, at=NOON, **fields):
    return command(order_id="1001", at=at, **fields)


def test_no_scan_within_a_working_day_of_the_hand_over():
    order = order_of(PATIENT, tracked(fact("info_received.label_created", NOON)))

    assert [] == found(order, day(5) - timedelta(seconds=1))
    finding = one(order, day(5))
    assert ("not_scanned", "handover", "carrier", NOON) == (
        finding.kind,
        finding.stage,
        finding.whose,
        finding.since_at,
    )
    assert ("P1", "dhl", "KRK", ("SKU-L1",)) == (
        finding.parcel_id,
        finding.carrier,
        finding.location_code,
        finding.skus,
    )


def test_a_weekend_is_no_silence():
    friday = day(8)
    order = order_of(placed(promise=FAR), shipped(at=friday))

    assert [] == found(order, day(11) - timedelta(seconds=1))
    assert ["not_scanned"] == found(order, day(11))
    holiday = WorkingCalendar(closures=frozenset({date(2026, 5, 11)}))
    assert [] == found(order, day(11), attrs.evolve(SHOP, calendar=holiday))


def test_days_keep_their_time_of_day_where_the_clocks_change():
    saturday = datetime(2026, 10, 24, 9, tzinfo=UTC)
    order = order_of(placed(promise=None, at=saturday), shipped(at=saturday))

    # 11:00 in Warsaw is 9:00 UTC on that Saturday and 10:00 UTC after Sunday. The
    # Saturday counts as the Monday after it.
    due_at = datetime(2026, 10, 27, 10, tzinfo=UTC)
    assert [] == found(order, due_at - timedelta(seconds=1))
    assert ["not_scanned"] == found(order, due_at)


def test_a_scan_closes_and_silence_after_it_opens_anew_until_it_counts_as_loss():
    order = look(order_of(PATIENT), day(5))
    order = look(
        order_of(tracked(fact("in_transit.accepted", day(5, 13))), order=order),
        day(5, 14),
    )
    assert [] == kinds(order)

    order = look(order, day(8, 13))
    assert ["no_movement"] == kinds(order)
    order = look(
        order_of(tracked(fact("in_transit.processed", day(8, 14))), order=order),
        day(8, 15),
    )
    assert [] == kinds(order)
    order = look(order, day(13, 14))
    assert ["no_movement"] == kinds(order)
    order = look(order, day(22, 14))
    assert ["lost"] == kinds(order)
    assert ("silence", day(8, 14)) == (
        order.findings[0].evidence,
        order.findings[0].since_at,
    )
    order = look(
        order_of(tracked(fact("in_transit.processed", day(22, 15))), order=order),
        day(22, 16),
    )
    assert [] == kinds(order)


def test_thresholds_are_those_of_the_carrier_and_service():
    quick = ParcelThresholds(no_movement=Wait(hours=6))
    thresholds = attrs.evolve(SHOP, parcels={"gls/express": quick})
    moving = tracked(fact("in_transit.general", NOON))
    gls = order_of(
        placed(promise=FAR), shipped(carrier="gls", service="express"), moving
    )

    assert ["no_movement"] == found(gls, NOON + 6 * HOUR, thresholds)
    assert [] == found(order_of(PATIENT, moving), NOON + 6 * HOUR, thresholds)


def test_where_silence_counts_as_loss_at_once_it_is_no_movement_never():
    strict = ParcelThresholds(no_movement=Wait(hours=48), lost_after=Wait(hours=48))
    thresholds = attrs.evolve(SHOP, parcels={"": strict})
    order = order_of(PATIENT, tracked(fact("in_transit.general", NOON)))

    assert ["lost"] == found(order, NOON + 48 * HOUR, thresholds)


def test_late_from_the_end_of_the_promised_day_in_the_recipient_s_zone():
    order = order_of(SENT, tracked(fact("in_transit.general", day(8, 10))))

    assert [] == found(order, day(8, 22) - timedelta(seconds=1))
    finding = one(order, day(8, 22))
    assert ("late", "carrier", "transport") == (
        finding.kind,
        finding.whose,
        finding.stage,
    )


SLOT = attrs.evolve(PROMISE, window_start_at=day(8, 8), window_end_at=day(8, 10))


def test_a_stated_time_is_late_when_an_hour_has_passed_without_a_report():
    order = order_of(
        placed(promise=SLOT), shipped(), tracked(fact("in_transit.general", day(8, 7)))
    )

    assert [] == found(order, day(8, 11) - timedelta(seconds=1))
    finding = one(order, day(8, 11))
    assert ("late", day(8, 10), "promised until 2026-05-08 12:00") == (
        finding.kind,
        finding.since_at,
        finding.evidence,
    )


def test_a_parcel_delivered_in_time_and_reported_half_an_hour_later_was_never_late():
    order = order_of(
        placed(promise=SLOT), shipped(), tracked(fact("in_transit.general", day(8, 7)))
    )
    order = look(look(order, day(8, 10)), day(8, 10, 20))
    delivered = tracked(fact("delivered.signed", day(8, 9, 50)))
    order = look(order_of(delivered, order=order), day(8, 10, 20))

    assert () == order.circumstances.finding_ids
    assert order.circumstances.check_at is None


def test_at_the_end_of_a_stated_time_a_parcel_is_in_time_and_a_second_later_late():
    at_once = attrs.evolve(SHOP, parcels={"": ParcelThresholds(late_after=Wait())})
    order = order_of(
        placed(promise=SLOT), shipped(), tracked(fact("in_transit.general", day(8, 7)))
    )

    assert [] == found(order, day(8, 10), at_once)
    assert ["late"] == found(order, day(8, 10, 0) + timedelta(seconds=1), at_once)


def test_a_prediction_stands_until_the_parcel_counts_as_late():
    expects = fact("in_transit.general", day(7), estimated_on=date(2026, 5, 9))
    order = look(order_of(placed(promise=SLOT), shipped(), tracked(expects)), day(7))

    assert ["predicted_late"] == kinds(look(order, day(8, 10, 30)))
    assert ["late"] == kinds(look(order, day(8, 11)))


def test_late_is_the_shop_s_if_it_was_dispatched_late_and_the_customer_s_if_nobody_was_in():
    moving = tracked(fact("in_transit.general", day(8, 10)))
    sent_late = order_of(placed(), shipped(at=day(7)), moving)
    absent = tracked(
        fact("delivery_attempted.recipient_absent", day(8, 9)),
        fact("in_transit.general", day(8, 10)),
    )

    assert ("shop", "shipped") == (
        one(sent_late, day(9)).whose,
        one(sent_late, day(9)).stage,
    )
    finding = one(order_of(SENT, absent), day(9))
    assert ("customer", "last_mile") == (finding.whose, finding.stage)


@pytest.mark.parametrize(
    ("cause", "stage", "whose"),
    [
        (fact("exception.customs_held", day(6)), "customs", "customs"),
        (fact("in_transit.delayed_weather", day(6)), "transport", "weather"),
        (fact("in_transit.general", day(6), reason="customs_delay"), "transport", "customs"),
        (fact("exception.customs_documents", day(6)), "customs", "shop"),
        (fact("in_transit.missorted", day(6)), "transport", "carrier"),
        (fact("exception.customs_held", day(8, 23)), "transport", "carrier"),
        (fact("available_for_pickup.general", day(6)), "transport", "carrier"),
    ],
)  # fmt: skip
def test_late_is_whose_the_carrier_said_before_it_was_late(cause, stage, whose):
    moving = fact("in_transit.processed", day(8, 23, 30))
    order = order_of(SENT, tracked(cause, moving))

    late = one(order, day(9))
    assert ("late", stage, whose) == (late.kind, late.stage, late.whose)


def test_a_later_day_that_is_named_with_its_cause_is_the_cause_s():
    held = fact("exception.customs_held", day(5), estimated_on=date(2026, 5, 12))
    order = look(order_of(SENT, tracked(held)), day(5))

    assert [("customs_held", "customs"), ("predicted_late", "customs")] == [
        (finding.kind, finding.whose) for finding in order.findings
    ]
    assert "customs" == order.findings[1].stage


LONDON = Destination(
    country="PL",
    zone="Europe/London",
    calendar=WorkingCalendar(closures=frozenset({date(2026, 5, 11)})),
)
"""Abroad for the sake of the test: Monday, May 11, is off there."""


@pytest.mark.parametrize(
    ("code", "due_at"),
    [
        ("in_transit.departed_origin_country", day(12, 9)),
        ("in_transit.arrived_destination_country", day(13, 9)),
        ("in_transit.at_delivery_facility", day(13, 9)),
        ("out_for_delivery.general", day(13, 9)),
    ],
)
def test_silence_counts_by_the_calendar_of_the_country_that_the_parcel_came_to(
    code, due_at
):
    order = order_of(PATIENT, tracked(fact(code, day(7, 9))))
    thresholds = attrs.evolve(SHOP, destinations=(LONDON,))

    assert [] == found(order, due_at - timedelta(seconds=1), thresholds)
    assert ["no_movement"] == found(order, due_at, thresholds)
    assert ["no_movement"] == found(order, day(12, 9))


def test_a_country_whose_calendar_is_not_known_counts_by_the_location_s():
    order = order_of(PATIENT, tracked(fact("out_for_delivery.general", day(7, 9))))
    elsewhere = attrs.evolve(LONDON, country="GB")
    thresholds = attrs.evolve(SHOP, destinations=(elsewhere,))

    assert ["no_movement"] == found(order, day(12, 9), thresholds)


BY_DHL = attrs.evolve(FAR, carrier="dhl", service="express")


@pytest.mark.parametrize(
    ("carrier", "service", "kinds_found"),
    [
        ("dhl", "express", []),
        ("dhl", "parcel", ["other_service"]),
        ("gls", "", ["other_service"]),
        ("dhl", "", []),
    ],
)
def test_a_parcel_that_leaves_with_another_service_than_promised_is_noticed(
    carrier, service, kinds_found
):
    order = order_of(placed(promise=BY_DHL), shipped(carrier=carrier, service=service))

    assert kinds_found == found(order, NOON)
    if kinds_found:
        finding = one(order, NOON)
        assert ("shop", "shipped", "promised dhl express") == (
            finding.whose,
            finding.stage,
            finding.evidence,
        )


@pytest.mark.parametrize(
    "ending",
    [
        ask(
            c.RevisePromise,
            promise=attrs.evolve(BY_DHL, latest_on=date(2026, 6, 29)),
            reason="x",
        ),
        tracked(fact("delivered.general", NOON)),
    ],
)
def test_another_service_matters_until_a_new_promise_or_the_delivery(ending):
    order = look(order_of(placed(promise=BY_DHL), shipped(carrier="gls")), NOON)
    assert ["other_service"] == kinds(order)

    assert [] == kinds(look(order_of(ending, order=order), NOON))


def test_what_left_otherwise_and_was_not_going_back_after_all_is_noticed_again():
    order = look(order_of(placed(promise=BY_DHL), shipped(carrier="gls")), NOON)
    for n, code in enumerate(("returning.general", "in_transit.general") * 2):
        at = NOON + n * HOUR
        order = look(order_of(tracked(fact(code, at)), order=order), at)
        assert (code == "in_transit.general") is ("other_service" in kinds(order))


def test_a_new_promise_closes_lateness_until_it_is_broken_too():
    order = order_of(SENT, tracked(fact("in_transit.general", day(8, 10))))
    order = look(order, day(9))
    assert ["late"] == kinds(order)

    new = attrs.evolve(PROMISE, latest_on=date(2026, 5, 10))
    order = look(
        order_of(
            ask(c.RevisePromise, promise=new, reason="carrier_delay", parcel_id="P1"),
            order=order,
        ),
        day(9, 13),
    )
    assert [] == kinds(order)
    assert ["late"] == kinds(look(order, day(10, 22)))


def test_delivered_in_time_is_no_trouble_and_awaits_nothing():
    order = look(order_of(SENT), NOON)
    order = look(
        order_of(tracked(fact("delivered.signed", day(7))), order=order), day(7)
    )

    assert [] == kinds(order)
    assert order.circumstances.check_at is None


def test_the_carrier_s_own_expectation_predicts_lateness():
    expects = tracked(
        fact("in_transit.general", day(5), estimated_on=date(2026, 5, 11))
    )
    order = look(order_of(SENT, expects), day(5))
    assert ("predicted_late", "promise_anew") == (
        order.findings[0].kind,
        order.findings[0].action,
    )

    better = tracked(
        fact("in_transit.processed", day(6), estimated_on=date(2026, 5, 8))
    )
    order = look(order_of(better, order=order), day(6))
    assert [] == kinds(order)
    worse = tracked(
        fact("in_transit.processed", day(7), estimated_on=date(2026, 5, 12))
    )
    order = look(order_of(worse, order=order), day(7))
    assert ["predicted_late"] == kinds(order)
    assert ["late"] == kinds(look(order, day(8, 22)))


def rising(lane, *, elapsed_days, days_left):
    """Late for sure with no day left, unlikely with three."""
    assert Lane("dhl", "", "KRK", "PL") == lane
    return max(0.0, 1 - days_left / 3)


def steady(risk):
    def said(lane, *, elapsed_days, days_left):
        return risk

    return said


def test_learned_risk_predicts_lateness_on_the_day_on_which_it_passes_the_threshold():
    order = order_of(SENT, tracked(fact("in_transit.general", day(5, 13))))

    # Handed over on Monday, promised until Friday: on Thursday one day is left. In
    # Warsaw that Thursday begins at 22:00 UTC.
    assert [] == found(order, day(6, 22) - timedelta(seconds=1), late_risk=rising)
    finding = one(order, day(6, 22), late_risk=rising)
    assert ("predicted_late", "67 % after 3 days") == (finding.kind, finding.evidence)
    assert [] == found(order, day(8), late_risk=steady(0.59))
    eager = attrs.evolve(SHOP, parcels={"dhl": ParcelThresholds(late_percent=50)})
    assert ["predicted_late"] == found(order, NOON, eager, late_risk=steady(0.5))


def test_a_lane_may_be_named_otherwise():
    lanes = []
    lane = Lane("dhl", "", "PL-3", "PL-0")

    def risk(lane, *, elapsed_days, days_left):
        lanes.append(lane)
        return 0.0

    assert [] == found(order_of(SENT), NOON, late_risk=risk, lane_of=lambda *_: lane)
    assert {lane} == set(lanes)


def test_a_promise_that_is_over_before_the_hand_over_is_late_and_not_predicted():
    order = order_of(placed(), shipped(at=day(11)))

    assert ["late"] == found(order, day(11), late_risk=steady(1.0))


def test_a_book_of_transit_times_says_the_risk():
    book, first = TransitBook(), date(2026, 3, 1)
    moves = []
    for n in range(60):
        set_out = first + timedelta(days=n % 30)
        moves.append((set_out, 0, f"{n}"))
        moves.append((set_out + timedelta(days=2 if n % 3 else 9), 1, f"{n}"))
    for on, has_arrived, key in sorted(moves):
        book.turn_to(on)
        if has_arrived:
            book.arrived(key, on=on)
        else:
            book.set_out(key, LANE, on=on)
    order = order_of(SENT, tracked(fact("in_transit.general", day(5, 13))))

    # Two thirds take two days and the rest nine: who is still under way on the last
    # promised day is one of the rest.
    assert [] == found(order, day(7), late_risk=book.late_risk)
    assert ["predicted_late"] == found(order, day(8), late_risk=book.late_risk)


@pytest.mark.parametrize(
    ("code", "kind", "whose", "action"),
    [
        (
            "delivery_attempted.recipient_absent",
            "attempt_failed",
            "customer",
            "arrange_delivery",
        ),
        ("delivery_attempted.general", "attempt_failed", "carrier", "arrange_delivery"),
        ("exception.customs_held", "customs_held", "customs", "await_customs"),
        ("exception.customs_documents", "documents_missing", "shop", "send_documents"),
        ("exception.payment_due", "charges_due", "customer", "ask_payment"),
        ("exception.address_issue", "address_problem", "customer", "correct_address"),
        ("exception.damaged", "damaged", "carrier", "replace_and_claim"),
        ("exception.lost", "lost", "carrier", "replace_and_claim"),
        ("exception.refused", "refused", "customer", "ask_customer"),
        ("exception.rejected_by_carrier", "rejected", "shop", "repack"),
        ("in_transit.delayed_weather", "delayed", "weather", "promise_anew"),
        ("in_transit.held", "carrier_problem", "carrier", "ask_carrier"),
        ("returning.general", "returning", "carrier", "ask_customer"),
        ("returned.general", "returned", "shop", "resend_or_refund"),
    ],
)
def test_what_the_carrier_reports_is_a_finding_at_once(code, kind, whose, action):
    finding = one(order_of(PATIENT, tracked(fact(code, day(5, 9)))), day(5, 9))

    assert (kind, whose, action, day(5, 9), code) == (
        finding.kind,
        finding.whose,
        finding.action,
        finding.since_at,
        finding.evidence,
    )


@pytest.mark.parametrize(
    ("reason", "whose"),
    [("weather_delay", "weather"), ("customs_delay", "customs"), ("", "carrier")],
)
def test_the_cause_that_the_carrier_names_comes_first(reason, whose):
    order = order_of(
        PATIENT, tracked(fact("in_transit.delayed", day(5, 9), reason=reason))
    )

    assert whose == one(order, day(5, 9)).whose


def test_what_the_customer_refused_comes_back_because_of_the_customer():
    order = order_of(
        PATIENT,
        tracked(
            fact("exception.refused", day(5, 9)), fact("returning.general", day(5, 10))
        ),
    )

    assert ("returning", "customer") == (
        one(order, day(5, 10)).kind,
        one(order, day(5, 10)).whose,
    )


def test_a_label_that_nobody_collected_is_reported():
    order = order_of(
        placed(promise=FAR),
        ask(c.SkipSteps, units={"L1": 2}, reason="x", location_code="KRK"),
        ask(c.OpenParcel, parcel_id="P1", units={"L1": 2}),
        ask(c.LabelParcel, parcel_id="P1", carrier="dhl"),
        tracked(fact("info_received.pickup_failed", NOON)),
    )

    assert ["collection_failed"] == found(order, NOON)


def test_waiting_at_the_pick_up_point_then_reminded_then_collected():
    there = tracked(fact("available_for_pickup.locker", day(5, 9)))
    order = look(order_of(SENT, there), day(5, 9))
    assert [("waiting_at_pickup", "info")] == [
        (f.kind, f.severity) for f in order.findings
    ]

    assert ["waiting_at_pickup"] == kinds(look(order, day(7, 9) - timedelta(seconds=1)))
    order = look(order, day(7, 9))
    assert ["waiting_at_pickup", "pickup_expiring"] == kinds(order)
    # It waits for the customer: it is neither late nor silent.
    assert ["waiting_at_pickup", "pickup_expiring"] == kinds(look(order, day(29)))
    order = look(
        order_of(tracked(fact("delivered.collected", day(8))), order=order), day(8)
    )
    assert [] == kinds(order)


def test_the_carrier_s_own_reminder_comes_at_its_time():
    expiring = tracked(
        fact("available_for_pickup.locker", day(5, 9)),
        fact("available_for_pickup.expiring", day(6, 9)),
    )

    assert ["waiting_at_pickup", "pickup_expiring"] == found(
        order_of(SENT, expiring), day(6, 9)
    )


def test_a_second_arrival_at_a_pick_up_point_is_told_again_but_a_second_scan_is_not():
    order = look(
        order_of(SENT, tracked(fact("available_for_pickup.locker", day(5)))), day(5)
    )
    order = look(
        order_of(tracked(fact("available_for_pickup.locker", day(6))), order=order),
        day(6),
    )
    assert 1 == len(order.circumstances.finding_ids)

    moved = tracked(fact("in_transit.general", day(6, 13)))
    order = look(order_of(moved, order=order), day(6, 14))
    order = look(
        order_of(tracked(fact("available_for_pickup.store", day(7))), order=order),
        day(7),
    )
    assert ["waiting_at_pickup"] == kinds(order)
    assert 2 == len(order.circumstances.finding_ids)


def test_customs_that_take_too_long_are_noticed():
    order = order_of(PATIENT, tracked(fact("in_transit.customs_submitted", day(5, 9))))

    assert ["no_movement", "customs_held"] == found(order, day(12, 9))
    assert ["no_movement"] == found(order, day(12, 9) - timedelta(seconds=1))


def test_what_was_not_promised_is_never_late():
    order = order_of(
        placed(promise=None), shipped(), tracked(fact("in_transit.general", NOON))
    )

    assert {"no_movement", "lost"} >= set(found(order, day(30)))


def test_an_unknown_zone_counts_as_utc():
    order = order_of(
        placed(
            promise=Promise(
                earliest_on=date(2026, 5, 8),
                latest_on=date(2026, 5, 8),
                zone="Mars/Base",
            )
        ),
        shipped(),
        tracked(fact("in_transit.general", day(8))),
    )

    assert ["late"] == found(order, day(9, 0))


def test_what_leaves_at_the_very_hand_over_is_not_the_shop_s():
    moving = tracked(fact("in_transit.general", day(8, 10)))
    order = order_of(placed(), shipped(at=day(6, 16)), moving)

    assert "carrier" == one(order, day(9)).whose


def test_a_delivery_that_was_none_is_late_again_for_a_new_reason():
    order = look(order_of(SENT, tracked(fact("in_transit.general", day(8)))), day(9))
    assert ["late"] == kinds(order)
    order = look(
        order_of(tracked(fact("delivered.general", day(9, 13))), order=order),
        day(9, 13),
    )
    assert [] == kinds(order)

    back = tracked(fact("in_transit.general", day(9, 14)), is_correction=True)
    order = look(order_of(back, order=order), day(9, 15))
    assert ["late"] == kinds(order)


def test_a_parcel_that_leaves_its_pick_up_point_late_is_late():
    there = fact("available_for_pickup.locker", day(7))
    order = look(order_of(SENT, tracked(there)), day(9))
    assert "late" not in kinds(order)

    order = look(
        order_of(tracked(fact("in_transit.general", day(9, 13))), order=order),
        day(9, 14),
    )
    assert ["late"] == kinds(order)
