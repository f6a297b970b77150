"""Draws up claims on carriers from what the watch finds, and makes customers whole.

The shop passes it by hand, because what the customer gets is the shop's choice:

```python
claims = Claims(make_good="reship", origin="PL", zone="Europe/Warsaw")
shop = PostPurchase.open("sqlite:///shop.db", plugins=[Watch(), claims])
```

A draft is all that it makes: a person, a fulfilment partner or another plugin files
it and says what became of it. The customer waits for none of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from postpurchase.delivery.watch.concerns import finding_id
from postpurchase.errors import InvalidInput, Rejected
from postpurchase.errors.inputs import short
from postpurchase.hooks import hookimpl
from postpurchase.order.commands import (
    Command,
    NewLine,
    OpenClaim,
    RequestRefund,
    ReshipUnits,
)
from postpurchase.order.decide import decide_all
from postpurchase.order.decide.claiming import claimable
from postpurchase.order.decide.reshipping import reshippable
from postpurchase.order.events import Event, FindingOpened, Replaced
from postpurchase.order.quantities import LineUnits
from postpurchase.returning.claims import (
    ClaimRow,
    ClaimWindow,
    claim_value,
    claim_window,
    dates_of,
)
from postpurchase.values.calendar import WorkingCalendar
from postpurchase.values.money import Money

if TYPE_CHECKING:
    from postpurchase.order.findings import Finding
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel

CLAIMED: Final = MappingProxyType(
    {"lost": "loss", "damaged": "damage", "guarantee_missed": "delay"}
)
"""Which findings are claimed, and as what."""

MAKE_GOOD: Final = ("", "reship", "refund")
"""What the customer gets at once: nothing, the goods again, or the money."""

_STOLEN: Final = "exception.stolen"


def _choice(instance: object, field: attrs.Attribute[str], value: object) -> None:
    if value not in MAKE_GOOD:
        raise InvalidInput(
            path=field.name, value=short(value), expected="reship, refund or empty"
        )


@attrs.define(kw_only=True)
class Claims:
    """Opens a claim for each finding that is the carrier's, once.

    Args:
        make_good: What the customer gets at once for lost and damaged units:
            ``reship``, ``refund``, or empty for the shop's own decision.
        basis: How claims are valued: ``price`` or ``cost``.
        costs: What one unit of an article cost the shop, by sku; for ``cost``. An
            article that is not named is claimed at its price, and all with it.
        freight: What a late parcel's delivery cost, by ``carrier/service``; else
            what the customer paid for it is claimed.
        rows: The shop's own claim windows, which come first.
        regime: The law for carriers without windows: ``cmr``, ``montreal``, ``upu``.
        origin: The country that parcels leave from; empty if none crosses a border.
        sdr: What one special drawing right is worth, for liability by weight.
        zone: The time zone in which days are counted.
        calendar: The days on which carriers work.
    """

    make_good: str = attrs.field(default="", validator=_choice)
    basis: str = "price"
    costs: Mapping[str, Money] = attrs.field(factory=dict)
    freight: Mapping[str, Money] = attrs.field(factory=dict)
    rows: tuple[ClaimRow, ...] = attrs.field(default=(), converter=tuple)
    regime: str = ""
    origin: str = ""
    sdr: Money | None = None
    zone: str = "UTC"
    calendar: WorkingCalendar = attrs.field(factory=WorkingCalendar)

    plugin_name = "claims"
    hears = (FindingOpened,)

    @hookimpl
    def on_event(self, event: Event, order: Order) -> Iterable[Command]:
        """Draw a claim up, and send the goods again or give the money back."""
        if not isinstance(event, FindingOpened):
            return ()
        finding = event.finding
        if finding.kind not in CLAIMED or finding.whose != "carrier":
            return ()
        opening = self._opening(order, finding, event)
        if opening is None:
            return ()
        try:
            _, claimed = decide_all(order, (opening,))
        except Rejected:
            # Somebody was faster, or the parcel has not left.
            return ()
        return (opening, *self._made_good(claimed, opening))

    def _opening(
        self, order: Order, finding: Finding, event: FindingOpened
    ) -> OpenClaim | None:
        parcel = order.parcel(finding.parcel_id)
        kind = CLAIMED[finding.kind]
        if finding.evidence == _STOLEN:
            kind = "theft"
        units = () if kind == "delay" else _units(order, parcel, finding)
        window = claim_window(
            parcel.carrier,
            kind,
            dates_of(order, parcel, self.zone),
            regime=self.regime,
            is_international=self.origin not in ("", order.country),
            calendar=self.calendar,
            rows=self.rows,
        )
        basis = self._basis(order, units)
        if kind == "delay":
            amount = self._freight(order, parcel)
        else:
            limit = self._limit(order, parcel, window)
            amount = claim_value(
                order, units, basis=basis, costs=self.costs, limit=limit
            )
        if amount.amount_minor <= 0:
            return None
        deadline = window.deadline if window else None
        return OpenClaim(
            order_id=order.order_id,
            at=event.at,
            claim_id=finding_id("claim", finding.finding_id),
            parcel_id=parcel.parcel_id,
            kind=kind,
            units=units,
            amount=amount,
            basis=basis,
            file_by_on=deadline.last_on if deadline else None,
            finding_id=finding.finding_id,
            evidence=_evidence(parcel, kind),
        )

    def _basis(self, order: Order, units: tuple[LineUnits, ...]) -> str:
        skus = {order.line(part.line_id).sku for part in units}
        is_known = bool(skus) and skus <= self.costs.keys()
        return "cost" if self.basis == "cost" and is_known else "price"

    def _limit(
        self, order: Order, parcel: Parcel, window: ClaimWindow | None
    ) -> Money | None:
        if window is None or window.cap is None:
            return None
        grams = parcel.package.weight_grams if parcel.package else 0
        return window.cap.limit(order.currency, grams=grams, sdr=self.sdr)

    def _freight(self, order: Order, parcel: Parcel) -> Money:
        """Say what a carrier gives back for a delivery that came too late."""
        for name in (f"{parcel.carrier}/{parcel.service}", parcel.carrier):
            if name in self.freight:
                return self.freight[name]
        paid = 0
        for part in parcel.units:
            line = order.line(part.line_id).terms
            paid += line.shipping_minor * part.units // line.quantity
        return order.money(paid)

    def _made_good(self, order: Order, opening: OpenClaim) -> tuple[Command, ...]:
        """Say what the customer gets, as far as the order allows it."""
        if not self.make_good or not opening.units:
            return ()
        common: dict[str, Any] = {
            "order_id": order.order_id,
            "at": opening.at,
            "claim_id": opening.claim_id,
            "reason": "damaged" if opening.kind == "damage" else "lost",
        }
        command: Command
        if self.make_good == "refund":
            command = RequestRefund(
                refund_id=opening.claim_id, units=opening.units, **common
            )
        else:
            lines = _again(order, opening.units)
            if not lines:
                return ()
            command = ReshipUnits(lines=lines, **common)
        try:
            decide_all(order, (command,))
        except Rejected:
            # Refunded or sent again already, or nothing was paid: made good.
            return ()
        return (command,)


def _evidence(parcel: Parcel, kind: str) -> tuple[str, ...]:
    """Name what the order itself can show; photos and the like are handed in."""
    there = {
        "tracking": parcel.tracking is not None,
        "invoice": kind != "delay",
        "customer_statement": kind == "damage" and parcel.report is not None,
        "promise": kind == "delay",
    }
    return tuple(code for code, is_there in there.items() if is_there)


def _units(order: Order, parcel: Parcel, finding: Finding) -> tuple[LineUnits, ...]:
    """Name the units that a finding is about and that nobody claims yet."""
    units = parcel.following()
    if finding.kind == "damaged" and parcel.report is not None:
        units = parcel.report.damaged or units
    free = (
        LineUnits(p.line_id, min(p.units, claimable(order, parcel, p.line_id)))
        for p in units
    )
    return tuple(part for part in free if part.units > 0)


def _again(order: Order, units: tuple[LineUnits, ...]) -> tuple[NewLine, ...]:
    """Write down new lines for old units, with ids that no line has."""
    found = []
    for part in units:
        count = min(part.units, reshippable(order, part.line_id))
        if count < 1:
            continue
        old = order.line(part.line_id).terms
        number = 1 + sum(
            line.terms.replaces is not None
            and line.terms.replaces.line_id == part.line_id
            for line in order.lines
        )
        found.append(
            NewLine(
                line_id=finding_id("again", str(number), part.line_id),
                sku=old.sku,
                title=old.title,
                quantity=count,
                unit_price=order.money(0),
                barcodes=old.barcodes,
                weight_grams=old.weight_grams,
                requires_parcel=old.requires_parcel,
                workflow=old.workflow,
                replaces=Replaced(line_id=part.line_id, units=count),
                categories=old.categories,
            )
        )
    return tuple(found)
