"""Loading: what the shop passes, files, the defaults, what is installed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from postpurchase.errors import PluginError, PluginNotLoaded
from postpurchase.hooks.checking import host_version, marked
from postpurchase.hooks.loading import (
    FILE_PREFIX,
    Origin,
    find_entry_points,
    import_file,
    not_loaded,
)
from postpurchase.hooks.registering import wrap_as_plugin
from postpurchase.hooks.registry import Plugins
from postpurchase.hooks.tracing import Trace, trace_of_environment

DEFAULTS = (
    "postpurchase.plugins.table_rate_carrier",
    "postpurchase.plugins.console_channel",
    "postpurchase.plugins.email_channel",
    "postpurchase.plugins.plain_packaging",
    "postpurchase.plugins.window_return_policy",
)
"""The built-in plugins, written like anyone's; an object passed by hand under the
same code takes the place of one of theirs."""


def load_plugins(
    plugins: Iterable[object] = (),
    *,
    entry_points: bool = True,
    strict: bool = False,
    files: Iterable[str | os.PathLike[str]] = (),
    files_must_load: bool = True,
    trace: Trace | None = None,
) -> Plugins:
    """Load what is passed, the files, the defaults and what is installed.

    What the shop passes by hand must load: a fault raises. An installed package
    with a fault is left out and listed in `problems`, and the shop runs on.

    Args:
        plugins: Modules, names of modules, or objects: with hooks, or answering
            one of the Protocols themselves.
        entry_points: Whether to load installed packages of the group
            ``postpurchase``.
        strict: Raise the first problem instead of listing it.
        files: Python files that are plugins without a package.
        files_must_load: Raise the fault of a file; otherwise it is listed, too.
        trace: Called with a line for each call of a plugin; by default stderr if
            ``POSTPURCHASE_TRACE=1``.

    Raises:
        PluginNotLoaded: A passed plugin or file has a fault.
        PluginConflict: A passed plugin claims a code that another has.

    >>> sorted(load_plugins(entry_points=False).channels)
    ['console', 'email']
    """
    loaded = Plugins(trace=trace or trace_of_environment())
    for plugin in plugins:
        loaded.add(*_passed(plugin))
    for file in files:
        origin, module = import_file(Path(file))
        try:
            if isinstance(module, PluginNotLoaded):
                raise module
            loaded.add(module, origin)
        except PluginError as problem:
            if files_must_load:
                raise
            loaded.refuse(origin, problem)
    for name in DEFAULTS:
        short = name.rpartition(".")[2]
        origin = Origin(name=short, source="default", version=host_version())
        loaded.add(import_module(name), origin)
    if entry_points:
        _add_entry_points(loaded, strict=strict)
    loaded.tell_loaded(strict=strict)
    return loaded


def _add_entry_points(loaded: Plugins, *, strict: bool) -> None:
    for origin, plugin in find_entry_points():
        problem = _added(loaded, plugin, origin)
        if problem is not None:
            if strict:
                raise problem
            loaded.refuse(origin, problem)


def _added(loaded: Plugins, plugin: object, origin: Origin) -> PluginError | None:
    if isinstance(plugin, PluginNotLoaded):
        return plugin
    try:
        loaded.add(plugin, origin)
    except KeyboardInterrupt:
        raise
    except PluginError as problem:
        return problem
    except BaseException as fault:  # noqa: BLE001 - its properties are its own code
        return not_loaded(origin, fault, f"Update or uninstall {origin.package}.")
    return None


def _origin_of(module: ModuleType) -> Origin:
    name, file = module.__name__, module.__file__ or ""
    if name.startswith(FILE_PREFIX):
        return Origin(name=Path(file).stem, source="file", file=file)
    return Origin(name=name, source="passed", file=file)


def _passed(plugin: object) -> tuple[object, Origin]:
    if isinstance(plugin, str):
        origin = Origin(name=plugin, source="passed")
        try:
            plugin = import_module(plugin)
        except Exception as fault:
            raise not_loaded(origin, fault, "Check the name of the module.") from fault
    if isinstance(plugin, ModuleType):
        return plugin, _origin_of(plugin)
    name = getattr(plugin, "plugin_name", None) or type(plugin).__name__
    origin = Origin(name=str(name), source="passed")
    if not any(marked(plugin)):
        return wrap_as_plugin(plugin, origin)
    return plugin, origin
