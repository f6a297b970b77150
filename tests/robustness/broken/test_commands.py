"""Whatever a command holds, it is carried out or refused with a typed error.

`POSTPURCHASE_BROKEN=10000` tries every combination; by default every ninth.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from postpurchase import (
    CapturePayment,
    LabelParcel,
    Money,
    OpenParcel,
    PlaceOrder,
    PostPurchase,
    PostPurchaseError,
    RequestRefund,
)
from postpurchase.app.history.documents import order_document
from postpurchase.hooks import load_plugins
from postpurchase.order.commands import COMMANDS
from postpurchase.order.evolve import replay
from postpurchase.stores import open_store, order_wire
from postpurchase.testing import NOON, Clock, place_order
from robustness.broken.commands import (
    HOMES,
    ORDER,
    broken_arguments,
    broken_parts,
    good_arguments,
)

STEP = 1 if int(os.environ.get("POSTPURCHASE_BROKEN", "1000")) >= 10_000 else 9

BEFORE = (
    place_order(),
    CapturePayment(
        order_id=ORDER,
        at=NOON,
        payment_id="P",
        method="card",
        amount=Money(3240, "EUR"),
    ),
    OpenParcel(order_id=ORDER, at=NOON, parcel_id="PA", units={"L1": 1}),
    OpenParcel(order_id=ORDER, at=NOON, parcel_id="PB", units={"L2": 1}),
    LabelParcel(order_id=ORDER, at=NOON, parcel_id="PB", carrier="dhl"),
    RequestRefund(order_id=ORDER, at=NOON, refund_id="R1", units={"L2": 1}),
)
"""What happened to the order before; nothing before it is placed."""

WIRE = order_wire()


@pytest.fixture(scope="module")
def plugins():
    return load_plugins(entry_points=False)


def shop_before(plugins, kind):
    shop = PostPurchase(open_store("memory:"), plugins, Clock())
    for command in () if kind is PlaceOrder else BEFORE:
        shop.handle(command)
    return shop


def answered(make, *arguments):
    """Return what a call answers, or the error that it refuses with."""
    try:
        return make(*arguments)
    except PostPurchaseError as error:
        return error


def check_refusal(error):
    assert error.code
    assert error.user_message("en")
    assert len(str(error)) < 5_000


def check_stored(shop):
    """What stands in the log is read back as it was, and replays."""
    for stream in shop.store.streams():
        events = []
        for one in shop.store.load(stream):
            tag, schema, text = WIRE.dump(one.event)
            text.encode()
            events.append(WIRE.read(stream, one.version, tag, schema, text))
        order = replay(events)
        assert shop.order(order.order_id) == order
        order_document(order)
        shop.timeline(order.order_id, locale="uk")
        shop.explain(order.order_id)
    assert () == shop.verify().broken


def outcome_of(plugins, kind, arguments):
    """Ask for a command with these fields; return the code of its refusal."""
    command = answered(lambda: kind(**arguments))
    if isinstance(command, PostPurchaseError):
        check_refusal(command)
        return command.code
    with shop_before(plugins, kind) as shop:
        before = shop.verify().events
        outcome = answered(shop.handle, command)
        if isinstance(outcome, PostPurchaseError):
            check_refusal(outcome)
            assert before == shop.verify().events
            return outcome.code
        assert before + len(outcome.events) == shop.verify().events
        check_stored(shop)
        return "done"


def tried(cases, outcome):
    """Try some of the cases; name the one that fails."""
    codes = Counter()
    for number, (kind, arguments, field) in enumerate(cases):
        if number % STEP:
            continue
        try:
            codes[outcome(kind, arguments)] += 1
        except BaseException as fault:
            shown = type(arguments.get(field)).__name__
            fault.add_note(f"case {number}: {kind.__name__}.{field} is a {shown}")
            raise
    print(codes)
    return codes


def test_broken_commands_are_carried_out_whole_or_refused(plugins):
    codes = tried(broken_arguments(), lambda *case: outcome_of(plugins, *case))

    assert codes.total() * STEP > 10_000
    assert codes.total() - codes["done"] > codes["done"] > 0
    assert len(codes) > 8


def test_broken_parts_of_commands_are_refused_as_well(plugins):
    def outcome(kind, arguments):
        part = answered(lambda: kind(**arguments))
        if isinstance(part, PostPurchaseError):
            check_refusal(part)
            return part.code
        home, field, is_several = HOMES[kind]
        several = good_arguments(home) | {field: (part,) if is_several else part}
        return outcome_of(plugins, home, several)

    codes = tried(broken_parts(), outcome)

    assert codes.total() - codes["done"] > codes["done"] > 0


@pytest.mark.parametrize("kind", COMMANDS)
def test_the_fields_are_good_before_they_are_broken(kind):
    assert kind(**good_arguments(kind)).order_id == ORDER
