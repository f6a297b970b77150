"""Orders are cancelled, held, redirected and promised anew."""

from datetime import timedelta

import pytest

from order.making import ask, happened, line, place, ref
from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    MissingField,
    NaiveTime,
    NotEnoughUnits,
    NothingToChange,
    TransitionNotAllowed,
    UnknownHold,
    UnknownLine,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.address import Address
from postpurchase.values.answers import Promise


def cancel(units=None):
    return ask(c.CancelUnits, units=units, reason="customer")


def step(name, units, location="KYIV"):
    return ask(c.CompleteStep, step=name, units=units, location_code=location)


def skip(units):
    return ask(c.SkipSteps, units=units, reason="imported", location_code="KYIV")


def hold(hold_id="H1", units=(), reason="fraud", **more):
    return ask(c.PlaceHold, hold_id=hold_id, reason=reason, units=units, **more)


RELEASE = ask(c.ReleaseHold, hold_id="H1", reason="checked")
OPEN = ask(c.OpenParcel, parcel_id="P1", units={"L1": 2})
LABEL = ask(c.LabelParcel, parcel_id="P1", carrier="dhl")
SHIP = ask(c.ShipParcel, parcel_id="P1", units={"L1": 2})
REDIRECT = ask(c.CorrectAddress, address=ref("new"), country="UA")


def promise(days):
    day = NOON.date() + timedelta(days=days)
    return Promise(earliest_on=day, latest_on=day)


def revise(days, **more):
    return ask(c.RevisePromise, promise=promise(days), reason="late", **more)


def test_the_least_advanced_units_are_cancelled_first():
    started = (place(), step("allocated", {"L1": 2}), step("picked", {"L1": 1}))

    order = (
        given(*started)
        .when(cancel({"L1": 2}))
        .then(
            happened(
                e.UnitsCancelled,
                units=(LineUnits("L1", 1),),
                source="placed",
                reason="customer",
            ),
            happened(
                e.UnitsCancelled,
                units=(LineUnits("L1", 1),),
                source="allocated",
                location_code="KYIV",
                reason="customer",
            ),
        )
    )

    assert {"picked": 1, "cancelled": 2} == order.line("L1").places


def test_lines_in_one_place_are_cancelled_together():
    (event,) = given(place(line("A"), line("B"))).when(cancel({"A": 1, "B": 3})).events

    assert (LineUnits("A", 1), LineUnits("B", 3)) == event.units


def test_units_that_have_left_cannot_be_cancelled():
    given(place(), skip({"L1": 2}), SHIP).when(cancel({"L1": 2})).then_rejected(
        NotEnoughUnits, line_id="L1", asked=2, available=1
    )


def test_units_in_an_open_parcel_are_cancelled_only_with_everything():
    boxed = (place(), skip({"L1": 3}), OPEN)

    given(*boxed).when(cancel({"L1": 2})).then_rejected(
        NotEnoughUnits, asked=2, available=1
    )
    answer = given(*boxed).when(cancel())
    assert [e.ParcelVoided, e.UnitsCancelled] == [
        type(event) for event in answer.events
    ]
    assert ("voided", {"cancelled": 3}) == (
        answer.order.parcel("P1").state,
        answer.order.line("L1").places,
    )


def test_cancelling_everything_leaves_what_was_sent():
    order = (
        given(place(), skip({"L1": 2}), SHIP)
        .when(cancel())
        .then(
            happened(
                e.UnitsCancelled,
                units=(LineUnits("L1", 1),),
                source="placed",
                reason="customer",
            )
        )
    )

    assert {"shipped": 2, "cancelled": 1} == order.line("L1").places
    assert "shipped" == order.parcel("P1").state


def test_cancelling_a_cancelled_order_changes_nothing():
    given(place(), cancel()).when(cancel()).then_nothing()


def test_an_order_that_was_sent_cannot_be_cancelled():
    given(place(line(quantity=2, workflow=())), SHIP).when(cancel()).then_rejected(
        NothingToChange, reason="everything that is owed has been sent"
    )


def test_no_units_cannot_be_cancelled():
    given(place()).when(cancel({})).then_rejected(NothingToChange)


def test_a_line_that_does_not_exist_cannot_be_cancelled():
    given(place()).when(cancel({"L9": 1})).then_rejected(UnknownLine, line_id="L9")


def test_held_units_can_be_cancelled():
    assert {"cancelled": 3} == given(place(), hold()).when(cancel()).order.line(
        "L1"
    ).places


def test_a_cancellation_needs_a_reason():
    with pytest.raises(MissingField):
        ask(c.CancelUnits, reason="")


def test_the_rest_of_an_order_is_redirected():
    order = (
        given(place(address=ref("old"), country="PL"))
        .when(REDIRECT)
        .then(happened(e.AddressCorrected, address=ref("new"), country="UA"))
    )

    assert (ref("new"), "UA") == (order.address, order.country)
    assert ref("old") == order.terms.address


def test_the_same_address_again_changes_nothing():
    given(place(), REDIRECT).when(REDIRECT).then_nothing()


def test_a_label_with_the_old_address_must_go_first():
    labelled = (place(line(workflow=())), OPEN, LABEL)

    given(*labelled).when(REDIRECT).then_rejected(
        TransitionNotAllowed,
        subject="parcel P1",
        state="labelled",
        asked="sent elsewhere",
        allowed=("voided",),
    )
    order = given(*labelled, ask(c.VoidParcel, parcel_id="P1")).when(REDIRECT).order
    assert ref("new") == order.address


