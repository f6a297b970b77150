"""Which return policy is asked about a wish, and what becomes of its answer.

The policy that the wish names; else the shop's own, which is the one besides the
built-in ``window`` when there is exactly one; else ``window``. The law stands beneath
whatever it says. About goods that are defective the built-in one is not asked: its
days are those of a change of mind, and the law alone rules.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import attrs

from postpurchase.errors import PluginAnswerInvalid, PluginError, PluginFailed, Rejected
from postpurchase.hooks.protocols import ReturnPolicy
from postpurchase.hooks.registry import Plugins
from postpurchase.order.commands import RequestReturn
from postpurchase.order.model import Order
from postpurchase.order.returns import ReturnRequest
from postpurchase.values.rulings import Ruling

if TYPE_CHECKING:
    from postpurchase.returning.statutes import Assurances

BUILT_IN: Final = "window"
"""The code of the policy that is always there."""

UNASKED: Final = ("delivery_refused", "recall")
"""Kinds of which the goods come back whatever a policy says."""

_GUARANTEED: Final = ("non_conformity", "commercial_warranty")


@attrs.frozen
class AskedPolicy:
    """A policy of a plugin, whose answer is looked at before anyone stands on it.

    Args:
        policy: The policy.
        plugin: The name of the plugin that brought it.
    """

    policy: ReturnPolicy
    plugin: str

    @property
    def code(self) -> str:
        """The policy's own code."""
        return self.policy.code

    @property
    def assurances(self) -> Assurances | None:
        """What it says that the shop told its customers.

        Raises:
            InvalidInput: That is something else.
        """
        from postpurchase.returning.policies.law import assurances_of

        return assurances_of(self.policy)

    def rule(self, request: ReturnRequest, order: Order, at: datetime) -> Ruling:
        """Rule as the policy does.

        Raises:
            PluginAnswerInvalid: It answers with anything but a ruling.
        """
        answer: object = self.policy.rule(request, order, at)
        if type(answer) is Ruling:
            return answer
        raise PluginAnswerInvalid(
            plugin=self.plugin, value=type(answer).__name__, expected="Ruling"
        )


def policy_for(
    plugins: Plugins, *, kind: str = "policy_return", named: str = ""
) -> AskedPolicy | None:
    """Find the policy that is asked; None where none is.

    Args:
        plugins: What is plugged in.
        kind: What kind of return is wished for, one of `RETURN_KINDS`.
        named: The code of the policy that the wish names; empty for the shop's own.

    Raises:
        UnknownCode: The wish names a policy that is not registered.
    """
    code = "" if kind in UNASKED else named or _own(plugins, kind)
    if not code:
        return None
    policy = plugins.get("return_policy", code)
    return AskedPolicy(policy, plugins.owner("return_policy", code))


def _own(plugins: Plugins, kind: str) -> str:
    own = [code for code in plugins.return_policies if code != BUILT_IN]
    if len(own) == 1:
        return own[0]
    is_known = BUILT_IN in plugins.return_policies
    return BUILT_IN if is_known and kind not in _GUARANTEED else ""


def assurances_for(plugins: Plugins) -> Assurances | None:
    """Return what the shop's policy says that customers were told.

    A policy that fails to say it is reported in `plugins.problems` and says nothing:
    a withdrawal waits for no plugin.

    Args:
        plugins: What is plugged in.
    """
    from postpurchase.returning.policies.law import assurances_of

    code = _own(plugins, "policy_return")
    if not code:
        return None
    try:
        return assurances_of(plugins.get("return_policy", code))
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        plugins.report(_failed(plugins.owner("return_policy", code), fault))
        return None


def ruled(command: RequestReturn, order: Order, plugins: Plugins) -> RequestReturn:
    """Return the wish with its ruling by policy and law, if it has none yet.

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
    if command.kind in UNASKED:
        return command
    # What stands in the statutes is loaded with the first return that is asked for.
    from postpurchase.returning.policies.law import law_alone

    asked = policy_for(plugins, kind=command.kind, named=command.policy)
    try:
        if asked is None:
            ruling = law_alone(_request(command), order, command.at)
        else:
            ruling = _answer(asked, command, order, plugins)
    except Rejected:
        # What the order refuses, it refuses itself, in the same words.
        return command
    return attrs.evolve(command, ruling=ruling)


def _answer(
    asked: AskedPolicy, command: RequestReturn, order: Order, plugins: Plugins
) -> Ruling | None:
    """Ask a policy; one that fails is reported, and answers None."""
    from postpurchase.returning.policies.law import lawful_ruling

    try:
        return lawful_ruling(asked, _request(command), order, command.at)
    except (KeyboardInterrupt, Rejected):
        raise
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        plugins.report(_failed(asked.plugin, fault))
        return None


def _failed(plugin: str, fault: BaseException) -> PluginError:
    """Name what a plugin raised as a fault of the plugin."""
    if isinstance(fault, PluginError):
        return fault
    problem = PluginFailed(plugin=plugin, reason=type(fault).__name__)
    problem.__cause__ = fault
    return problem


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
