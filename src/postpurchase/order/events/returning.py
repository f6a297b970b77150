"""Goods are asked back, come back, are looked at and dealt with."""

from __future__ import annotations

import attrs

from postpurchase.order.events.base import Event
from postpurchase.order.events.shipping import Box
from postpurchase.order.quantities import LineUnits
from postpurchase.order.returns import (
    Inspected,
    ReturnItem,
    ReturnSource,
    ReturnWay,
    UnexpectedGoods,
)
from postpurchase.values.personal import PersonalRef
from postpurchase.values.rulings import Ruling


@attrs.frozen(kw_only=True)
class ReturnRequested(Event):
    """Somebody wants to send units back; stored by `RequestReturn`.

    Args:
        return_id: The return.
        items: Which units, and why.
        kind: One of `RETURN_KINDS`.
        asked_by: Who asked: one of `ASKED_BY`.
        method: The way back that was wished for, if any.
        resolution: What is wished for instead of the goods.
        photos: How many photos the shop was given.
        note: The customer's own words.
        ruling: How policy and statute ruled, with their reasons.
    """

    return_id: str
    items: tuple[ReturnItem, ...]
    kind: str
    asked_by: str = "customer"
    method: str = ""
    resolution: str = "refund_original"
    photos: int = 0
    note: PersonalRef | None = None
    ruling: Ruling | None = None


@attrs.frozen(kw_only=True)
class ReturnApproved(Event):
    """Units may come back; by `RequestReturn`, `ApproveReturn`, `DeclareWithdrawal`.

    Args:
        return_id: The return.
        units: Units by line that were agreed on now.
        sources: Where they stood; they are ``returning`` from now on, or ``kept``.
        declined: Units by line that were asked for and not agreed on.
        keeps_item: Whether the customer keeps them.
        ruling: What was ruled instead of the ruling that the wish came with.
    """

    return_id: str
    units: tuple[LineUnits, ...]
    sources: tuple[ReturnSource, ...] = ()
    declined: tuple[LineUnits, ...] = ()
    keeps_item: bool = False
    ruling: Ruling | None = None


@attrs.frozen(kw_only=True)
class ReturnDeclined(Event):
    """Units may not come back; stored by `RequestReturn`, `DeclineReturn`.

    Args:
        return_id: The return.
        reason: A short code: that of the rule or of whoever declined.
        reasons: Why, in the customer's language, as it was ruled.
    """

    return_id: str
    reason: str
    reasons: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ReturnCancelled(Event):
    """It was called off; what was to come is where it was. By `CancelReturn`.

    Args:
        return_id: The return.
        reason: Why.
    """

    return_id: str
    reason: str


@attrs.frozen(kw_only=True)
class ReturnWayChosen(Event):
    """The customer chose how the goods come back; stored by `ChooseReturnWay`.

    Args:
        return_id: The return.
        wish: What was chosen.
    """

    return_id: str
    wish: ReturnWay


@attrs.frozen(kw_only=True)
class ReturnWayIssued(Event):
    """Label, code or collection are arranged; stored by `IssueReturnWay`.

    Args:
        return_id: The return.
        way: What was arranged; it replaces what was arranged before.
    """

    return_id: str
    way: ReturnWay


@attrs.frozen(kw_only=True)
class ReturnWayRefused(Event):
    """The way back that was chosen cannot be had; stored by `RefuseReturnWay`.

    Args:
        return_id: The return.
        method: The way.
        carrier: Who refused it; empty where nobody offers it.
        reason: Why, as a code.
    """

    return_id: str
    method: str
    carrier: str = ""
    reason: str = "carrier_refused"


@attrs.frozen(kw_only=True)
class ReturnWayExpired(Event):
    """Label or code have run out; stored by `ExpireReturnWay`.

    Args:
        return_id: The return.
        closes: Whether the return ended with it.
    """

    return_id: str
    closes: bool = False


@attrs.frozen(kw_only=True)
class ReturnReminded(Event):
    """Label or code will run out soon; stored by `RemindOfReturn`.

    Args:
        return_id: The return.
    """

    return_id: str


@attrs.frozen(kw_only=True)
class ReturnSent(Event):
    """There is evidence that the goods are on their way back; by `SendReturn`.

    Args:
        return_id: The return.
        carrier: Code of the carrier, if known.
        tracking_number: Its number, if known.
        evidence: What says so.
    """

    return_id: str
    carrier: str = ""
    tracking_number: str = ""
    evidence: str = "scan"


@attrs.frozen(kw_only=True)
class ReturnReceived(Event):
    """Goods came back; stored by `ReceiveReturn`.

    Args:
        return_id: The return.
        units: Units by line that arrived; they are ``returned`` now.
        missing: Units by line that were to come and do not.
        unexpected: What arrived and does not belong.
        taken: Units among them that the return did not hold before.
        location_code: Where they arrived.
    """

    return_id: str
    units: tuple[LineUnits, ...] = ()
    missing: tuple[LineUnits, ...] = ()
    unexpected: tuple[UnexpectedGoods, ...] = ()
    taken: tuple[ReturnSource, ...] = ()
    location_code: str = ""


@attrs.frozen(kw_only=True)
class ReturnInspected(Event):
    """Somebody looked at what came back; stored by `InspectReturn`.

    Args:
        return_id: The return.
        items: What was found; where units go on the shelf, it says at which
            location.
    """

    return_id: str
    items: tuple[Inspected, ...]


@attrs.frozen(kw_only=True)
class ReturnSentBack(Event):
    """Units go to the customer again; stored by `SendBackReturn`.

    Args:
        return_id: The return.
        box: The new parcel; its units are ``shipped`` in it.
    """

    return_id: str
    box: Box

    @property
    def parcel_id(self) -> str:
        """The new parcel."""
        return self.box.parcel_id


@attrs.frozen(kw_only=True)
class ReturnResolved(Event):
    """The customer got what units of a return entitle them to.

    Args:
        return_id: The return.
        units: Units by line that are dealt with.
        refund_ids: The refunds that were requested for them; none where nothing
            had been paid.
        line_ids: The lines that replace them.
    """

    return_id: str
    units: tuple[LineUnits, ...]
    refund_ids: tuple[str, ...] = ()
    line_ids: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ReturnClosed(Event):
    """Nothing is open any more, or the rest was given up; by `SettleReturn`, itself.

    Args:
        return_id: The return.
        reason: Why: ``done``, ``lost`` on the way back, or another code.
    """

    return_id: str
    reason: str = "done"


@attrs.frozen(kw_only=True)
class WithdrawalReceived(Event):
    """The customer withdrew from the contract or a part of it; the law's statement.

    Its time is the exact time at which it came; the acknowledgement names it.

    Args:
        withdrawal_id: The statement; its return has the same id.
        units: Units by line that it reaches.
        statement: What was declared, with the customer's name.
        contact: Where the acknowledgement goes.
        ruling: What the statute said of it.
    """

    withdrawal_id: str
    units: tuple[LineUnits, ...]
    statement: PersonalRef | None = None
    contact: PersonalRef | None = None
    ruling: Ruling | None = None
