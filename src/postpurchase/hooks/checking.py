"""What is checked before a plugin is registered: its hooks and its version range."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from typing import Any

from postpurchase.errors import PluginNotLoaded
from postpurchase.hooks import specs
from postpurchase.hooks.loading import Origin

HOOKS: dict[str, tuple[str, ...]] = {
    name: tuple(inspect.signature(spec).parameters)
    for name, spec in vars(specs).items()
    if hasattr(spec, f"{specs.PROJECT}_spec")
}
"""Every hook with its arguments."""

_MARK = f"{specs.PROJECT}_impl"
_CLAUSE = re.compile(r"(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+){0,3})")


def marked(plugin: object) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of *plugin* that are marked with `hookimpl`."""
    for name in dir(plugin):
        found = inspect.getattr_static(plugin, name)
        if hasattr(getattr(found, "__func__", found), _MARK):
            yield name, getattr(plugin, name)


def check_plugin_hooks(plugin: object, origin: Origin) -> None:
    """Refuse hooks that do not exist, misspelt ones and wrong arguments.

    Raises:
        PluginNotLoaded: With the file and line of the function and a cure.
    """
    _check_range(plugin, origin)
    implemented = dict(marked(plugin))
    for name, function in implemented.items():
        _check_hook(name, function, origin)
    for name, function in _unmarked(plugin, implemented):
        near = _near(name)
        if near:
            cure = f"Mark it with @hookimpl as {near}, or call it _{name}."
            raise _fault(origin, function, f"{name} looks like a hook", cure)
    if not implemented:
        raise PluginNotLoaded(
            plugin=origin.name,
            package=origin.package,
            file=origin.file,
            reason="it has no function marked with @hookimpl",
            cure=f"Implement one of: {', '.join(HOOKS)}.",
        )


def _check_hook(name: str, function: Any, origin: Origin) -> None:
    if name not in HOOKS:
        near = _near(name)
        cure = f"Did you mean {near}?" if near else f"Known: {', '.join(HOOKS)}."
        raise _fault(origin, function, f"there is no hook {name}", cure)
    options = getattr(function, _MARK)
    if options["hookwrapper"] or options["wrapper"]:
        cure = "Drop wrapper=True: a plugin is called alone, never around others."
        raise _fault(origin, function, f"{name} is a wrapper", cure)
    required = [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
    ]
    wrong = [argument for argument in required if argument not in HOOKS[name]]
    if wrong:
        cure = f"Its arguments are: {', '.join(HOOKS[name])}."
        reason = f"{name} has no argument {', '.join(wrong)}"
        raise _fault(origin, function, reason, cure)


def _unmarked(plugin: object, implemented: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    home = getattr(plugin, "__name__", type(plugin).__module__)
    for name in dir(plugin):
        if name.startswith("_") or name in implemented:
            continue
        function = inspect.getattr_static(plugin, name)
        if inspect.isfunction(function) and function.__module__ == home:
            yield name, function


def _near(name: str) -> str:
    return next(iter(difflib.get_close_matches(name, HOOKS, n=1, cutoff=0.85)), "")


def _fault(origin: Origin, function: Any, reason: str, cure: str) -> PluginNotLoaded:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return PluginNotLoaded(
        plugin=origin.name,
        package=origin.package,
        file=code.co_filename if code else origin.file,
        line=code.co_firstlineno if code else 0,
        reason=reason,
        cure=cure,
    )


@cache
def host_version() -> str:
    """Return the installed version of postpurchase, read once."""
    return version("postpurchase")


def _check_range(plugin: object, origin: Origin) -> None:
    wanted = getattr(plugin, "postpurchase_requires", "")
    if wanted == "":
        return
    installed = host_version()
    reason = f"it wants postpurchase {wanted}, installed is {installed}"
    cure = "Install another version of the plugin or of postpurchase."
    try:
        if in_range(installed, wanted):
            return
    except ValueError:
        reason, cure = (
            f"postpurchase_requires is {wanted!r}",
            'Write it like ">=0.1,<1".',
        )
    raise PluginNotLoaded(
        plugin=origin.name,
        package=origin.package,
        file=origin.file,
        reason=reason,
        cure=cure,
    )


def in_range(installed: str, wanted: object) -> bool:
    """Say whether a version lies in a range of comparisons joined by commas.

    Only the numbers count: what follows them (rc1, .dev2) is left out.

    >>> in_range("0.1.0", ">=0.1,<1"), in_range("1.2", ">=0.1,<1"), in_range("3", "")
    (True, False, True)

    Raises:
        ValueError: It is no text, or a clause is not an operator and numbers.
    """
    if not isinstance(wanted, str):
        raise ValueError(wanted)  # noqa: TRY004 - one error for whatever is no range
    have = _release(installed)
    for clause in filter(None, (part.strip() for part in wanted.split(","))):
        match = _CLAUSE.fullmatch(clause)
        if match is None:
            raise ValueError(clause)
        operator, want = match[1], _release(match[2])
        order = (have > want) - (have < want)
        if not {
            ">=": order >= 0,
            "<=": order <= 0,
            ">": order > 0,
            "<": order < 0,
            "==": order == 0,
            "!=": order != 0,
        }[operator]:
            return False
    return True


def _release(text: str) -> tuple[int, int, int, int]:
    numbers = re.match(r"\d+(?:\.\d+){0,3}", text)
    parts = [int(part) for part in numbers[0].split(".")] if numbers else []
    first, second, third, fourth = (*parts, 0, 0, 0, 0)[:4]
    return first, second, third, fourth
