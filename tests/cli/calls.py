"""Calling the command line in a process of its own: in pipes, or on a terminal."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = [sys.executable, "-m", "postpurchase.cli.__main__"]


@dataclass
class Ended:
    code: int
    out: str
    err: str

    @property
    def document(self):
        return json.loads(self.out)


def seen_by(plugin_file):
    """Return what the plugin of `plugin_file` was told."""
    seen = Path(plugin_file).with_suffix(".seen")
    return seen.read_text(encoding="utf-8").split() if seen.exists() else []


def environment(**changes):
    """Return an environment that says nothing about terminals, but for *changes*."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in {"NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "LINES"}
    }
    return {**plain, "TERM": "xterm-256color", "PYTHONUTF8": "1", **changes}


def start(*arguments, **more):
    """Start a command in a process of its own, its output in pipes."""
    more.setdefault("env", environment())
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def call(*arguments, **env):
    """Run a command in a process of its own, its output in pipes."""
    with start(*arguments, env=environment(**env)) as process:
        out, err = process.communicate(timeout=120)
    return Ended(process.returncode, out, err)


def on_terminal(*arguments, **env):
    """Run a command on a terminal; return its exit code and all that it showed."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(COLUMNS="100", **env),
    ) as process:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        code = process.wait(timeout=60)
    os.close(ours)
    return code, shown.decode("utf-8")
