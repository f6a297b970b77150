"""What `import postpurchase` gives, and what it costs."""

from __future__ import annotations

import importlib
import inspect
import json
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


def in_a_new_interpreter(code):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
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


@pytest.mark.parametrize("name", postpurchase.__all__)
def test_a_public_name_loads_and_says_what_it_is(name):
    value = getattr(postpurchase, name)

    assert value is getattr(postpurchase, name)
    if inspect.isclass(value) or inspect.isroutine(value):
        assert (inspect.getdoc(value) or "").strip()


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


@pytest.mark.parametrize("name", all_modules())
def test_each_module_can_be_imported_first(name):
    in_a_new_interpreter(f"import {name}")


@pytest.mark.parametrize("name", all_modules())
def test_what_a_module_defines_has_a_docstring(name):
    module = importlib.import_module(name)
    mute = [
        f"{name}.{attribute}"
        for attribute, value in vars(module).items()
        if not attribute.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and getattr(value, "__module__", "") == name
        and not (value.__doc__ or "").strip()
    ]

    assert mute == []


@pytest.mark.parametrize("error", [*all_errors()], ids=lambda one: one.__name__)
def test_each_error_is_public_and_has_a_code_of_its_own(error):
    same = [one for one in all_errors() if one.code == error.code]

    assert same == [error]
    assert getattr(postpurchase, error.__name__) is error


def test_a_public_object_is_found_again_by_pickle():
    """Names that are loaded late must still be the same objects."""
    for name in postpurchase.__all__:
        value = getattr(postpurchase, name)
        if inspect.isclass(value):
            assert pickle.loads(pickle.dumps(value)) is value
