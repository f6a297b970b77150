"""Asking for goods back, sending them back, looking at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from postpurchase.errors import MissingField
from postpurchase.order.commands.base import (
    Command,
    flag_field,
    id_field,
    items_field,
    items_of,
    name_field,
    text_field,
    value_field,
    value_or_none,
)
from postpurchase.order.commands.placing import NewLine, as_lines
from postpurchase.order.quantities import LineUnits, as_units, as_units_or_none
from postpurchase.order.returns import (
    Inspected,
    ReturnItem,
    ReturnWay,
    UnexpectedGoods,
    one_of,
)
from postpurchase.values.personal import PersonalRef
from postpurchase.values.return_terms import (
    ASKED_BY,
    METHODS,
    RESOLUTIONS,
    RETURN_KINDS,
)
from postpurchase.values.rulings import Ruling


def _items(value: object) -> tuple[ReturnItem, ...]:
    """Take items, or units by line id where nobody says why."""
    if isinstance(value, Mapping):
        value = [
            ReturnItem(line_id=line_id, units=units) for line_id, units in value.items()
        ]
    items = items_of(value, ReturnItem, "items")
    if not items:
        raise MissingField(path="items", expected="at least one unit of a line")
    return items


def _word(known: tuple[str, ...], default: str) -> Any:
    validator = one_of(known, or_empty=not default)
    return attrs.field(default=default, validator=validator)


@attrs.frozen(kw_only=True)
class RequestReturn(Command):
    """Ask to send units back; policy and statute are asked before it is decided.

    A ruling that allows it without review approves it at once; one that does not
    declines it with its reasons, and both are kept. Where nobody ruled, it waits
    for `ApproveReturn` or `DeclineReturn`.

    Args:
        return_id: The return; the same id with the same items changes nothing.
        items: Units with reasons; or units by line id.
        kind: One of `RETURN_KINDS`.
        asked_by: Who asks: one of `ASKED_BY`.
        method: The way back that is wished for; may be chosen later.
        resolution: What is wished for instead of the goods.
        photos: How many photos the shop was given.
        note: The customer's own words; kept apart from the log.
        segments: What the shop knows about the customer, for its policies.
        policy: The code of the policy to be asked; empty for the shop's own.
        ruling: The answer of policy and statute; plugins fill it in.
    """

    return_id: str = id_field()
    items: tuple[ReturnItem, ...] = attrs.field(converter=_items)
    kind: str = _word(RETURN_KINDS, "policy_return")
    asked_by: str = _word(ASKED_BY, "customer")
    method: str = _word(METHODS, "")
    resolution: str = _word(RESOLUTIONS, "refund_original")
    photos: int = 0
    note: str | PersonalRef | None = value_or_none(str, PersonalRef)
    segments: tuple[str, ...] = items_field(str, "segments")
    policy: str = text_field()
    ruling: Ruling | None = value_or_none(Ruling)


@attrs.frozen(kw_only=True)
class ApproveReturn(Command):
    """Agree to a return that waits; its units are the return's from now on.

    Args:
        return_id: The return.
        units: Units by line id; None for all that were asked for. The others are
            declined.
        ruling: What was ruled instead, where somebody decided otherwise.
    """

    return_id: str = id_field()
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )
    ruling: Ruling | None = value_or_none(Ruling)


@attrs.frozen(kw_only=True)
class DeclineReturn(Command):
    """Say no to a return that waits.

    Args:
        return_id: The return.
        reason: Why: ``window_over``, ``final_sale``, ``condition`` or another code.
    """

    return_id: str = id_field()
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class CancelReturn(Command):
    """Call a return off before the goods are back; its units are delivered again.

    Args:
        return_id: The return.
        reason: Why: ``customer``, ``expired`` or another code.
    """

    return_id: str = id_field()
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class ChooseReturnWay(Command):
    """Choose how the goods come back; a later choice replaces an earlier one.

    What has to be ordered (a label, a code, a collection) is ordered after commit.

    Args:
        return_id: The return.
        method: One of `METHODS`, and one that the ruling offers.
        carrier: Code of the carrier or network; empty where only one offers it.
        service: Its product.
        pickup_point: Locker, shop or store where it is handed in.
        collect_on: The day on which a courier is to come, as ISO date.
        slot: From when to when, such as ``10:00-12:00``, local.
    """

    return_id: str = id_field()
    method: str = attrs.field(validator=one_of(METHODS))
    carrier: str = text_field()
    service: str = text_field()
    pickup_point: str = text_field()
    collect_on: str = text_field()
    slot: str = text_field()


@attrs.frozen(kw_only=True)
class IssueReturnWay(Command):
    """Record what the customer needs to send it: label, code or agreed collection.

    Args:
        return_id: The return.
        way: What was arranged; its `expires_at` sets a timer.
    """

    return_id: str = id_field()
    way: ReturnWay = value_field(ReturnWay)


@attrs.frozen(kw_only=True)
class RefuseReturnWay(Command):
    """Record that a carrier refused the way back that was chosen; another is needed.

    Args:
        return_id: The return.
        method: The way that was refused; a choice made since then stays.
        carrier: Who refused; empty where nobody offers it.
        reason: Why: ``not_offered``, ``carrier_refused`` or another code.
    """

    return_id: str = id_field()
    method: str = attrs.field(validator=one_of(METHODS))
    carrier: str = text_field()
    reason: str = name_field()


@attrs.frozen(kw_only=True)
class SendReturn(Command):
    """Record that the goods are on their way back: scanned, or proof was given.

    Args:
        return_id: The return.
        carrier: Code of the carrier, where it was not known before.
        tracking_number: Its number, where it was not known before.
        evidence: What says so: ``scan``, ``receipt``, ``customer`` or another code.
    """

    return_id: str = id_field()
    carrier: str = text_field()
    tracking_number: str = text_field()
    evidence: str = text_field("scan")


@attrs.frozen(kw_only=True)
class ExpireReturnWay(Command):
    """Say that label or code have run out; a timer does.

    Args:
        return_id: The return.
        closes: Whether the return ends with it, and its units are delivered again.
    """

    return_id: str = id_field()
    closes: bool = flag_field(default=False)


@attrs.frozen(kw_only=True)
class RemindOfReturn(Command):
    """Say that it is time to remind the customer; a timer does.

    Args:
        return_id: The return.
    """

    return_id: str = id_field()


@attrs.frozen(kw_only=True)
class ReceiveReturn(Command):
    """Record what came back; several parcels may bring it.

    Args:
        return_id: The return.
        units: Units by line id that arrived now.
        is_more: Whether more came than was asked for. It has to be said, so that one
            receipt that is recorded twice does not count twice.
        missing: Units that were announced and are known not to come.
        unexpected: What arrived and does not belong.
        location_code: Where it arrived.
    """

    return_id: str = id_field()
    units: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    missing: tuple[LineUnits, ...] = attrs.field(default=(), converter=as_units)
    unexpected: tuple[UnexpectedGoods, ...] = items_field(UnexpectedGoods, "unexpected")
    is_more: bool = flag_field(default=False)
    location_code: str = text_field()


def _inspected(value: Inspected | Iterable[Inspected]) -> tuple[Inspected, ...]:
    found = (value,) if isinstance(value, Inspected) else value
    items = items_of(found, Inspected, "items")
    if not items:
        raise MissingField(path="items", expected="at least one unit of a line")
    return items


@attrs.frozen(kw_only=True)
class InspectReturn(Command):
    """Record condition and disposition of units that arrived.

    Args:
        return_id: The return.
        items: What was found, for some or all units that arrived.
    """

    return_id: str = id_field()
    items: tuple[Inspected, ...] = attrs.field(converter=_inspected)


@attrs.frozen(kw_only=True)
class SendBackReturn(Command):
    """Send units that were not accepted, or were repaired, back to the customer.

    Args:
        return_id: The return.
        units: Units by line id.
        parcel_id: The new parcel.
        carrier: Code of the carrier.
        tracking_number: Its number.
    """

    return_id: str = id_field()
    units: tuple[LineUnits, ...] = attrs.field(converter=as_units)
    parcel_id: str = id_field()
    carrier: str = text_field()
    tracking_number: str = text_field()


@attrs.frozen(kw_only=True)
class RefundReturn(Command):
    """Pay now what a return makes due, before its moment or where nobody set one.

    Args:
        return_id: The return.
        units: Units by line id; None for all whose money was not dealt with yet.
    """

    return_id: str = id_field()
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )


@attrs.frozen(kw_only=True)
class AgreeExchange(Command):
    """Give other goods for those of a return; the difference is due or goes back.

    The entitlement of the units is granted to the new lines instead of being paid;
    it is taken back for units that do not come.

    Args:
        return_id: The return, approved.
        lines: The new goods with their prices; they replace the return's units.
        units: Units by line id that are exchanged; None for all of the return.
        ship: When they may leave: ``first``, ``receipt`` or ``inspection``.
    """

    return_id: str = id_field()
    lines: tuple[NewLine, ...] = attrs.field(converter=as_lines)
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )
    ship: str = attrs.field(
        default="inspection",
        validator=one_of(("first", "receipt", "inspection")),
    )


@attrs.frozen(kw_only=True)
class DeclareWithdrawal(Command):
    """Withdraw from the contract, or from a part of it, as the law provides.

    It needs no reason and no approval. What has not been sent is cancelled, what
    was sent or delivered becomes a return of kind ``withdrawal``, and the
    acknowledgement with content, date and time is owed at once.

    Args:
        withdrawal_id: The statement; also the id of its return.
        units: Units by line id; None for everything.
        statement: What the customer declared, with their name; kept apart.
        contact: Where the acknowledgement goes, as the customer gave it; kept apart.
        ruling: What the statute says: deadlines, outbound cost, exceptions.
    """

    withdrawal_id: str = id_field()
    units: tuple[LineUnits, ...] | None = attrs.field(
        default=None, converter=as_units_or_none
    )
    statement: str | PersonalRef | None = value_or_none(str, PersonalRef)
    contact: str | PersonalRef | None = value_or_none(str, PersonalRef)
    ruling: Ruling | None = value_or_none(Ruling)


@attrs.frozen(kw_only=True)
class SettleReturn(Command):
    """End a return for whose units nothing is open any more, or give the rest up.

    Args:
        return_id: The return.
        reason: Why it ends, such as ``done``, ``repaired``, ``goodwill``.
    """

    return_id: str = id_field()
    reason: str = name_field()
