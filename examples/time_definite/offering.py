"""At the checkout: which guarantee a parcel can have, and why."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
from stories import PACKAGE, Story

from postpurchase.delivery.choose import PackedParcel, Question, RateBook
from postpurchase.delivery.menu import Menu, Option, menu
from postpurchase.delivery.network import Network
from postpurchase.delivery.prices import read_tariffs
from postpurchase.delivery.promise import PromisedDelivery, PromiseStep

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
        untimed: Why no time can be stated, as a step; None where one is.
    """

    offered: Menu
    chosen: Option
    untimed: PromiseStep | None = None

    @property
    def made(self) -> PromisedDelivery:
        """The promise with everything that it was made of."""
        return self.chosen.offers[0].promised


def guarantee(book: RateBook, story: Story) -> Guarantee:
    """Guarantee a stated time where the menu has one, else the end of a day.

    Where the lane's days lead to a day without delivery, the library promises the
    end of the next possible working day. Then the cheapest way is as good.
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
    if timed.promise.window_end_at is not None:
        return Guarantee(offered=every_day, chosen=timed)
    steps = {step.code: step for step in timed.offers[0].promised.steps}
    return Guarantee(offered=every_day, chosen=untimed, untimed=steps["no_stated_time"])
