"""The level of a plugin, computed by running its suites and never declared."""

from __future__ import annotations

import inspect
import unittest
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import attrs

from postpurchase.testing.rules import LEVELS, Rule, RuleBroken, rules
from postpurchase.testing.subjects import Subject, find_subject
from postpurchase.testing.suites.carrier import CarrierSuite
from postpurchase.testing.suites.channel import ChannelSuite
from postpurchase.testing.suites.checking import Exempt, Inapplicable
from postpurchase.testing.suites.fulfilment_partner import FulfilmentPartnerSuite
from postpurchase.testing.suites.order_source import OrderSourceSuite
from postpurchase.testing.suites.payment_gateway import PaymentGatewaySuite
from postpurchase.testing.suites.personalizer import PersonalizerSuite
from postpurchase.testing.suites.plugin import PluginSuite
from postpurchase.testing.suites.return_policy import ReturnPolicySuite
from postpurchase.testing.suites.stock import StockSuite

SUITES: dict[str, type[PluginSuite]] = {
    "carrier": CarrierSuite,
    "channel": ChannelSuite,
    "personalizer": PersonalizerSuite,
    "return_policy": ReturnPolicySuite,
    "order_source": OrderSourceSuite,
    "stock": StockSuite,
    "fulfilment_partner": FulfilmentPartnerSuite,
    "payment_gateway": PaymentGatewaySuite,
}
"""The suite of each kind."""

NO_LEVEL = "none"
_COLOURS = {
    NO_LEVEL: "#b3261e",
    "works": "#8a6d00",
    "dependable": "#1a7f37",
    "complete": "#0b57d0",
}


@attrs.frozen(kw_only=True)
class RuleResult:
    """How one rule came out.

    Args:
        rule: The rule.
        kind: The kind of plugin that it was checked for.
        outcome: ``kept``, ``broken``, ``exempt``, ``unseen`` or ``does not apply``.
        detail: What is wrong, why it is exempt, or why it cannot be seen or does
            not apply.
    """

    rule: Rule
    kind: str
    outcome: str
    detail: str = ""


@attrs.frozen(kw_only=True)
class Report:
    """The result of a check.

    Args:
        plugin: What was checked.
        level: ``none``, ``works``, ``dependable`` or ``complete``.
        rows: Every rule, in the order of levels.
    """

    plugin: str
    level: str
    rows: tuple[RuleResult, ...]

    @property
    def broken(self) -> tuple[RuleResult, ...]:
        """The rules that are not kept."""
        return tuple(row for row in self.rows if row.outcome == "broken")

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "plugin": self.plugin,
            "level": self.level,
            "rules": [
                {
                    "id": row.rule.rule_id,
                    "level": row.rule.level,
                    "kind": row.kind,
                    "outcome": row.outcome,
                    "detail": row.detail,
                    "why": row.rule.why,
                    "fix": row.rule.fix,
                    "page": row.rule.page,
                }
                for row in self.rows
            ],
        }

    def as_table(self) -> str:
        """Return it as lines of text; under a broken rule stands how to mend it."""
        lines = [f"{self.plugin}: {self.level}"]
        for row in self.rows:
            place = f"{row.rule.level:<11} {row.rule.rule_id:<26} {row.outcome:<14}"
            lines.append(f"  {place} {row.detail}".rstrip())
            if row.outcome == "broken":
                lines.append(f"{'':13} fix: {row.rule.fix}")
        return "\n".join(lines)

    def as_badge(self) -> str:
        """Return a badge as SVG."""
        said, colour = escape(self.level), _COLOURS[self.level]
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="196" height="20" '
            f'role="img" aria-label="postpurchase: {said}">'
            '<rect width="106" height="20" fill="#444"/>'
            f'<rect x="106" width="90" height="20" fill="{colour}"/>'
            '<g fill="#fff" font-family="Verdana,sans-serif" font-size="11" '
            'text-anchor="middle"><text x="53" y="14">postpurchase</text>'
            f'<text x="151" y="14">{said}</text></g></svg>'
        )


def check_plugin(target: object, *, kinds: tuple[str, ...] = ()) -> Report:
    """Run the suites of every kind that a plugin registers, and compute its level.

    A level is reached when each of its rules, and of those below, is kept, or is
    exempt with a reason. A rule whose matter is not at hand (the workflow of an
    installed wheel) is shown as ``unseen`` and does not count against it. Rules
    about a project (README, changelog, owner) do not apply to a single file.

    Args:
        target: An entry point, module name, file, module or object.
        kinds: Only these kinds; by default what it registers.

    Raises:
        PluginNotLoaded: It does not load.

    >>> check_plugin("plain_packaging").level
    'complete'
    """
    subject = find_subject(target)
    plugins = subject.load()
    row = subject.row(plugins)
    registered = {one.split(" ", 1)[0] for one in row.codes}
    chosen = kinds or tuple(kind for kind in SUITES if kind in registered)
    rows: list[RuleResult] = []
    for kind in chosen:
        rows += _run(kind, subject)
    rows.sort(key=_place)
    return Report(plugin=row.name, level=_level(rows), rows=tuple(rows))


def _place(row: RuleResult) -> tuple[int, int]:
    return LEVELS.index(row.rule.level), list(rules()).index(row.rule.rule_id)


def _run(kind: str, subject: Subject) -> Iterator[RuleResult]:
    suite = type("Checked", (SUITES[kind],), {"plugin": subject.plugin})
    suite._found = subject  # type: ignore[attr-defined]  # noqa: SLF001
    for _, test in inspect.getmembers(suite, inspect.isfunction):
        rule_id = getattr(test, "rule_id", "")
        if not rule_id:
            continue
        outcome, detail = _outcome(suite(), test)
        rule = rules()[rule_id]
        yield RuleResult(rule=rule, kind=kind, outcome=outcome, detail=detail)


def _outcome(suite: PluginSuite, test: Any) -> tuple[str, str]:
    try:
        test(suite)
    except RuleBroken as fault:
        return "broken", fault.detail
    except Exempt as reason:
        return "exempt", str(reason)
    except Inapplicable as reason:
        return "does not apply", str(reason)
    except unittest.SkipTest as reason:
        return "unseen", str(reason)
    return "kept", ""


def _level(rows: list[RuleResult]) -> str:
    reached = NO_LEVEL
    for level in LEVELS:
        mine = [row for row in rows if row.rule.level == level]
        if not rows or any(row.outcome == "broken" for row in mine):
            return reached
        reached = level
    return reached
