"""Run every check of the project on a machine that has only Python and venv.

    python3.11 tools/check.py              all checks, as CI runs them
    python3.11 tools/check.py tests docs   some of nox's sessions

A virtual environment is made in .venv-check beside the sources and kept for the
next run. What the checks are stands in noxfile.py; this script only brings nox
and the tools, once, into one environment, so that a first run is not one
installation per session.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv-check"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
TALLIES = ROOT / "build" / "tallies"


def run(*command: str | Path) -> int:
    """Run one command in the checkout, with the environment's tools first."""
    env = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}",
        "VIRTUAL_ENV": str(HOME),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    env.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode


def install() -> int:
    """Bring the library, editable, and the tools into the environment."""
    python = BIN / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True, clear=True, symlinks=os.name != "nt")
    pip = (python, "-m", "pip", "install", "--quiet")
    return run(*pip, "pip>=25.1") or run(*pip, "-e", ".[cli]", "--group", "dev")


def tally() -> str:
    """Add up what the test runs counted, as one line that closes the output."""
    counts = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for report in TALLIES.glob("*.xml"):
        for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314
            for key in counts:
                counts[key] += int(suite.get(key, 0))
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return f"{passed} passed, {failed} failed, {counts['skipped']} skipped"


def main(sessions: list[str]) -> int:
    """Install, run the named sessions or all default ones, and sum up."""
    for stale in TALLIES.glob("*.xml"):
        stale.unlink()
    chosen = ["--session", *sessions] if sessions else []
    status = install() or run(
        BIN / "nox", "--no-venv", "--no-install", "--no-error-on-missing-interpreters",
        *chosen,
    )  # fmt: skip
    print(tally(), flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
