"""What carriers say moves the units where the parcel is now."""

from datetime import timedelta

import pytest

from order.making import ask, eur, fact, happened, line, place
from postpurchase.errors import (
    NotEnoughUnits,
    NothingToChange,
    TransitionNotAllowed,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.testing.clock import NOON

PLAIN = place(line(workflow=()))
SHIP = ask(c.ShipParcel, parcel_id="P1", units={"L1": 2}, carrier="np")
OPEN = ask(c.OpenParcel, parcel_id="P1", units={"L1": 2})
LABEL = ask(c.LabelParcel, parcel_id="P1", carrier="np")
COD = ask(c.AgreePayment, payment_id="COD", amount=eur(3000))


def track(*facts, **more):
    return ask(c.RecordTracking, parcel_id="P1", facts=facts, **more)


def correct(*facts):
    return track(*facts, is_correction=True)


def report(**more):
    return ask(c.ReportContents, parcel_id="P1", **more)


def places(*history):
    return given(PLAIN, *history).order.line("L1").places


def test_a_scan_is_recorded_and_moves_nothing():
    scan = fact("in_transit.accepted", 3)

    order = (
        given(PLAIN, SHIP)
        .when(track(scan))
        .then(
            e.TrackingRecorded(
                at=NOON + timedelta(hours=3),
                by="carrier:np",
                parcel_id="P1",
                facts=(scan,),
                code="in_transit.accepted",
            )
        )
    )

    parcel = order.parcel("P1")
    assert ("in_transit", "shipped", scan.at) == (
        parcel.status,
        parcel.state,
        parcel.status_at,
    )


def test_who_says_it_may_be_named():
    answer = given(PLAIN, SHIP).when(track(fact("delivered.signed"), by="staff:7"))

    assert {"staff:7"} == {event.by for event in answer.events}


def test_a_parcel_without_a_carrier_has_an_unknown_one():
    ship = ask(c.ShipParcel, parcel_id="P1", units={"L1": 2})

    (event,) = given(PLAIN, ship).when(track(fact("in_transit.held"))).events

    assert "carrier:unknown" == event.by


@pytest.mark.parametrize(
    ("code", "kind", "place"),
    [
        ("delivered.signed", e.ParcelDelivered, "delivered"),
        ("returning.general", e.ParcelTurnedBack, "returning"),
        ("returned.general", e.ParcelReturned, "returned"),
        ("exception.lost", e.ParcelLost, "lost"),
    ],
)
def test_units_follow_their_parcel(code, kind, place):
    answer = given(PLAIN, SHIP).when(track(fact(code, 5)))

    assert [e.TrackingRecorded, kind] == [type(event) for event in answer.events]
    assert {"placed": 1, place: 2} == answer.order.line("L1").places
    assert place == answer.order.parcel("P1").state
    assert NOON + timedelta(hours=5) == answer.events[-1].at


def test_a_known_fact_changes_nothing():
    given(PLAIN, SHIP, track(fact("delivered.signed"))).when(
        track(fact("delivered.signed"))
    ).then_nothing()


def test_a_fact_that_comes_twice_in_one_message_is_one():
    (event, _) = (
        given(PLAIN, SHIP)
        .when(track(fact("delivered.signed"), fact("delivered.signed")))
        .events
    )

    assert (fact("delivered.signed"),) == event.facts


def test_a_late_scan_does_not_undo_a_delivery():
    order = (
        given(PLAIN, SHIP, track(fact("delivered.signed", 5)))
        .when(track(fact("in_transit.processed", 9)))
        .order
    )

    assert "delivered.signed" == order.parcel("P1").code
    assert {"placed": 1, "delivered": 2} == order.line("L1").places


def test_a_correction_leads_out_of_a_delivery():
    delivered = (SHIP, track(fact("delivered.signed", 5)))

    answer = given(PLAIN, *delivered).when(correct(fact("in_transit.general", 4)))

    assert e.ParcelResumed is type(answer.events[-1])
    assert {"placed": 1, "shipped": 2} == answer.order.line("L1").places


def test_the_same_correction_again_changes_nothing():
    wrong = correct(fact("in_transit.general", 4))

    given(PLAIN, SHIP, track(fact("delivered.signed", 5)), wrong).when(
        wrong
    ).then_nothing()


def test_a_second_correction_overrules_the_first():
    order = given(
        PLAIN,
        SHIP,
        track(fact("delivered.signed", 5)),
        correct(fact("in_transit.general", 4)),
        correct(fact("exception.lost", 3)),
    ).order

    assert [0, 1, 2] == [f.correction for f in order.parcel("P1").tracking.facts]
    assert {"placed": 1, "lost": 2} == order.line("L1").places


def test_a_delivery_after_a_correction_counts():
    corrected = (
        SHIP,
        track(fact("delivered.signed", 5)),
        correct(fact("in_transit.general", 4)),
    )

    assert {"placed": 1, "delivered": 2} == places(
        *corrected, track(fact("delivered.signed", 30))
    )


def test_what_was_corrected_does_not_come_back():
    corrected = (
        SHIP,
        track(fact("delivered.signed", 5)),
        correct(fact("in_transit.general", 4)),
    )

    given(PLAIN, *corrected).when(track(fact("delivered.signed", 5))).then_nothing()
    assert {"placed": 1, "shipped": 2} == places(
        *corrected, track(fact("delivered.general", 5, raw_code="again"))
    )


def test_a_correction_may_be_the_first_word_about_a_parcel():
    first = (SHIP, correct(fact("in_transit.general", 4)))

    assert {"placed": 1, "delivered": 2} == places(
        *first, track(fact("delivered.signed", 2))
    )


def test_a_caller_cannot_number_facts_to_overrule_others():
    forged = fact("in_transit.general", 9, correction=7)

    order = given(PLAIN, SHIP, track(fact("delivered.signed", 5)), track(forged)).order

    assert {"placed": 1, "delivered": 2} == order.line("L1").places
    assert {0} == {known.correction for known in order.parcel("P1").tracking.facts}


def test_paperwork_on_a_labelled_parcel_ships_nothing():
    order = given(PLAIN, OPEN, LABEL, track(fact("info_received.label_created"))).order

    assert ("labelled", "info_received") == (
        order.parcel("P1").state,
        order.parcel("P1").status,
    )


@pytest.mark.parametrize(
    "code", ["cancelled.label_voided", "expired.no_updates", "what?"]
)
def test_a_cancelled_label_or_a_long_silence_ships_nothing(code):
    order = given(PLAIN, OPEN, LABEL, track(fact(code))).order

    assert {"placed": 3} == order.line("L1").places


def test_the_first_scan_of_a_labelled_parcel_ships_it():
    scans = track(fact("out_for_delivery.general", 9), fact("in_transit.accepted", 2))

    order = given(PLAIN, OPEN, LABEL, scans).order

    assert {"placed": 1, "shipped": 2} == order.line("L1").places
    assert NOON + timedelta(hours=2) == order.parcel("P1").shipped_at
    assert "out_for_delivery.general" == order.parcel("P1").code


def test_a_parcel_that_was_handed_over_has_left_although_its_label_is_cancelled():
    cancelled, scan = fact("cancelled.label_voided", 1), fact("in_transit.accepted", 2)
    ways = [
        (track(cancelled), track(scan)),
        (track(scan), track(cancelled)),
        (track(cancelled, scan),),
    ]

    assert [{"placed": 1, "shipped": 2}] * 3 == [
        places(OPEN, LABEL, *way) for way in ways
    ]


def test_a_labelled_parcel_may_turn_up_delivered():
    answer = given(PLAIN, OPEN, LABEL).when(track(fact("delivered.signed", 9)))

    assert [e.TrackingRecorded, e.ParcelShipped, e.ParcelDelivered] == [
        type(event) for event in answer.events
    ]
    assert {"placed": 1, "delivered": 2} == answer.order.line("L1").places


@pytest.mark.parametrize(
    ("history", "state"),
    [
        ((OPEN,), "open"),
        ((OPEN, ask(c.SealParcel, parcel_id="P1")), "sealed"),
        ((OPEN, ask(c.VoidParcel, parcel_id="P1")), "voided"),
    ],
)
def test_a_parcel_without_a_label_has_no_tracking(history, state):
    given(PLAIN, *history).when(track(fact("delivered.signed"))).then_rejected(
        TransitionNotAllowed, subject="parcel P1", state=state
    )


def test_a_parcel_that_does_not_exist_is_unknown():
    given(PLAIN).when(track(fact("delivered.signed"))).then_rejected(
        UnknownParcel, parcel_id="P1", known=()
    )


def test_money_collected_on_delivery_counts_as_come_in():
    answer = given(PLAIN, SHIP, COD).when(track(fact("delivered.cod_collected", 5)))

    assert e.PaymentCollected is type(answer.events[-1])
    assert (eur(3000), eur(0)) == (answer.order.captured, answer.order.balance_due)


def test_a_delivery_without_word_of_the_money_collects_nothing():
    order = given(PLAIN, SHIP, COD, track(fact("delivered.signed", 5))).order

    assert eur(0) == order.captured


def test_word_of_the_money_may_come_after_the_delivery():
    order = given(
        PLAIN,
        SHIP,
        COD,
        track(fact("delivered.signed", 5)),
        track(fact("delivered.cod_collected", 5)),
    ).order

    assert eur(3000) == order.captured


def test_a_refused_order_owes_nothing():
    all_of_it = ask(c.ShipParcel, parcel_id="P1", units={"L1": 3})

    answer = given(PLAIN, all_of_it, COD).when(track(fact("returned.general", 5)))

    assert [e.TrackingRecorded, e.ParcelReturned, e.PaymentVoided] == [
        type(event) for event in answer.events
    ]
    assert ("refused", "COD") == (
        answer.events[-1].reason,
        answer.events[-1].payment_id,
    )
    assert eur(0) == answer.order.balance_due
    assert "VOIDED" == answer.order.status.financial


def test_money_is_still_expected_while_something_is_under_way():
    order = given(PLAIN, SHIP, COD, track(fact("returned.general", 5))).order

    assert ["due"] == [payment.state for payment in order.payments]
    assert eur(1000) == order.balance_due


def test_cancelled_units_do_not_keep_a_refused_order_waiting():
    cancel = ask(c.CancelUnits, units={"L1": 1}, reason="customer")

    order = given(PLAIN, SHIP, COD, cancel, track(fact("returned.general", 5))).order

    assert ["voided"] == [payment.state for payment in order.payments]


def test_the_last_word_on_a_returned_parcel_voids_what_came_to_be_due_later():
    all_of_it = ask(c.ShipParcel, parcel_id="P1", units={"L1": 3})
    back = track(fact("returned.general", 5))

    order = given(PLAIN, all_of_it, back, COD, track(fact("returned.general", 6))).order

    assert ["voided"] == [payment.state for payment in order.payments]


def test_a_payment_that_is_not_due_is_left_alone():
    paid = ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(3000))

    order = given(PLAIN, SHIP, paid, track(fact("delivered.cod_collected", 5))).order

    assert ["captured"] == [payment.state for payment in order.payments]


