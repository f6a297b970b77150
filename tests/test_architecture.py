"""The walls of the house: floors, sizes, and what may be called where."""

from __future__ import annotations

import ast
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import pytest

import postpurchase

SOURCE = Path(postpurchase.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
ROOT = SOURCE.parent.parent

LINES_MAX = 400
FUNCTION_LINES_MAX = 70

SECRET_WORDS = {"secret", "signature", "token", "password", "hmac", "mac"}
PURE = ("values", "tracking", "order")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic"}


def shown(path):
    return path.relative_to(SOURCE).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path, *kinds):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


every_module = pytest.mark.parametrize("path", MODULES, ids=shown)


def test_each_module_imports_only_from_lower_floors():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@every_module
def test_a_module_has_at_most_400_lines(path):
    """Tables of data aside: those are as long as the world has cases."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    in_tables = sum(
        node.end_lineno - node.lineno
        for node in tree(path).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    )

    assert lines - in_tables <= LINES_MAX


@every_module
def test_a_function_fits_a_screen(path):
    long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef)
        if code_lines(path, node) > FUNCTION_LINES_MAX
    }

    assert long == {}


def code_lines(path, function):
    """Count the lines of a function without its docstring."""
    doc = function.body[0] if ast.get_docstring(function) is not None else None
    documented = doc.end_lineno - doc.lineno + 1 if doc else 0
    return function.end_lineno - function.lineno + 1 - documented


@every_module
def test_a_module_says_what_it_is_for(path):
    lines = path.read_text(encoding="utf-8").strip()

    assert ast.get_docstring(tree(path)) or not lines


@every_module
def test_plugins_are_called_through_pluggy_only_in_hooks(path):
    calls = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.Attribute)
        if node.attr == "hook"
    ]

    assert calls == [] or shown(path).startswith("hooks/")


@every_module
def test_no_comparison_of_secrets_tells_how_much_was_right(path):
    leaking = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.Compare)
        if any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
        and any(is_secret(side) for side in (node.left, *node.comparators))
    ]

    assert leaking == []


def is_secret(node):
    name = getattr(node, "id", None) or getattr(node, "attr", None) or ""
    return bool(SECRET_WORDS & set(name.lower().split("_")))


@every_module
def test_times_are_never_naive(path):
    naive = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and (
            node.func.attr in {"utcnow", "utcfromtimestamp"}
            or (node.func.attr == "now" and not node.args and not node.keywords)
            or (
                node.func.attr == "fromtimestamp"
                and len(node.args) + len(node.keywords) < 2
            )
        )
        and "date" in ast.unparse(node.func.value).lower()
    ]

    assert naive == []


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if shown(path).startswith(PURE)],
    ids=shown,
)
def test_the_pure_floors_ask_no_clock(path):
    asked = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time", "dt"}
    ]

    assert asked == []


@every_module
def test_nothing_is_left_for_later(path):
    with path.open("rb") as source:
        marks = [
            f"{shown(path)}:{token.start[0]}"
            for token in tokenize.tokenize(source.readline)
            if token.type == tokenize.COMMENT
            and token.string.lstrip("# ").startswith(("TODO", "FIXME", "XXX", "---"))
        ]

    assert marks == []


@every_module
def test_no_exception_is_swallowed(path):
    swallowed = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.ExceptHandler)
        if [type(step) for step in node.body] == [ast.Pass] and catches_all(node)
    ]

    assert swallowed == []


def catches_all(handler):
    return handler.type is None or (
        isinstance(handler.type, ast.Name)
        and handler.type.id in {"Exception", "BaseException"}
    )


@every_module
def test_sql_is_never_put_together_from_values(path):
    """A statement is a constant; parts of it may only be joined constants."""
    built = [
        f"{shown(path)}:{node.lineno}"
        for node in nodes(path, ast.Call)
        if isinstance(node.func, ast.Attribute)
        and node.func.attr in {"execute", "executemany", "executescript"}
        and node.args
        and isinstance(node.args[0], ast.JoinedStr)
    ]

    assert built == []


def test_the_tests_mirror_the_source():
    here = Path(__file__).parent
    strays = [
        folder.name
        for folder in here.iterdir()
        if folder.is_dir()
        and any(folder.rglob("test_*.py"))
        and not (SOURCE / folder.name).exists()
        and folder.name != "examples"
    ]

    assert strays == []
