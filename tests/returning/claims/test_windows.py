"""From when and until when a carrier takes a claim, and how much it is for."""

from datetime import UTC, date, datetime

import pytest

from order.making import NOON, ask, eur, fact, line, place
from postpurchase.errors import (
    CurrencyMismatch,
    InvalidInput,
    MissingField,
    UnknownLine,
)
from postpurchase.errors.inputs import short
from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.quantities import LineUnits
from postpurchase.returning.claims import (
    ROWS,
    VERSION,
    Cap,
    ClaimRow,
    ParcelDates,
    claim_value,
    claim_window,
    dates_of,
)
from postpurchase.returning.claims.rows import COUNTED_IN, EVIDENCE, STARTS, Period
from postpurchase.returning.claims.tables import _after
from postpurchase.testing import given
from postpurchase.values.answers import Promise
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money
from postpurchase.values.return_terms import CLAIM_KINDS

SENT = ParcelDates(
    shipped_on=date(2026, 6, 1),
    expected_on=date(2026, 6, 3),
    last_scan_on=date(2026, 6, 2),
    delivered_on=date(2026, 6, 6),
)
MAY = WorkingCalendar(closures=frozenset({date(2026, 6, 11)}), version="test 1")


def days(carrier, kind, **more):
    window = claim_window(carrier, kind, SENT, calendar=MAY, **more)
    last = window.deadline and str(window.deadline.last_on)
    return window.opens_on and str(window.opens_on), last


@pytest.mark.parametrize(
    ("carrier", "kind", "more", "opens_on", "last_on"),
    [
        ("ups", "loss", {}, "2026-06-04", "2026-07-31"),
        ("ups", "damage", {}, None, "2026-07-31"),
        ("ups", "delay", {}, None, "2026-06-18"),
        ("fedex", "loss", {}, "2026-06-04", "2026-07-31"),
        ("fedex", "damage", {}, None, "2026-07-31"),
        ("fedex", "damage", {"is_international": True}, None, "2026-06-27"),
        ("usps", "loss", {}, "2026-06-16", "2026-07-31"),
        ("usps", "shortage", {}, None, "2026-07-31"),
        ("usps", "loss", {"is_international": True}, "2026-06-08", "2026-12-01"),
        ("dhl_ecommerce", "loss", {}, "2026-06-17", None),
        ("dhl_express", "loss", {}, None, "2026-07-01"),
        ("dhl", "damage", {}, None, "2026-06-13"),
        ("dhl", "delay", {}, None, "2026-06-27"),
        ("dpd", "loss", {}, "2026-07-01", "2027-06-01"),
        ("dpd", "damage", {}, None, "2026-06-13"),
        ("gls", "loss", {}, "2026-06-04", "2027-06-01"),
        ("inpost", "damage", {}, None, "2026-06-13"),
        ("inpost", "delay", {}, None, "2026-06-20"),
        ("nova_poshta", "damage", {}, None, "2026-06-06"),
        ("nova_poshta", "theft", {}, None, "2026-12-01"),
        ("royal_mail", "loss", {}, "2026-06-18", "2026-08-20"),
        ("cmr", "loss", {}, "2026-07-03", "2027-06-03"),
        # Saturday 6 June; Sunday 7, Sunday 14 and the holiday on the 11th are left out.
        ("cmr", "damage", {}, None, "2026-06-16"),
        ("cmr", "delay", {}, None, "2026-06-27"),
        ("montreal", "damage", {}, None, "2026-06-20"),
        ("montreal", "loss", {}, "2026-06-10", "2028-06-03"),
        ("upu", "loss", {}, None, "2026-12-01"),
    ],
)
def test_windows_of_carriers_and_regimes(carrier, kind, more, opens_on, last_on):
    assert (opens_on, last_on) == days(carrier, kind, **more)


def test_a_deadline_against_the_shop_is_not_moved_past_a_day_of_rest():
    saturday = claim_window("dhl", "damage", SENT).deadline

    assert (5, None, "") == (
        saturday.last_on.weekday(),
        saturday.rolled_from,
        saturday.calendar,
    )


