"""Installed packages and files: what is broken is named, and the shop runs on."""

import importlib
import sys
import textwrap

import pytest

from postpurchase.errors import PluginConflict, PluginNotLoaded
from postpurchase.hooks import load_plugins

pytestmark = pytest.mark.entry_points

GOOD = """
    from postpurchase import hookimpl

    class Channel:
        code = "{code}"
        def send(self, message, *, key):
            pass

    @hookimpl
    def register_channels(register):
        register(Channel())
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Return a function that puts a package with an entry point on sys.path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write(name, source, *, version="1.2"):
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
        info = tmp_path / f"{name}-{version}.dist-info"
        info.mkdir()
        dist = name.replace("_", "-")
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {dist}\nVersion: {version}\n",
            encoding="utf-8",
        )
        (info / "entry_points.txt").write_text(
            f"[postpurchase]\n{name} = {name}\n", encoding="utf-8"
        )
        importlib.invalidate_caches()
        return tmp_path / f"{name}.py"

    yield write
    for name in set(sys.modules) - before:
        if name.startswith("pp_"):
            del sys.modules[name]


def ours(plugins):
    return [one for one in plugins.problems if one.plugin.startswith("pp_")]


def test_a_good_package_is_found_with_its_version(install):
    install("pp_good", GOOD.format(code="good"))

    rows = {row.name: row for row in load_plugins().table()}

    row = rows["pp_good"]
    assert (row.package, row.version, row.source) == ("pp-good", "1.2", "entry point")
    assert row.codes == ("channel good",)


BROKEN = {
    "pp_import": ("import no_such_module_at_all\n", "ModuleNotFoundError", 1),
    "pp_syntax": ("x = 1\ndef f(:\n", "SyntaxError", 2),
    "pp_exits": ("import sys\nsys.exit(3)\n", "SystemExit: 3", 2),
    "pp_hook": (
        "from postpurchase import hookimpl\n@hookimpl\ndef register_carrierz(register):\n    pass\n",
        "there is no hook register_carrierz",
        2,
    ),
    "pp_argument": (
        "from postpurchase import hookimpl\n\n@hookimpl\ndef on_event(evnt):\n    pass\n",
        "on_event has no argument evnt",
        3,
    ),
    "pp_older": (
        "from postpurchase import hookimpl\npostpurchase_requires = '>=99'\n@hookimpl\ndef on_event(event):\n    pass\n",
        "it wants postpurchase >=99",
        0,
    ),
    "pp_raises": (
        "from postpurchase import hookimpl\n@hookimpl\ndef register_channels(register):\n    1 / 0\n",
        "ZeroDivisionError: division by zero",
        4,
    ),
    "pp_property": (
        "from postpurchase import hookimpl\nclass Odd:\n    @property\n    def code(self):\n        raise RuntimeError('no')\n@hookimpl\ndef register_channels(register):\n    register(Odd())\n",
        "RuntimeError: no",
        5,
    ),
    "pp_empty": ("x = 1\n", "has no function marked with @hookimpl", 0),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_package_is_named_with_file_line_and_cure(install, name, caplog):
    source, reason, line = BROKEN[name]
    file = install(name, source)

    plugins = load_plugins()

    [problem] = ours(plugins)
    assert isinstance(problem, PluginNotLoaded)
    assert (problem.plugin, problem.package) == (name, name.replace("_", "-"))
    assert reason in problem.reason
    assert (problem.file, problem.line) == (str(file), line)
    assert problem.cure
    assert f"{problem.package}, {file}:{line}: Plugin {name} was not" in caplog.text


def test_broken_packages_leave_the_good_one_and_the_defaults_alone(install):
    for name, (source, _, _) in BROKEN.items():
        install(name, source)
    install("pp_good", GOOD.format(code="good"))

    plugins = load_plugins()

    assert {"good", "console", "email"} <= set(plugins.channels)
    assert {one.plugin for one in ours(plugins)} == set(BROKEN)
    rows = {row.name: row for row in plugins.table()}
    assert all(rows[name].problem is not None for name in BROKEN)


@pytest.mark.parametrize("name", BROKEN)
def test_strict_raises_what_would_be_listed(install, name):
    install(name, BROKEN[name][0])

    with pytest.raises(PluginNotLoaded):
        load_plugins(strict=True)


def test_of_two_packages_with_one_code_the_first_stays(install):
    install("pp_a", GOOD.format(code="twice"))
    install("pp_b", GOOD.format(code="twice"))

    plugins = load_plugins()

    [problem] = ours(plugins)
    assert isinstance(problem, PluginConflict)
    assert (problem.first, problem.plugin, problem.claimed) == ("pp_a", "pp_b", "twice")
    assert plugins.owner("channel", "twice") == "pp_a"


def test_a_package_cannot_take_the_code_of_a_default(install):
    install("pp_greedy", GOOD.format(code="email"))

    plugins = load_plugins()

    assert plugins.owner("channel", "email") == "email_channel"
    assert [type(one) for one in ours(plugins)] == [PluginConflict]


def test_a_package_whose_on_loaded_raises_is_listed(install):
    install(
        "pp_loaded",
        "from postpurchase import hookimpl\n@hookimpl\ndef on_loaded(plugins):\n    1 / 0\n",
    )

    [problem] = ours(load_plugins())

    assert "ZeroDivisionError" in problem.reason


def test_a_package_that_is_passed_and_installed_is_loaded_once(install):
    install("pp_good", GOOD.format(code="good"))

    plugins = load_plugins(["pp_good"])

    assert ours(plugins) == []
    assert plugins.owner("channel", "good") == "pp_good"


def test_installed_packages_can_be_left_out(install):
    install("pp_good", GOOD.format(code="good"))

    assert "good" not in load_plugins(entry_points=False).channels


def test_a_file_is_a_plugin(tmp_path):
    file = tmp_path / "json.py"
    file.write_text(textwrap.dedent(GOOD.format(code="filed")), encoding="utf-8")
    import json

    plugins = load_plugins(files=[file], entry_points=False)

    row = next(row for row in plugins.table() if row.name == "json")
    assert (row.source, row.file) == ("file", str(file))
    assert "filed" in plugins.channels
    assert sys.modules["json"] is json


def test_two_files_of_one_name_do_not_get_mixed_up(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / f"plugin_{folder}.py"
        file.write_text(textwrap.dedent(GOOD.format(code=folder)), encoding="utf-8")

    files = [tmp_path / folder / f"plugin_{folder}.py" for folder in ("a", "b")]

    assert {"a", "b"} <= set(load_plugins(files=files, entry_points=False).channels)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("gone.py", None, "there is no such file"),
        ("notes.txt", "text", "it is not a Python file"),
        ("broken.py", "1 / 0", "ZeroDivisionError"),
        ("exits.py", "raise SystemExit", "SystemExit"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_raised(tmp_path, name, content, reason):
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")

    with pytest.raises(PluginNotLoaded, match=reason):
        load_plugins(files=[tmp_path / name], entry_points=False)


def test_an_exception_without_a_readable_text_is_told_all_the_same(install):
    install(
        "pp_mute",
        "class Mute(Exception):\n    def __str__(self):\n        raise ValueError\nraise Mute\n",
    )

    [problem] = ours(load_plugins())

    assert problem.reason == "Mute: (its text cannot be read)"
