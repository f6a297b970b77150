"""Fulfilment partners: parts of orders go to them, their word comes back.

A partner has a part of an order when its units are allocated at one of the
partner's locations. It is handed over after the commit, and what the partner says
becomes the same commands that the shop's own warehouse would use, by
``partner:CODE``: one timeline, whoever packs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Final

import attrs

from postpurchase.app.returns.partners import RETURN_WORDS, actor, returned
from postpurchase.errors import (
    InvalidInput,
    MissingField,
    NotEnoughUnits,
    PermanentFailure,
)
from postpurchase.errors.inputs import short
from postpurchase.hooks.loading import Origin
from postpurchase.hooks.partners import FulfilmentPartner, OrderPart, PartnerNotice
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.specs import hookimpl
from postpurchase.order.commands import (
    Command,
    CompleteStep,
    FailStep,
    RecordPartnerAnswer,
    RecoverClaim,
    ShipParcel,
    SkipSteps,
    UpdateClaim,
)
from postpurchase.order.commands.claiming import CLAIM_ANSWERS
from postpurchase.order.commands.telling import PARTNER_ANSWERS
from postpurchase.order.events import Event, StepCompleted, StepFailed, UnitsCancelled
from postpurchase.order.model import Order
from postpurchase.order.quantities import LineUnits

SHIPPED: Final = "shipped"
REJECTED: Final = "rejected"
CLAIM_WORDS: Final = MappingProxyType(
    {
        "claim_recovered": "",
        **{f"claim_{state}": state for state in CLAIM_ANSWERS},
    }
)
"""What a partner says of claims that it pursues, and which state that is."""

TOOK_OVER, STOPPED, REFUSED = PARTNER_ANSWERS


@attrs.frozen
class Desk:
    """A subscriber that hands parts of orders over to one partner.

    Args:
        partner: Who gets them.
    """

    partner: FulfilmentPartner

    @hookimpl
    def on_event(self, event: Event, order: Order, key: str) -> Iterable[Command]:
        """Hand over what was allocated; ask to stop what is not wanted any more."""
        where = getattr(event, "location_code", None)
        if where not in self.partner.location_codes:
            return ()
        if event.by == actor(self.partner.code):
            return ()
        if isinstance(event, StepCompleted):
            return self._hand_over(event, order, key)
        if isinstance(event, UnitsCancelled) and event.source != "placed":
            return self._stop(event, event.units, order, key)
        if isinstance(event, StepFailed) and event.to in ("placed", "cancelled"):
            units = (LineUnits(event.line_id, event.units),)
            return self._stop(event, units, order, key)
        return ()

    def _hand_over(
        self, event: StepCompleted, order: Order, key: str
    ) -> Iterable[Command]:
        index, places = order.grid.index, order.grid.places
        units = tuple(
            part
            for part in event.units
            if places[index[part.line_id]].previous.get(event.step) == "placed"
        )
        if not units:
            return ()
        part = OrderPart(
            order_id=order.order_id, location_code=event.location_code, units=units
        )
        try:
            self.partner.hand_over(part, order, key=key)
        except PermanentFailure as refusal:
            return rejection(
                order,
                part,
                code=self.partner.code,
                at=event.at,
                reason=refusal.reason[:100] or REJECTED,
            )
        return (answered(part, code=self.partner.code, at=event.at, answer=TOOK_OVER),)

    def _stop(
        self,
        event: UnitsCancelled | StepFailed,
        units: tuple[LineUnits, ...],
        order: Order,
        key: str,
    ) -> Iterable[Command]:
        part = OrderPart(
            order_id=order.order_id, location_code=event.location_code, units=units
        )
        answer = STOPPED if self.partner.cancel(part, key=key) else REFUSED
        return (answered(part, code=self.partner.code, at=event.at, answer=answer),)


def answered(
    part: OrderPart, *, code: str, at: datetime, answer: str
) -> RecordPartnerAnswer:
    """Return the command that keeps a partner's answer in the timeline."""
    return RecordPartnerAnswer(
        order_id=part.order_id,
        at=at,
        by=actor(code),
        partner=code,
        location_code=part.location_code,
        units=part.units,
        answer=answer,
    )


def add_desks(plugins: Plugins) -> None:
    """Make every registered fulfilment partner a subscriber for its own locations."""
    for code in plugins.fulfilment_partners:
        partner = plugins.get("fulfilment_partner", code)
        plugins.add(Desk(partner), Origin(name=f"partner-{code}", source="default"))


