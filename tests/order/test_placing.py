"""Taking an order in: amounts are apportioned once, and the parts must add up."""

import attrs
import pytest

from order.making import eur, line, place, ref
from order.samples import SAMPLES
from postpurchase.errors import (
    AmountsDisagree,
    Contradiction,
    CurrencyMismatch,
    InvalidInput,
    InvalidMoney,
    InvalidQuantity,
    InvalidWorkflow,
    MissingField,
    NaiveTime,
    OrderTaken,
    UnknownCurrency,
    UnknownOrder,
)
from postpurchase.order import commands as c
from postpurchase.order.events import OrderPlaced, Replaced
from postpurchase.testing import given
from postpurchase.testing.clock import NOON
from postpurchase.values.answers import Charge, Promise
from postpurchase.values.contact import Contact
from postpurchase.values.money import Money


def placed_lines(*lines, **more):
    (event,) = given().when(place(*lines, **more)).events
    return event.lines


def test_an_order_begins_with_all_units_placed():
    order = given(place(line("A", 2), line("B", 1))).order

    assert {"placed": 2} == order.line("A").places
    assert {"placed": 1} == order.line("B").places
    assert ("1001", 1, NOON) == (order.order_id, order.version, order.placed_at)


def test_everything_that_was_said_stands_in_the_event():
    promise = Promise(earliest_on=NOON.date(), latest_on=NOON.date())
    said = {
        "number": "#1001",
        "sales_channel": "site",
        "source": "shop",
        "customer_id": "c-7",
        "recipient": ref("a"),
        "address": ref("b"),
        "gift_recipient": ref("c"),
        "country": "PL",
        "locale": "pl",
        "zone": "Europe/Warsaw",
        "promise": promise,
        "charges": (Charge(kind="tip", amount=eur(100)),),
        "by": "staff:7",
    }

    (event,) = given().when(place(**said)).events

    assert said == {name: getattr(event, name) for name in said}
    assert isinstance(event, OrderPlaced)


def test_discount_and_shipping_are_shared_by_the_largest_remainder():
    a, b, c_ = placed_lines(
        line("A", 1, 19900),
        line("B", 1, 19900),
        line("C", 1, 19900),
        discount=eur(1000),
        shipping=eur(500),
    )

    assert (334, 333, 333) == (a.discount_minor, b.discount_minor, c_.discount_minor)
    assert (167, 167, 166) == (a.shipping_minor, b.shipping_minor, c_.shipping_minor)


def test_the_orders_discount_goes_to_what_lines_cost_after_their_own():
    free, other = placed_lines(
        line("A", 1, 1000, discount=eur(1000)), line("B", 1, 1000), discount=eur(300)
    )

    assert (1000, 300) == (free.discount_minor, other.discount_minor)


def test_a_lines_own_amounts_are_added_to_its_share():
    (only,) = placed_lines(
        line("A", 2, 1000, discount=eur(10), shipping=eur(20), tax=eur(30)),
        discount=eur(100),
        shipping=eur(200),
    )

    assert (110, 220, 30) == (only.discount_minor, only.shipping_minor, only.tax_minor)
    assert 2000 - 110 + 220 + 30 == only.net_minor


def test_shipping_of_free_goods_is_shared_evenly():
    a, b = placed_lines(line("A", 1, 0), line("B", 5, 0), shipping=eur(101))

    assert (51, 50) == (a.shipping_minor, b.shipping_minor)


@pytest.mark.parametrize(
    ("lines", "discount", "path"),
    [
        ((line("A", 1, 100, discount=eur(101)),), None, "lines[0].discount"),
        ((line("A", 1, 100, discount=eur(101)),), eur(1), "lines[0].discount"),
        ((line("A", 1, 100), line("B", 1, 100)), eur(201), "discount"),
        ((line("A", 1, 100, discount=eur(60)),), eur(41), "discount"),
    ],
)
def test_a_discount_above_what_the_goods_cost_is_refused(lines, discount, path):
    with pytest.raises(InvalidMoney) as refused:
        given().when(place(*lines, discount=discount))

    assert path == refused.value.path


def test_a_stated_total_must_be_the_sum_of_the_parts():
    order = place(
        line("A", 2, 1000, tax=eur(50)),
        shipping=eur(500),
        discount=eur(100),
        charges=(Charge(kind="tip", amount=eur(7)),),
        total=eur(2458),
    )

    given().when(order).then_rejected(
        AmountsDisagree,
        path="total",
        sum="24.57 EUR",
        stated="24.58 EUR",
        parts="goods 20.00 EUR, discount -1.00 EUR, tax 0.50 EUR, "
        "shipping 5.00 EUR, charges 0.07 EUR",
    )
    agreed = attrs.evolve(order, total=eur(2457))
    assert eur(2457) == given(agreed).order.total


def test_a_total_beyond_any_amount_is_refused_although_none_was_stated():
    with pytest.raises(InvalidMoney):
        given().when(place(line("A", 10**9, 10**15)))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"discount": Money(1, "USD")}, "discount"),
        ({"shipping": Money(1, "USD")}, "shipping"),
        ({"total": Money(1, "USD")}, "total"),
        (
            {"charges": [Charge(kind="tip", amount=Money(1, "USD"))]},
            "charges[0].amount",
        ),
        ({"lines": (line(tax=Money(1, "USD")),)}, "lines[0].tax"),
        (
            {"lines": (line(), line("B", unit_price=Money(1, "USD")))},
            "lines[1].unit_price",
        ),
    ],
)
def test_every_amount_is_in_the_orders_currency(fields, path):
    with pytest.raises(CurrencyMismatch) as refused:
        given().when(place(**fields))

    assert (path, "EUR") == (refused.value.path, refused.value.expected)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"shipping": eur(-1)}, "shipping"),
        ({"discount": eur(-1)}, "discount"),
        ({"lines": (line(included_tax=eur(-1)),)}, "lines[0].included_tax"),
        ({"lines": (line(discount=eur(-1)),)}, "lines[0].discount"),
    ],
)
def test_amounts_are_not_negative(fields, path):
    with pytest.raises(InvalidMoney) as refused:
        given().when(place(**fields))

    assert path == refused.value.path


