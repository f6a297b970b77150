"""The commands that bring an order to what its source says it is.

A snapshot of an unknown order becomes the whole order; one of a known order
becomes what is new in it, told by the source's own ids. What contradicts the
order is refused with its path, and nothing of the snapshot counts. Each
command is decided on the spot, so that all of them go through together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from postpurchase.adapters.plan import Plan
from postpurchase.adapters.reading import exact
from postpurchase.adapters.reconcile_facts import (
    bring_parcels,
    bring_payments,
    bring_refunds,
)
from postpurchase.adapters.snapshot import OrderSnapshot, SnapshotLine
from postpurchase.errors import (
    AmountsDisagree,
    Contradiction,
    CurrencyMismatch,
    MissingField,
    OrderTaken,
    SeveralFaults,
)
from postpurchase.order.commands import (
    CancelUnits,
    Command,
    EditOrder,
    NewLine,
    PlaceOrder,
)
from postpurchase.order.events import Event
from postpurchase.order.lines import OrderLine
from postpurchase.order.model import Order
from postpurchase.values.money import Money


def commands_for(
    snapshot: OrderSnapshot, order: Order | None, *, seen_at: datetime | None = None
) -> tuple[Command, ...]:
    """Say which commands bring *order* to *snapshot*.

    Facts (payments, parcels, refunds) are told by the source's ids and only
    ever added. States (quantities, prices, cancellation) count only in a
    snapshot that is not older than *seen_at*.

    Args:
        snapshot: What the source says.
        order: The order as it stands, or None if it is not known.
        seen_at: When the source's last change was applied; see `seen_at_of`.

    Returns:
        Commands in their order, with ids that are the same for the same
        record; none if the order is there already.

    Raises:
        MissingField: The order is not known and the record is only a part.
        OrderTaken: The order belongs to another source.
        Contradiction: The same id with other content.
        AmountsDisagree: The stated total is not what the changes lead to.
        Rejected: Any rule of the order that says no, with the record's path.
    """
    plan = Plan(snapshot, order)
    if order is None or order.placed is None:
        _refuse_part(snapshot)
        _place(plan)
    else:
        _refuse_other(snapshot, order)
    is_old = _is_old(snapshot, seen_at)
    if plan.known and not snapshot.partial and not is_old:
        _edit(plan)
    bring_payments(plan)
    bring_parcels(plan)
    if not is_old:
        _cancel_units(plan)
    bring_refunds(plan)
    if not is_old:
        _cancel_rest(plan)
    if not snapshot.partial and not is_old:
        _check_total(plan)
    return tuple(plan.commands)


def seen_at_of(events: Iterable[Event], source: str) -> datetime | None:
    """Tell from an order's events when its source's last change was applied.

    Args:
        events: Of one order.
        source: The code of the source.
    """
    by = f"source:{source}"
    return max((event.at for event in events if event.by == by), default=None)


def _is_old(snapshot: OrderSnapshot, seen_at: datetime | None) -> bool:
    if seen_at is None or snapshot.updated_at is None:
        return False
    return snapshot.updated_at < seen_at


def _refuse_part(snapshot: OrderSnapshot) -> None:
    faults = tuple(
        MissingField(
            path=path, expected="this field, because the order is not known yet"
        )
        for path in snapshot.lacking
    )
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise SeveralFaults(path=faults[0].path, faults=faults)


def _refuse_other(snapshot: OrderSnapshot, order: Order) -> None:
    if order.source != snapshot.source:
        raise OrderTaken(
            path=snapshot.at("id"),
            order_id=order.order_id,
            known_source=order.source,
            source=snapshot.source,
        )
    if snapshot.currency and snapshot.currency != order.currency:
        raise CurrencyMismatch(
            path=snapshot.at("currency"),
            value=snapshot.currency,
            expected=order.currency,
        )
    same = (("number", order.terms.number), ("placed_at", order.placed_at))
    for name, known in same:
        said = getattr(snapshot, name)
        if said and known and said != known:
            raise Contradiction(
                path=snapshot.at(name),
                subject=f"the {name} of order {order.order_id}",
                known=str(known),
                said=str(said),
            )
    if snapshot.partial and snapshot.total_said is not None:
        _refuse_other_total(snapshot, order)


def _refuse_other_total(snapshot: OrderSnapshot, order: Order) -> None:
    """Hold the total of a part of an order against the order's."""
    path = snapshot.at("total_price")
    said = exact(snapshot.total_said, order.currency, path)
    if said != order.total:
        raise Contradiction(
            path=path,
            subject=f"the total of order {order.order_id}",
            known=str(order.total),
            said=str(said),
        )


