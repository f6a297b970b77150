"""Finding plugins: by entry point or by file, and saying exactly what is wrong.

Nothing here raises for a broken plugin: what went wrong becomes a
`PluginNotLoaded` with package, file, line and cure, which the caller keeps or
raises.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

import attrs

from postpurchase.errors import PluginNotLoaded

GROUP = "postpurchase"
FILE_PREFIX = "_postpurchase_plugin_"
"""How the private name begins under which a file is imported."""

_HERE = Path(__file__).parent


@attrs.frozen(kw_only=True)
class Origin:
    """Where a plugin comes from.

    Args:
        name: Its name in tables, stored deliveries and dead letters.
        source: ``default``, ``passed``, ``file`` or ``entry point``.
        package: The distribution, or empty.
        version: The distribution's version, or empty.
        file: The file, or empty.
    """

    name: str
    source: str
    package: str = ""
    version: str = ""
    file: str = ""


def fault_location(fault: BaseException) -> tuple[str, int]:
    """Return file and line where *fault* arose in the plugin's own code."""
    if isinstance(fault, SyntaxError) and fault.filename:
        return fault.filename, fault.lineno or 0
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if _is_the_plugins(frame.filename):
            return frame.filename, frame.lineno or 0
    return "", 0


def _is_the_plugins(filename: str) -> bool:
    path = Path(filename)
    return (
        not filename.startswith("<")
        and path.parent != _HERE
        and "importlib" not in path.parts
    )


def not_loaded(origin: Origin, fault: BaseException, cure: str) -> PluginNotLoaded:
    """Describe an exception of a plugin's own code as a problem."""
    file, line = fault_location(fault)
    problem = PluginNotLoaded(
        plugin=origin.name,
        package=origin.package,
        file=file or origin.file,
        line=line,
        reason=f"{type(fault).__name__}: {_first_line(fault)}",
        cure=cure,
    )
    problem.__cause__ = fault
    return problem


def _first_line(fault: BaseException) -> str:
    try:
        lines = str(fault).splitlines()
    except Exception:  # noqa: BLE001 - a plugin wrote its __str__
        return "(its text cannot be read)"
    return lines[0][:200] if lines else "(no text)"


def import_file(path: Path) -> tuple[Origin, ModuleType | PluginNotLoaded]:
    """Import a plugin from a file that belongs to no package.

    It is imported under a private name made from its path, so that two files
    with one name do not collide and no installed module is shadowed.
    """
    path = path.resolve()
    origin = Origin(name=path.stem, source="file", file=str(path))
    if not path.is_file():
        return origin, PluginNotLoaded(
            plugin=path.stem,
            file=str(path),
            reason="there is no such file",
            cure="Check the path.",
        )
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
    name = f"{FILE_PREFIX}{digest}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        return origin, PluginNotLoaded(
            plugin=path.stem,
            file=str(path),
            reason="it is not a Python file",
            cure="Name a file that ends with .py.",
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        del sys.modules[name]
        return origin, not_loaded(origin, fault, "Correct the file.")
    return origin, module


def find_entry_points() -> Iterator[tuple[Origin, object | PluginNotLoaded]]:
    """Import what installed packages offer, one by one, by name.

    A package that raises, exits or does not import gives its problem in place
    of its plugin, and the next one is imported.
    """
    found = entry_points(group=GROUP)
    for entry in sorted(found, key=lambda one: (one.name, one.value)):
        yield load_entry_point(entry)


def load_entry_point(entry: EntryPoint) -> tuple[Origin, object | PluginNotLoaded]:
    """Import one entry point, or say why it cannot be imported."""
    origin = Origin(
        name=entry.name,
        source="entry point",
        package=entry.dist.name if entry.dist else "",
        version=entry.dist.version if entry.dist else "",
    )
    try:
        plugin: object = entry.load()
    except KeyboardInterrupt:
        raise
    except BaseException as fault:  # noqa: BLE001 - sys.exit() in it, too
        package = origin.package or entry.value
        return origin, not_loaded(
            origin, fault, f"Update {package}, or uninstall it, or tell its author."
        )
    file = getattr(sys.modules.get(entry.module), "__file__", None) or ""
    return attrs.evolve(origin, file=file), plugin