DELIVERED = (PLAIN, SHIP, track(fact("delivered.signed", 5)))


def test_missing_units_are_lost_and_damaged_ones_stay():
    order = (
        given(*DELIVERED)
        .when(report(missing={"L1": 1}, damaged={"L1": 1}))
        .then(
            happened(
                e.ContentsReported,
                parcel_id="P1",
                missing=(LineUnits("L1", 1),),
                damaged=(LineUnits("L1", 1),),
                source="delivered",
            )
        )
    )

    assert {"placed": 1, "delivered": 1, "lost": 1} == order.line("L1").places
    assert 1 == order.parcel("P1").held("L1")


def test_reports_add_up():
    order = given(
        *DELIVERED, report(missing={"L1": 1}), report(damaged={"L1": 1})
    ).order

    found = order.parcel("P1").report
    assert ((LineUnits("L1", 1),), (LineUnits("L1", 1),)) == (
        found.missing,
        found.damaged,
    )


@pytest.mark.parametrize(
    "code", ["exception.lost", "returned.general", "in_transit.held"]
)
def test_later_scans_never_undo_a_report(code):
    order = given(*DELIVERED, report(missing={"L1": 1}), correct(fact(code, 9))).order

    assert order.line("L1").units("lost") >= 1
    assert 3 == sum(order.line("L1").places.values())
    found = given(
        *DELIVERED,
        report(missing={"L1": 1}),
        correct(fact(code, 9)),
        correct(fact("delivered.signed", 10)),
    ).order
    assert {"placed": 1, "delivered": 1, "lost": 1} == found.line("L1").places


