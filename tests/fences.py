"""Find the fenced blocks of a page and run them, as a reader would by hand.

* ``python`` blocks run one after the other in one namespace per page.
* ``pycon`` blocks are doctests in that namespace.
* ``console`` blocks run each line after ``$ `` in a shell; what the block shows
  below a line is what it must print (``...`` stands for anything). To show a
  command that fails, write ``$ command; echo $?``.
* A block of any language below a line that ends in a file's name, as in
  "write this to `shop.py`:", is written to that file and not run.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<language>[\w-]*)[^\n]*\n"
    r"(?P<body>.*?)^(?P=indent)(?P=ticks) *$",
    re.DOTALL | re.MULTILINE,
)
FILE_NAME = re.compile(r"`([\w./-]+\.\w+)`:\s*\Z")
RUNNABLE = {"python", "pycon", "console"}
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass
class Fence:
    language: str
    body: str
    line: int
    file: str


def fences(page: Path) -> list[Fence]:
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        before = text[: match.start()].rstrip("\n")
        named = FILE_NAME.search(before[-120:] + "\n")
        indent = len(match["indent"])
        body = "".join(
            line[indent:] for line in match["body"].splitlines(keepends=True)
        )
        found.append(
            Fence(
                match["language"],
                body,
                text.count("\n", 0, match.start()) + 1,
                named[1] if named else "",
            )
        )
    return found


@contextmanager
def importable(folder: Path) -> Iterator[None]:
    """Let files that a page wrote be imported, and be forgotten afterwards."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name, module in [*sys.modules.items()]:
            if (getattr(module, "__file__", None) or "").startswith(str(folder)):
                del sys.modules[name]


def run_page(page: Path, folder: Path) -> int:
    """Run a page's blocks in *folder*; return how many were run or written."""
    with importable(folder):
        return _run_all(page, folder)


def _run_all(page: Path, folder: Path) -> int:
    space: dict[str, object] = {"__name__": "__main__"}
    done = 0
    for fence in fences(page):
        where = f"{page.name}:{fence.line}"
        if fence.file:
            target = folder / fence.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(fence.body, encoding="utf-8")
        elif fence.language == "python":
            padding = "\n" * fence.line
            exec(compile(padding + fence.body, str(page), "exec"), space)
        elif fence.language == "pycon":
            run_doctest(fence.body, space, where)
        elif fence.language == "console":
            run_console(fence.body, folder, where)
        else:
            continue
        done += 1
    return done


def run_doctest(body: str, space: dict[str, object], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(body, space, where, where, 0)
    test.globs = space
    said: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(
        test, out=said.append, clear_globs=False
    )
    assert not said, "".join(said)


def run_console(body: str, folder: Path, where: str) -> None:
    env = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "PYTHONIOENCODING": "utf-8",
    }
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, wanted = part.partition("\n")
        while command.endswith("\\"):
            more, _, wanted = wanted.partition("\n")
            command = f"{command[:-1]}{more}"
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        said = done.stdout
        told = f"{where}: $ {command}\n{said}"
        assert done.returncode == 0, told
        if wanted.strip():
            assert alike(wanted, said), f"{told}\nexpected:\n{wanted}"


def alike(wanted: str, said: str) -> bool:
    """Compare but for white space, of whatever kind, and what ``...`` stands for."""
    parts = (" ".join(part.split()) for part in wanted.split("..."))
    pattern = r"\s*.*?\s*".join(re.escape(part) for part in parts)
    return bool(re.fullmatch(pattern, " ".join(said.split()), re.DOTALL))
