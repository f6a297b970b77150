"""The promises that a plugin is checked for: level, why, and how to mend them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

LEVELS = ("works", "dependable", "complete")
"""What a plugin can reach, each including the ones before."""

KINDS = (
    "carrier",
    "channel",
    "personalizer",
    "return_policy",
    "order_source",
    "stock",
    "fulfilment_partner",
    "payment_gateway",
)


@attrs.frozen(kw_only=True)
class Rule:
    """One promise.

    Args:
        rule_id: Its name in reports and exemptions.
        level: The level that needs it.
        why: What goes wrong without it.
        fix: What the author does.
        kinds: The kinds of plugins that it is about.
    """

    rule_id: str
    level: str
    why: str
    fix: str
    kinds: tuple[str, ...] = KINDS

    @property
    def page(self) -> str:
        """The page of the reference that explains it."""
        return f"reference/plugin-rules.html#{self.rule_id}"


class RuleBroken(AssertionError):
    """A promise is not kept; the text reads like a reviewer's comment."""

    def __init__(self, rule: Rule, detail: str) -> None:
        super().__init__(rule, detail)
        self.rule = rule
        self.detail = detail

    def __str__(self) -> str:
        rule = self.rule
        return (
            f"{rule.rule_id} ({rule.level}): {self.detail}\n"
            f"  why:  {rule.why}\n  fix:  {rule.fix}\n  page: {rule.page}"
        )


@cache
def rules() -> MappingProxyType[str, Rule]:
    """Return every rule by id, checked.

    >>> rules()["quotes-exact"].level
    'works'
    """
    file = Path(__file__).with_name("rules.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType({name: _rule(name, row) for name, row in table.items()})


def _rule(name: str, row: dict[str, Any]) -> Rule:
    rule = Rule(rule_id=name, **{**row, "kinds": tuple(row.get("kinds", KINDS))})
    wrong = rule.level not in LEVELS or not set(rule.kinds) <= set(KINDS)
    if wrong or not rule.why or not rule.fix:
        message = f"rules.toml: [{name}] has a wrong level, kind, why or fix"
        raise ValueError(message)
    return rule