def test_an_unknown_currency_is_refused():
    with pytest.raises(UnknownCurrency) as refused:
        given().when(place(currency="EURO"))

    assert "currency" == refused.value.path


def test_the_same_order_again_changes_nothing_whoever_brings_it():
    first = place(recipient=ref("a"))
    again = place(recipient=ref("b"), by="staff:7")

    given(first).when(again).then_nothing()


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"lines": (line(quantity=4),)}, "lines[0].quantity"),
        ({"lines": (line(), line("L2"))}, "lines"),
        (
            {"promise": Promise(earliest_on=NOON.date(), latest_on=NOON.date())},
            "promise",
        ),
        ({"number": "#7"}, "number"),
        ({"country": "UA"}, "country"),
        ({"order_id": "1002"}, "order_id"),
    ],
)
def test_another_order_under_the_same_id_is_refused(fields, path):
    given(place()).when(place(**fields)).then_rejected(
        Contradiction, path=path, subject="order 1001"
    )


def test_a_long_contradiction_is_shown_short():
    answer = given(place(line(title="x" * 100))).when(place())

    assert 60 >= len(answer.refused.known)


def test_an_order_id_belongs_to_one_source():
    given(place(source="shopify")).when(place(source="csv")).then_rejected(
        OrderTaken, order_id="1001", known_source="shopify", source="csv"
    )


def test_a_decision_never_sees_a_person():
    with pytest.raises(InvalidInput, match="a personal value is not a reference"):
        given().when(place(recipient=Contact(name="Olena")))


def test_lines_follow_the_standard_workflow_unless_something_else_is_said():
    workflows = {
        placed.line_id: placed.workflow
        for placed in placed_lines(
            line("standard"),
            line("digital", requires_parcel=False),
            line("own", workflow=("engraved",)),
            line("service", requires_parcel=False, workflow=("booked",)),
        )
    }

    assert {
        "standard": ("allocated", "picked", "checked", "packed"),
        "digital": (),
        "own": ("engraved",),
        "service": ("booked",),
    } == workflows


def test_an_order_may_bring_a_workflow_of_its_own():
    a, digital = placed_lines(
        line("A"), line("B", requires_parcel=False), workflow=["sewn", "ironed"]
    )

    assert (("sewn", "ironed"), ()) == (a.workflow, digital.workflow)


def test_a_line_may_stand_in_for_lost_units():
    (again,) = placed_lines(line(price=0, replaces=Replaced(line_id="L9", units=1)))

    assert Replaced(line_id="L9", units=1) == again.replaces


@pytest.mark.parametrize(
    "command",
    [kind for kind in c.COMMANDS if kind is not c.PlaceOrder],
    ids=lambda kind: kind.__name__,
)
def test_nothing_can_be_asked_of_an_order_that_was_not_placed(command):
    with pytest.raises(UnknownOrder) as refused:
        given().when(SAMPLES[command])

    assert "1001" == refused.value.order_id


@pytest.mark.parametrize(
    ("fields", "error", "path"),
    [
        ({"lines": ()}, MissingField, "lines"),
        ({"lines": 5}, InvalidInput, "lines"),
        ({"lines": ["L1"]}, InvalidInput, "lines[0]"),
        ({"lines": (line(), line())}, InvalidInput, "lines[1].line_id"),
        ({"lines": [line(str(n)) for n in range(10_001)]}, InvalidQuantity, "lines"),
        ({"order_id": ""}, InvalidInput, "order_id"),
        ({"currency": ""}, MissingField, "currency"),
        ({"number": 7}, InvalidInput, "number"),
        ({"number": "x" * 501}, InvalidInput, "number"),
        ({"customer_id": "olena@example.com"}, InvalidInput, "customer_id"),
        ({"workflow": "packed"}, InvalidInput, "workflow"),
        ({"workflow": ["shipped"]}, InvalidWorkflow, "workflow[0]"),
        ({"charges": 5}, InvalidInput, "charges"),
        ({"promise": "soon"}, InvalidInput, "promise"),
        ({"total": 19.99}, InvalidInput, "total"),
        ({"at": NOON.replace(tzinfo=None)}, NaiveTime, "at"),
    ],
)
def test_what_no_order_can_have_is_refused_with_its_path(fields, error, path):
    with pytest.raises(error) as refused:
        place(**fields)

    assert path == refused.value.path


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"quantity": 0}, "quantity"),
        ({"quantity": True}, "quantity"),
        ({"quantity": 10**9 + 1}, "quantity"),
        ({"unit_price": None}, "unit_price"),
        ({"tax": 1}, "tax"),
        ({"weight_grams": -1}, "weight_grams"),
        ({"requires_parcel": 1}, "requires_parcel"),
        ({"barcodes": "4006"}, "barcodes"),
        ({"barcodes": [4006]}, "barcodes[0]"),
        ({"replaces": "L9"}, "replaces"),
    ],
)
def test_what_no_line_can_have_is_refused_with_its_name(fields, path):
    with pytest.raises(InvalidInput) as refused:
        line(**fields)

    assert path == refused.value.path
