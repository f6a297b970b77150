"""Every check of the project, one short session each.

`nox` runs what CI runs. `nox --list` names the sessions that wait to be asked:
other Pythons, lowest versions, public types and names, deep Hypothesis runs,
benchmarks.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.sessions = [
    *("lint", "imports", "typing", "tests", "doctests"),
    *("docs", "plugin_example", "readme"),
]

PYPROJECT = nox.project.load_toml("pyproject.toml")
TALLIES = Path("build/tallies")


def install(session: nox.Session, *groups: str) -> None:
    """Install the library, editable, with the groups that a session needs."""
    session.install(
        "-e", ".[cli]", *nox.project.dependency_groups(PYPROJECT, *groups)
    )  # fmt: skip


def count(name: str) -> str:
    """Tell pytest where to leave its counts for the closing line."""
    return f"--junitxml={TALLIES / name}.xml"


@nox.session
def lint(session: nox.Session) -> None:
    """Format and lint."""
    install(session, "lint")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def imports(session: nox.Session) -> None:
    """Hold the floors."""
    install(session, "lint")
    session.run("lint-imports", "--no-logo")


@nox.session
def typing(session: nox.Session) -> None:
    """Check types, of the library and of code that uses it."""
    install(session, "typing", "docs", "test")
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; orders, money, values and statutes are covered by branches."""
    install(session, "test", "lint", "carriers")
    session.run(
        "pytest",
        *("--numprocesses=auto", "--dist=loadfile", "--cov", "--cov-report="),
        *(count("tests"), *session.posargs),
    )
    for room in ("order", "customer", "values", "returning/statutes"):
        session.run(
            "coverage",
            "report",
            f"--include=src/postpurchase/{room}/*",
            "--fail-under=100",
        )


@nox.session(default=False)
def coverage(session: nox.Session) -> None:
    """Show what the last run of the tests left uncovered, everywhere."""
    install(session, "test")
    session.run("coverage", "report", "--fail-under=95")


@nox.session
def doctests(session: nox.Session) -> None:
    """Run the examples in the docstrings."""
    install(session, "test")
    session.run("pytest", "--doctest-modules", "src", count("doctests"))


@nox.session
def docs(session: nox.Session) -> None:
    """Build the pages; a warning is an error."""
    install(session, "docs", "test")
    session.run(
        "sphinx-build",
        "-E",
        "-n",
        "-W",
        "--keep-going",
        "-q",
        "docs",
        "docs/_build/html",
    )


@nox.session
def plugin_example(session: nox.Session) -> None:
    """Install wheel and example plugin as a stranger would; run its tests."""
    home = Path(session.create_tmp()).resolve() / "stranger"
    shutil.rmtree(home, ignore_errors=True)
    session.run("python", "-m", "venv", str(home))
    python = str(home / "bin" / "python")
    plugin = "examples/postpurchase-postcard"
    needs = [".[cli]", f"./{plugin}", "pytest>=8.3"]
    session.run(python, "-m", "pip", "install", "-q", *needs, external=True)
    report = Path(count("plugin_example").partition("=")[2]).resolve()
    with session.chdir(plugin):
        session.run(python, "-m", "pytest", f"--junitxml={report}", external=True)


@nox.session
def readme(session: nox.Session) -> None:
    """Run the first command of the README, in a copy, as a newcomer would."""
    text = Path("README.md").read_text(encoding="utf-8")
    command = text.partition("```sh\n")[2].partition("\n```")[0]
    home = Path(session.create_tmp()).resolve() / "newcomer"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree("src", home / "src")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(name, home / name)
    with session.chdir(home):
        session.run("bash", "-euc", command, external=True)


