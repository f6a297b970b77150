"""Units go through the steps of their workflow, fail, are scanned and delivered."""

import pytest

from order.making import ask, happened, line, place
from postpurchase.errors import (
    InvalidInput,
    InvalidQuantity,
    MissingField,
    NotEnoughUnits,
    OnHold,
    TransitionNotAllowed,
    UnknownLine,
    UnknownStep,
)
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.testing import given


def step(name, units, location=None):
    return ask(c.CompleteStep, step=name, units=units, location_code=location)


def skip(units, location=None):
    return ask(c.SkipSteps, units=units, reason="imported", location_code=location)


def fail(at_step, to, units=1, **more):
    return ask(
        c.FailStep,
        line_id="L1",
        units=units,
        at_step=at_step,
        to=to,
        reason="damaged",
        **more,
    )


def hold(units=()):
    return ask(c.PlaceHold, hold_id="H1", reason="fraud", units=units)


ALLOCATED = (
    place(),
    step("allocated", {"L1": 2}, "KYIV"),
    step("allocated", {"L1": 1}, "LVIV"),
)


def test_the_first_step_says_where_units_are():
    order = (
        given(place())
        .when(step("allocated", {"L1": 2}, "KYIV"))
        .then(
            happened(
                e.StepCompleted,
                step="allocated",
                units=(LineUnits("L1", 2),),
                location_code="KYIV",
            )
        )
    )

    assert {"placed": 1, "allocated": 2} == order.line("L1").places
    assert {"allocated": 2} == order.line("L1").at("KYIV")
    assert ("KYIV",) == order.line("L1").locations


def test_a_step_of_units_at_two_locations_is_one_event_each():
    given(*ALLOCATED).when(step("picked", {"L1": 3})).then(
        happened(
            e.StepCompleted,
            step="picked",
            units=(LineUnits("L1", 2),),
            location_code="KYIV",
        ),
        happened(
            e.StepCompleted,
            step="picked",
            units=(LineUnits("L1", 1),),
            location_code="LVIV",
        ),
    )


def test_lines_at_one_location_take_a_step_together():
    order = given(place(line("A"), line("B"))).when(
        step("allocated", {"A": 1, "B": 2}, "KYIV")
    )

    assert [(LineUnits("A", 1), LineUnits("B", 2))] == [ev.units for ev in order.events]


def test_units_without_a_location_go_on_without_one():
    order = given(place(), step("allocated", {"L1": 1})).when(step("picked", {"L1": 1}))

    assert [""] == [event.location_code for event in order.events]


def test_no_step_is_left_out():
    given(place()).when(step("picked", {"L1": 1})).then_rejected(
        NotEnoughUnits, line_id="L1", place="allocated", asked=1, available=0
    )


def test_only_units_at_the_named_location_take_the_step():
    given(*ALLOCATED).when(step("picked", {"L1": 3}, "KYIV")).then_rejected(
        NotEnoughUnits, line_id="L1", place="allocated", asked=3, available=2
    )


def test_a_step_of_another_workflow_is_unknown():
    given(place(line(workflow=("engraved",)))).when(
        step("picked", {"L1": 1})
    ).then_rejected(UnknownStep, line_id="L1", step="picked", known=("engraved",))


def test_placed_is_no_step():
    given(place()).when(step("placed", {"L1": 1})).then_rejected(UnknownStep)


def test_a_line_that_does_not_exist_is_unknown():
    given(place()).when(step("allocated", {"L9": 1})).then_rejected(
        UnknownLine, line_id="L9", known=("L1",)
    )


def test_a_hold_on_the_order_keeps_every_unit():
    given(place(), hold()).when(step("allocated", {"L1": 1}, "KYIV")).then_rejected(
        OnHold, hold_id="H1", reason="fraud", line_id="L1", asked=1, available=0
    )


def test_a_hold_on_two_of_five_lets_three_go():
    held = (place(line(quantity=5)), hold({"L1": 2}))

    order = given(*held).when(step("allocated", {"L1": 3}, "KYIV")).order
    assert {"placed": 2, "allocated": 3} == order.line("L1").places
    given(*held).when(step("allocated", {"L1": 4}, "KYIV")).then_rejected(
        OnHold, asked=4, available=3
    )


