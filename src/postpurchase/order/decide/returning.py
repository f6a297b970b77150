"""Rules for asking for a return, agreeing to it, declining it and ending it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from postpurchase.errors import (
    Contradiction,
    NotEnoughUnits,
    NotOffered,
    TransitionNotAllowed,
)
from postpurchase.order.decide.checks import may_become, placed
from postpurchase.order.decide.placing import sealed
from postpurchase.order.decide.resolving import and_then
from postpurchase.order.events import (
    Event,
    ReturnApproved,
    ReturnCancelled,
    ReturnClosed,
    ReturnDeclined,
    ReturnRequested,
)
from postpurchase.order.quantities import LineUnits, added, by_line, less
from postpurchase.order.returnable import drawn, places_for, returnable, sources_of
from postpurchase.order.returns import ReturnSource, units_of
from postpurchase.order.transitions import RETURN, RETURN_WAY

if TYPE_CHECKING:
    from postpurchase.order.commands import (
        ApproveReturn,
        CancelReturn,
        Command,
        DeclineReturn,
        RequestReturn,
        SettleReturn,
    )
    from postpurchase.order.draft import Draft
    from postpurchase.order.returns import Return
    from postpurchase.values.rulings import Ruling

FOR_GIFTS: Final = ("store_credit", "gift_card", "exchange_variant", "exchange_other")
"""What a gift's recipient may get: the money is the giver's."""

KEEPING: Final = ("partial_refund_keep", "donate")
"""Resolutions with which the customer keeps the goods, or gives them to others."""

UNRULED: Final = ("delivery_refused", "recall")
"""Kinds that no policy is asked about: the goods come back whatever it says."""


def request_return(order: Draft, command: RequestReturn) -> tuple[Event, ...]:
    """Write the wish down, with the ruling, and what follows from the ruling.

    What is allowed without review, and with photos enough, is approved at once,
    line by line; what is not allowed at all is declined with the ruling's reasons.
    Everything else waits for a person.
    """
    placed(order, command)
    note = None if command.note is None else sealed(command.note, "note")
    for known in order.circumstances.returns:
        if known.return_id == command.return_id:
            _same_wish(known, command)
            return ()
    units = units_of(command.items)
    _refuse_unfree(order, command, units)
    _refuse_unoffered(command)
    requested = ReturnRequested(
        at=command.at,
        by=command.by,
        return_id=command.return_id,
        items=command.items,
        kind=command.kind,
        asked_by=command.asked_by,
        method=command.method,
        resolution=command.resolution,
        photos=command.photos,
        note=note,
        ruling=command.ruling,
    )
    return _ruled(order, command, requested, units)


def _ruled(
    order: Draft,
    command: RequestReturn,
    requested: ReturnRequested,
    units: tuple[LineUnits, ...],
) -> tuple[Event, ...]:
    """Say what the ruling makes of the wish at once."""
    ruling = command.ruling
    keeps = _keeps(command.method, command.resolution, ruling)
    if ruling is None:
        if command.kind not in UNRULED or command.asked_by == "customer":
            return (requested,)
        allowed = units
    elif not ruling.allowed or not (allowed := allowed_units(ruling, units)):
        return (requested, declined(command, command.return_id, ruling))
    elif _waits(command, ruling, keeps=keeps):
        return (requested,)
    approved = approval(
        order,
        command,
        kind=command.kind,
        return_id=command.return_id,
        units=allowed,
        declined=less(units, allowed),
        keeps_item=keeps,
    )
    return and_then(order, command, command.return_id, (requested, approved))


def _waits(command: RequestReturn, ruling: Ruling, *, keeps: bool) -> bool:
    """Say whether a person should look before it counts."""
    if ruling.review or any(line.review for line in ruling.lines):
        return True
    offers = ruling.keeps_item or "keep_item" in ruling.methods
    return ruling.photos > command.photos or (keeps and not offers)


def _keeps(method: str, resolution: str, ruling: Ruling | None) -> bool:
    wished = method == "keep_item" or resolution in KEEPING
    return wished or (ruling is not None and ruling.keeps_item)


def allowed_units(
    ruling: Ruling, units: tuple[LineUnits, ...]
) -> tuple[LineUnits, ...]:
    """Leave of the units those that a ruling allows, line by line.

    A ruling without lines says the same of all; a line that it leaves out is not
    allowed.
    """
    if not ruling.lines:
        return units
    allowed = added(
        LineUnits(line.line_id, line.units) for line in ruling.lines if line.allowed
    )
    return less(units, less(units, allowed))


def declined(command: Command, return_id: str, ruling: Ruling) -> ReturnDeclined:
    """Decline for the reasons of a ruling, the decisive one first."""
    of_lines = [
        one for line in ruling.lines if not line.allowed for one in line.reasons
    ]
    reasons = [*ruling.reasons, *(one.text for one in of_lines if one.text)]
    return ReturnDeclined(
        at=command.at,
        by=command.by,
        return_id=return_id,
        reason=of_lines[0].rule if of_lines else ruling.policy,
        reasons=tuple(dict.fromkeys(reasons)),
    )


def approval(
    order: Draft,
    command: Command,
    *,
    kind: str,
    return_id: str,
    units: tuple[LineUnits, ...],
    here: Iterable[LineUnits] = (),
    declined: tuple[LineUnits, ...] = (),
    keeps_item: bool = False,
    ruling: Ruling | None = None,
) -> ReturnApproved:
    """Agree on units; what is not here yet is taken over from where it stands.

    Args:
        order: The order.
        command: What was asked.
        kind: The kind of return, which says where units may stand.
        return_id: The return.
        units: Units by line that are agreed on now.
        here: Units among them that came before anybody agreed.
        declined: Units by line that were asked for and are not agreed on.
        keeps_item: Whether the customer keeps them.
        ruling: A ruling that replaces the one of the wish.

    Raises:
        NotEnoughUnits: Fewer stand where this kind takes them from.
    """
    places = ("delivered",) if keeps_item else places_for(kind)
    return ReturnApproved(
        at=command.at,
        by=command.by,
        return_id=return_id,
        units=units,
        sources=taken_over(order, less(units, here), places),
        declined=declined,
        keeps_item=keeps_item,
        ruling=ruling,
    )


def taken_over(
    order: Draft, units: tuple[LineUnits, ...], places: tuple[str, ...]
) -> tuple[ReturnSource, ...]:
    """Say from where units are taken.

    Raises:
        NotEnoughUnits: Fewer stand there.
    """
    found: list[ReturnSource] = []
    for part in units:
        sources = sources_of(order, order.grid.line_no(part.line_id), places)
        taken, _ = drawn(sources, (part,))
        available = sum(source.units for source in taken)
        if available < part.units:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place=places[0],
                asked=part.units,
                available=available,
            )
        found.extend(taken)
    return tuple(found)


def _refuse_unfree(
    order: Draft, command: RequestReturn, units: tuple[LineUnits, ...]
) -> None:
    for part in units:
        available = returnable(
            order,
            order.grid.line_no(part.line_id),
            kind=command.kind,
            asked_by=command.asked_by,
        )
        if part.units > available:
            raise NotEnoughUnits(
                line_id=part.line_id,
                place="returnable",
                asked=part.units,
                available=available,
            )


def _refuse_unoffered(command: RequestReturn) -> None:
    """Refuse what the ruling, or the law of gifts, does not offer."""
    if command.asked_by == "gift_recipient" and command.resolution not in FOR_GIFTS:
        raise NotOffered(path="resolution", asked=command.resolution, offered=FOR_GIFTS)
    ruling = command.ruling
    if ruling is None or not ruling.allowed:
        return
    if ruling.resolutions and command.resolution not in ruling.resolutions:
        raise NotOffered(
            path="resolution", asked=command.resolution, offered=ruling.resolutions
        )
    refuse_unoffered_way(ruling, command.method)


def refuse_unoffered_way(ruling: Ruling | None, method: str) -> None:
    """Refuse a way back that a ruling does not offer; none at all is no choice.

    Raises:
        NotOffered: It offers others.
    """
    offered = ruling.methods if ruling else ()
    if method and offered and method not in offered:
        raise NotOffered(path="method", asked=method, offered=offered)


def _same_wish(known: Return, command: RequestReturn) -> None:
    """Accept the same wish again, refuse another one under its id."""
    before = (known.kind, by_line(known.units))
    now = (command.kind, by_line(units_of(command.items)))
    if before != now:
        raise Contradiction(
            path="items",
            subject=f"return {known.return_id}",
            known=_listed(*before),
            said=_listed(*now),
        )


def _listed(kind: str, units: dict[str, int]) -> str:
    parts = ", ".join(f"{n} × {line_id}" for line_id, n in units.items())
    return f"{kind}: {parts}"


def approve_return(order: Draft, command: ApproveReturn) -> tuple[Event, ...]:
    """Agree to a return, to a part of it, or to more of it than before.

    The units that are named are all that is agreed on; what was agreed on once
    stays so. A decline, a cancellation and an expiry can be overturned; what is
    closed is over, and only goods that come after all open it again.
    """
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent == "closed":
        raise TransitionNotAllowed(
            subject=f"return {known.return_id}",
            state=known.intent,
            asked="approved",
            allowed=(),
        )
    agreed = known.approved if known.intent == "approved" else ()
    asked = known.units if command.units is None else command.units
    if command.units is None and known.intent == "approved":
        return ()
    for part in asked:
        order.grid.line_no(part.line_id)
    beyond = less(asked, known.units)
    if beyond:
        raise NotEnoughUnits(
            line_id=beyond[0].line_id,
            place="requested",
            asked=by_line(asked)[beyond[0].line_id],
            available=by_line(known.units).get(beyond[0].line_id, 0),
        )
    units = less(asked, agreed)
    if not units:
        return ()
    if known.intent != "approved":
        may_become(RETURN, f"return {known.return_id}", known.intent, "approved")
    ruling = command.ruling or known.ruling
    method = known.wish.method if known.wish else ""
    approved = approval(
        order,
        command,
        kind=known.kind,
        return_id=known.return_id,
        units=units,
        here=less(known.received, agreed),
        declined=less(known.units, (*agreed, *units)),
        keeps_item=_keeps(method, known.resolution, ruling) and not known.received,
        ruling=command.ruling,
    )
    return and_then(order, command, known.return_id, (approved,))


def decline_return(order: Draft, command: DeclineReturn) -> tuple[Event, ...]:
    """Say no to a return that waits."""
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent == "declined":
        return ()
    may_become(RETURN, f"return {known.return_id}", known.intent, "declined")
    return (
        ReturnDeclined(
            at=command.at,
            by=command.by,
            return_id=known.return_id,
            reason=command.reason,
        ),
    )


def cancel_return(order: Draft, command: CancelReturn) -> tuple[Event, ...]:
    """Call a return off of which nothing has come yet."""
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent == "cancelled":
        return ()
    subject = f"return {known.return_id}"
    if known.received or known.kept:
        subject = f"the way back of {subject}"
        may_become(RETURN_WAY, subject, known.logistics, "cancelled")
    may_become(RETURN, subject, known.intent, "cancelled")
    cancelled = ReturnCancelled(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        reason=command.reason,
    )
    return and_then(order, command, known.return_id, (cancelled,), over=True)


def settle_return(order: Draft, command: SettleReturn) -> tuple[Event, ...]:
    """End a return and give up what is open of it.

    What is still to come is with the customer again; with the reason ``lost`` it
    was lost on the way back.
    """
    placed(order, command)
    known = order.return_(command.return_id)
    if known.intent == "closed":
        return ()
    may_become(RETURN, f"return {known.return_id}", known.intent, "closed")
    closed = ReturnClosed(
        at=command.at,
        by=command.by,
        return_id=known.return_id,
        reason=command.reason,
    )
    return and_then(order, command, known.return_id, (closed,), over=True)
