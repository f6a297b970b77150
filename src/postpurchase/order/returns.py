"""Returns as they stand: four small machines and the units that they hold.

The intent says what was agreed, the logistics where the goods are on their way back,
the inspection what was found, and the money what became due. Each has a table of its
own; one never waits for another unless the ruling says so.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.order.quantities import LineUnits, added, check_units, less
from postpurchase.values.ids import check_id
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import reason_of
from postpurchase.values.return_terms import DISPOSITIONS, GRADES, RETURN_KINDS

if TYPE_CHECKING:
    from postpurchase.values.personal import PersonalRef
    from postpurchase.values.rulings import Ruling


def _units(instance: object, field: attrs.Attribute[int], value: object) -> None:
    check_units(value, field.name)


def _line(instance: object, field: attrs.Attribute[str], value: object) -> None:
    check_id(value, field.name)


def _reason(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str):
        raise InvalidInput(path=field.name, value=short(value), expected="a code")
    reason_of(value)


def one_of(known: tuple[str, ...], *, or_empty: bool = False) -> Any:
    """Return a validator that takes the words of a list alone."""

    def check(instance: object, field: attrs.Attribute[str], value: object) -> None:
        if (or_empty and value == "") or value in known:
            return
        raise InvalidInput(
            path=field.name,
            value=short(value),
            expected=f"one of {', '.join(known)}",
        )

    return check


@attrs.frozen(kw_only=True)
class ReturnItem:
    """Units of one line that are to come back, and why.

    Args:
        line_id: The line.
        units: How many, at least 1.
        reason: One of the codes of `REASONS`, such as ``fit.too_small``; empty where
            nobody said.
        condition: What the customer says of them: ``unopened``, ``opened``,
            ``used``, ``seal_broken``, ``defective`` or empty.
    """

    line_id: str = attrs.field(validator=_line)
    units: int = attrs.field(validator=_units)
    reason: str = attrs.field(default="", validator=_reason)
    condition: str = ""


@attrs.frozen(kw_only=True)
class ReturnRequest:
    """A wish to send something back, as a policy looks at it.

    Args:
        order_id: The order.
        items: Which lines, how many units of each, and why.
        kind: One of `RETURN_KINDS`.
        asked_by: Who asks: one of `ASKED_BY`.
        method: The way back that is wished for, of `METHODS`, or empty.
        resolution: What is wished for instead of the goods, of `RESOLUTIONS`.
        photos: How many photos the shop was given.
        segments: What the shop knows about the customer, such as ``vip``.
    """

    order_id: str
    items: tuple[ReturnItem, ...]
    kind: str = attrs.field(
        default="policy_return",
        validator=one_of(RETURN_KINDS),
    )
    asked_by: str = "customer"
    method: str = ""
    resolution: str = ""
    photos: int = 0
    segments: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, order_id: str, units: dict[str, int], reason: str = ""
    ) -> ReturnRequest:
        """Ask for units of lines, all for one reason.

        >>> ReturnRequest.of("1001", {"L1": 2}, "fit.too_small").items[0].units
        2
        """
        items = tuple(
            ReturnItem(line_id=line_id, units=count, reason=reason)
            for line_id, count in units.items()
        )
        return cls(order_id=order_id, items=items)

    @property
    def units(self) -> tuple[LineUnits, ...]:
        """The units by line, without reasons."""
        return units_of(self.items)


def units_of(items: tuple[ReturnItem, ...]) -> tuple[LineUnits, ...]:
    """Add items up by line: one line may come back for two reasons."""
    return added(LineUnits(item.line_id, item.units) for item in items)


@attrs.frozen(kw_only=True)
class ReturnSource:
    """Where units of a return stood when it took them over.

    Args:
        line_id: The line.
        units: How many.
        location_code: The location that they were sent from; '' for none.
        parcel_id: The parcel that they came in; '' where there was none.
        place: ``delivered`` or ``shipped``; ``returning`` or ``returned`` for a
            parcel that the carrier had turned back.
    """

    line_id: str
    units: int
    location_code: str = ""
    parcel_id: str = ""
    place: str = "delivered"

    @property
    def part(self) -> LineUnits:
        """The units without where they stood."""
        return LineUnits(self.line_id, self.units)


@attrs.frozen(kw_only=True)
class ReturnWay:
    """How the goods come back, as it was arranged.

    Args:
        method: One of `METHODS`.
        carrier: Code of the carrier or drop-off network; empty for in store.
        service: Its product.
        tracking_number: The number under which it is followed.
        code: What the customer shows instead of a label: printerless code or QR text.
        pickup_point: Locker, shop or store where it is handed in.
        collect_on: The day on which a courier comes.
        slot: From when to when, such as ``10:00-12:00``, local.
        expires_at: Until when label or code can be used; None for ever.
        price_minor: What the way back costs the shop, in minor units, if known.
        location_code: Where the goods go.
        reference: The carrier's own id of it, needed to give it back.
        key: Under which it was ordered; the carrier knows it again by that.
    """

    method: str
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    code: str = ""
    pickup_point: str = ""
    collect_on: date | None = None
    slot: str = ""
    expires_at: datetime | None = None
    price_minor: int = 0
    location_code: str = ""
    reference: str = ""
    key: str = ""


@attrs.frozen(kw_only=True)
class Inspected:
    """What somebody found out about units that came back.

    Args:
        line_id: The line.
        units: How many.
        grade: Their condition: one of `GRADES`.
        disposition: What becomes of them: one of `DISPOSITIONS`.
        is_accepted: Whether the shop takes them back; what it does not take is sent
            back to the customer or kept for them.
        deduction: Kept back from the refund for these units, for handling beyond
            what was needed to look at them, or for missing parts.
        location_code: Where they are put on the shelf again.
        sku: The article under which they are sold again, if not their own; B-grade
            goods need one, or they are not sold as stock.
        reason: The inspector's own reason code, where it differs.
    """

    line_id: str = attrs.field(validator=_line)
    units: int = attrs.field(validator=_units)
    grade: str = attrs.field(default="as_new", validator=one_of(GRADES))
    disposition: str = attrs.field(
        default="restock_a",
        validator=one_of(DISPOSITIONS),
    )
    is_accepted: bool = True
    deduction: Money | None = None
    location_code: str = ""
    sku: str = ""
    reason: str = attrs.field(default="", validator=_reason)


@attrs.frozen(kw_only=True)
class UnexpectedGoods:
    """Goods in a returned parcel that do not belong to the return.

    Args:
        sku: What it is, as far as somebody could tell.
        units: How many.
        note: A short code of what became of it, such as ``kept_for_customer``.
    """

    sku: str
    units: int = attrs.field(validator=_units)
    note: str = ""


@attrs.frozen(kw_only=True, repr=False)
class Return:
    """One return, with the four machines and what it holds.

    Args:
        return_id: The return.
        kind: One of `RETURN_KINDS`.
        asked_by: Who asked.
        items: What was asked for, with reasons.
        resolution: What the customer gets, of `RESOLUTIONS`.
        ruling: How policy and statute ruled; None where nobody was asked.
        asked_at: When it was asked for.
        note: The customer's own words, as a reference.
        intent: State of the agreement.
        logistics: State of the way back.
        inspection: State of the looking at it.
        money: State of what is due.
        photos: How many photos the shop was given.
        reasons: Why it was declined, called off or ended, if it was.
        approved: Units by line that were agreed on.
        sources: The units that are still to come, and where they stood before.
        back: The units that are here, and where they stood before.
        kept: Units by line that the customer keeps.
        wish: The way back that was chosen.
        way: How they come back, once arranged.
        sent_at: When there was the first evidence of sending.
        received: Units by line that arrived.
        location_code: Where they arrived last.
        missing: Units by line that were announced and did not come.
        inspected: What was found, in the order in which it was.
        sent_back: Units by line that the customer has been sent again.
        unexpected: What came and did not belong.
        settled: Units by line whose money this return has dealt with.
    """

    return_id: str
    kind: str
    asked_by: str
    items: tuple[ReturnItem, ...]
    resolution: str
    ruling: Ruling | None
    asked_at: datetime
    note: PersonalRef | None = None
    photos: int = 0
    reasons: tuple[str, ...] = ()
    intent: str = "requested"
    logistics: str = "awaiting"
    inspection: str = "awaiting"
    money: str = "pending"
    approved: tuple[LineUnits, ...] = ()
    sources: tuple[ReturnSource, ...] = ()
    back: tuple[ReturnSource, ...] = ()
    kept: tuple[LineUnits, ...] = ()
    wish: ReturnWay | None = None
    way: ReturnWay | None = None
    sent_at: datetime | None = None
    received: tuple[LineUnits, ...] = ()
    location_code: str = ""
    missing: tuple[LineUnits, ...] = ()
    inspected: tuple[Inspected, ...] = ()
    sent_back: tuple[LineUnits, ...] = ()
    unexpected: tuple[UnexpectedGoods, ...] = ()
    settled: tuple[LineUnits, ...] = ()

    @property
    def units(self) -> tuple[LineUnits, ...]:
        """What was asked for, by line."""
        return units_of(self.items)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to decide or to do."""
        return self.intent in ("requested", "approved")

    @property
    def outstanding(self) -> tuple[LineUnits, ...]:
        """Units by line that are still to come."""
        return added(source.part for source in self.sources)

    @property
    def accepted(self) -> tuple[LineUnits, ...]:
        """Units by line that were looked at and taken back."""
        found = (item for item in self.inspected if item.is_accepted)
        return added(LineUnits(item.line_id, item.units) for item in found)

    @property
    def refused(self) -> tuple[LineUnits, ...]:
        """Units by line that were looked at and not taken back."""
        found = (item for item in self.inspected if not item.is_accepted)
        return added(LineUnits(item.line_id, item.units) for item in found)

    @property
    def refund_when(self) -> str:
        """The moment at which its money is due: one of `REFUND_MOMENTS`.

        Where nobody ruled, that is when the goods are here for a withdrawal and a
        refused parcel, and once they were looked at for everything else.
        """
        if self.ruling is not None:
            return self.ruling.refund_when
        at_receipt = self.kind in ("withdrawal", "delivery_refused")
        return "receipt" if at_receipt else "inspection"

    @property
    def unearned(self) -> tuple[LineUnits, ...]:
        """Units whose money was given early and that the shop does not have.

        Nothing is taken from the customer for them by itself.
        """
        here = [*self.kept, *(one.part for one in (*self.sources, *self.back))]
        return less(self.settled, here)

    def __repr__(self) -> str:
        units = ", ".join(f"{part.units} × {part.line_id}" for part in self.units)
        return (
            f"Return({self.return_id!r}, {self.kind}, {units}, {self.intent}, "
            f"{self.logistics}, {self.inspection}, {self.money})"
        )


@attrs.frozen(kw_only=True)
class Withdrawal:
    """A statement with which the customer withdrew from the contract.

    Args:
        withdrawal_id: The statement; its return has the same id.
        at: The exact time at which it came.
        units: Units by line that it reaches.
        statement: What was declared, as a reference.
        contact: Where the acknowledgement goes, as a reference.
    """

    withdrawal_id: str
    at: datetime
    units: tuple[LineUnits, ...]
    statement: PersonalRef | None = None
    contact: PersonalRef | None = None
