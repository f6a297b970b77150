"""What plugins are asked before an order is paid: carriers' prices, duty and tax.

A plugin that fails here loses its say: its services have no price, and the
customer reads that duty may be due. Nobody waits for it for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from postpurchase.errors import PluginAnswerInvalid, PluginError, PluginFailed
from postpurchase.hooks.deadline import call_within
from postpurchase.hooks.registry import Plugins
from postpurchase.values.answers import Package, Quote
from postpurchase.values.customs import CustomsItem, LandedCost, crosses_customs
from postpurchase.values.money import Money

QUOTES_MAX = 200
"""Quotes that one carrier may answer one question with."""

ANSWER_S = 10.0
"""How long one plugin may take for one answer; the customer waits, too."""


def quotes(
    carrier: str,
    package: Package,
    *,
    origin_country: str,
    destination_country: str,
    postcode: str,
    at: datetime,
    plugins: Plugins,
) -> tuple[Quote, ...]:
    """Ask one carrier what it takes for a parcel.

    A carrier that is not plugged in, fails, or answers with anything but quotes of
    its own offers nothing; the last two are reported in `plugins.problems`.

    Args:
        carrier: Its code.
        package: Weight and outer sides.
        origin_country: Where it leaves, ISO 3166-1 alpha-2.
        destination_country: Where it goes.
        postcode: Of the destination.
        at: Aware time of the question.
        plugins: What is plugged in.
    """
    if carrier not in plugins.carriers:
        return ()

    def ask() -> list[Any]:
        answer = plugins.get("carrier", carrier).quote(
            package,
            origin_country=origin_country,
            destination_country=destination_country,
            postcode=postcode,
            at=at,
        )
        return list(islice(answer, QUOTES_MAX + 1))

    plugin = plugins.owner("carrier", carrier)
    answer = _asked(plugin, ask, plugins)
    if answer is None:
        return ()
    if len(answer) > QUOTES_MAX or not all(
        type(one) is Quote and one.carrier == carrier for one in answer
    ):
        expected = f"at most {QUOTES_MAX} Quote of {carrier}"
        _report_odd(plugin, answer, expected, plugins)
        return ()
    return tuple(answer)


def landed_cost(
    goods: Sequence[CustomsItem],
    *,
    origin_country: str,
    destination_country: str,
    shipping: Money,
    at: datetime,
    plugins: Plugins,
) -> LandedCost | None:
    """Ask what goods cost on top at a border, the first calculator that knows.

    Args:
        goods: What is declared.
        origin_country: Where it leaves, ISO 3166-1 alpha-2.
        destination_country: Where it goes.
        shipping: What the delivery costs.
        at: Aware time of the question.
        plugins: What is plugged in.

    Returns:
        None where no customs border is crossed; a cost of which nothing is known,
        not even who pays it, where no calculator has an answer.
    """
    if not crosses_customs(origin_country, destination_country):
        return None
    for code in plugins.duty_calculators:
        plugin = plugins.owner("duty_calculator", code)

        def ask(code: str = code) -> LandedCost | None:
            calculator = plugins.get("duty_calculator", code)
            found: LandedCost | None = calculator.landed_cost(
                tuple(goods),
                origin_country=origin_country,
                destination_country=destination_country,
                shipping=shipping,
                at=at,
            )
            return found

        answer = _asked(plugin, ask, plugins)
        if type(answer) is LandedCost:
            return answer
        if answer is not None:
            _report_odd(plugin, [answer], "LandedCost or None", plugins)
    return LandedCost()


def _asked(plugin: str, ask: Callable[[], Any], plugins: Plugins) -> Any:
    """Return a plugin's answer; None after a failure, which is reported."""
    try:
        return call_within(ANSWER_S, plugin, ask)
    except KeyboardInterrupt:
        raise
    except PluginError as fault:
        plugins.report(fault)
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        problem = PluginFailed(plugin=plugin, reason=type(fault).__name__)
        problem.__cause__ = fault
        plugins.report(problem)
    return None


def _report_odd(
    plugin: str, answer: list[Any], expected: str, plugins: Plugins
) -> None:
    kinds = ", ".join(sorted({type(one).__name__ for one in answer}))
    plugins.report(
        PluginAnswerInvalid(
            plugin=plugin, value=f"{len(answer)} × {kinds}", expected=expected
        )
    )