def test_after_a_delivery_on_a_sunday_monday_is_the_first_day():
    sunday = ParcelDates(delivered_on=date(2026, 6, 7))
    window = claim_window("cmr", "damage", sunday)

    assert date(2026, 6, 15) == window.deadline.last_on


def test_a_deadline_on_a_calendar_names_it():
    deadline = claim_window("cmr", "damage", SENT, calendar=MAY).deadline

    assert ("claim", "CMR, art. 30(1)", "test 1") == (
        deadline.name,
        deadline.basis,
        deadline.calendar,
    )


def test_what_is_not_known_yet_gives_no_day():
    window = claim_window("dhl", "damage", ParcelDates(shipped_on=date(2026, 6, 1)))

    assert window.deadline is None
    assert window.is_certain
    unknown = claim_window("ups", "loss", ParcelDates())
    assert (None, None) == (unknown.opens_on, unknown.deadline)


def test_without_a_scan_the_hand_over_is_the_last_one():
    window = claim_window("gls", "loss", ParcelDates(shipped_on=date(2026, 6, 1)))

    assert date(2026, 6, 3) == window.opens_on


def test_a_carrier_without_a_row_falls_under_its_regime_or_under_none():
    assert claim_window("rhenus", "damage", SENT) is None
    assert ("CMR, art. 30(1)", VERSION) == (
        (window := claim_window("rhenus", "damage", SENT, regime="cmr")).basis,
        window.version,
    )
    assert "HGB § 438(2)" == claim_window("dhl", "damage", SENT, regime="cmr").basis


def test_a_row_of_the_shop_comes_first():
    own = ClaimRow(
        carrier="ups",
        kinds=("loss",),
        basis="contract 7",
        within=Period(length=90, start="shipment"),
        cap=Cap(amount=eur(50000)),
    )
    window = claim_window("ups", "loss", SENT, rows=[own])

    assert (date(2026, 8, 30), "contract 7", "") == (
        window.deadline.last_on,
        window.basis,
        window.version,
    )
    assert VERSION == claim_window("ups", "damage", SENT, rows=[own]).version


@pytest.mark.parametrize(
    ("fields", "path", "value", "expected"),
    [
        ({"kinds": ("anger",)}, "kinds", "anger", CLAIM_KINDS),
        ({"evidence": ("a_feeling",)}, "evidence", "a_feeling", EVIDENCE),
        ({"route": "space"}, "route", "space", ("", "domestic", "international")),
    ],
)
def test_a_row_with_an_unknown_word_is_refused(fields, path, value, expected):
    with pytest.raises(InvalidInput) as refused:
        ClaimRow(**{"carrier": "x", "kinds": ("loss",), "basis": "b", **fields})

    assert (path, short(value), f"one of {', '.join(expected)}") == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )


@pytest.mark.parametrize("route", ["", "domestic", "international"])
def test_a_row_is_for_a_route_or_for_both(route):
    row = ClaimRow(carrier="x", kinds=("loss",), basis="b", route=route)

    assert [route != "international", route != "domestic"] == [
        row.fits("x", "loss", is_international=crosses) for crosses in (False, True)
    ]


