"""What every plugin promises, of whatever kind."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from postpurchase.errors import PostPurchaseError, SettingMissing
from postpurchase.hooks.checking import in_range, marked
from postpurchase.hooks.manager import load_plugins
from postpurchase.hooks.settings import Setting, settings_of
from postpurchase.testing.rules import rules
from postpurchase.testing.subjects import Subject, find_subject
from postpurchase.testing.suites.checking import (
    Inapplicable,
    environment,
    need,
    no_network,
    promise,
)

_CANARY = "canary-7f3a1c"


class PluginSuite:
    """Subclass the suite of your kind and name your plugin; pytest does the rest.

    Attributes:
        plugin: Name of a module or entry point, a file, a module, or an object.
        environ: Environment variables that are set while the tests run.
    """

    plugin: ClassVar[object] = ""
    kind: ClassVar[str] = ""
    environ: ClassVar[Mapping[str, str]] = {}
    _found: ClassVar[Subject | None] = None

    @classmethod
    def subject(cls) -> Subject:
        """Find the plugin, once for each class."""
        if cls.__dict__.get("_found") is None:
            cls._found = find_subject(cls.plugin)
        found = cls._found
        assert found is not None
        return found

    def prepare(self, registered: Any) -> Any:
        """Return the object to test; override it to put recorded answers in."""
        return registered

    def objects(self) -> Iterator[Any]:
        """Yield every object of the suite's kind that the plugin registers."""
        subject = self.subject()
        with environment(self._environ()):
            found = subject.registered(subject.load(), self.kind)
            need(found, f"it registers no {self.kind}")
            for registered in found.values():
                yield self.prepare(registered)

    def _environ(self) -> dict[str, str]:
        plugins = self.subject().load()
        needed = [one for one in self._settings(plugins) if one.required]
        examples = {one.variable: one.example or _CANARY for one in needed}
        return {**examples, **self.environ}

    def _settings(self, plugins: Any) -> list[Setting]:
        mine = [one.split(" ", 1) for one in self.subject().row(plugins).codes]
        kinds = {
            "carrier": plugins.carriers,
            "channel": plugins.channels,
            "personalizer": plugins.personalizers,
            "return_policy": plugins.return_policies,
            "order_source": plugins.order_sources,
            "stock": plugins.stocks,
            "fulfilment_partner": plugins.fulfilment_partners,
            "duty_calculator": plugins.duty_calculators,
            "payment_gateway": plugins.payment_gateways,
        }
        return [one for kind, code in mine for one in settings_of(kinds[kind][code])]

    def _needs_project(self) -> None:
        """Leave out what a single file by itself cannot have.

        Raises:
            Inapplicable: The plugin is one.
        """
        if self.subject().is_single_file:
            reason = "a single file has no project"
            raise Inapplicable(reason)

    def exercise(self, registered: Any) -> None:
        """Use the object once, for rules about traces and reprs."""

    @promise("loads-alone")
    def test_loads_alone(self) -> None:
        """It imports in a fresh process."""
        error = self.subject().probe_import()["error"]
        need(not error, f"importing it alone failed: {error}")

    @promise("quiet-import")
    def test_is_quiet_at_import(self) -> None:
        """Importing it touches no network, no file and no other program."""
        did = self.subject().probe_import()["did"]
        need(not did, f"while it was imported it {', '.join(did)}")

    @promise("hooks-exist")
    def test_implements_hooks_that_exist(self) -> None:
        """It loads, and exempts itself from rules that exist."""
        subject = self.subject()
        subject.load()
        unknown = sorted(set(subject.exemptions) - set(rules()))
        need(not unknown, f"it exempts itself from unknown rules: {', '.join(unknown)}")

    @promise("unique-code")
    def test_has_codes_of_its_own(self) -> None:
        """Its codes are not those of the built-in plugins."""
        subject = self.subject()
        need(list(self.objects()), f"it registers no {self.kind}")
        if subject.is_builtin:
            return
        builtin = load_plugins(entry_points=False)
        taken = {code for row in builtin.table() for code in row.codes}
        mine = set(subject.row(subject.load()).codes)
        need(not mine & taken, f"taken by a built-in plugin: {sorted(mine & taken)}")

    @promise("states-own-version")
    def test_states_its_version(self) -> None:
        """A report can say which version it was."""
        subject = self.subject()
        if not getattr(subject.module, "__version__", ""):
            self._needs_project()
        version = (
            getattr(subject.module, "__version__", "")
            or subject.project.get("version", "")
            or "version" in subject.project.get("dynamic", ())
            or (subject.installed.version if subject.installed else "")
        )
        need(version, "no version in pyproject.toml, metadata or module")

    @promise("states-host-range")
    def test_states_the_host_versions_it_works_with(self) -> None:
        """It says which versions of postpurchase it is for."""
        subject = self.subject()
        if subject.is_builtin:
            return
        wanted = getattr(subject.module, "postpurchase_requires", "")
        need(wanted, "the module has no postpurchase_requires")
        need("<" in wanted, f"{wanted!r} has no upper bound")
        need(not in_range("999999", wanted), f"{wanted!r} is open to every version")

    @promise("settings-declared")
    def test_declares_its_settings(self) -> None:
        """Settings are a tuple of Setting with names and variables."""
        for registered in self.objects():
            declared = getattr(registered, "settings", ())
            need(isinstance(declared, tuple), "settings is not a tuple")
            for one in declared:
                need(isinstance(one, Setting), f"{type(one).__name__} is no Setting")
                shape = re.fullmatch(r"[A-Z][A-Z0-9_]*", one.variable)
                need(shape, f"{one.variable!r} is no name of a variable")
                need(one.name, f"{one.variable} has no name for people")

    @promise("missing-setting-named")
    def test_names_a_missing_setting(self) -> None:
        """Without a required variable the look-up fails and names it."""
        subject = self.subject()
        for setting in self._settings(subject.load()):
            if not setting.required:
                continue
            others = self._environ()
            others.pop(setting.variable, None)
            with environment(others, without=(setting.variable,)):
                try:
                    subject.registered(subject.load(), self.kind)
                except SettingMissing as fault:
                    need(
                        fault.variable == setting.variable, f"it named {fault.variable}"
                    )
                else:
                    need(False, f"nothing was said about {setting.variable}")

    @promise("described")
    def test_describes_itself(self) -> None:
        """The module begins with a sentence."""
        module = self.subject().module
        need(module is not None and (module.__doc__ or "").strip(), "no docstring")

    @promise("secrets-hidden")
    def test_hides_its_secrets(self) -> None:
        """No secret stands in a repr, an exception or a trace."""
        subject = self.subject()
        secret = [one for one in self._settings(subject.load()) if one.secret]
        values = {one.variable: _CANARY for one in secret}
        lines: list[str] = []
        with environment({**self._environ(), **values}), no_network():
            plugins = subject.load(trace=lines.append)
            for registered in subject.registered(plugins, self.kind).values():
                inner = getattr(registered, "_registered", registered)
                lines += [repr(inner), str(inner)]
                lines += self._exercised(registered)
        if values:
            shown = [line for line in lines if _CANARY in line]
            need(not shown, f"a secret is shown: {shown[:1]}")

    @promise("trace-impersonal")
    def test_is_impersonal_in_a_trace(self) -> None:
        """The trace of its calls, and its errors, hold nothing about the customer."""
        subject = self.subject()
        lines: list[str] = []
        with environment(self._environ()), no_network():
            plugins = subject.load(trace=lines.append)
            for registered in subject.registered(plugins, self.kind).values():
                lines += self._exercised(registered)
        personal = ("olena", "Олена", "Шевченко", "+380")
        shown = [line for line in lines if any(one in line for one in personal)]
        need(not shown, f"the customer is shown: {shown[:1]}")

    def _exercised(self, registered: Any) -> list[str]:
        try:
            self.exercise(registered)
        except PostPurchaseError as fault:
            return [repr(fault), str(fault)]
        return []

    @promise("typed")
    def test_is_typed(self) -> None:
        """Public methods and hooks say what they take and give."""
        subject = self.subject()
        functions = [function for _, function in marked(subject.plugin)]
        for registered in self.objects():
            functions += [
                member
                for name, member in inspect.getmembers(registered, inspect.ismethod)
                if not name.startswith("_")
            ]
        for function in functions:
            signature = inspect.signature(function)
            bare = [
                one.name
                for one in signature.parameters.values()
                if one.annotation is one.empty
            ]
            name = function.__qualname__
            need(not bare, f"{name} leaves {', '.join(bare)} without a type")
            answer = signature.return_annotation is not signature.empty
            need(answer, f"{name} does not say what it answers")
