"""What every plugin's project promises: README, owner, changelog, continuous checks."""

from __future__ import annotations

import re
from pathlib import Path

from postpurchase.testing.suites.checking import Unseen, need, promise
from postpurchase.testing.suites.plugin import PluginSuite


class ProjectSuite(PluginSuite):
    """The part of a suite that looks at what surrounds the code."""

    def _readme(self) -> str:
        self._needs_project()
        subject = self.subject()
        if subject.is_builtin:
            reason = "it belongs to postpurchase, whose documentation describes it"
            raise Unseen(reason)
        need(subject.readme, "there is no README.md beside pyproject.toml")
        return subject.readme

    def _needs_section(self, *titles: str) -> str:
        readme = self._readme()
        pattern = rf"^#+\s*(?:{'|'.join(titles)})\b.*\n((?:(?!#).*\n?)*)"
        found = re.search(pattern, readme, re.IGNORECASE | re.MULTILINE)
        need(found, f"README.md has no section ## {titles[0].capitalize()}")
        text = found[1].strip() if found else ""
        need(text, f"the section ## {titles[0].capitalize()} is empty")
        return text

    def _folder(self) -> Path:
        self._needs_project()
        subject = self.subject()
        if subject.folder is None or subject.is_builtin:
            if subject.is_builtin or subject.installed is not None:
                reason = "its project is not at hand"
                raise Unseen(reason)
            need(False, "there is no pyproject.toml beside the module")
        assert subject.folder is not None
        return subject.folder

    @promise("readme-description")
    def test_readme_describes_it(self) -> None:
        """The README begins with a title and a paragraph."""
        found = re.match(r"\s*#[^#\n]+\n+(?!#)\S.{20,}", self._readme())
        need(found, "README.md has no title with a paragraph under it")

    @promise("readme-install")
    def test_readme_says_how_to_install(self) -> None:
        """There is a line to copy."""
        need("pip install" in self._needs_section("install"), "no line pip install ...")

    @promise("readme-settings")
    def test_readme_lists_the_settings(self) -> None:
        """Every variable stands in the README."""
        text = self._needs_section("settings", "configuration")
        for setting in self._settings(self.subject().load()):
            need(setting.variable in text, f"{setting.variable} is not in ## Settings")

    @promise("readme-removal")
    def test_readme_says_how_to_remove_it(self) -> None:
        """A shop can find out how to be without it."""
        self._needs_section("removal", "uninstall", "remove")

    @promise("readme-troubleshooting")
    def test_readme_helps_in_trouble(self) -> None:
        """What is seen, why, and what to do."""
        self._needs_section("troubleshooting")

    @promise("readme-limits")
    def test_readme_states_its_limits(self) -> None:
        """What it does not do is said."""
        self._needs_section("limits", "known limitations")

    @promise("readme-examples")
    def test_readme_shows_an_example(self) -> None:
        """There is code to read first."""
        need("```" in self._readme(), "README.md shows no code")
        self._needs_section("example", "examples", "usage")

    @promise("suite-in-ci")
    def test_runs_in_continuous_integration(self) -> None:
        """A workflow runs pytest on every change."""
        folder = self._folder()
        found = [
            *folder.glob(".github/workflows/*.y*ml"),
            *folder.glob(".gitlab-ci.yml"),
            *folder.glob(".ci/*"),
        ]
        runs = [one for one in found if "pytest" in one.read_text(encoding="utf-8")]
        need(runs, "no workflow runs pytest")

    @promise("owner-named")
    def test_names_an_owner(self) -> None:
        """Somebody can be told about a fault."""
        self._needs_project()
        subject = self.subject()
        installed = subject.installed
        fields = set(installed.metadata) if installed else set()
        owner = (
            subject.project.get("authors")
            or subject.project.get("maintainers")
            or fields & {"Author", "Author-email", "Maintainer", "Maintainer-email"}
        )
        need(owner or subject.is_builtin, "pyproject.toml names no authors")

    @promise("changelog")
    def test_keeps_a_changelog(self) -> None:
        """What changed is written down."""
        need(list(self._folder().glob("CHANGE*")), "there is no CHANGELOG.md")
