"""Every command with every field replaced by what it cannot be."""

from __future__ import annotations

import datetime as dt
import types
from decimal import Decimal

import attrs

from postpurchase import (
    Address,
    Contact,
    LineUnits,
    Money,
    NewLine,
    Package,
    Promise,
    TrackingFact,
)
from postpurchase.order import commands
from postpurchase.order.findings import Closing, Finding
from postpurchase.order.returns import Inspected, ReturnItem, ReturnWay, UnexpectedGoods
from postpurchase.testing import NOON
from postpurchase.values.answers import Charge, Insert
from postpurchase.values.carriage import DeliveryChange
from postpurchase.values.rulings import Ruling

ORDER = "1001"

EUR = Money(500, "EUR")

CIRCLE: list = []
CIRCLE.append(CIRCLE)


class Word(str):
    """A text that is more than a text."""

    __slots__ = ()


class Count(int):
    """A number that is more than a number."""


class Unreadable:
    """A value that cannot even be shown."""

    def __repr__(self):
        raise RuntimeError


STRANGE = (
    *(None, True, False, 0, 1, -1, 2, 10**12, 10**30, 10**5_000, -(10**5_000)),
    *(
        0.0,
        1.5,
        float("nan"),
        float("inf"),
        -0.0,
        1e300,
        1j,
        Decimal(1),
        Decimal("NaN"),
    ),
    *("", " ", "a", "x" * 501, "x" * 100_000, "a\x00", "a\nb", "\ud800", "\u202e", "1"),
    *(
        b"",
        b"a",
        bytearray(b"a"),
        memoryview(b"a"),
        object(),
        object,
        Unreadable(),
        ...,
    ),
    *([], (), {}, set(), frozenset({1}), [None], [[]], [("A", 1)], CIRCLE, range(3)),
    *({"L1": 0}, {"L1": -1}, {"L1": 1.0}, {"L1": "1"}, {"L1": True}, {"L1": 10**5_000}),
    *({"": 1}, {None: 1}, {1: 1}, {"nowhere": 1}, {"L1": None}, {"\ud800": 1}),
    *([("L1", 1), ("L1", 1)], [("L1",)], [LineUnits("L1", 0)], [LineUnits(None, None)]),
    *(iter(()), (n for n in "ab"), lambda: None, types.SimpleNamespace(), "L1", "R1"),
    *(dt.datetime(2026, 5, 4), dt.date(2026, 5, 4), dt.time(1), dt.timedelta(1)),
    *(dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)),
    dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=23))),
    dt.datetime.max.replace(tzinfo=dt.timezone(-dt.timedelta(hours=23))),
    *(dt.date.min, dt.date.max, "Europe", "Mars/Olympus", "/etc/passwd", "9" * 5_000),
    *(Money(1, "USD"), Money(-1, "EUR"), Money(0, "EUR"), Money(10**17, "EUR")),
    *(Word("L1"), Word("EUR"), Count(1), Exception("x"), NotImplemented, type),
    *(Contact(name="Ola"), Address(country="PL"), LineUnits("L1", 1), EUR, NOON),
)
"""Values of every kind, right for some field and wrong for all others."""

LINE = NewLine(line_id="L9", sku="CUP", quantity=1, unit_price=EUR)
PROMISE = Promise(
    earliest_on=dt.date(2026, 5, 6), latest_on=dt.date(2026, 5, 8), zone="UTC"
)
FACT = TrackingFact(at=NOON, code="in_transit.general")

FINDING = Finding(finding_id="F", kind="disputed", since_at=NOON)

WAY = ReturnWay(method="drop_off", carrier="dhl")

FOUND = Inspected(line_id="L1", units=1)

