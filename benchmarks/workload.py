"""What every benchmark drives: one order from checkout to the doorstep.

Eleven commands, twelve events: placed, paid, four steps in the warehouse, shipped,
three scans of the carrier, of which the last one delivers, and a message.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from postpurchase.order.commands import (
    CapturePayment,
    Command,
    CompleteStep,
    NewLine,
    PlaceOrder,
    RecordMessage,
    RecordTracking,
    ShipParcel,
)
from postpurchase.order.decide import decide, decide_all
from postpurchase.order.evolve import replay
from postpurchase.order.model import EMPTY, Order
from postpurchase.tracking.facts import TrackingFact
from postpurchase.values.money import Money

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STEPS = ("allocated", "picked", "checked", "packed")
SCANS = ("in_transit.accepted", "out_for_delivery.general", "delivered.signed")
COMMANDS_PER_LIFE = 11
EVENTS_PER_LIFE = 12


def life(order_id: str, lines: int = 1) -> tuple[Command, ...]:
    """Prepare the eleven commands of an order with *lines* lines of two units."""
    ids = [f"L{n}" for n in range(1, lines + 1)]
    units = dict.fromkeys(ids, 2)
    hours = iter(range(1, 24))

    def asked() -> dict[str, object]:
        hour = next(hours)
        at = NOON + timedelta(hours=hour)
        command_id = f"{order_id}-{hour}"
        return {
            "order_id": order_id,
            "at": at,
            "by": "staff:7",
            "command_id": command_id,
        }

    price = Money(1999, "EUR")
    new_lines = tuple(
        NewLine(line_id=n, sku=f"MUG-{n}", title="Mug", quantity=2, unit_price=price)
        for n in ids
    )
    steps = (
        CompleteStep(**asked(), step=step, units=units, location_code="KYIV-1")
        for step in STEPS
    )
    scans = (
        RecordTracking(
            **asked(),
            parcel_id="P1",
            facts=TrackingFact(at=NOON + timedelta(days=day), code=code),
        )
        for day, code in enumerate(SCANS, start=1)
    )
    return (
        PlaceOrder(
            **asked(),
            number=f"#{order_id}",
            currency="EUR",
            lines=new_lines,
            country="PL",
            locale="pl",
            zone="Europe/Warsaw",
        ),
        CapturePayment(
            **asked(),
            payment_id="pay-1",
            method="card",
            amount=Money(1999 * 2 * lines, "EUR"),
        ),
        *steps,
        ShipParcel(
            **asked(),
            parcel_id="P1",
            units=units,
            carrier="dhl",
            tracking_number="00340434161094042557",
        ),
        *scans,
        RecordMessage(
            **asked(), message_id="m-1", topic="parcel_delivered", channel="email"
        ),
    )


def lives(orders: int, lines: int = 1) -> list[tuple[Command, ...]]:
    """Prepare the commands of many orders."""
    return [life(f"o-{n:07d}", lines) for n in range(orders)]


def long_life(order_id: str, events: int) -> tuple[Command, ...]:
    """Prepare an order of three lines that goes through the warehouse unit by unit.

    Each command gives one event.
    """
    price = Money(1999, "EUR")
    units = -(-(events - 1) // len(STEPS))
    lines = tuple(
        NewLine(line_id=n, sku=f"MUG-{n}", quantity=units, unit_price=price)
        for n in ("L1", "L2", "L3")
    )
    steps = [
        CompleteStep(
            order_id=order_id,
            at=NOON + timedelta(minutes=n),
            by="staff:7",
            step=STEPS[n // units],
            units={"L1": 1, "L2": 1, "L3": 1},
            location_code="KYIV-1",
        )
        for n in range(events - 1)
    ]
    first = PlaceOrder(order_id=order_id, at=NOON, currency="EUR", lines=lines)
    return (first, *steps)


def drive(commands: tuple[Command, ...], log: list[object]) -> Order:
    """Decide every command and replay its events into a new frozen order."""
    order = EMPTY
    for command in commands:
        events = decide(order, command)
        order = replay(events, order)
        log.extend(events)
    return order


def drive_at_once(commands: tuple[Command, ...], log: list[object]) -> Order:
    """Decide all commands on one draft."""
    events, order = decide_all(EMPTY, commands)
    log.extend(events)
    return order