def notice_commands(
    order: Order, notice: PartnerNotice, *, code: str
) -> tuple[Command, ...]:
    """Say what is asked of an order when a partner says something.

    Args:
        order: The order as it stands.
        notice: What the partner said.
        code: The partner.

    Raises:
        NotEnoughUnits: Fewer units are with the partner than it rejects.
        InvalidInput: It shipped and does not name the parcel, or speaks of a claim
            for a parcel that left elsewhere.
        UnknownClaim: It speaks of a claim that there is not.
        UnknownReturn: It speaks of a return that there is not.
    """
    part = OrderPart(
        order_id=notice.order_id,
        location_code=notice.location_code,
        units=notice.units,
    )
    if notice.said in CLAIM_WORDS:
        found = _claim(order, notice, code)
    elif notice.said in RETURN_WORDS:
        found = (returned(order, notice, code=code),)
    elif notice.said == REJECTED:
        reason = notice.reason or REJECTED
        found = rejection(order, part, code=code, at=notice.at, reason=reason)
    elif notice.said == SHIPPED:
        found = _shipment(notice, code)
    else:
        found = (
            CompleteStep(
                order_id=notice.order_id,
                at=notice.at,
                by=actor(code),
                step=notice.said,
                units=notice.units,
                location_code=notice.location_code,
            ),
        )
    return tuple(
        attrs.evolve(command, command_id=f"{notice.key}/{n}")
        for n, command in enumerate(found)
    )


def _claim(order: Order, notice: PartnerNotice, code: str) -> tuple[Command, ...]:
    """Say what became of a claim for a parcel that left the partner's location."""
    claim = order.claim(notice.claim_id)
    place = order.parcel(claim.parcel_id).location_code
    if place != notice.location_code:
        raise InvalidInput(
            path="location_code",
            value=short(notice.location_code),
            expected="where the parcel of the claim left",
        )
    state = CLAIM_WORDS[notice.said]
    if state:
        return (
            UpdateClaim(
                order_id=notice.order_id,
                at=notice.at,
                by=actor(code),
                claim_id=claim.claim_id,
                state=state,
                amount=notice.amount,
                evidence=notice.evidence,
                reference=notice.reference,
                reason=notice.reason,
            ),
        )
    if notice.amount is None:
        raise MissingField(path="amount", expected="Money")
    return (
        RecoverClaim(
            order_id=notice.order_id,
            at=notice.at,
            by=actor(code),
            claim_id=claim.claim_id,
            amount=notice.amount,
            form=notice.form,
            reference=notice.reference,
        ),
    )


def _shipment(notice: PartnerNotice, code: str) -> tuple[Command, ...]:
    if not notice.parcel_id:
        raise InvalidInput(path="parcel_id", value="''", expected="the parcel's id")
    return (
        SkipSteps(
            order_id=notice.order_id,
            at=notice.at,
            by=actor(code),
            units=notice.units,
            reason="partner_confirmed",
            location_code=notice.location_code,
        ),
        ShipParcel(
            order_id=notice.order_id,
            at=notice.at,
            by=actor(code),
            parcel_id=notice.parcel_id,
            units=notice.units,
            carrier=notice.carrier,
            service=notice.service,
            tracking_number=notice.tracking_number,
            location_code=notice.location_code,
        ),
    )


def rejection(
    order: Order, part: OrderPart, *, code: str, at: datetime, reason: str
) -> tuple[Command, ...]:
    """Send units from a partner's location back to ``placed``, furthest ones first.

    From there they may be allocated elsewhere.

    Args:
        order: The order as it stands.
        part: The units, and where they stand.
        code: The partner.
        at: When.
        reason: Why.

    Raises:
        NotEnoughUnits: Fewer units stand there.
    """
    return tuple(
        FailStep(
            order_id=order.order_id,
            at=at,
            by=actor(code),
            line_id=one.line_id,
            units=units,
            at_step=at_step,
            to="placed",
            reason=reason,
            location_code=part.location_code,
        )
        for one in part.units
        for at_step, units in _standing(order, one, part.location_code)
    )


def _standing(
    order: Order, part: LineUnits, location_code: str
) -> Iterator[tuple[str, int]]:
    """Find units in their steps at a location: what they were to finish next."""
    line = order.line(part.line_id)
    there, left = line.at(location_code), part.units
    workflow = line.terms.workflow
    following = (*workflow, SHIPPED)[1:]
    for step, at_step in reversed(list(zip(workflow, following, strict=True))):
        share = min(left, there.get(step, 0))
        if share:
            left -= share
            yield at_step, share
    if left:
        raise NotEnoughUnits(
            line_id=part.line_id,
            place=workflow[0] if workflow else "placed",
            asked=part.units,
            available=part.units - left,
        )