GOOD = {
    "order_id": ORDER,
    "at": NOON,
    "units": {"L1": 1},
    "step": "allocated",
    "line_id": "L1",
    "parcel_id": "PA",
    "payment_id": "P",
    "method": "card",
    "amount": EUR,
    "refund_id": "R1",
    "outcome": "succeeded",
    "reason": "why",
    "hold_id": "H",
    "note_id": "N",
    "text": "a note",
    "message_id": "M",
    "topic": "shipped",
    "channel": "email",
    "carrier": "dhl",
    "facts": (FACT,),
    "address": Address(country="PL"),
    "promise": PROMISE,
    "code": "CUP",
    "at_step": "allocated",
    "to": "cancelled",
    "currency": "EUR",
    "lines": (LINE,),
    "change_id": "C",
    "change": DeliveryChange(kind="reschedule", on=PROMISE.latest_on),
    "finding": FINDING,
    "finding_id": "F",
    "seen_version": 5,
    "partner": "hall",
    "location_code": "WAW",
    "answer": "took_over",
    "return_id": "R",
    "items": {"L1": 1},
    "way": WAY,
    "withdrawal_id": "W",
    "claim_id": "C",
    "chargeback_id": "B",
    "kind": "loss",
    "state": "submitted",
}
"""A value for every field that must be there."""

ONES = {
    commands.FailStep: {"units": 1},
    commands.RequestDeliveryChange: {"parcel_id": "PB"},
    commands.SettleDeliveryChange: {"outcome": "accepted"},
    commands.ChooseReturnWay: {"method": "drop_off"},
    commands.RefuseReturnWay: {"method": "drop_off"},
    commands.InspectReturn: {"items": (FOUND,)},
    commands.SettleChargeback: {"outcome": "won"},
}
"""Where a field of this name is of another kind."""

PARTS = (
    (NewLine, {"line_id": "L9", "sku": "CUP", "quantity": 1, "unit_price": EUR}),
    (Address, {"country": "PL"}),
    (Contact, {"name": "Ola"}),
    (TrackingFact, {"at": NOON, "code": "in_transit.general"}),
    (Promise, {"earliest_on": PROMISE.earliest_on, "latest_on": PROMISE.latest_on}),
    (Money, {"amount_minor": 1, "currency": "EUR"}),
    (Charge, {"kind": "tip", "amount": EUR}),
    (Insert, {"code": "card"}),
    (Package, {"code": "box"}),
    (DeliveryChange, {"kind": "safe_place", "place": "the shed"}),
    (Finding, {"finding_id": "F", "kind": "disputed", "since_at": NOON}),
    (Closing, {"finding_id": "F"}),
    (ReturnItem, {"line_id": "L1", "units": 1}),
    (ReturnWay, {"method": "drop_off"}),
    (Inspected, {"line_id": "L1", "units": 1}),
    (UnexpectedGoods, {"sku": "HAT", "units": 1}),
    (Ruling, {"policy": "own", "allowed": True}),
)
"""Values inside of commands, each with what it needs."""

HOMES = {
    NewLine: (commands.PlaceOrder, "lines", True),
    Address: (commands.CorrectAddress, "address", False),
    Contact: (commands.PlaceOrder, "recipient", False),
    TrackingFact: (commands.RecordTracking, "facts", True),
    Promise: (commands.RevisePromise, "promise", False),
    Money: (commands.CapturePayment, "amount", False),
    Charge: (commands.PlaceOrder, "charges", True),
    Insert: (commands.SealParcel, "inserts", True),
    Package: (commands.OpenParcel, "package", False),
    DeliveryChange: (commands.RequestDeliveryChange, "change", False),
    Finding: (commands.OpenFinding, "finding", False),
    Closing: (commands.RecordCheck, "closed", True),
    ReturnItem: (commands.RequestReturn, "items", True),
    ReturnWay: (commands.IssueReturnWay, "way", False),
    Inspected: (commands.InspectReturn, "items", True),
    UnexpectedGoods: (commands.ReceiveReturn, "unexpected", True),
    Ruling: (commands.RequestReturn, "ruling", False),
}
"""Which command takes such a value, as which field, and whether as several."""


def good_arguments(kind):
    """Return what a command of this kind needs."""
    needed = [f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING]
    return {name: GOOD[name] for name in needed} | ONES.get(kind, {})


def broken_arguments():
    """Yield (kind, arguments, field): every field with every strange value."""
    for kind in commands.COMMANDS:
        for field in attrs.fields(kind):
            for value in STRANGE:
                yield kind, good_arguments(kind) | {field.name: value}, field.name


def broken_parts():
    """Yield the same for the values inside of commands."""
    for kind, arguments in PARTS:
        for field in attrs.fields(kind):
            for value in STRANGE:
                yield kind, arguments | {field.alias: value}, field.name
