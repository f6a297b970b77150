"""At the checkout: which guarantee a parcel can have, and why."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import attrs
from stories import PACKAGE, Story

from postpurchase.delivery.choose import (
    Cheapest,
    PackedParcel,
    Question,
    RateBook,
    choose,
)
from postpurchase.delivery.menu import Menu, Option, menu
from postpurchase.delivery.network import Network
from postpurchase.delivery.prices import read_tariffs
from postpurchase.delivery.promise import PromisedDelivery

HERE = Path(__file__).parent


def read_book() -> RateBook:
    """Read the network and its prices."""
    document = tomllib.loads((HERE / "network.toml").read_text(encoding="utf-8"))
    return RateBook(
        network=Network.read(document), tariffs=read_tariffs(document["prices"])
    )


@attrs.frozen(kw_only=True)
class Guarantee:
    """What a customer is guaranteed.

    Args:
        offered: What they could choose among.
        chosen: What they chose: the stated time where there is one.
        named_on: The day that the lane's days lead to.
        refused: What every service says to that day, where none delivers on it.
    """

    offered: Menu
    chosen: Option
    named_on: date
    refused: tuple[str, ...] = ()

    @property
    def made(self) -> PromisedDelivery:
        """The promise with everything that it was made of."""
        return self.chosen.offers[0].promised


def guarantee(book: RateBook, story: Story) -> Guarantee:
    """Guarantee a stated time on the day that the lane names, if it can be kept.

    Where that day is none on which the carrier delivers, the guarantee is the end
    of the next possible working day instead.
    """
    question = Question(
        parcel=PackedParcel(package=PACKAGE, value=story.line.unit_price),
        destination=book.network.destination(
            story.address.country, story.address.postcode, zone=story.customer.zone
        ),
        at=story.ordered_at,
    )
    every_day = menu(book, question)
    timed = every_day.option("time_definite")
    untimed = every_day.option("cheapest")
    if timed is None or untimed is None:
        raise SystemExit(f"{story.order_id}: the network has no guarantee to offer")
    made = timed.offers[0].promised
    named_on = made.dispatch_on + timedelta(days=made.journey.most_days)
    if made.latest_on == named_on:
        return Guarantee(offered=every_day, chosen=timed, named_on=named_on)
    on_that_day = choose(book, attrs.evolve(question, latest_on=named_on), Cheapest())
    return Guarantee(
        offered=attrs.evolve(every_day, options=(untimed,)),
        chosen=untimed,
        named_on=named_on,
        refused=on_that_day.explain(),
    )