def _place(plan: Plan) -> None:
    snapshot = plan.snapshot
    plan.add(
        PlaceOrder(
            **plan.envelope("place", at=snapshot.placed_at),
            number=snapshot.number,
            currency=snapshot.currency,
            lines=tuple(_new_line(line) for line in snapshot.lines),
            discount=snapshot.discount,
            shipping=snapshot.shipping,
            charges=snapshot.charges,
            total=snapshot.total,
            sales_channel=snapshot.sales_channel,
            source=snapshot.source,
            customer_id=snapshot.customer_id,
            recipient=snapshot.recipient,
            address=snapshot.address,
            country=snapshot.country,
            locale=snapshot.locale,
        ),
        path=snapshot.path,
    )


def _new_line(line: SnapshotLine) -> NewLine:
    return NewLine(
        line_id=line.line_id,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        tax=line.tax,
        included_tax=line.included_tax,
        barcodes=line.barcodes,
        weight_grams=line.weight_grams or 0,
        requires_parcel=line.requires_parcel,
    )


def _edit(plan: Plan) -> None:
    """Add lines, and change quantities and prices that the source changed."""
    order, snapshot = plan.order, plan.snapshot
    known = {line.line_id: line for line in order.lines}
    add, quantities, prices = [], {}, {}
    for line in snapshot.lines:
        before = known.pop(line.line_id, None)
        if before is None:
            add.append(_new_line(line))
            continue
        _refuse_other_article(line, before)
        wanted = line.quantity - line.cancelled
        live = before.ordered - before.units("cancelled")
        if line.quantity != before.ordered and wanted != live:
            quantities[line.line_id] = wanted
        if line.unit_price.amount_minor != before.terms.unit_price_minor:
            prices[line.line_id] = line.unit_price
    for line_id, gone in known.items():
        if gone.ordered > gone.units("cancelled"):
            quantities[line_id] = 0
    if not (add or quantities or prices):
        return
    content = (*(line.line_id for line in add), *quantities.items(), *prices.items())
    plan.add(
        EditOrder(
            **plan.envelope("edit", digest(content)),
            add=tuple(add),
            quantities=quantities,
            prices=prices,
            reason="edited_at_source",
        ),
        path=snapshot.at("line_items"),
    )


def _refuse_other_article(line: SnapshotLine, before: OrderLine) -> None:
    if line.sku and before.sku and line.sku != before.sku:
        raise Contradiction(
            path=f"{line.path}.sku",
            subject=f"the article of line {line.line_id}",
            known=before.sku,
            said=line.sku,
        )


def _cancel_units(plan: Plan) -> None:
    """Cancel what the source took off the lines before it left."""
    lines = {line.line_id: line for line in plan.order.lines}
    units = {}
    for line in plan.snapshot.lines:
        before = lines[line.line_id]
        more = line.cancelled - before.units("cancelled")
        if more > 0 and line.quantity == before.ordered:
            units[line.line_id] = more
    if units:
        totals = {n: u + lines[n].units("cancelled") for n, u in units.items()}
        plan.add(
            CancelUnits(
                **plan.envelope("cancel", digest(totals.items())),
                units=units,
                reason="removed_at_source",
            ),
            path=plan.snapshot.at("line_items"),
        )


def _cancel_rest(plan: Plan) -> None:
    """Cancel what has not left when the source cancelled the order."""
    snapshot, order = plan.snapshot, plan.order
    gone = (
        "cancelled",
        "shipped",
        "delivered",
        "returning",
        "returned",
        "kept",
        "lost",
    )
    waiting = any(
        line.ordered > sum(line.units(place) for place in gone) for line in order.lines
    )
    if snapshot.cancelled_at is None or not waiting:
        return
    plan.add(
        CancelUnits(
            **plan.envelope("cancel", "all", at=snapshot.cancelled_at),
            reason=snapshot.cancel_reason or "other",
        ),
        path=snapshot.at("cancelled_at"),
    )


def _check_total(plan: Plan) -> None:
    """Hold the order's total against the stated one, with or without what left it.

    Some sources go on stating units that were cancelled, others forget them.
    """
    stated, order = plan.snapshot.total, plan.order
    if stated is None or stated in (order.total, _without_cancelled(order)):
        return
    raise AmountsDisagree(
        path=plan.snapshot.total_path,
        sum=str(order.total),
        stated=str(stated),
        parts="the order as it is known, with what is new in the record",
    )


def _without_cancelled(order: Order) -> Money:
    return order.balance_due + order.captured


def digest(content: Iterable[object]) -> str:
    """Make a short name of content, the same every time.

    >>> digest([("L1", 2)]) == digest([("L1", 2)]) != digest([("L1", 3)])
    True
    """
    text = "\n".join(repr(part) for part in content)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
