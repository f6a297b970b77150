"""Running an example as a reader does: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(name, *arguments, cwd=None, **environment):
    """Run an example; whatever it warns of is an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        check=False,
    )


def printed(name, *arguments, **environment):
    """Return what an example prints; it ends well and complains of nothing."""
    done = run(name, *arguments, **environment)
    assert (0, b"") == (done.returncode, done.stderr)
    return done.stdout


def stage(name):
    """Return `run` and `printed` for one example."""
    return partial(run, name), partial(printed, name)
