"""A delivery under way is changed through one key, one change at a time."""

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from order.making import ask, fact, happened, place, ref
from postpurchase.errors import (
    ChangePending,
    Contradiction,
    InvalidInput,
    TransitionNotAllowed,
    UnknownChange,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.testing import given
from postpurchase.values.carriage import DeliveryChange, SealedChange

ONE = {"L1": 1}
READY = [
    place(),
    ask(c.SkipSteps, units={"L1": 3}, reason="x"),
    ask(c.ShipParcel, parcel_id="P1", units=ONE, carrier="dhl"),
]
DAY = SealedChange(kind="reschedule", on=date(2026, 5, 8))


def wish(change=DAY, change_id="C1", parcel_id="P1"):
    return ask(
        c.RequestDeliveryChange,
        change_id=change_id,
        parcel_id=parcel_id,
        change=change,
    )


SENT = ask(c.SendDeliveryChange, change_id="C1")


def settled(outcome, **more):
    return ask(c.SettleDeliveryChange, change_id="C1", outcome=outcome, **more)


@pytest.mark.parametrize("on", [date(2026, 5, 3), date(2020, 5, 8)])
def test_a_day_that_is_over_cannot_be_asked_for(on):
    with pytest.raises(InvalidInput, match=r"change\.on: .* is not today"):
        given(*READY).when(wish(SealedChange(kind="reschedule", on=on)))


def test_the_day_itself_can_be_asked_for_wherever_it_is_not_over():
    late = datetime(2026, 5, 9, 11, 59, tzinfo=UTC)
    asked = attrs.evolve(wish(), at=late)

    (event,) = given(*READY).when(asked).events
    assert DAY == event.wish

    tomorrow = attrs.evolve(asked, at=late + timedelta(minutes=1))
    with pytest.raises(InvalidInput):
        given(*READY).when(tomorrow)


def test_a_wish_is_written_down_with_its_key():
    order = (
        given(*READY)
        .when(wish())
        .then(
            happened(
                e.DeliveryChangeRequested,
                change_id="C1",
                parcel_id="P1",
                wish=DAY,
                key="4:1001:change:C1",
            )
        )
    )

    assert ["requested"] == [change.state for change in order.changes]


def test_the_same_wish_again_changes_nothing():
    place_wish = SealedChange(kind="safe_place", detail=ref("a"))
    again = SealedChange(kind="safe_place", detail=ref("b"))

    given(*READY, wish()).when(wish()).then_nothing()
    given(*READY, wish(), settled("refused"), wish(change_id="C2")).when(
        wish(change_id="C2")
    ).then_nothing()
    given(*READY, wish(place_wish)).when(wish(again)).then_nothing()


def test_another_wish_under_its_id_is_a_contradiction():
    other = wish(SealedChange(kind="pickup_point", pickup_point="A1"))

    given(*READY, wish()).when(other).then_rejected(
        Contradiction,
        known="P1 reschedule 2026-05-08",
        said="P1 pickup_point A1",
    )


def test_one_change_of_a_parcel_is_open_at_a_time():
    second = given(*READY, wish()).when(wish(change_id="C2"))

    second.then_rejected(ChangePending, parcel_id="P1", change_id="C1")
    order = given(*READY, wish(), settled("refused"), wish(change_id="C2")).order
    assert ["refused", "requested"] == [change.state for change in order.changes]
    other = ask(c.ShipParcel, parcel_id="P2", units=ONE, carrier="dhl")
    two = given(*READY, other, wish(), wish(change_id="C2", parcel_id="P2"), SENT).order
    assert ["sent", "requested"] == [change.state for change in two.changes]
    assert "P2" == two.change("C2").parcel_id


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ([ask(c.OpenParcel, parcel_id="P2", units=ONE)], "open"),
        (
            [
                ask(c.ShipParcel, parcel_id="P2", units=ONE),
                ask(c.RecordTracking, parcel_id="P2", facts=fact("delivered.general")),
            ],
            "delivered",
        ),
    ],
)
def test_only_what_the_carrier_can_still_change_is_asked_of_it(more, state):
    asked = given(*READY, *more).when(wish(parcel_id="P2"))

    asked.then_rejected(TransitionNotAllowed, state=state)


def test_a_labelled_parcel_can_be_changed():
    labelled = [
        ask(c.OpenParcel, parcel_id="P2", units=ONE),
        ask(c.LabelParcel, parcel_id="P2", carrier="dhl"),
    ]

    assert 1 == len(given(*READY, *labelled, wish(parcel_id="P2")).order.changes)


def test_a_parcel_that_is_not_there_cannot_be_changed():
    given(*READY).when(wish(parcel_id="P9")).then_rejected(UnknownParcel)


def test_a_decision_never_sees_where_the_parcel_is_left():
    with pytest.raises(InvalidInput, match="a personal value"):
        given(*READY).when(wish(DeliveryChange(kind="safe_place", place="the shed")))


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("accepted", e.DeliveryChangeAccepted),
        ("refused", e.DeliveryChangeRefused),
        ("unknown", e.DeliveryChangeUnknown),
    ],
)
def test_the_carrier_answers_or_does_not(outcome, kind):
    ended = given(*READY, wish(), SENT).when(settled(outcome))

    assert [kind] == [type(event) for event in ended.events]
    assert outcome == ended.order.change("C1").state
    given(*READY, wish(), SENT, settled(outcome)).when(settled(outcome)).then_nothing()


def test_a_refusal_names_its_reason_and_what_is_possible():
    order = given(
        *READY,
        wish(),
        settled("refused", reason="too_late", alternatives=["pickup_point"]),
    ).order

    change = order.change("C1")
    assert ("too_late", ("pickup_point",)) == (change.reason, change.alternatives)


def test_what_is_unknown_may_be_sent_again_and_then_be_known():
    order = given(
        *READY,
        wish(),
        SENT,
        settled("unknown", reason="timeout"),
        SENT,
        settled("accepted"),
    ).order

    assert ("accepted", "") == (order.change("C1").state, order.change("C1").reason)
    given(*READY, wish(), SENT).when(SENT).then_nothing()


@pytest.mark.parametrize("command", [SENT, settled("accepted")])
def test_what_nobody_asked_for_is_unknown(command):
    given(*READY).when(command).then_rejected(UnknownChange, known=())


@pytest.mark.parametrize(
    "more",
    [[settled("accepted")], [settled("unknown")], [settled("refused"), SENT]],
)
def test_the_table_holds(more):
    with pytest.raises(TransitionNotAllowed):
        given(*READY, wish(), *more)


def test_an_answer_is_final_and_a_late_silence_undoes_none():
    known = given(*READY, wish(), SENT, settled("accepted"))

    known.when(settled("refused")).then_rejected(TransitionNotAllowed)
    known.when(settled("unknown")).then_nothing()
    given(*READY, wish()).when(settled("unknown")).then_rejected(TransitionNotAllowed)


def test_an_answer_is_one_of_three():
    with pytest.raises(InvalidInput, match="accepted or refused or unknown"):
        settled("maybe")
