"""The walls of the house: floors, sizes, and what may be called where."""

from __future__ import annotations

import ast
import subprocess
import sys
import tokenize
from functools import cache
from pathlib import Path

import postpurchase

SOURCE = Path(postpurchase.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
ROOT = SOURCE.parent.parent

LINES_MAX = 400
FUNCTION_LINES_MAX = 70

SECRET_WORDS = {"secret", "signature", "token", "password", "hmac", "mac"}
PURE = ("values", "tracking", "order", "customer", "delivery")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic"}


def shown(path):
    return path.relative_to(SOURCE).as_posix()


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(path, *kinds):
    return [node for node in ast.walk(tree(path)) if isinstance(node, kinds)]


def offences(check, modules=MODULES):
    """Run a check over modules; list what it found as ``module:line``."""
    return [f"{shown(path)}:{found}" for path in modules for found in check(path)]


def test_each_module_imports_only_from_lower_floors():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_has_at_most_400_lines():
    """Tables of data aside: those are as long as the world has cases."""

    def too_long(path):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        in_tables = sum(
            node.end_lineno - node.lineno
            for node in tree(path).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
        )
        if lines - in_tables > LINES_MAX:
            yield lines - in_tables

    assert offences(too_long) == []


def test_a_function_fits_a_screen():
    """Its docstring aside."""

    def too_long(path):
        for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) is not None else None
            documented = doc.end_lineno - doc.lineno + 1 if doc else 0
            if node.end_lineno - node.lineno + 1 - documented > FUNCTION_LINES_MAX:
                yield node.lineno

    assert offences(too_long) == []


def test_a_module_says_what_it_is_for():
    def mute(path):
        if not ast.get_docstring(tree(path)):
            yield 1

    assert offences(mute) == []


def test_plugins_are_called_through_pluggy_only_in_hooks():
    def calls(path):
        for node in nodes(path, ast.Attribute):
            if node.attr == "hook":
                yield node.lineno

    elsewhere = [path for path in MODULES if not shown(path).startswith("hooks/")]

    assert offences(calls, elsewhere) == []


def test_no_comparison_of_secrets_tells_how_much_was_right():
    """What an assertion of a test suite compares, nobody can probe."""

    def is_secret(node):
        name = getattr(node, "id", None) or getattr(node, "attr", None) or ""
        return bool(SECRET_WORDS & set(name.lower().split("_")))

    def leaking(path):
        asserted = {
            inner for node in nodes(path, ast.Assert) for inner in ast.walk(node)
        }
        for node in {*nodes(path, ast.Compare)} - asserted:
            sides = (node.left, *node.comparators)
            equal = any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops)
            if equal and any(is_secret(side) for side in sides):
                yield node.lineno

    assert offences(leaking) == []


def test_times_are_never_naive():
    def naive(path):
        for node in nodes(path, ast.Call):
            if not isinstance(node.func, ast.Attribute):
                continue
            if "date" not in ast.unparse(node.func.value).lower():
                continue
            given = len(node.args) + len(node.keywords)
            least = {"utcnow": 9, "utcfromtimestamp": 9, "now": 1, "fromtimestamp": 2}
            if given < least.get(node.func.attr, 0):
                yield node.lineno

    assert offences(naive) == []


def test_the_pure_floors_ask_no_clock():
    def asked(path):
        for node in nodes(path, ast.Call):
            if (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in CLOCKS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"datetime", "date", "time", "dt"}
            ):
                yield node.lineno

    pure = [path for path in MODULES if shown(path).startswith(PURE)]

    assert len(pure) > 10
    assert offences(asked, pure) == []


def test_nothing_is_left_for_later():
    def marks(path):
        with path.open("rb") as source:
            for token in tokenize.tokenize(source.readline):
                text = token.string.lstrip("# ")
                if token.type == tokenize.COMMENT and text.startswith(
                    ("TODO", "FIXME", "XXX", "---", "===")
                ):
                    yield token.start[0]

    assert offences(marks) == []


def test_no_exception_is_swallowed():
    def catches_all(handler):
        return handler.type is None or (
            isinstance(handler.type, ast.Name)
            and handler.type.id in {"Exception", "BaseException"}
        )

    def swallowed(path):
        for node in nodes(path, ast.ExceptHandler):
            if [type(step) for step in node.body] == [ast.Pass] and catches_all(node):
                yield node.lineno

    assert offences(swallowed) == []


def test_sql_is_never_put_together_from_values():
    """A statement is a constant, or a name that stands for one."""

    def built(path):
        for node in nodes(path, ast.Call):
            if (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in {"execute", "executemany", "executescript"}
                and node.args
                and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            ):
                yield node.lineno

    assert offences(built) == []


def test_the_tests_mirror_the_source():
    here = Path(__file__).parent
    strays = [
        folder.name
        for folder in here.iterdir()
        if folder.is_dir()
        and any(folder.rglob("test_*.py"))
        and not (SOURCE / folder.name).exists()
        and folder.name not in {"examples", "robustness"}
    ]

    assert strays == []
