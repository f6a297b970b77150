"""What an order refuses about returns, claims and money that is demanded back."""

from __future__ import annotations

from typing import ClassVar

from postpurchase.errors.rejections import Rejected
from postpurchase.errors.root import error


@error
class UnknownReturn(Rejected):
    """No return was asked for under this id."""

    code: ClassVar[str] = "unknown_return"
    sought: ClassVar[str] = "return_id"
    template: ClassVar[str] = (
        "The order has no return {return_id}. Its returns: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's returns.",)

    return_id: str
    known: tuple[str, ...] = ()


@error
class UnknownClaim(Rejected):
    """No claim on a carrier was opened under this id."""

    code: ClassVar[str] = "unknown_claim"
    sought: ClassVar[str] = "claim_id"
    template: ClassVar[str] = "The order has no claim {claim_id}. Its claims: {known}."
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's claims.",)

    claim_id: str
    known: tuple[str, ...] = ()


@error
class UnknownChargeback(Rejected):
    """No chargeback was recorded under this id."""

    code: ClassVar[str] = "unknown_chargeback"
    sought: ClassVar[str] = "chargeback_id"
    template: ClassVar[str] = (
        "The order has no chargeback {chargeback_id}. Its chargebacks: {known}."
    )
    next_steps: ClassVar[tuple[str, ...]] = ("Name one of the order's chargebacks.",)

    chargeback_id: str
    known: tuple[str, ...] = ()


@error
class NotOffered(Rejected):
    """The return's ruling offers other ways back or resolutions."""

    code: ClassVar[str] = "not_offered"
    template: ClassVar[str] = (
        "{asked} is not offered for this return. Offered: {offered}."
    )
    next_steps: ClassVar[tuple[str, ...]] = (
        "Choose one of those that are offered, or let the shop approve it.",
    )

    asked: str
    offered: tuple[str, ...] = ()
