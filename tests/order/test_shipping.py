"""Parcels are opened, sealed, labelled, voided and shipped."""

import pytest

from order.making import ask, eur, happened, line, place
from postpurchase.errors import (
    Contradiction,
    InvalidInput,
    MissingField,
    NotEnoughUnits,
    OnHold,
    TransitionNotAllowed,
    UnknownLine,
    UnknownParcel,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.answers import Insert, Package, Promise


def skip(units, location=None):
    return ask(c.SkipSteps, units=units, reason="imported", location_code=location)


def open_(parcel_id="P1", units=(("L1", 2),), **more):
    return ask(c.OpenParcel, parcel_id=parcel_id, units=units, **more)


def ship(parcel_id="P1", units=None, **more):
    return ask(c.ShipParcel, parcel_id=parcel_id, units=units, **more)


def hold(units=()):
    return ask(c.PlaceHold, hold_id="H1", reason="fraud", units=units)


SEAL = ask(c.SealParcel, parcel_id="P1")
LABEL = ask(c.LabelParcel, parcel_id="P1", carrier="dhl", tracking_number="T1")
VOID = ask(c.VoidParcel, parcel_id="P1", reason="torn")
PACKED = (place(), skip({"L1": 3}, "KYIV"))
BOX = e.Box(parcel_id="P1", units=(LineUnits("L1", 2),), location_code="KYIV")


def test_packed_units_are_put_into_a_parcel_and_stay_packed():
    order = given(*PACKED).when(open_()).then(happened(e.ParcelOpened, box=BOX))

    assert {"packed": 3} == order.line("L1").places
    assert ("open", "KYIV") == (
        order.parcel("P1").state,
        order.parcel("P1").location_code,
    )


def test_units_in_one_parcel_cannot_go_into_another():
    given(*PACKED, open_()).when(open_("P2")).then_rejected(
        NotEnoughUnits, line_id="L1", place="packed", asked=2, available=1
    )
    given(*PACKED, open_()).when(ship("P2", {"L1": 2})).then_rejected(NotEnoughUnits)


def test_the_same_parcel_again_changes_nothing():
    given(*PACKED, open_()).when(open_()).then_nothing()
    given(*PACKED, open_(), SEAL).when(open_(location_code="KYIV")).then_nothing()


def test_other_contents_under_the_same_parcel_are_refused():
    given(*PACKED, open_()).when(open_(units={"L1": 1})).then_rejected(
        Contradiction, path="units", subject="parcel P1", known="2 × L1", said="1 × L1"
    )
    given(*PACKED, open_()).when(open_(location_code="LVIV")).then_rejected(
        Contradiction, path="location_code", known="KYIV", said="LVIV"
    )


def test_a_voided_parcel_is_not_opened_again():
    given(*PACKED, open_(), VOID).when(open_()).then_rejected(
        TransitionNotAllowed, subject="parcel P1", state="voided", asked="open"
    )


def test_a_parcel_is_never_empty():
    for command in (open_(units={}), ship(units={})):
        with pytest.raises(MissingField) as refused:
            given(*PACKED).when(command)

        assert "units" == refused.value.path


def test_a_new_parcel_needs_units():
    with pytest.raises(MissingField) as refused:
        given(*PACKED).when(ship())

    assert "units" == refused.value.path


def test_a_line_that_does_not_exist_cannot_be_packed():
    given(*PACKED).when(open_(units={"L9": 1})).then_rejected(UnknownLine, line_id="L9")


def test_what_is_not_packed_cannot_be_shipped():
    given(place()).when(ship(units={"L1": 1})).then_rejected(
        NotEnoughUnits, line_id="L1", place="packed", asked=1, available=0
    )


def test_a_parcel_leaves_from_the_first_location_that_has_it_all():
    lines = place(line("A", 3), line("B", 2))
    stands = (
        lines,
        skip({"A": 1}, "ODESA"),
        ask(
            c.CompleteStep,
            step="allocated",
            units={"A": 2, "B": 2},
            location_code="KYIV",
        ),
        skip({"A": 2, "B": 2}, "KYIV"),
    )

    (event,) = given(*stands).when(ship(units={"A": 2, "B": 1})).events

    assert "KYIV" == event.box.location_code


def test_the_choice_among_locations_is_the_same_every_time():
    codes = [f"W{n}" for n in range(8)]
    allocated = [
        ask(c.CompleteStep, step="allocated", units={"L1": 1}, location_code=code)
        for code in codes
    ]
    stands = (place(line(quantity=8)), *allocated, skip({"L1": 8}))

    chosen = {
        given(*stands).when(ship(units={"L1": 1})).events[0].box.location_code
        for _ in range(3)
    }

    assert {"W0"} == chosen


def test_a_parcel_leaves_from_one_location_only():
    stands = (
        place(line("A", 1), line("B", 1)),
        skip({"A": 1}, "KYIV"),
        skip({"B": 1}, "LVIV"),
    )

    given(*stands).when(ship(units={"A": 1, "B": 1})).then_rejected(
        Contradiction, path="units", known="units at KYIV, LVIV"
    )
    given(*stands).when(
        ship(units={"A": 1, "B": 1}, location_code="LVIV")
    ).then_rejected(NotEnoughUnits, line_id="A", available=0)


def test_no_location_has_enough():
    stands = (
        place(),
        skip({"L1": 2}, "KYIV"),
        ask(c.CompleteStep, step="allocated", units={"L1": 1}, location_code="LVIV"),
        skip({"L1": 1}, "LVIV"),
    )

    given(*stands).when(ship(units={"L1": 3})).then_rejected(
        NotEnoughUnits, asked=3, available=2
    )


def test_goods_without_steps_go_in_one_parcel_with_the_others():
    mixed = place(line("card", 1, workflow=()), line("ring", 1, workflow=("engraved",)))
    done = ask(c.CompleteStep, step="engraved", units={"ring": 1}, location_code="KYIV")

    order = given(mixed, done).when(ship(units={"card": 1, "ring": 1})).order

    assert "KYIV" == order.parcel("P1").location_code
    assert (
        {"shipped": 1} == order.line("card").at("KYIV") == order.line("ring").at("KYIV")
    )


def test_a_parcel_of_goods_without_steps_keeps_its_location():
    plain = place(line(workflow=()))

    order = given(plain).when(ship(units={"L1": 2}, location_code="KYIV")).order

    assert {"shipped": 2} == order.line("L1").at("KYIV")
    assert {"placed": 1} == order.line("L1").at("")


def test_goods_without_steps_are_not_put_into_two_parcels():
    plain = place(line(workflow=()))
    first = open_("P1", {"L1": 2}, location_code="KYIV")

    given(plain, first).when(
        open_("P2", {"L1": 2}, location_code="LVIV")
    ).then_rejected(NotEnoughUnits, asked=2, available=1)


def test_a_hold_keeps_units_out_of_parcels():
    given(*PACKED, hold({"L1": 2})).when(open_()).then_rejected(
        OnHold, hold_id="H1", line_id="L1", asked=2, available=1
    )
    given(*PACKED, hold({"L1": 2})).when(ship(units={"L1": 2})).then_rejected(OnHold)
    order = given(*PACKED, hold({"L1": 2})).when(ship(units={"L1": 1})).order
    assert {"packed": 2, "shipped": 1} == order.line("L1").places


def test_units_in_a_parcel_are_not_those_that_a_later_parcel_may_hold_back():
    given(*PACKED, open_(), hold({"L1": 1})).when(open_("P2", {"L1": 1})).then_rejected(
        OnHold, asked=1, available=0
    )


def test_a_hold_keeps_an_opened_parcel_from_leaving():
    given(*PACKED, open_(), hold()).when(ship()).then_rejected(
        OnHold, hold_id="H1", line_id="L1", asked=2, available=0
    )
    order = given(*PACKED, open_(), hold({"L1": 1})).when(ship()).order
    assert {"packed": 1, "shipped": 2} == order.line("L1").places


def test_a_shortage_is_no_hold():
    lines = place(line("A", 1), line("B", 1))

    given(lines, hold({"A": 1})).when(ship(units={"B": 1})).then_rejected(
        NotEnoughUnits, line_id="B", available=0
    )


def test_a_parcel_is_sealed_with_its_carton_and_inserts():
    seal = ask(
        c.SealParcel,
        parcel_id="P1",
        package=Package(code="S"),
        inserts=[Insert(code="card")],
    )

    parcel = given(*PACKED, open_(package=Package(code="M")), seal).order.parcel("P1")

    assert ("sealed", Package(code="S"), (Insert(code="card"),)) == (
        parcel.state,
        parcel.package,
        parcel.inserts,
    )


def test_sealing_without_a_carton_keeps_the_one_that_is_known():
    parcel = given(*PACKED, open_(package=Package(code="M")), SEAL).order.parcel("P1")

    assert Package(code="M") == parcel.package


def test_sealing_again_changes_nothing():
    given(*PACKED, open_(), SEAL).when(SEAL).then_nothing()


@pytest.mark.parametrize(
    ("history", "command", "state", "asked"),
    [
        ((open_(), LABEL), SEAL, "labelled", "sealed"),
        ((open_(), ship()), SEAL, "shipped", "sealed"),
        ((open_(), VOID), SEAL, "voided", "sealed"),
        ((open_(), VOID), LABEL, "voided", "labelled"),
        ((open_(), VOID), ship(), "voided", "shipped"),
        ((open_(), ship()), VOID, "shipped", "voided"),
    ],
)
def test_what_the_table_of_parcels_does_not_allow_is_refused(
    history, command, state, asked
):
    given(*PACKED, *history).when(command).then_rejected(
        TransitionNotAllowed, subject="parcel P1", state=state, asked=asked
    )


@pytest.mark.parametrize("command", [SEAL, LABEL, VOID])
def test_a_parcel_that_does_not_exist_is_unknown(command):
    given(*PACKED, open_("P0")).when(command).then_rejected(
        UnknownParcel, parcel_id="P1", known=("P0",)
    )


@pytest.mark.parametrize("before", [(open_(),), (open_(), SEAL)])
def test_a_parcel_gets_a_label(before):
    order = (
        given(*PACKED, *before)
        .when(LABEL)
        .then(
            happened(
                e.ParcelLabelled, parcel_id="P1", carrier="dhl", tracking_number="T1"
            )
        )
    )

    parcel = order.parcel("P1")
    assert ("labelled", "dhl", "", "T1") == (
        parcel.state,
        parcel.carrier,
        parcel.service,
        parcel.tracking_number,
    )


def test_the_same_label_again_changes_nothing_even_after_shipping():
    given(*PACKED, open_(), LABEL).when(LABEL).then_nothing()
    given(*PACKED, open_(), LABEL, ship()).when(LABEL).then_nothing()


def test_another_label_is_refused():
    other = ask(c.LabelParcel, parcel_id="P1", carrier="ups", service="express")

    given(*PACKED, open_(), LABEL).when(other).then_rejected(
        Contradiction,
        subject="the label of parcel P1",
        known="dhl T1",
        said="ups express",
    )


@pytest.mark.parametrize(
    "bare",
    [
        ask(c.LabelParcel, parcel_id="P1", carrier="dhl"),
        ship(carrier="dhl"),
        ship(),
    ],
)
def test_a_label_that_lacks_a_number_gets_it_later_wherever_the_parcel_is(bare):
    before = given(*PACKED, open_(), bare)
    state = before.order.parcel("P1").state
    labelled = happened(
        e.ParcelLabelled, parcel_id="P1", carrier="dhl", tracking_number="T1"
    )

    order = before.when(LABEL).then(labelled)

    parcel = order.parcel("P1")
    assert (state, "dhl", "T1") == (
        parcel.state,
        parcel.carrier,
        parcel.tracking_number,
    )


def test_a_voided_parcel_frees_its_units():
    freed = (
        given(*PACKED, open_(), LABEL)
        .when(VOID)
        .then(happened(e.ParcelVoided, parcel_id="P1", reason="torn"))
    )

    assert "voided" == freed.parcel("P1").state
    assert {"shipped": 3} == given(*PACKED, open_(), VOID).when(
        ship("P2", {"L1": 3})
    ).order.line("L1").places


def test_voiding_again_changes_nothing():
    given(*PACKED, open_(), VOID).when(VOID).then_nothing()


def test_shipping_may_do_all_at_once():
    order = (
        given(*PACKED)
        .when(
            ship(
                units={"L1": 2},
                carrier="dhl",
                service="parcel",
                tracking_number="T1",
                package=Package(code="S"),
                inserts=[Insert(code="card")],
            )
        )
        .then(
            happened(
                e.ParcelShipped,
                box=e.Box(
                    parcel_id="P1",
                    units=(LineUnits("L1", 2),),
                    location_code="KYIV",
                    carrier="dhl",
                    service="parcel",
                    tracking_number="T1",
                    package=Package(code="S"),
                    inserts=(Insert(code="card"),),
                ),
            )
        )
    )

    parcel = order.parcel("P1")
    assert {"packed": 1, "shipped": 2} == order.line("L1").places
    assert ("shipped", NOON, "dhl", "parcel") == (
        parcel.state,
        parcel.shipped_at,
        parcel.carrier,
        parcel.service,
    )


def test_shipping_an_opened_parcel_adds_to_what_is_known():
    opened = open_(package=Package(code="M"))
    sealed = ask(c.SealParcel, parcel_id="P1", inserts=[Insert(code="card")])

    (event,) = (
        given(*PACKED, opened, sealed, LABEL)
        .when(ship(service="express", inserts=[Insert(code="sticker")]))
        .events
    )

    assert ("dhl", "express", "T1", Package(code="M")) == (
        event.box.carrier,
        event.box.service,
        event.box.tracking_number,
        event.box.package,
    )
    assert ["card", "sticker"] == [insert.code for insert in event.box.inserts]
    assert "P1" == event.parcel_id


def test_shipping_again_changes_nothing():
    shipped = ship(units={"L1": 2}, carrier="dhl")

    given(*PACKED, shipped).when(shipped).then_nothing()
    given(*PACKED, shipped).when(ship()).then_nothing()


@pytest.mark.parametrize("before", [LABEL, ship()])
@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"units": {"L1": 3}}, "units"),
        ({"carrier": "ups"}, "carrier"),
        ({"tracking_number": "T2"}, "tracking_number"),
        ({"location_code": "LVIV"}, "location_code"),
    ],
)
def test_another_shipment_under_the_same_parcel_is_refused(before, said, path):
    given(*PACKED, open_(), LABEL, before).when(ship(**said)).then_rejected(
        Contradiction, path=path, subject="parcel P1"
    )


