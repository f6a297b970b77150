"""A record that is made quickly is the record that its class makes."""

import attrs
import pytest

from postpurchase.order import commands as c
from postpurchase.order import events as e
from postpurchase.order.circumstances import Circumstances
from postpurchase.order.ledger import Ledger, Payment
from postpurchase.order.parcels import Parcel, Tracking
from postpurchase.order.quick import heir, maker
from postpurchase.testing.clock import NOON
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money

MADE = (
    *e.EVENTS,
    e.Box,
    e.PlacedLine,
    Circumstances,
    Ledger,
    Payment,
    Parcel,
    Tracking,
)


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_it_equals_what_the_class_makes_with_all_fields_and_with_the_least(kind):
    fields = attrs.fields(kind)
    every = {field.name: f"the {field.name}" for field in fields}
    least = {f.name: every[f.name] for f in fields if f.default is attrs.NOTHING}

    for given in (every, least):
        made = maker(kind)(**given)
        assert kind is type(made)
        assert kind(**given) == made
        assert hash(kind(**given)) == hash(made)


def test_it_is_closed():
    made = maker(Payment)("p-1", "card", "captured", 5, 5, None)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.state = "voided"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del made.state


def test_places_and_names_are_those_of_the_class():
    with pytest.raises(TypeError):
        maker(e.Box)("P1", ())
    with pytest.raises(TypeError):
        maker(e.Box)(parcel_id="P1", units=(), colour="red")
    assert Ledger((1,), refunds=(2,)) == maker(Ledger)((1,), refunds=(2,))


def test_a_lookup_that_is_made_when_first_asked_for_works():
    assert {} == maker(e.Box)(parcel_id="P1", units=()).by_line


@pytest.mark.parametrize("kind", [TrackingFact, Money])
def test_a_class_that_converts_or_checks_is_refused(kind):
    with pytest.raises(TypeError, match=kind.__name__):
        maker(kind)


def test_a_class_with_defaults_that_are_made_anew_is_refused():
    @attrs.frozen
    class Bag:
        things: list[str] = attrs.Factory(list)

    with pytest.raises(TypeError, match="things"):
        maker(Bag)


def test_an_heir_has_the_fields_of_its_source_but_its_own():
    at, known = NOON, {"message_id": "m", "channel": "email"}
    told = c.RecordMessage(order_id="1001", at=at, topic="shipped", **known)

    made = heir(e.CustomerTold, c.RecordMessage, "topic")(told, topic="delivered")
    assert e.CustomerTold is type(made)
    assert e.CustomerTold(at=at, topic="delivered", **known) == made


def test_what_the_source_of_an_heir_lacks_must_be_given_unless_it_has_a_default():
    line = c.NewLine(line_id="L1", sku="MUG", quantity=1, unit_price=Money(1, "EUR"))
    make = heir(e.PlacedLine, c.NewLine, "workflow")
    amounts = {"unit_price_minor": 1, "open_units": 1, "goods_minor": 1}

    assert 0 == make(line, **amounts, workflow=()).tax_minor
    with pytest.raises(TypeError, match="workflow"):
        make(line, **amounts)
    with pytest.raises(TypeError, match="quantity"):
        make(line, **amounts, workflow=(), quantity=2)
