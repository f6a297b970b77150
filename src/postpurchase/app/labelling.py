"""Ordering one label for a parcel, whatever happens on the way.

Before the carrier is asked, the store keeps that it is; what surely came to nothing
is kept, too. So no crash and no second process buys a second label: where the
answer was lost, the carrier is asked what became of it, and if it cannot tell, a
person is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.errors import (
    ConcurrencyConflict,
    Contradiction,
    KeyTaken,
    MissingField,
    OutcomeUnknown,
    PermanentFailure,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.hooks.abilities import FindsLabels, PrintsLabels
from postpurchase.order.commands import LabelParcel
from postpurchase.order.decide.checks import may_become
from postpurchase.order.transitions import PARCEL
from postpurchase.service.transaction import STREAM
from postpurchase.stores.base import Batch, Key
from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.carriage import Label, LabelRequest, Party
from postpurchase.values.contact import Contact

if TYPE_CHECKING:
    from postpurchase.app.face import PostPurchase
    from postpurchase.order.model import Order
    from postpurchase.order.parcels import Parcel

SCOPE: Final = "label"
"""The scope of the keys by which the store knows what was asked for."""

_CONFLICTS_MAX: Final = 20


def order_label(
    shop: PostPurchase,
    order_id: str,
    parcel_id: str,
    *,
    carrier: str,
    service: str,
    sender: Party,
    recipient: Party | None = None,
    pickup_point: str = "",
    is_surely_missing: bool = False,
    by: str = "",
) -> Label:
    """Order a label for a parcel and put it on the parcel, once.

    Repeated, it gives the same tracking number: with its document where the carrier
    can find labels, without it where it cannot. Asked outside of transactions.

    Args:
        shop: The shop.
        order_id: The order, by id or display name.
        parcel_id: A parcel that is open or sealed.
        carrier: The code of a carrier that prints labels.
        service: The carrier's product.
        sender: Where the parcel leaves.
        recipient: Where it goes; by default whom and where the order says.
        pickup_point: The carrier's code of a locker or shop, or empty.
        is_surely_missing: A person looked at the carrier after an `OutcomeUnknown`
            and found no label: then it is asked again.
        by: Who orders it.

    Raises:
        OutcomeUnknown: The carrier may have made a label, now or before. A person
            looks there, and either puts the number on with `LabelParcel` or says
            that it is missing.
        TemporaryFailure: No label was made; a later try may succeed.
        PermanentFailure: The carrier refuses, or prints no labels.
        Contradiction: The parcel has another label.
    """
    order = shop.order(order_id)
    parcel = order.parcel(parcel_id)
    printer = shop.plugins.get("carrier", carrier)
    if not isinstance(printer, PrintsLabels):
        raise PermanentFailure(plugin=carrier, reason="it prints no labels")
    request = LabelRequest(
        order_id=order.order_id,
        parcel_id=parcel_id,
        service=service,
        package=parcel.package or Package(),
        sender=sender,
        recipient=recipient or _recipient(shop, order),
        reference=f"{order.number} {parcel_id}",
        pickup_point=pickup_point,
    )
    tries = _Tries(shop, order.order_id, f"{parcel_id}:{carrier}:{service}")
    if _is_labelled(parcel, carrier, service):
        found = _found(printer, request, tries.last_key)
        return found or Label(tracking_number=parcel.tracking_number)
    label = _recovered(printer, request, tries, is_surely_missing=is_surely_missing)
    if label is None:
        label = _ordered(printer, request, tries)
    shop.handle(
        LabelParcel(
            order_id=order.order_id,
            at=shop.clock(),
            by=by,
            command_id=f"{SCOPE}:{tries.last_key}",
            parcel_id=parcel_id,
            carrier=carrier,
            service=service,
            tracking_number=label.tracking_number,
        )
    )
    return label


def _recipient(shop: PostPurchase, order: Order) -> Party:
    contact = shop.reveal(order.recipient) if order.recipient else None
    address = shop.reveal(order.address) if order.address else None
    if not isinstance(contact, Contact) or not isinstance(address, Address):
        raise MissingField(
            path="recipient", expected="a recipient, as the order has none"
        )
    return Party(contact=contact, address=address)


def _is_labelled(parcel: Parcel, carrier: str, service: str) -> bool:
    """Whether it has this very label; another one is a contradiction."""
    if parcel.state in ("open", "sealed", "voided"):
        may_become(PARCEL, f"parcel {parcel.parcel_id}", parcel.state, "labelled")
        return False
    known, said = (parcel.carrier, parcel.service), (carrier, service)
    if known == said and parcel.tracking_number:
        return True
    raise Contradiction(
        subject=f"the label of parcel {parcel.parcel_id}",
        known=" ".join(filter(None, (*known, parcel.tracking_number))),
        said=" ".join(said),
    )


def _found(printer: PrintsLabels, request: LabelRequest, key: str) -> Label | None:
    if isinstance(printer, FindsLabels) and key:
        return printer.find_label(request, key=key)
    return None


def _recovered(
    printer: PrintsLabels,
    request: LabelRequest,
    tries: _Tries,
    *,
    is_surely_missing: bool,
) -> Label | None:
    """Find out what became of a try without an answer, if there is one."""
    if not tries.is_open:
        return None
    label = _found(printer, request, tries.last_key)
    if label is not None:
        return label
    if not is_surely_missing and not isinstance(printer, FindsLabels):
        reason = (
            f"the label of parcel {request.parcel_id} was asked for before with the "
            f"reference {request.reference}, without an answer"
        )
        raise OutcomeUnknown(plugin=printer.code, reason=reason)  # type: ignore[attr-defined]
    tries.came_to_nothing()
    return None


def _ordered(printer: PrintsLabels, request: LabelRequest, tries: _Tries) -> Label:
    key = tries.begin()
    try:
        return printer.label(request, key=key)
    except (PermanentFailure, TemporaryFailure, SettingMissing):
        tries.came_to_nothing()
        raise


@attrs.define(init=False)
class _Tries:
    """What the store knows of the tries to order one label.

    Each has a key of its own. A key is kept as asked for before the carrier is,
    and as come to nothing once that is sure; between the two a try is open.
    """

    shop: PostPurchase
    stream: str
    name: str
    count: int
    is_open: bool

    def __init__(self, shop: PostPurchase, order_id: str, name: str) -> None:
        self.shop, self.stream = shop, STREAM + order_id
        self.name = f"{order_id}:{name}"
        self.count, self.is_open = 0, False
        while shop.store.answer(SCOPE, self._key(self.count + 1)) is not None:
            self.count += 1
            ended = shop.store.answer(SCOPE, f"{self.last_key}:nothing")
            self.is_open = ended is None

    @property
    def last_key(self) -> str:
        """The key of the last try, or empty."""
        return self._key(self.count) if self.count else ""

    def _key(self, number: int) -> str:
        return f"{self.name}:{number}"

    def begin(self) -> str:
        """Keep that the carrier is asked, and return the key of the try.

        Raises:
            OutcomeUnknown: Another process is asking right now.
        """
        self.count, self.is_open = self.count + 1, True
        if not self._keep(self.last_key):
            reason = "another process asks for this label right now"
            raise OutcomeUnknown(plugin=SCOPE, reason=reason)
        return self.last_key

    def came_to_nothing(self) -> None:
        """Keep that the last try made no label."""
        self._keep(f"{self.last_key}:nothing")
        self.is_open = False

    def _keep(self, key: str) -> bool:
        store = self.shop.store
        for _ in range(_CONFLICTS_MAX):
            head = store.head(self.stream)
            # The versions of an answer without events end before they begin.
            kept = (Key(SCOPE, key, b""), head.version + 1, head.version)
            batch = Batch(
                stream=self.stream,
                head=head,
                recorded_at=self.shop.clock(),
                keys=(kept,),
            )
            try:
                store.append(batch)
            except ConcurrencyConflict:
                continue
            except KeyTaken:
                return False
            return True
        raise OutcomeUnknown(plugin=SCOPE, reason="others write to the order")
