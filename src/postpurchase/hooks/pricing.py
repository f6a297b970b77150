"""What plugins are asked at the checkout: carriers' quotes, and landed cost.

A plugin that fails here loses its say: a carrier without a quote is not offered
where its tariff needs one, and a border whose cost nobody knows is said to have
costs that are not known. Nothing is guessed, and no checkout waits for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final

from postpurchase.delivery.network import Destination, Location
from postpurchase.errors import (
    PluginAnswerInvalid,
    PluginError,
    PluginFailed,
    PostPurchaseError,
)
from postpurchase.hooks.deadline import call_within
from postpurchase.hooks.protocols import Carrier
from postpurchase.hooks.registry import Plugins
from postpurchase.values.answers import Package, Quote
from postpurchase.values.customs import CustomsItem, LandedCost, PaidBy, crosses_customs
from postpurchase.values.money import Money

QUOTES_MAX: Final = 200
"""Services that one carrier may quote for one parcel."""

ANSWER_S: Final = 10.0
"""How long a customer at the checkout is made to wait for one plugin."""


def carrier_quotes(
    plugins: Plugins,
    package: Package,
    locations: Iterable[Location],
    destination: Destination,
    *,
    at: datetime,
    carriers: Collection[str] | None = None,
    within_s: float = ANSWER_S,
) -> dict[tuple[str, str, str], Quote]:
    """Ask carriers what they take for a parcel, from every location.

    The answer goes as it is into a question's `quotes`. Locations in one country
    have the same quotes, so each carrier is asked once for each country.

    Args:
        plugins: What is plugged in.
        package: Weight and outer sides.
        locations: Where the parcel could leave.
        destination: Where it goes.
        at: Aware time of the question.
        carriers: Codes of those that are asked; None for all.
        within_s: How long to wait for each carrier.

    Returns:
        Quotes by (location, carrier, service).
    """
    places = tuple(locations)
    found: dict[tuple[str, str, str], Quote] = {}
    for country in dict.fromkeys(place.country for place in places):
        for code in plugins.carriers:
            if carriers is not None and code not in carriers:
                continue
            quotes = _asked(
                plugins,
                "carrier",
                code,
                partial(_quoted, package, country, destination, at),
                Quote,
                within_s,
            )
            if len(quotes) > QUOTES_MAX or any(one.carrier != code for one in quotes):
                plugins.report(_odd_quotes(plugins.owner("carrier", code), code))
                continue
            for quote in quotes:
                for place in places:
                    if place.country == country:
                        found[place.code, quote.carrier, quote.service] = quote
    return found


def landed_cost(
    plugins: Plugins,
    goods: tuple[CustomsItem, ...],
    *,
    origin_country: str,
    destination_country: str,
    shipping: Money,
    at: datetime,
    paid_by: PaidBy = "unknown",
    within_s: float = ANSWER_S,
) -> LandedCost | None:
    """Say what a border adds to an order; None where there is no customs border.

    The first duty calculator that knows an answer gives it. Where none does, it is
    said who pays, as far as the shop knows that.

    Args:
        plugins: What is plugged in.
        goods: What is declared.
        origin_country: Where it leaves, ISO 3166-1 alpha-2.
        destination_country: Where it goes.
        shipping: What the delivery costs.
        at: Aware time of the question.
        paid_by: Who pays by the shop's own terms.
        within_s: How long to wait for each calculator.
    """
    if not crosses_customs(origin_country, destination_country):
        return None
    for code in plugins.duty_calculators:
        for answer in _asked(
            plugins,
            "duty_calculator",
            code,
            lambda calculator: _one(
                calculator.landed_cost(
                    goods,
                    origin_country=origin_country,
                    destination_country=destination_country,
                    shipping=shipping,
                    at=at,
                )
            ),
            LandedCost,
            within_s,
        ):
            found: LandedCost = answer
            return found
    return LandedCost(paid_by=paid_by)


def _quoted(
    package: Package,
    origin_country: str,
    destination: Destination,
    at: datetime,
    carrier: Carrier,
) -> tuple[Quote, ...]:
    offered = carrier.quote(
        package,
        origin_country=origin_country,
        destination_country=destination.country,
        postcode=destination.postcode,
        at=at,
    )
    return tuple(islice(offered, QUOTES_MAX + 1))


def _odd_quotes(plugin: str, code: str) -> PluginAnswerInvalid:
    return PluginAnswerInvalid(
        plugin=plugin,
        value="too many quotes, or another carrier's",
        expected=f"at most {QUOTES_MAX} Quote of {code}",
    )


def _one(answer: object) -> tuple[object, ...]:
    return () if answer is None else (answer,)


def _asked(
    plugins: Plugins,
    kind: str,
    code: str,
    ask: Callable[[Any], tuple[Any, ...]],
    expected: type,
    within_s: float,
) -> tuple[Any, ...]:
    """Ask one object; report what went wrong, and take nothing from it then."""
    plugin = plugins.owner(kind, code)
    try:
        registered = plugins.get(kind, code)
        answers: tuple[Any, ...] = call_within(
            within_s, plugin, lambda: ask(registered)
        )
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        plugins.report(_problem(fault, plugin))
        return ()
    if all(type(answer) is expected for answer in answers):
        return answers
    strange = sorted({type(answer).__name__ for answer in answers})
    plugins.report(
        PluginAnswerInvalid(
            plugin=plugin, value=", ".join(strange), expected=expected.__name__
        )
    )
    return ()


def _problem(fault: BaseException, plugin: str) -> PluginError:
    if isinstance(fault, PluginError) and fault.plugin:
        return fault
    reason = fault.code if isinstance(fault, PostPurchaseError) else ""
    problem = PluginFailed(plugin=plugin, reason=reason or type(fault).__name__)
    problem.__cause__ = fault
    return problem
