"""Rules for sending units again at no price."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postpurchase.errors import InvalidInput, InvalidMoney, MissingField, NotEnoughUnits
from postpurchase.order.decide.checks import placed
from postpurchase.order.decide.claiming import live_claims
from postpurchase.order.decide.editing import added_lines
from postpurchase.order.events import Event, LinesReshipped
from postpurchase.order.quantities import by_line
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.commands import ReshipUnits
    from postpurchase.order.draft import Draft
    from postpurchase.order.events import PlacedLine
    from postpurchase.order.parcels import Parcel

_UNDERWAY = ("shipped", "delivered", "returning")


def reship_units(order: Draft, command: ReshipUnits) -> tuple[Event, ...]:
    """Add lines at no price for units that are lost, damaged, missing or back.

    Each new unit stands in for one old unit that was neither refunded nor replaced.
    """
    agreed = placed(order, command)
    if command.claim_id:
        order.claim(command.claim_id)
    if not command.lines:
        raise MissingField(path="lines", expected="at least one line")
    added = added_lines(order, command.lines, agreed.currency, path="lines")
    asked: dict[str, int] = {}
    for n, line in enumerate(added):
        _refuse_price(line, n, agreed.currency)
        if line.replaces is None:
            raise MissingField(
                path=f"lines[{n}].replaces", expected="the units that it stands in for"
            )
        old = line.replaces
        if line.quantity != old.units:
            raise InvalidInput(
                path=f"lines[{n}].quantity",
                value=str(line.quantity),
                expected="as many units as it replaces",
            )
        asked[old.line_id] = asked.get(old.line_id, 0) + old.units
    for line_id, units in asked.items():
        available = reshippable(order, line_id)
        if units > available:
            raise NotEnoughUnits(
                line_id=line_id,
                place="reshippable",
                asked=units,
                available=available,
            )
    if not added:
        return ()
    return (
        LinesReshipped(
            at=command.at,
            by=command.by,
            added=added,
            claim_id=command.claim_id,
            reason=command.reason,
        ),
    )


def _refuse_price(line: PlacedLine, n: int, currency: str) -> None:
    """What is sent again costs nothing; what costs something is an exchange."""
    parts = (line.goods_minor, line.discount_minor, line.tax_minor, line.shipping_minor)
    if any(parts):
        raise InvalidMoney(
            path=f"lines[{n}].unit_price",
            value=str(Money(line.net_minor, currency)),
            expected=f"{Money(0, currency)} for what is sent again",
        )


def reshippable(order: Draft, line_id: str) -> int:
    """Count the units of a line that may be sent again.

    Those that are lost, came back or were kept after a return, and those under way
    or delivered that were reported damaged or that the carrier is to pay for; less
    those that were refunded or have been sent again already. Cancelled units and
    units on their way back take their refunds first.

    Args:
        order: The order.
        line_id: The line.

    Raises:
        UnknownLine: The order has no such line.
    """
    line_no = order.grid.line_no(line_id)
    gone = sum(order.count(line_no, place) for place in ("lost", "returned", "kept"))
    bad = sum(_spoilt(order, parcel, line_id) for parcel in order.parcels)
    settled = order.count(line_no, "cancelled") + order.count(line_no, "returning")
    granted = max(0, order.ledger.granted_units(line_id) - settled)
    return max(0, gone + bad - granted - _sent_again(order, line_id))


def _spoilt(order: Draft, parcel: Parcel, line_id: str) -> int:
    """Count units of a parcel that are somewhere, but no good to the customer."""
    if parcel.state not in _UNDERWAY:
        return 0
    report = parcel.report
    damaged = by_line(report.damaged).get(line_id, 0) if report else 0
    missing = report.missing_by_line.get(line_id, 0) if report else 0
    claims = live_claims(order, parcel)
    claimed = sum(by_line(claim.units).get(line_id, 0) for claim in claims)
    taken = by_line(parcel.taken).get(line_id, 0)
    return max(0, max(damaged, claimed - missing) - taken)


def _sent_again(order: Draft, line_id: str) -> int:
    """Count units of a line for which others were added at no price."""
    total = 0
    for line_no, line in enumerate(order.grid.lines):
        old = line.replaces
        if old is not None and old.line_id == line_id and not line.unit_price_minor:
            total += max(0, old.units - order.count(line_no, "cancelled"))
    return total