def test_the_held_units_stay_when_the_others_have_gone_on():
    gone_on = (
        place(line(quantity=5)),
        hold({"L1": 2}),
        step("allocated", {"L1": 3}, "KYIV"),
    )

    given(*gone_on).when(step("allocated", {"L1": 1}, "KYIV")).then_rejected(
        OnHold, asked=1, available=0
    )
    order = given(*gone_on).when(step("picked", {"L1": 3})).order
    assert {"placed": 2, "picked": 3} == order.line("L1").places


def test_held_units_may_be_those_at_another_location():
    order = given(*ALLOCATED, hold({"L1": 1})).when(step("picked", {"L1": 2}, "KYIV"))

    assert {"allocated": 1} == order.order.line("L1").at("LVIV")


def test_two_holds_on_a_line_add_up():
    second = ask(c.PlaceHold, hold_id="H2", reason="address", units={"L1": 1})

    given(place(), hold({"L1": 1}), second).when(
        step("allocated", {"L1": 2}, "KYIV")
    ).then_rejected(OnHold, hold_id="H1", asked=2, available=1)


def test_a_hold_on_another_line_keeps_nothing():
    held = ask(c.PlaceHold, hold_id="H1", reason="fraud", units={"B": 1})

    answer = given(place(line("A"), line("B")), held).when(
        step("allocated", {"A": 3}, "KYIV")
    )

    assert {"allocated": 3} == answer.order.line("A").places


def test_units_fail_a_step_and_go_back_to_an_earlier_place():
    picked = (*ALLOCATED, step("picked", {"L1": 2}, "KYIV"))

    order = (
        given(*picked)
        .when(fail("checked", "allocated", units=2, goods="scrapped"))
        .then(
            happened(
                e.StepFailed,
                line_id="L1",
                units=2,
                at_step="checked",
                source="picked",
                to="allocated",
                reason="damaged",
                goods="scrapped",
                location_code="KYIV",
            )
        )
    )

    assert {"allocated": 3} == order.line("L1").places


def test_units_that_fail_back_to_placed_stand_nowhere():
    order = given(*ALLOCATED).when(fail("picked", "placed", units=3)).order

    assert {"placed": 3} == order.line("L1").at("")
    assert {} == order.line("L1").at("KYIV")


def test_a_failed_step_may_be_tried_again_from_the_same_place():
    order = given(*ALLOCATED).when(fail("picked", "allocated")).order

    assert {"allocated": 3} == order.line("L1").places
    assert 4 == order.version


def test_a_failed_unit_may_be_cancelled():
    order = given(place()).when(fail("allocated", "cancelled")).order

    assert {"placed": 2, "cancelled": 1} == order.line("L1").places


def test_units_may_fail_when_they_are_handed_over():
    order = (
        given(place(), skip({"L1": 3}, "KYIV")).when(fail("shipped", "picked")).order
    )

    assert {"packed": 2, "picked": 1} == order.line("L1").places


def test_a_digital_line_may_fail_too():
    digital = place(line(workflow=()))

    order = given(digital).when(fail("shipped", "cancelled")).order
    assert {"placed": 2, "cancelled": 1} == order.line("L1").places


@pytest.mark.parametrize("to", ["picked", "shipped", "lost", "nowhere"])
def test_a_failed_step_never_leads_on(to):
    given(*ALLOCATED).when(fail("picked", to)).then_rejected(
        TransitionNotAllowed,
        path="to",
        subject="1 × L1",
        state="allocated",
        asked=to,
        allowed=("placed", "allocated", "cancelled"),
    )


def test_more_units_than_stand_there_cannot_fail():
    given(*ALLOCATED).when(fail("picked", "placed", units=4)).then_rejected(
        NotEnoughUnits, line_id="L1", place="allocated", asked=4, available=3
    )
    given(*ALLOCATED).when(
        fail("picked", "placed", units=2, location_code="LVIV")
    ).then_rejected(NotEnoughUnits, available=1)


def test_units_in_a_parcel_cannot_fail_before_the_parcel_is_voided():
    boxed = (
        place(),
        skip({"L1": 3}, "KYIV"),
        ask(c.OpenParcel, parcel_id="P1", units={"L1": 2}),
    )

    given(*boxed).when(fail("shipped", "picked", units=2)).then_rejected(
        NotEnoughUnits, asked=2, available=1
    )
    void = ask(c.VoidParcel, parcel_id="P1")
    order = given(*boxed, void).when(fail("shipped", "picked", units=2)).order
    assert {"packed": 1, "picked": 2} == order.line("L1").places