@nox.session(python=["3.11", "3.12", "3.13", "3.14"], default=False)
def pythons(session: nox.Session) -> None:
    """Run the tests on every Python that is supported."""
    install(session, "test", "lint", "carriers")
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def minimums(session: nox.Session) -> None:
    """Run the tests on the lowest versions that the bounds allow."""
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    bounds = project["dependencies"] + extras["cli"] + extras["http"]
    lowest = [
        need.partition(",")[0].replace(">=", "==") for need in bounds if ";" not in need
    ]
    groups = nox.project.dependency_groups(PYPROJECT, "test", "docs", "carriers")
    session.install("-e", ".[cli]", *groups, *lowest)
    # The import linter wants a newer rich than we do.
    session.run("pytest", "--ignore=tests/test_architecture.py", *session.posargs)


@nox.session(default=False)
def completeness(session: nox.Session) -> None:
    """Let a second type checker see whether every public type is known."""
    install(session, "test")
    session.install("basedpyright>=1.40,<2")
    session.run("basedpyright", "--verifytypes", "postpurchase", "--ignoreexternal")
    session.run("basedpyright", "--level", "error", "tests/typing")


@nox.session(default=False)
def api(session: nox.Session) -> None:
    """Name every public object that changed since the last release."""
    listed = ("git", "tag", "--list", "v*", "--sort=-v:refname")
    tags = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    if not tags:
        session.skip("there is no release to compare with yet")
    session.install("griffe>=2,<3")
    session.run(
        "griffe",
        "check",
        "postpurchase",
        "--search",
        "src",
        "--against",
        *tags.split()[:1],
    )


@nox.session(default=False)
def deep(session: nox.Session) -> None:
    """Let Hypothesis search for an hour instead of seconds."""
    install(session, "test", "lint")
    session.run("pytest", env={"HYPOTHESIS_PROFILE": "deep"})


@nox.session(default=False)
def robustness(session: nox.Session) -> None:
    """Kill it, race it, feed it rubbish, forge, return and refund at random."""
    install(session, "test", "lint")
    many = {
        "POSTPURCHASE_KILLS": "200",
        "POSTPURCHASE_BROKEN": "10000",
        "POSTPURCHASE_UNITS": "1000",
        "POSTPURCHASE_FACTS": "100000",
        "POSTPURCHASE_WEBHOOKS": "1000000",
        "POSTPURCHASE_STEPS": "1000000",
    }
    session.run("pytest", "-s", "tests/robustness", *session.posargs, env=many)


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Break money and statutes on purpose; nine breaks of ten must be noticed."""
    install(session, "test", "mutants")
    shutil.rmtree("mutants", ignore_errors=True)
    with Path("build/mutants.log").open("w", encoding="utf-8") as log:
        session.run("mutmut", "run", *session.posargs, stdout=log, stderr=log)
    session.run("mutmut", "export-cicd-stats", silent=True)
    counts = json.loads(Path("mutants/mutmut-cicd-stats.json").read_bytes())
    noticed = counts["killed"] + counts["timeout"] + counts["segfault"]
    made = counts["total"] - counts["skipped"]
    session.log(f"{noticed} of {made} noticed; `mutmut results` names the others")
    if noticed < 0.9 * made:
        session.error(f"noticed {noticed / made:.1%}, wanted 90 %")


@nox.session(default=False)
def refund_faults(session: nox.Session) -> None:
    """Play every order of four troubles between us and a payment provider."""
    install(session, "test")
    env = {"POSTPURCHASE_REFUND_FAULTS": "4"}
    session.run("pytest", "-s", "tests/robustness/refunds", env=env)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure, side by side with the peers."""
    install(session, "bench", "test")
    session.run("pytest", "benchmarks", "--benchmark-only", *session.posargs)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Build wheel and source archive twice; both times the same bytes."""
    session.install("build>=1.2,<2")
    env = os.environ | {"SOURCE_DATE_EPOCH": "1735689600"}
    for place in ("dist", "build/again"):
        shutil.rmtree(place, ignore_errors=True)
        session.run("python", "-m", "build", "--outdir", place, env=env)
    session.run("diff", "--recursive", "dist", "build/again", external=True)