@pytest.mark.parametrize(
    ("fields", "path", "value", "expected"),
    [
        ({"length": -1}, "length", -1, "a whole number from 0"),
        ({"length": True}, "length", True, "a whole number from 0"),
        ({"start": "dawn"}, "start", "dawn", f"one of {', '.join(STARTS)}"),
        (
            {"counted_in": "moons"},
            "counted_in",
            "moons",
            f"one of {', '.join(COUNTED_IN)}",
        ),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(fields, path, value, expected):
    with pytest.raises(InvalidInput) as refused:
        Period(**{"length": 1, "start": "shipment", **fields})

    assert (path, short(value), expected) == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )


def test_a_period_may_be_the_day_of_the_event_itself():
    assert 0 == Period(length=0, start="delivery").length
    assert Period(length=3, start="shipment", counted_in="days") == (
        _after(3, "shipment")
    )
    assert Period(length=6, start="expected", counted_in="months") == (
        _after(6, "expected", "months")
    )


def test_a_window_says_what_is_needed_and_how_much_is_paid():
    window = claim_window("ups", "loss", SENT, calendar=MAY)

    assert (("tracking", "invoice"), Cap(amount=Money(10000, "USD")), "") == (
        window.evidence,
        window.cap,
        window.deadline.calendar,
    )


def test_every_kind_of_claim_has_a_row_somewhere_and_every_row_a_basis():
    assert set(CLAIM_KINDS) == {kind for row in ROWS for kind in row.kinds}
    assert all(row.basis and row.evidence for row in ROWS)


def test_a_limit_by_weight_needs_weight_and_rate():
    cap = Cap(sdr_cents_per_kg=833)
    sdr = eur(120)

    assert eur(999) == cap.limit("EUR", grams=1000, sdr=sdr)
    assert eur(1) == cap.limit("EUR", grams=2, sdr=sdr)
    assert cap.limit("EUR", sdr=sdr) is None
    assert cap.limit("EUR", grams=1000) is None
    assert cap.limit("PLN", grams=1000, sdr=sdr) is None


def test_a_limit_in_another_currency_is_none():
    cap = Cap(amount=Money(10000, "USD"))

    assert Money(10000, "USD") == cap.limit("USD")
    assert cap.limit("EUR") is None


PROMISED = Promise(earliest_on=date(2026, 5, 6), latest_on=date(2026, 5, 7))


def shipped(*more, **terms):
    return given(
        place(**terms),
        ask(c.SkipSteps, units={"L1": 3}, reason="x"),
        ask(c.ShipParcel, parcel_id="P1", units={"L1": 3}, carrier="ups"),
        *more,
    ).order


def tracked(code, hour, **more):
    return ask(c.RecordTracking, parcel_id="P1", facts=fact(code, hour, **more))


def test_the_dates_of_a_parcel_are_those_of_the_zone():
    order = shipped(
        tracked("in_transit.processed", 11),
        tracked("delivered.general", 12),
        promise=PROMISED,
    )

    assert ParcelDates(
        shipped_on=date(2026, 5, 4),
        expected_on=date(2026, 5, 7),
        last_scan_on=date(2026, 5, 5),
        delivered_on=date(2026, 5, 5),
    ) == dates_of(order, order.parcel("P1"), "Europe/Kyiv")


def test_on_the_other_side_of_the_world_it_is_the_next_day_already():
    order = shipped(
        tracked("in_transit.processed", 11), tracked("delivered.general", 12)
    )
    parcel = order.parcel("P1")

    assert ParcelDates(
        shipped_on=date(2026, 5, 5),
        last_scan_on=date(2026, 5, 5),
        delivered_on=date(2026, 5, 5),
    ) == dates_of(order, parcel, "Pacific/Kiritimati")
    assert ParcelDates(
        shipped_on=date(2026, 5, 4),
        last_scan_on=date(2026, 5, 4),
        delivered_on=date(2026, 5, 4),
    ) == dates_of(order, parcel, "Etc/GMT+12")
    assert date(2026, 5, 5) == dates_of(order, parcel).delivered_on


def test_a_parcel_under_way_has_no_day_of_delivery_and_maybe_an_expected_one():
    under_way = shipped(
        tracked("in_transit.processed", 11, estimated_on=date(2026, 5, 9))
    )
    silent = shipped()

    assert (date(2026, 5, 9), None) == (
        dates_of(under_way, under_way.parcel("P1")).expected_on,
        dates_of(under_way, under_way.parcel("P1")).delivered_on,
    )
    assert ParcelDates(shipped_on=NOON.date()) == dates_of(silent, silent.parcel("P1"))


def test_a_later_promise_counts_before_the_first():
    later = Promise(earliest_on=date(2026, 5, 8), latest_on=date(2026, 5, 9))
    order = shipped(ask(c.RevisePromise, promise=later, reason="x"), promise=PROMISED)

    assert date(2026, 5, 9) == dates_of(order, order.parcel("P1")).expected_on
    assert datetime(2026, 5, 4, 12, tzinfo=UTC) == NOON


def units(n, line_id="L1"):
    return (LineUnits(line_id, n),)


def test_by_price_units_are_worth_what_was_paid_for_them():
    order = given(
        place(line(quantity=3, price=1000, tax=eur(200)), discount=eur(100))
    ).order

    assert [1034, 2066, 3100] == [
        claim_value(order, units(n)).amount_minor for n in (1, 2, 3)
    ]


def test_shipping_is_not_claimed_with_the_goods():
    order = given(place(shipping=eur(500))).order

    assert eur(1000) == claim_value(order, units(1))


def test_by_cost_units_are_worth_what_the_shop_paid():
    order = given(place()).order
    costs = {"SKU-L1": eur(420)}

    assert eur(840) == claim_value(order, units(2), basis="cost", costs=costs)
    for known in (None, {}):
        with pytest.raises(MissingField) as missing:
            claim_value(order, units(2), basis="cost", costs=known)
        assert ("costs[SKU-L1]", "Money") == (
            missing.value.path,
            missing.value.expected,
        )
    usd = {"SKU-L1": Money(1, "USD")}
    with pytest.raises(CurrencyMismatch):
        claim_value(order, units(2), basis="cost", costs=usd)


def test_lines_add_up_by_price_and_by_cost():
    order = given(place(line(quantity=3), line("L2", quantity=2, price=700))).order
    both = (LineUnits("L1", 2), LineUnits("L2", 1))
    costs = {"SKU-L1": eur(420), "SKU-L2": eur(60)}

    assert eur(2700) == claim_value(order, both)
    assert eur(900) == claim_value(order, both, basis="cost", costs=costs)


def test_what_was_given_away_is_worth_nothing_and_what_was_paid_for_its_price():
    free = line("L2", quantity=1, price=0)
    paid = line("R1", quantity=1, price=700, replaces=e.Replaced(line_id="L1", units=1))
    order = given(place(line(quantity=3), free), ask(c.EditOrder, add=[paid])).order

    assert eur(0) == claim_value(order, units(1, "L2"))
    assert eur(700) == claim_value(order, units(1, "R1"))


def test_a_value_is_at_most_what_the_carrier_is_liable_for():
    order = given(place()).order

    assert eur(1500) == claim_value(order, units(2), limit=eur(1500))
    assert eur(2000) == claim_value(order, units(2), limit=eur(2001))


def test_units_that_were_sent_again_are_worth_what_they_replaced():
    replacement = line(
        "R1", quantity=2, price=0, replaces=e.Replaced(line_id="L1", units=2)
    )
    order = given(place(), ask(c.EditOrder, add=[replacement])).order

    assert eur(2000) == claim_value(order, units(2, "R1"))


def test_units_beyond_the_present_apportionment_are_worth_their_price():
    order = given(place(), ask(c.CancelUnits, units={"L1": 1}, reason="x")).order
    edited = given(
        place(),
        ask(c.CancelUnits, units={"L1": 2}, reason="x"),
        ask(c.EditOrder, prices={"L1": eur(900)}),
    ).order

    assert eur(3000) == claim_value(order, units(3))
    assert eur(1800) == claim_value(edited, units(2))


def test_what_is_no_value_is_refused():
    order = given(place()).order

    with pytest.raises(InvalidInput) as refused:
        claim_value(order, units(1), basis="feeling")
    assert ("basis", short("feeling"), "price or cost") == (
        refused.value.path,
        refused.value.value,
        refused.value.expected,
    )
    with pytest.raises(UnknownLine):
        claim_value(order, units(1, "L9"))


def test_only_days_that_were_held_against_the_law_are_certain():
    certain = {(row.carrier, row.basis) for row in ROWS if row.is_certain}

    assert {
        ("dhl", "HGB § 438(2)"),
        ("dhl", "HGB § 438(3)"),
        ("cmr", "CMR, art. 20(1), 32(1)(b)"),
        ("cmr", "CMR, art. 30(1)"),
        ("cmr", "CMR, art. 30(3)"),
        ("montreal", "Montreal Convention, art. 13(3), 35(1)"),
        ("montreal", "Montreal Convention, art. 31(2)"),
    } == certain