def test_a_hold_does_not_keep_units_from_going_back():
    order = given(*ALLOCATED, hold()).when(fail("picked", "placed", units=3)).order

    assert {"placed": 3} == order.line("L1").places


def test_skipping_steps_takes_the_furthest_units_first():
    given(*ALLOCATED, step("picked", {"L1": 1}, "KYIV")).when(skip({"L1": 2})).then(
        happened(
            e.StepsSkipped,
            units=(LineUnits("L1", 1),),
            source="picked",
            location_code="KYIV",
            reason="imported",
        ),
        happened(
            e.StepsSkipped,
            units=(LineUnits("L1", 1),),
            source="allocated",
            location_code="KYIV",
            reason="imported",
        ),
    )


def test_skipping_steps_says_where_placed_units_are():
    order = given(place()).when(skip({"L1": 3}, "KYIV")).order

    assert {"packed": 3} == order.line("L1").at("KYIV")


def test_skipping_steps_leaves_units_elsewhere_alone():
    given(*ALLOCATED).when(skip({"L1": 3}, "KYIV")).then_rejected(
        NotEnoughUnits, line_id="L1", place="placed", asked=3, available=2
    )


def test_skipping_steps_takes_the_units_of_the_named_location():
    order = given(*ALLOCATED).when(skip({"L1": 1}, "LVIV")).order

    assert {"packed": 1} == order.line("L1").at("LVIV")
    assert {"allocated": 2} == order.line("L1").at("KYIV")


def test_skipping_steps_again_changes_nothing():
    done = (place(), skip({"L1": 2}, "KYIV"))

    given(*done).when(skip({"L1": 2}, "KYIV")).then_nothing()
    given(*done).when(skip({"L1": 1})).then_nothing()


def test_steps_of_a_line_without_any_are_skipped_from_the_start():
    given(place(line(workflow=()))).when(skip({"L1": 3})).then_nothing()


def test_no_more_units_skip_steps_than_there_are():
    given(place()).when(skip({"L1": 4})).then_rejected(
        NotEnoughUnits, asked=4, available=3
    )


def test_steps_are_not_skipped_past_a_hold():
    given(place(), hold({"L1": 2})).when(skip({"L1": 2}, "KYIV")).then_rejected(
        OnHold, hold_id="H1", asked=2, available=1
    )


def test_a_scanned_code_completes_the_step_for_one_unit():
    order = (
        given(*ALLOCATED)
        .when(ask(c.ScanCode, code="SKU-L1", step="picked"))
        .then(
            happened(e.CodeScanned, code="SKU-L1", line_id="L1", step="picked"),
            happened(
                e.StepCompleted,
                step="picked",
                units=(LineUnits("L1", 1),),
                location_code="KYIV",
            ),
        )
    )

    assert 0 == order.errors_caught


def test_a_scan_may_be_the_first_step():
    scan = ask(c.ScanCode, code="SKU-L1", step="allocated", location_code="KYIV")

    order = given(place()).when(scan).order

    assert {"allocated": 1} == order.line("L1").at("KYIV")


def test_a_barcode_is_as_good_as_a_sku():
    scan = ask(c.ScanCode, code="4006", step="allocated")

    order = given(place(line(barcodes=("4006",)))).when(scan).order

    assert {"placed": 2, "allocated": 1} == order.line("L1").places


def test_a_code_that_is_not_on_the_order_is_an_error_caught():
    order = (
        given(*ALLOCATED)
        .when(ask(c.ScanCode, code="X", step="picked"))
        .then(happened(e.ScanRefused, code="X", step="picked", reason="not_on_order"))
    )

    assert 1 == order.errors_caught
    assert {"allocated": 3} == order.line("L1").places


@pytest.mark.parametrize("name", ["checked", "engraved"])
def test_a_code_that_is_not_needed_now_is_an_error_caught(name):
    given(*ALLOCATED).when(ask(c.ScanCode, code="SKU-L1", step=name)).then(
        happened(e.ScanRefused, code="SKU-L1", step=name, reason="not_needed")
    )


