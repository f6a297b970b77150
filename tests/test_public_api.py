"""What `import postpurchase` gives, and what it costs."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import pickle
import pkgutil
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import postpurchase
from postpurchase.errors import PostPurchaseError

ROOT = Path(postpurchase.__file__).parent.parent.parent
FLAT = runpy.run_path(str(ROOT / "tools" / "flat_names.py"))

PROMISED = {
    "PostPurchase", "Outcome", "Money", "Contact", "Address", "Promise", "Ruling",
    "Insert", "Package", "Carrier", "Channel", "Personalizer", "ReturnPolicy",
    "PlaceOrder", "ShipParcel", "RecordTracking", "RequestRefund", "OrderPlaced",
    "ParcelShipped", "RefundSucceeded", "PostPurchaseError", "Rejected", "hookimpl",
}  # fmt: skip

HEAVY = (
    "attrs", "babel", "cattrs", "decimal", "gettext", "holidays", "json", "liquid",
    "logging", "phonenumbers", "pluggy", "rich", "sqlite3", "typer", "zoneinfo",
)  # fmt: skip


IMPORT_EACH = """
import os, sys, attrs, cattrs, pluggy, pytest, typer
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            __import__(name)
        except BaseException as fault:
            print(f"{name}: {fault!r}", flush=True)
        os._exit(0)
    os.waitpid(child, 0)
"""


def in_a_new_interpreter(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def all_modules():
    found = pkgutil.walk_packages(postpurchase.__path__, "postpurchase.")
    return sorted(one.name for one in found if not one.name.endswith("__main__"))


def all_errors(root=PostPurchaseError):
    for one in root.__subclasses__():
        yield one
        yield from all_errors(one)


def test_the_names_are_sorted_and_each_stands_once():
    assert sorted(set(postpurchase.__all__)) == postpurchase.__all__


def test_the_names_that_others_build_on_are_there():
    assert PROMISED - set(postpurchase.__all__) == set()


def test_the_table_lists_what_the_modules_define():
    """`python tools/flat_names.py --write` brings it up to date."""
    assert FLAT["homes"]() == dict(sorted(postpurchase._HOMES.items()))


def test_no_name_has_two_homes():
    names = [name for home in postpurchase._HOMES.values() for name in home]

    assert sorted(names) == postpurchase.__all__


def test_dir_shows_exactly_the_public_names():
    assert postpurchase.__all__ == dir(postpurchase)


def test_each_public_name_loads_and_says_what_it_is():
    values = {name: getattr(postpurchase, name) for name in postpurchase.__all__}
    mute = [
        name
        for name, value in values.items()
        if (inspect.isclass(value) or inspect.isroutine(value))
        and not (inspect.getdoc(value) or "").strip()
    ]

    assert mute == []


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Nonsense"):
        postpurchase.Nonsense  # noqa: B018


def test_a_star_import_brings_all_names():
    space = {}
    exec("from postpurchase import *", space)

    assert set(postpurchase.__all__) <= set(space)


def test_importing_the_library_loads_none_of_its_libraries():
    code = "import sys, json, postpurchase; print(json.dumps(sorted(sys.modules)))"
    bare = "import sys, json; print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(in_a_new_interpreter(code)))
    before = set(json.loads(in_a_new_interpreter(bare)))
    mine = {name for name in loaded - before if not name.startswith("postpurchase")}

    assert mine & set(HEAVY) == set()


def test_importing_the_library_prints_and_logs_nothing():
    assert in_a_new_interpreter("import postpurchase") == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each import needs a fresh fork")
def test_each_package_can_be_imported_first():
    """No package leans on another one having been imported before."""
    found = pkgutil.walk_packages(postpurchase.__path__, "postpurchase.")
    packages = [one.name for one in found if one.ispkg]

    failed = in_a_new_interpreter(IMPORT_EACH, *packages).splitlines()

    assert failed == []


def test_what_a_module_defines_has_a_docstring():
    mute = [
        f"{module.__name__}.{name}"
        for module in map(importlib.import_module, all_modules())
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and getattr(value, "__module__", "") == module.__name__
        and not (value.__doc__ or "").strip()
    ]

    assert mute == []


def test_each_error_is_public():
    hidden = [
        error.__name__
        for error in all_errors()
        if getattr(postpurchase, error.__name__, None) is not error
    ]

    assert hidden == []


def test_no_two_errors_share_a_code():
    codes = [error.code for error in all_errors()]

    assert sorted(set(codes)) == sorted(codes)


def test_a_public_object_is_found_again_by_pickle():
    """Names that are loaded late must still be the same objects."""
    for name in postpurchase.__all__:
        value = getattr(postpurchase, name)
        if inspect.isclass(value):
            assert pickle.loads(pickle.dumps(value)) is value
