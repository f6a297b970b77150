"""Notes and messages are remembered once."""

import attrs
import pytest

from order.making import ask, eur, happened, place, ref
from postpurchase.errors import InvalidInput, MissingField, UnknownLine
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given

NOTE = ask(c.AddNote, note_id="N1", text=ref(), is_public=True)
TOLD = ask(c.RecordMessage, message_id="M1", topic="shipped", channel="email")


def test_a_note_is_added_once():
    order = (
        given(place())
        .when(NOTE)
        .then(happened(e.NoteAdded, note_id="N1", text=ref(), is_public=True))
    )

    assert ("N1",) == order.circumstances.note_ids
    given(place(), NOTE).when(NOTE).then_nothing()


def test_a_decision_never_sees_a_note():
    with pytest.raises(InvalidInput, match="a personal value"):
        given(place()).when(ask(c.AddNote, note_id="N1", text="Olena is away"))


def test_a_message_is_recorded_once():
    order = (
        given(place(), NOTE)
        .when(TOLD)
        .then(
            happened(
                e.CustomerTold,
                message_id="M1",
                topic="shipped",
                channel="email",
                outcome="sent",
            )
        )
    )

    assert (("N1",), ("M1",)) == (
        order.circumstances.note_ids,
        order.circumstances.message_ids,
    )
    given(place(), TOLD).when(TOLD).then_nothing()


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_note_is_missing(text):
    with pytest.raises(MissingField):
        ask(c.AddNote, note_id="N1", text=text)


@pytest.mark.parametrize("text", [None, 5, "x" * 10_001])
def test_what_is_no_note_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        ask(c.AddNote, note_id="N1", text=text)

    assert "text" == refused.value.path


def test_a_message_ends_in_one_of_three_ways():
    with pytest.raises(InvalidInput, match="sent or failed or unknown"):
        ask(c.RecordMessage, message_id="M", topic="t", channel="c", outcome="lost")


def test_what_a_partner_answers_is_recorded_and_moves_nothing():
    answer = {
        "partner": "fastbox",
        "location_code": "LODZ",
        "units": {"L1": 2},
        "answer": "refused",
    }

    given(place()).when(ask(c.RecordPartnerAnswer, **answer)).then(
        happened(e.PartnerAnswered, **{**answer, "units": (LineUnits("L1", 2),)})
    )
    given(place()).when(
        ask(c.RecordPartnerAnswer, **{**answer, "units": {"L9": 1}})
    ).then_rejected(UnknownLine, line_id="L9")
    with pytest.raises(InvalidInput):
        ask(c.RecordPartnerAnswer, **{**answer, "answer": "perhaps"})


def test_a_note_and_a_message_leave_everything_else_as_it_was():
    shipped = [
        place(),
        ask(c.SkipSteps, units={"L1": 3}, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 3}),
        ask(
            c.OpenClaim,
            claim_id="K1",
            parcel_id="P1",
            kind="loss",
            units={"L1": 3},
            amount=eur(1),
        ),
    ]
    before = given(*shipped).order.circumstances

    after = given(*shipped, NOTE, TOLD).order.circumstances
    assert attrs.evolve(after, note_ids=(), message_ids=()) == before
    assert 1 == len(after.claims)
