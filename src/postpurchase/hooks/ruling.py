"""Which return policy is asked about a wish, and what becomes of its answer.

The policy that the wish names; else the shop's own, which is the one besides the
built-in ``window`` when there is exactly one; else ``window``. About goods that are
defective the built-in one is not asked: its days are those of a change of mind, and
a guarantee lasts longer.
"""

from __future__ import annotations

from typing import Final

import attrs

from postpurchase.errors import PluginAnswerInvalid, PluginError, PluginFailed, Rejected
from postpurchase.hooks.registry import Plugins
from postpurchase.order.commands import RequestReturn
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnRequest
from postpurchase.values.rulings import Ruling

BUILT_IN: Final = "window"
"""The code of the policy that is always there."""

UNASKED: Final = ("delivery_refused", "recall")
"""Kinds of which the goods come back whatever a policy says."""

_GUARANTEED: Final = ("non_conformity", "commercial_warranty")


def policy_for(command: RequestReturn, plugins: Plugins) -> str:
    """Name the policy that is asked; empty for none.

    Args:
        command: The wish.
        plugins: What is plugged in.
    """
    if command.kind in UNASKED:
        return ""
    if command.policy:
        return command.policy
    own = [code for code in plugins.return_policies if code != BUILT_IN]
    if len(own) == 1:
        return own[0]
    is_known = BUILT_IN in plugins.return_policies
    return BUILT_IN if is_known and command.kind not in _GUARANTEED else ""


def ruled(command: RequestReturn, order: Order, plugins: Plugins) -> RequestReturn:
    """Return the wish with the policy's ruling, if it has none yet.

    A policy that raises, or answers with anything but a ruling, is reported in
    `plugins.problems`; without a ruling the wish waits for a person.

    Args:
        command: The wish.
        order: The order as it stands.
        plugins: What is plugged in.

    Raises:
        UnknownCode: The wish names a policy that is not registered.
    """
    is_known = any(known.return_id == command.return_id for known in order.returns)
    if command.ruling is not None or is_known or order.placed is None:
        return command
    code = policy_for(command, plugins)
    if not code:
        return command
    policy = plugins.get("return_policy", code)
    plugin = plugins.owner("return_policy", code)
    try:
        answer: object = policy.rule(_request(command), order, command.at)
    except KeyboardInterrupt:
        raise
    except Rejected:
        # What the order refuses, it refuses itself, in the same words.
        return command
    except PluginError as fault:
        plugins.report(fault)
        return command
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        problem = PluginFailed(plugin=plugin, reason=type(fault).__name__)
        problem.__cause__ = fault
        plugins.report(problem)
        return command
    if type(answer) is Ruling:
        return attrs.evolve(command, ruling=answer)
    plugins.report(
        PluginAnswerInvalid(
            plugin=plugin, value=type(answer).__name__, expected="Ruling"
        )
    )
    return command


def _request(command: RequestReturn) -> ReturnRequest:
    """Bring the wish to what a policy looks at."""
    return ReturnRequest(
        order_id=command.order_id,
        items=command.items,
        kind=command.kind,
        asked_by=command.asked_by,
        method=command.method,
        resolution=command.resolution,
        photos=command.photos,
        segments=command.segments,
    )
