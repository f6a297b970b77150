"""Goods that come back to a fulfilment partner: received and graded there."""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.errors import InvalidInput
from postpurchase.errors.inputs import short
from postpurchase.hooks.partners import PartnerNotice
from postpurchase.order.commands import Command, InspectReturn, ReceiveReturn
from postpurchase.order.model import Order
from postpurchase.order.returns import Inspected

RECEIVED: Final = "return_received"
INSPECTED: Final = "return_inspected"

RETURN_WORDS: Final = (RECEIVED, INSPECTED)
"""What a partner says of goods that come back to it."""


def actor(code: str) -> str:
    """Name a partner as the one who did something.

    >>> actor("fastbox")
    'partner:fastbox'
    """
    return f"partner:{code}"


def returned(order: Order, notice: PartnerNotice, *, code: str) -> Command:
    """Say what is asked of an order when goods came back to a partner.

    What is sold again goes on the partner's own shelf.

    Args:
        order: The order as it stands.
        notice: What the partner said.
        code: The partner.

    Raises:
        UnknownReturn: There is no such return.
        InvalidInput: Goods are put on a shelf that is not the partner's.
    """
    order.return_(notice.return_id)
    if notice.said == RECEIVED:
        return ReceiveReturn(
            order_id=notice.order_id,
            at=notice.at,
            by=actor(code),
            return_id=notice.return_id,
            units=notice.units,
            missing=notice.missing,
            unexpected=notice.unexpected,
            # The notice has a key of its own: heard twice, it counts once.
            is_more=True,
            location_code=notice.location_code,
        )
    return InspectReturn(
        order_id=notice.order_id,
        at=notice.at,
        by=actor(code),
        return_id=notice.return_id,
        items=tuple(
            _shelved(item, n, notice) for n, item in enumerate(notice.inspected)
        ),
    )


def _shelved(item: Inspected, n: int, notice: PartnerNotice) -> Inspected:
    where = notice.location_code
    if item.location_code not in ("", where):
        raise InvalidInput(
            path=f"inspected[{n}].location_code",
            value=short(item.location_code),
            expected=f"one of {where}",
        )
    return attrs.evolve(item, location_code=where)
