"""The menu of ways back: what is offered, at what price, and why the rest is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import attrs

from postpurchase import wording
from postpurchase.errors import InvalidInput
from postpurchase.returning.methods.visits import Visit
from postpurchase.returning.methods.ways import HANDED_IN, NEEDS, ReturnPlace, WayBack
from postpurchase.values.answers import Package
from postpurchase.values.money import Money
from postpurchase.values.rulings import Fee, Ruling
from postpurchase.values.times import aware

FREIGHT: Final = "return_freight"
"""The code of the fee for the way back, in rulings."""

SURCHARGE: Final = "return_surcharge"
"""The code of the fee for a better way than the one that is paid for."""

UNKNOWN: Final = Package()


@attrs.frozen(kw_only=True)
class WayQuestion:
    """What a customer wants to send back, from where and when.

    Args:
        ruling: How the wish was ruled on.
        place: From where.
        at: Now, aware.
        currency: Of the order; a way with a price in another is not offered.
        package: The parcel, as far as it is known.
    """

    ruling: Ruling
    place: ReturnPlace
    at: datetime
    currency: str
    package: Package = UNKNOWN


@attrs.frozen(kw_only=True)
class WayOffer:
    """A way back that the customer can choose.

    Args:
        way: The way.
        price: What the customer pays for it; None where they pay somebody else,
            and nobody here knows how much.
        fees: The same as fees of a ruling.
        visits: When a courier can come, the earliest first.
        usable_until: When label or code would end, were it made now.
    """

    way: WayBack
    price: Money | None
    fees: tuple[Fee, ...] = ()
    visits: tuple[Visit, ...] = ()
    usable_until: datetime | None = None

    @property
    def code(self) -> str:
        """Names it in a menu: method, carrier and service, as far as there are."""
        way = self.way
        return "/".join(filter(None, (way.method, way.carrier, way.service)))

    @property
    def is_handed_in(self) -> bool:
        """Whether the customer goes to a locker, shop or store."""
        return self.way.method in HANDED_IN

    def title(self, locale: str = "en") -> str:
        """Name it for a customer."""
        return self.way.name or wording.word("return_method", self.way.method, locale)

    def needed(self, locale: str = "en") -> tuple[str, ...]:
        """Say what the customer needs at home, in words."""
        return tuple(
            wording.word("way_need", need, locale)
            for need in NEEDS
            if need in self.way.needs
        )

    def charged(self, ruling: Ruling) -> Ruling:
        """Return the ruling with what this way costs, and when its money is due.

        The refund is reduced by the way's fees. A fee for the way back that the
        ruling had is replaced, for the offer's price already counts it.
        """
        others = tuple(fee for fee in ruling.fees if fee.code != FREIGHT)
        return attrs.evolve(
            ruling,
            fees=others + self.fees,
            refund_when=self.way.refund_when or ruling.refund_when,
        )


@attrs.frozen(kw_only=True)
class WayRefused:
    """A way back that is not offered.

    Args:
        way: The way.
        reason: ``ruling``, ``country``, ``postcode``, ``too_heavy``, ``too_big``,
            ``closed`` or ``currency``.
    """

    way: WayBack
    reason: str

    def text(self, locale: str = "en") -> str:
        """Say why, to a customer."""
        return wording.word("way_refused", self.reason, locale)


@attrs.frozen(kw_only=True)
class WayMenu:
    """Every way back that the shop knows: offered, or with the reason why not.

    Args:
        offers: What can be chosen; the cheapest first, unknown prices last.
        refused: What cannot.
    """

    offers: tuple[WayOffer, ...]
    refused: tuple[WayRefused, ...] = ()

    def offer(
        self, method: str, carrier: str = "", service: str = ""
    ) -> WayOffer | None:
        """Find an offer; the cheapest one where carrier or service are left open."""
        return next(
            (
                one
                for one in self.offers
                if one.way.method == method
                and carrier in ("", one.way.carrier)
                and service in ("", one.way.service)
            ),
            None,
        )


def ways_back(ways: Iterable[WayBack], question: WayQuestion) -> WayMenu:
    """Offer what fits the ruling, the place, the parcel and the hour.

    The way out does not matter: what came by van may go back through a locker.
    Where the customer keeps the goods, that is the only way.

    Args:
        ways: What the shop has.
        question: What is asked.

    >>> from datetime import UTC
    >>> menu = ways_back(
    ...     [WayBack(method="post_label", price=Money(499, "EUR"))],
    ...     WayQuestion(
    ...         ruling=Ruling(policy="30d", allowed=True, freight_by="shop"),
    ...         place=ReturnPlace("PL"),
    ...         at=datetime(2026, 6, 1, tzinfo=UTC),
    ...         currency="EUR",
    ...     ),
    ... )
    >>> [(one.code, str(one.price)) for one in menu.offers]
    [('post_label', '0.00 EUR')]
    """
    aware(question.at)
    offers: list[WayOffer] = []
    refused: list[WayRefused] = []
    if question.ruling.allowed and question.ruling.keeps_item:
        way = WayBack(method="keep_item")
        offers.append(WayOffer(way=way, price=Money(0, question.currency)))
    for way in ways:
        visits, reason = _checked(way, question)
        if reason:
            refused.append(WayRefused(way=way, reason=reason))
        else:
            offers.append(_offer(way, question, visits))
    return WayMenu(offers=tuple(sorted(offers, key=_price)), refused=tuple(refused))


def _checked(way: WayBack, question: WayQuestion) -> tuple[tuple[Visit, ...], str]:
    """Return its visits, or the reason why it is not offered."""
    ruling = question.ruling
    is_ruled_out = ruling.methods and way.method not in ruling.methods
    if not ruling.allowed or ruling.keeps_item or is_ruled_out:
        return (), "ruling"
    reason = way.serves(question.place) or way.takes(question.package)
    amounts = (way.price, way.surcharge)
    if any(one is not None and one.currency != question.currency for one in amounts):
        reason = reason or "currency"
    if reason or way.visits is None:
        return (), reason
    visits = way.visits.after(question.at)
    return visits, "" if visits else "closed"


def _offer(way: WayBack, question: WayQuestion, visits: tuple[Visit, ...]) -> WayOffer:
    days = way.lifetime_days
    fees = _fees(way, question.ruling)
    price: Money | None = Money(0, question.currency)
    for fee in fees:
        price = price + fee.amount if price is not None else None
    if _is_paid_elsewhere(way, question.ruling):
        price = None
    return WayOffer(
        way=way,
        price=price,
        fees=fees,
        visits=visits,
        usable_until=question.at + timedelta(days=days) if days else None,
    )


def _fees(way: WayBack, ruling: Ruling) -> tuple[Fee, ...]:
    """Say what is kept back: the policy's own price where it has one, or the way's."""
    found: list[Fee] = []
    if ruling.freight_by == "customer":
        flat = [fee for fee in ruling.fees if fee.code == FREIGHT]
        found += flat or ([Fee(code=FREIGHT, amount=way.price)] if way.price else [])
    if way.surcharge and _is_customer_s(ruling):
        found.append(Fee(code=SURCHARGE, amount=way.surcharge))
    return tuple(found)


def _is_paid_elsewhere(way: WayBack, ruling: Ruling) -> bool:
    stated = any(fee.code == FREIGHT for fee in ruling.fees)
    return ruling.freight_by == "customer" and way.price is None and not stated


def _is_customer_s(ruling: Ruling) -> bool:
    """Say whether some goods come back for a reason that is the customer's own."""
    lines = [line for line in ruling.lines if line.allowed]
    return not lines or any(line.fault == "customer" for line in lines)


def _price(offer: WayOffer) -> tuple[bool, int]:
    if offer.price is None:
        return True, 0
    return False, offer.price.amount_minor


def slot_of(offer: WayOffer, on: str, slot: str) -> Visit:
    """Find the visit of an offer on a day, from when to when.

    Args:
        offer: The offer.
        on: The day, as ISO date; empty for the earliest.
        slot: Such as ``10:00-12:00``; empty for the earliest of the day.

    Raises:
        InvalidInput: It cannot be had any more.
    """
    for visit in offer.visits:
        if on in ("", visit.on.isoformat()) and slot in ("", visit.slot):
            return visit
    raise InvalidInput(
        path="slot", value=f"{on} {slot}".strip(), expected="one of the open slots"
    )
