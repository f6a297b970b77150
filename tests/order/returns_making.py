"""Short ways to write returns down."""

from __future__ import annotations

from order.making import ask, eur, fact, place
from postpurchase.order import commands as c
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import Inspected
from postpurchase.testing import given
from postpurchase.values.rulings import Ruling

ONE, TWO, THREE = {"L1": 1}, {"L1": 2}, {"L1": 3}


def units(number, line_id="L1"):
    return (LineUnits(line_id, number),)


def allowing(**more):
    return Ruling(**{"policy": "shop", "allowed": True, **more})


def shipped(*more, parts=((3, "P1"),), paid=3000, order_command=None):
    """Return an order of three units that left, paid before."""
    first = order_command or place()
    history = [first, ask(c.SkipSteps, units=THREE, reason="x", location_code="KYIV")]
    if paid:
        history.append(
            ask(c.CapturePayment, payment_id="PAY", method="card", amount=eur(paid))
        )
    history += [
        ask(c.ShipParcel, parcel_id=parcel_id, units={"L1": number})
        for number, parcel_id in parts
    ]
    return given(*history, *more)


def tracked(code, parcel_id="P1", **more):
    return ask(c.RecordTracking, parcel_id=parcel_id, facts=fact(code, **more))


def delivered(*more, parts=((3, "P1"),), paid=3000, order_command=None):
    """Return a paid order of three units that was delivered."""
    arrived = [tracked("delivered.general", parcel_id) for _, parcel_id in parts]
    return shipped(*arrived, *more, parts=parts, paid=paid, order_command=order_command)


def request(number=2, ruling=None, return_id="R1", **more):
    return ask(
        c.RequestReturn,
        **{"return_id": return_id, "items": {"L1": number}, "ruling": ruling, **more},
    )


def about(command, **more):
    return ask(command, **{"return_id": "R1", **more})


def approve(**more):
    return about(c.ApproveReturn, **more)


def receive(number=2, **more):
    return about(c.ReceiveReturn, units={"L1": number} if number else {}, **more)


def inspect(number=2, **more):
    return about(c.InspectReturn, items=Inspected(line_id="L1", units=number, **more))


def machines(order, return_id="R1"):
    known = order.return_(return_id)
    return known.intent, known.logistics, known.inspection, known.money


AGREED = request(2, allowing())