def test_a_scan_passes_over_a_line_on_hold_if_another_one_needs_the_code():
    two = place(line("L1", sku="MUG"), line("L2", sku="MUG"))
    hold = ask(c.PlaceHold, hold_id="H1", reason="other", units={"L1": 3})
    scan = ask(c.ScanCode, code="MUG", step="allocated")

    order = given(two, hold).when(scan).order

    assert {"placed": 3} == order.line("L1").places
    assert 1 == order.line("L2").units("allocated")


def test_a_scan_is_refused_by_a_hold_on_every_line_that_needs_the_code():
    hold = ask(c.PlaceHold, hold_id="H1", reason="other")
    scan = ask(c.ScanCode, code="SKU-L1", step="allocated")

    given(place(), hold).when(scan).then_rejected(OnHold, hold_id="H1", line_id="L1")


def test_a_scan_finds_the_line_that_still_needs_the_code():
    two = place(line("A", 1, sku="MUG"), line("B", 1, sku="MUG"))
    scan = ask(c.ScanCode, code="MUG", step="allocated")

    order = given(two, scan).when(scan).order

    assert {"allocated": 1} == order.line("A").places == order.line("B").places
    assert ["not_needed"] == [
        ev.reason for ev in given(two, scan, scan).when(scan).events
    ]


def test_a_scan_does_not_pass_a_hold():
    given(*ALLOCATED, hold()).when(
        ask(c.ScanCode, code="SKU-L1", step="picked")
    ).then_rejected(OnHold, hold_id="H1")


def test_a_digital_line_is_delivered_without_a_parcel():
    digital = place(line(requires_parcel=False))

    order = (
        given(digital)
        .when(ask(c.DeliverLines, units={"L1": 2}))
        .then(happened(e.LinesDelivered, units=(LineUnits("L1", 2),), source="placed"))
    )

    assert {"placed": 1, "delivered": 2} == order.line("L1").places


def test_goods_collected_in_the_store_leave_from_the_end_of_their_workflow():
    order = (
        given(place(), skip({"L1": 3}, "KYIV"))
        .when(ask(c.DeliverLines, units={"L1": 1}, location_code="KYIV"))
        .then(
            happened(
                e.LinesDelivered,
                units=(LineUnits("L1", 1),),
                source="packed",
                location_code="KYIV",
            )
        )
    )

    assert {"packed": 2, "delivered": 1} == order.line("L1").places


def test_lines_with_different_ends_are_delivered_one_event_each():
    mixed = place(line("A", 1, requires_parcel=False), line("B", 1, workflow=("cut",)))

    answer = given(mixed, step("cut", {"B": 1}, "KYIV")).when(
        ask(c.DeliverLines, units={"A": 1, "B": 1})
    )

    assert ["placed", "cut"] == [event.source for event in answer.events]


def test_what_is_not_ready_cannot_be_delivered():
    given(*ALLOCATED).when(ask(c.DeliverLines, units={"L1": 1})).then_rejected(
        NotEnoughUnits, place="packed", asked=1, available=0
    )


def test_a_hold_keeps_units_from_being_delivered():
    given(place(line(workflow=())), hold()).when(
        ask(c.DeliverLines, units={"L1": 1})
    ).then_rejected(OnHold)


@pytest.mark.parametrize(
    ("units", "path"),
    [
        ({"L1": 0}, "units[L1]"),
        ({"L1": 1.0}, "units[L1]"),
        ({"": 1}, "units"),
        ([("L1", 1), ("L1", 2)], "units[L1]"),
        (["L1"], "units"),
        ("L1", "units"),
        (5, "units"),
    ],
)
def test_units_that_are_no_units_are_refused_with_their_path(units, path):
    with pytest.raises(InvalidQuantity) as refused:
        step("picked", units)

    assert path == refused.value.path


def test_units_may_be_given_as_pairs_or_line_units():
    expected = (LineUnits("L1", 2),)

    assert expected == step("picked", [("L1", 2)]).units
    assert expected == step("picked", expected).units


def test_a_step_needs_a_name_and_a_location_is_text():
    with pytest.raises(MissingField):
        step("", {"L1": 1})
    with pytest.raises(InvalidInput):
        step("picked", {"L1": 1}, 7)
    with pytest.raises(InvalidInput):
        fail("picked", "placed", goods="eaten")
