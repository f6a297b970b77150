"""An offer: one way of delivery with its price, its days and its footprint."""

from __future__ import annotations

from datetime import date

import attrs

from postpurchase import wording
from postpurchase.delivery.choose.cards import Card
from postpurchase.delivery.choose.comparing import Comparison
from postpurchase.delivery.choose.rows import CARBON, PLACE, PRICE, UNKNOWN_GRAMS, Row
from postpurchase.delivery.choose.totals import Totals
from postpurchase.delivery.prices.price import Price
from postpurchase.delivery.prices.weight import billable_grams
from postpurchase.delivery.promise import PromisedDelivery, promise
from postpurchase.errors import UnknownCode
from postpurchase.values.answers import Promise
from postpurchase.values.money import Money


@attrs.frozen(kw_only=True)
class Offer:
    """One way of delivery with its price and its days.

    Args:
        promised: Its days, and what they were made of.
        price: What it costs.
        co2_grams: Its footprint, if it is known.
        co2_basis: What the footprint is reckoned by.
    """

    promised: PromisedDelivery
    price: Money
    co2_grams: int | None = None
    co2_basis: str = ""

    @property
    def carrier(self) -> str:
        """The carrier's code."""
        return self.promised.service.carrier

    @property
    def service(self) -> str:
        """The code of the carrier's service."""
        return self.promised.service.code

    @property
    def title(self) -> str:
        """What customers read."""
        return self.promised.service.title

    @property
    def kind(self) -> str:
        """Where it ends: ``home``, ``pickup_point``, ``locker`` or ``store``."""
        return self.promised.service.kind

    @property
    def location(self) -> str:
        """The code of the location that it leaves from."""
        return self.promised.location.code

    @property
    def dispatch_on(self) -> date:
        """The day on which the carrier takes it."""
        return self.promised.dispatch_on

    @property
    def earliest_on(self) -> date:
        """The first day on which it may arrive."""
        return self.promised.earliest_on

    @property
    def latest_on(self) -> date:
        """The last day that is promised."""
        return self.promised.latest_on

    @property
    def promise(self) -> Promise:
        """The same as an order keeps it."""
        return self.promised.to_promise()

    def text(self, locale: str = "en") -> str:
        """Say service, location, price and days in one line."""
        spoken = wording.reader_locale(locale)
        return wording.text(
            "{title} from {location}: {price}, {dates}",
            spoken,
            title=self.title,
            location=self.promised.location.title,
            price=self.price,
            dates=self.promise,
        )


def offer_of(comparison: Comparison, row: Row) -> Offer:
    """Make the offer of a row."""
    book, question = comparison.book, comparison.question
    index, there = divmod(row[PLACE], len(book.origins))
    card, (location, origin_zone) = book.cards[index], book.origins[there]
    service, destination = card.service, question.destination
    zones = (origin_zone, comparison.zone)
    money = Money(row[PRICE], book.currency)
    promised = promise(
        question.at,
        location,
        service,
        destination,
        transit=service.transit_for(*zones),
        percent=question.percent,
        available_on=(question.ready_on or {}).get(location.code),
        price=money,
    )
    grams = row[CARBON]
    is_known = grams != UNKNOWN_GRAMS
    return Offer(
        promised=promised,
        price=money,
        co2_grams=grams if is_known else None,
        co2_basis=_basis(card, zones) if is_known else "",
    )


def _basis(card: Card, zones: tuple[str, str]) -> str:
    route = card.route(zones)
    return card.service.co2_basis if route is None else route.basis.name


def price_of(found: Comparison, offer: Offer) -> Price:
    """Return the parts that an offer's price is made of.

    Raises:
        UnknownCode: The offer is not one of the comparison's.
    """
    for card in found.book.cards:
        named = (card.service.carrier, card.service.code)
        if card.totals and named == (offer.carrier, offer.service):
            price = _price(found, card, card.totals, offer.location)
            if price is not None:
                return price
    raise UnknownCode(kind="service", value=f"{offer.carrier} {offer.service}")


def _price(
    found: Comparison, card: Card, totals: Totals, location: str
) -> Price | None:
    book, question = found.book, found.question
    zones = {one.code: zone for one, zone in book.origins}
    if location not in zones:
        return None
    zone = totals.tariff.zone(zones[location], found.zone)
    grams = billable_grams(question.parcel.package, card.divisor)
    return totals.tariff.price(card.consignment(question, location, zone, grams))