def test_a_parcel_keeps_its_own_promise_when_it_leaves():
    promise = Promise(earliest_on=NOON.date(), latest_on=NOON.date())
    revised = ask(c.RevisePromise, promise=promise, reason="late", parcel_id="P1")

    parcel = given(*PACKED, open_(), revised, ship()).order.parcel("P1")

    assert promise == parcel.promise


@pytest.mark.parametrize(
    ("kind", "fields", "path"),
    [
        (c.OpenParcel, {"parcel_id": "", "units": {"L1": 1}}, "parcel_id"),
        (c.OpenParcel, {"parcel_id": "P", "units": {}, "package": "S"}, "package"),
        (c.SealParcel, {"parcel_id": "P", "inserts": "card"}, "inserts"),
        (c.SealParcel, {"parcel_id": "P", "inserts": ["card"]}, "inserts[0]"),
        (c.LabelParcel, {"parcel_id": "P", "carrier": ""}, "carrier"),
        (c.RecordTracking, {"parcel_id": "P", "facts": ()}, "facts"),
        (c.RecordTracking, {"parcel_id": "P", "facts": ["x"]}, "facts[0]"),
        (c.RecordTracking, {"parcel_id": "P", "facts": 5}, "facts"),
    ],
)
def test_what_no_parcel_can_have_is_refused_with_its_name(kind, fields, path):
    with pytest.raises(InvalidInput) as refused:
        ask(kind, **fields)

    assert path == refused.value.path


def test_money_is_no_matter_of_parcels():
    order = given(*PACKED, ship(units={"L1": 3})).order

    assert eur(3000) == order.balance_due