def test_a_parcel_of_which_all_is_missing_moves_nothing_any_more():
    order = given(
        *DELIVERED, report(missing={"L1": 2}), correct(fact("returned.general", 9))
    ).order

    assert {"placed": 1, "lost": 2} == order.line("L1").places


@pytest.mark.parametrize(
    ("missing", "damaged", "asked"),
    [({"L1": 3}, {}, 3), ({"L1": 1}, {"L1": 2}, 3), ({"L9": 1}, {}, 1)],
)
def test_no_more_can_be_missing_or_damaged_than_was_inside(missing, damaged, asked):
    given(*DELIVERED).when(report(missing=missing, damaged=damaged)).then_rejected(
        NotEnoughUnits, place="delivered", asked=asked
    )


def test_what_was_damaged_was_inside():
    given(*DELIVERED, report(damaged={"L1": 2})).when(
        report(missing={"L1": 1})
    ).then_rejected(NotEnoughUnits, asked=1, available=0)


def test_a_report_names_units():
    given(*DELIVERED).when(report()).then_rejected(NothingToChange)


def test_only_a_delivered_parcel_was_opened():
    given(PLAIN, SHIP).when(report(missing={"L1": 1})).then_rejected(
        TransitionNotAllowed, subject="parcel P1", state="shipped", asked="reported"
    )


def test_the_day_of_delivery_is_the_one_that_was_given_last():
    first = fact("in_transit.held", 1, estimated_on=NOON.date() + timedelta(days=3))
    second = fact("in_transit.held", 2, estimated_on=NOON.date() + timedelta(days=2))

    parcel = given(PLAIN, SHIP, track(second), track(first)).order.parcel("P1")
    assert NOON.date() + timedelta(days=2) == parcel.estimated_on


def test_a_parcel_without_word_has_no_day_of_delivery():
    parcel = given(PLAIN, SHIP).order.parcel("P1")
    assert (None, None, "pending.no_data") == (
        parcel.estimated_on,
        parcel.status_at,
        parcel.code,
    )
    told = given(PLAIN, SHIP, track(fact("in_transit.held"))).order.parcel("P1")
    assert told.estimated_on is None
