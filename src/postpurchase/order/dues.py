"""What the units of a return make due, when, and what is still open about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from postpurchase.order.quantities import LineUnits, added, least, less

if TYPE_CHECKING:
    from postpurchase.order.returns import Return

NO_MONEY: Final = ("repair", "none")
"""Resolutions that leave nothing to be paid or replaced."""

BY_ITSELF: Final = (
    "refund_original",
    "refund_bank",
    "store_credit",
    "gift_card",
    "partial_refund_keep",
    "donate",
    "replace_same",
)
"""Resolutions that need nobody once their moment has come.

What is exchanged waits until somebody agreed on the goods.
"""

SENDS_BACK: Final = ("send_back", "repair", "hold")
"""Dispositions after which units may go to the customer again."""


def is_automatic(known: Return) -> bool:
    """Say whether the return's money needs nobody who asks for it."""
    return known.resolution in BY_ITSELF and known.refund_when != "manual"


def due_units(known: Return) -> tuple[LineUnits, ...]:
    """Count the units whose moment has come and that were not dealt with.

    What was missing or refused makes nothing due; what came beyond what was agreed
    on does once it was looked at and accepted, whatever the moment.
    """
    if known.resolution in NO_MONEY or known.intent not in ("approved", "closed"):
        return ()
    reached: tuple[LineUnits, ...] = ()
    when = known.refund_when
    on_way = known.logistics in ("in_transit", "received")
    if when == "request" or (when == "scan" and on_way):
        reached = known.approved
    elif when == "receipt":
        reached = least(known.approved, known.received)
    reached = less(reached, (*known.missing, *known.refused))
    reached = _most(_most(reached, known.accepted), known.kept)
    return less(reached, known.settled)


def payable_units(known: Return) -> tuple[LineUnits, ...]:
    """Count the units whose money somebody may give by hand, due or not yet."""
    whole = less(
        _most(known.approved, known.received), (*known.missing, *known.refused)
    )
    return less(whole, known.settled)


def sendable_units(known: Return) -> tuple[LineUnits, ...]:
    """Count the units that are here and may be sent to the customer again.

    They were refused, repaired, or came although nobody agreed.
    """
    here = added(source.part for source in known.back)
    if known.resolution == "repair" or known.intent in ("requested", "declined"):
        return here
    return least(here, _to_send(known))


def _to_send(known: Return) -> tuple[LineUnits, ...]:
    """What the inspection says should go back, and has not gone."""
    found = [
        LineUnits(item.line_id, item.units)
        for item in known.inspected
        if not item.is_accepted or item.disposition in SENDS_BACK
    ]
    return less(found, known.sent_back)


def is_done(known: Return) -> bool:
    """Say whether nothing is open any more of a return that was agreed on."""
    if known.intent != "approved" or known.sources:
        return False
    looked_at = added(LineUnits(one.line_id, one.units) for one in known.inspected)
    if less(known.received, looked_at) or due_units(known):
        return False
    if known.resolution == "repair":
        return not known.back
    waiting = [
        LineUnits(item.line_id, item.units)
        for item in known.inspected
        if item.disposition in SENDS_BACK
    ]
    return not less(waiting, known.sent_back)


def money_of(known: Return) -> str:
    """Say how the return's money stands: one of the states of its machine."""
    if due_units(known):
        return "due"
    if known.settled:
        return "settled"
    return "waived" if known.intent == "closed" else "pending"


def inspection_of(known: Return) -> str:
    """Say how far the looking at it is: one of the states of its machine."""
    if not known.received:
        return "not_required" if known.kept else "awaiting"
    looked_at = sum(item.units for item in known.inspected)
    if not looked_at:
        return "awaiting"
    is_all = looked_at == sum(part.units for part in known.received)
    return "done" if is_all and not known.sources else "begun"


def _most(
    parts: tuple[LineUnits, ...], others: tuple[LineUnits, ...]
) -> tuple[LineUnits, ...]:
    """Take of each line the greater of two numbers of units."""
    return added((*parts, *less(others, parts)))