def test_what_was_sent_is_not_redirected():
    given(place(line(quantity=2, workflow=())), SHIP).when(REDIRECT).then_rejected(
        NothingToChange
    )


def test_a_decision_never_sees_an_address():
    with pytest.raises(InvalidInput, match="a personal value"):
        given(place()).when(
            ask(c.CorrectAddress, address=Address(name="O", country="UA"))
        )
    for nothing in (None, "Kyiv"):
        with pytest.raises(InvalidInput) as refused:
            ask(c.CorrectAddress, address=nothing)
        assert "address" == refused.value.path


def test_a_hold_stands_until_it_is_released():
    until = NOON + timedelta(days=1)
    held = (
        given(place())
        .when(hold(units={"L1": 1}, until_at=until))
        .then(
            happened(
                e.HoldPlaced,
                hold_id="H1",
                reason="fraud",
                units=(LineUnits("L1", 1),),
                until_at=until,
            )
        )
    )
    released = (
        given(place(), hold())
        .when(RELEASE)
        .then(happened(e.HoldReleased, hold_id="H1", reason="checked"))
    )

    assert ("H1", until) == (held.hold("H1").hold_id, held.holds[0].until_at)
    assert () == released.holds


def test_only_the_named_hold_is_released():
    order = given(place(), hold(), hold("H2"), RELEASE).order

    assert ["H2"] == [left.hold_id for left in order.holds]


def test_the_same_hold_again_changes_nothing():
    given(place(), hold()).when(hold()).then_nothing()
    given(place(), hold(), RELEASE).when(RELEASE).then_nothing()


@pytest.mark.parametrize(
    "history", [(hold(reason="address"),), (hold(units={"L1": 1}),), (hold(), RELEASE)]
)
def test_another_hold_under_the_same_id_is_refused(history):
    given(place(), *history).when(hold()).then_rejected(
        Contradiction, path="hold_id", subject="hold H1", said="fraud"
    )


def test_a_hold_on_a_line_that_does_not_exist_is_refused():
    given(place()).when(hold(units={"L9": 1})).then_rejected(UnknownLine)


def test_a_hold_that_never_was_cannot_be_released():
    given(place(), hold("H2")).when(RELEASE).then_rejected(
        UnknownHold, hold_id="H1", known=("H2",)
    )
    with pytest.raises(UnknownHold):
        given(place()).order.hold("H1")


def test_a_hold_ends_at_an_aware_time():
    with pytest.raises(NaiveTime) as refused:
        hold(until_at=NOON.replace(tzinfo=None))

    assert "until_at" == refused.value.path


def test_a_new_promise_stands_beside_the_first():
    order = (
        given(place(promise=promise(1)))
        .when(revise(3))
        .then(happened(e.PromiseRevised, promise=promise(3), reason="late"))
    )

    assert (promise(3), promise(1)) == (order.promise, order.terms.promise)


def test_every_promise_is_kept_with_its_reason_and_what_it_replaced():
    boxed = (place(line(workflow=()), promise=promise(1)), OPEN)
    order = given(
        *boxed,
        revise(3),
        revise(7, parcel_id="P1"),
        revise(6, parcel_id="P1"),
        revise(2),
    ).order

    assert [
        ("", promise(1), promise(3), 2),
        ("P1", promise(3), promise(7), 4),
        ("P1", promise(7), promise(6), -1),
        ("", promise(3), promise(2), -1),
    ] == [
        (one.parcel_id, one.before, one.promise, one.days_later)
        for one in order.revisions
    ]
    assert {("late", NOON)} == {(one.reason, one.at) for one in order.revisions}


def test_of_several_promises_of_the_order_the_last_one_counts():
    boxed = (place(line(workflow=()), promise=promise(1)), OPEN)
    order = given(*boxed, revise(3), revise(2), revise(7, parcel_id="P1")).order

    assert (promise(2), promise(7)) == (order.promise, order.parcel("P1").promise)


def test_the_first_promise_may_come_after_the_order():
    (only,) = given(place(), revise(3)).order.revisions

    assert (None, 0) == (only.before, only.days_later)


def test_the_same_promise_again_changes_nothing():
    given(place(promise=promise(1))).when(revise(1)).then_nothing()
    given(place(promise=promise(1)), revise(2)).when(revise(2)).then_nothing()


def test_a_parcel_may_have_a_promise_of_its_own():
    boxed = (
        place(line(workflow=()), promise=promise(1)),
        OPEN,
        ask(c.OpenParcel, parcel_id="P2", units={"L1": 1}),
    )

    order = given(*boxed, revise(3, parcel_id="P1")).order

    assert (promise(3), None) == (
        order.parcel("P1").promise,
        order.parcel("P2").promise,
    )
    assert promise(1) == order.promise
    given(*boxed, revise(3, parcel_id="P1")).when(
        revise(3, parcel_id="P1")
    ).then_nothing()


def test_a_parcel_that_does_not_exist_is_promised_nothing():
    given(place()).when(revise(3, parcel_id="P1")).then_rejected(UnknownParcel)
    with pytest.raises(InvalidInput):
        ask(c.RevisePromise, promise="tomorrow", reason="late")
