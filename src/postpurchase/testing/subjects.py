"""The plugin under test: found by name, file, module or object, with its project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from functools import cache
from importlib import import_module
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    entry_points,
    packages_distributions,
)
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs

from postpurchase.errors import PluginNotLoaded
from postpurchase.hooks.loading import GROUP, import_file
from postpurchase.hooks.manager import DEFAULTS, load_plugins
from postpurchase.hooks.registry import PluginRow, Plugins
from postpurchase.hooks.tracing import Trace

_PROBE = Path(__file__).with_name("import_probe.py")
_PROBE_TIMEOUT_S = 60


@attrs.frozen(kw_only=True)
class Subject:
    """A plugin and what belongs to it.

    Args:
        plugin: The module or object that is loaded.
        module: The module that it is written in, if there is one.
        folder: The folder of its project, if its source is at hand.
    """

    plugin: object
    module: ModuleType | None
    folder: Path | None

    def load(self, trace: Trace | None = None) -> Plugins:
        """Load it afresh, beside the built-in plugins and nothing else."""
        return load_plugins([self.plugin], entry_points=False, trace=trace)

    def row(self, plugins: Plugins) -> PluginRow:
        """Return its row of the table."""
        return plugins.table()[0]

    def registered(self, plugins: Plugins, kind: str) -> dict[str, Any]:
        """Return the objects of one kind that it registers, by code."""
        codes = [one.split(" ", 1) for one in self.row(plugins).codes]
        return {
            code: plugins.get(found, code) for found, code in codes if found == kind
        }

    @property
    def is_builtin(self) -> bool:
        """Whether it is one of postpurchase's own plugins."""
        return self.module is not None and self.module.__name__.split(".")[0] == GROUP

    @property
    def is_single_file(self) -> bool:
        """Whether it is a file by itself: no project, no package, not installed."""
        module = self.module
        is_file = module is not None and not hasattr(module, "__path__")
        return (
            is_file
            and self.folder is None
            and not self.is_builtin
            and self.installed is None
        )

    @property
    def exemptions(self) -> dict[str, str]:
        """The rules that its author excepts it from, each with the reason."""
        found = getattr(self.module, "postpurchase_exemptions", {})
        return dict(found)

    @property
    def project(self) -> dict[str, Any]:
        """The table ``[project]`` of its pyproject.toml, or nothing."""
        if self.folder is None:
            return {}
        text = (self.folder / "pyproject.toml").read_text(encoding="utf-8")
        found: dict[str, Any] = tomllib.loads(text).get("project", {})
        return found

    @property
    def installed(self) -> Distribution | None:
        """The installed distribution that it belongs to, if any."""
        if self.module is None:
            return None
        top = self.module.__name__.split(".")[0]
        for name in packages_distributions().get(top, ()):
            try:
                return distribution(name)
            except PackageNotFoundError:
                continue
        return None

    @property
    def readme(self) -> str:
        """Its README, from the project or from the installed metadata."""
        if self.folder is not None:
            for name in ("README.md", "README.rst", "README.txt"):
                if (self.folder / name).is_file():
                    return (self.folder / name).read_text(encoding="utf-8")
        installed = self.installed
        if installed is None:
            return ""
        payload = installed.metadata.get_payload()  # type: ignore[attr-defined]
        return payload if isinstance(payload, str) else ""

    def probe_import(self) -> dict[str, Any]:
        """Import the module in a process of its own and tell what it did there."""
        if self.module is None:
            return {"error": "", "did": []}
        return _probe(self.module.__name__, self.module.__file__ or "")


@cache
def _probe(name: str, file: str) -> dict[str, Any]:
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)
    done = subprocess.run(  # noqa: S603 - our own probe with a module's name
        [sys.executable, "-B", str(_PROBE), name, file],
        capture_output=True,
        check=False,
        text=True,
        timeout=_PROBE_TIMEOUT_S,
        env={**os.environ, "PYTHONPATH": path},
    )
    last = done.stdout.strip().splitlines()[-1:]
    if not last:
        return {"error": done.stderr.strip()[-300:] or "it ended", "did": []}
    answer: dict[str, Any] = json.loads(last[0])
    return answer


def find_subject(target: object) -> Subject:
    """Find a plugin by entry point, module name, file, module or object.

    Raises:
        PluginNotLoaded: It does not import.
    """
    plugin = target
    if isinstance(target, os.PathLike) or (
        isinstance(target, str) and target.endswith(".py")
    ):
        _, plugin = import_file(Path(target))
        if isinstance(plugin, PluginNotLoaded):
            raise plugin
    elif isinstance(target, str):
        plugin = _by_name(target)
    if isinstance(plugin, ModuleType):
        module: ModuleType | None = plugin
    else:
        module = sys.modules.get(type(plugin).__module__)
    return Subject(plugin=plugin, module=module, folder=_project_folder(module))


def _by_name(name: str) -> object:
    for entry in entry_points(group=GROUP, name=name):
        return entry.load()
    for default in DEFAULTS:
        if default.rpartition(".")[2] == name:
            return import_module(default)
    try:
        return import_module(name)
    except ImportError as fault:
        raise PluginNotLoaded(
            plugin=name,
            reason=f"{type(fault).__name__}: {fault}",
            cure="Name an installed plugin, a module that can be imported, or a file.",
        ) from fault


def _project_folder(module: ModuleType | None) -> Path | None:
    if module is None or not module.__file__:
        return None
    folder = Path(module.__file__).parent
    for _ in range(6):
        if (folder / "pyproject.toml").is_file():
            return folder
        if not (folder / "__init__.py").is_file() and folder.name != "src":
            return None
        folder = folder.parent
    return None
