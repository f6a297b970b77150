"""The documentation is complete, and what it shows runs."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from pathlib import Path

import pytest

import postpurchase
from fences import RUNNABLE, fences, run_page
from postpurchase.errors import PostPurchaseError
from postpurchase.hooks import specs
from postpurchase.hooks.protocols import KINDS

ROOT = Path(postpurchase.__file__).parent.parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS / "_ext"))

pages = importlib.import_module("pages")
reference = importlib.import_module("reference")

ALL_PAGES = [DOCS / page for page in pages.all_pages(DOCS)]
READ_FIRST = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "AGENTS.md")]


def shown(path):
    return path.relative_to(ROOT).as_posix()


def headings(name):
    """The headings of a reference page with its generated parts written out."""
    text = reference.expand((DOCS / "reference" / name).read_text(encoding="utf-8"))
    outside_fences = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return set(re.findall(r"^#+ (.+)$", outside_fences, re.MULTILINE))


def all_errors(root=PostPurchaseError):
    yield root
    for one in root.__subclasses__():
        yield from all_errors(one)


def all_hooks():
    return [
        function
        for name, function in vars(specs).items()
        if inspect.isfunction(function) and hasattr(function, "postpurchase_spec")
    ]


runnable = [
    page
    for page in [*READ_FIRST, *ALL_PAGES]
    if any(fence.language in RUNNABLE for fence in fences(page))
]


@pytest.mark.parametrize("page", runnable, ids=shown)
def test_the_blocks_of_a_page_run_one_after_the_other(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run_page(page, tmp_path) > 0


@pytest.mark.parametrize("page", [*READ_FIRST, *ALL_PAGES], ids=shown)
def test_each_block_says_its_language(page):
    nameless = [fence.line for fence in fences(page) if not fence.language]
    directives = [
        page.read_text(encoding="utf-8").splitlines()[line - 1] for line in nameless
    ]

    assert [text for text in directives if "{" not in text] == []


def test_each_command_stands_in_the_reference():
    from postpurchase.customer import commands as on_accounts
    from postpurchase.order import commands

    named = {
        command.__name__ for command in (*commands.COMMANDS, *on_accounts.COMMANDS)
    }

    assert len(named) > 20
    assert named - headings("commands.md") == set()


def test_each_event_stands_in_the_reference():
    from postpurchase.customer import events as of_accounts
    from postpurchase.order import events

    named = {event.__name__ for event in (*events.EVENTS, *of_accounts.EVENTS)}

    assert len(named) > 20
    assert named - headings("events.md") == set()


def test_each_field_of_commands_and_events_says_what_it_is():
    import attrs

    from postpurchase.customer import commands as on_accounts
    from postpurchase.customer import events as of_accounts
    from postpurchase.order import commands, events

    mute = [
        f"{cls.__name__}.{field.name}"
        for cls in (
            *commands.COMMANDS,
            *events.EVENTS,
            *on_accounts.COMMANDS,
            *of_accounts.EVENTS,
        )
        for field in attrs.fields(cls)
        if not reference.meanings(cls).get(field.name)
    ]

    assert mute == []


def test_each_error_code_has_its_place_in_the_reference():
    from docutils.nodes import make_id

    there = {make_id(heading) for heading in headings("errors.md")}
    linked = {PostPurchaseError.docs_page.fget(one) for one in all_errors()}

    assert len(linked) > 40
    assert linked - {f"reference/errors.html#{anchor}" for anchor in there} == set()


def test_each_hook_and_each_of_its_arguments_stands_in_the_reference():
    text = reference.expand(
        (DOCS / "reference" / "hooks.md").read_text(encoding="utf-8")
    )
    missing = []
    for hook in all_hooks():
        part = text.partition(f"## {hook.__name__}\n")[2].partition("\n## ")[0]
        missing += [
            f"{hook.__name__}({argument})"
            for argument in inspect.signature(hook).parameters
            if f"{argument}:" not in part
        ]
        if not part:
            missing.append(hook.__name__)

    assert len(all_hooks()) >= 6
    assert missing == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda one: one.__name__)
def test_each_protocol_and_its_methods_stand_in_the_reference(kind):
    wanted = {kind.__name__} | {
        f"{kind.__name__}.{name}" for name in vars(kind) if not name.startswith("_")
    }

    assert wanted - headings("hooks.md") == set()


def test_each_command_of_the_command_line_stands_in_the_reference():
    from typer.main import get_command

    from postpurchase.cli.application import app

    def paths(command, path):
        yield path
        for name, inner in getattr(command, "commands", {}).items():
            if not inner.hidden:
                yield from paths(inner, f"{path} {name}")

    wanted = set(paths(get_command(app), "postpurchase"))

    assert len(wanted) > 8
    assert wanted - headings("cli.md") == set()


def test_each_setting_of_a_built_in_plugin_stands_in_the_reference():
    page = DOCS / "reference" / "built-in-plugins.md"
    text = reference.expand(page.read_text(encoding="utf-8"))
    sources = (ROOT / "src" / "postpurchase" / "plugins").glob("*.py")
    read = {
        variable
        for source in sources
        for variable in re.findall(
            r'"(POSTPURCHASE_[A-Z_]+)"', source.read_text(encoding="utf-8")
        )
    }

    assert len(read) >= 5
    assert [variable for variable in read if f"| `{variable}` |" not in text] == []


def test_each_csv_column_stands_in_the_reference():
    from postpurchase.adapters.csv_columns import NAMES

    text = reference.expand((DOCS / "reference" / "csv.md").read_text(encoding="utf-8"))

    assert [name for name in NAMES if f"| `{name}` |" not in text] == []


def test_the_index_for_machines_lists_every_page():
    listed = re.findall(r"\]\(([^)]+\.md)\)", pages.index_for_machines(DOCS))

    assert listed == [page.relative_to(DOCS).as_posix() for page in ALL_PAGES]


@pytest.mark.parametrize("page", ALL_PAGES, ids=shown)
def test_a_page_begins_with_its_title_and_a_sentence(page):
    text = page.read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert len(pages.first_sentence(text)) > 20


def test_the_twin_of_a_page_is_plain_markdown():
    for page, text in pages.twins(DOCS):
        assert "<!-- generated" not in text, page
        assert "{toctree}" not in text, page
        assert "<svg" not in text, page


@pytest.mark.parametrize("page", [*READ_FIRST, *ALL_PAGES], ids=shown)
def test_links_to_other_pages_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    broken = [
        target
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
        if "://" not in target and not (page.parent / target).exists()
    ]

    assert broken == []


def test_the_second_command_of_the_readme_is_what_ci_runs():
    blocks = [fence.body for fence in fences(ROOT / "README.md")]
    second = [line for body in blocks for line in body.splitlines() if "tools/" in line]

    assert second == ["python3.11 tools/check.py"]
    assert second[0] in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_first_block_of_the_readme_is_short_and_stands_alone():
    first = next(
        fence for fence in fences(ROOT / "README.md") if fence.language == "python"
    )

    assert len(first.body.splitlines()) <= 12
    assert "import" in first.body


@pytest.mark.parametrize(
    "wrong",
    [
        "```python\nassert 1 == 2\n```\n",
        "```pycon\n>>> 1 + 1\n3\n```\n",
        "```console\n$ echo yes\nno\n```\n",
        "```console\n$ exit 3\n```\n",
    ],
)
def test_a_page_that_shows_something_wrong_is_found_out(wrong, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(wrong)

    with pytest.raises(AssertionError):
        run_page(page, tmp_path)


def test_a_page_may_write_files_and_run_them(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "Write this to `shop.py`:\n\n```python\nprint(2)\n```\n\n"
        "```console\n$ python shop.py\n2\n```\n"
    )

    assert run_page(page, tmp_path) == 2


@pytest.mark.parametrize(
    "page",
    [
        "add-a-carrier",
        "add-a-channel",
        "personalize-a-parcel",
        "write-a-return-policy",
    ],
)
def test_a_plugin_of_each_kind_fits_into_twelve_lines(page):
    written = [fence for fence in fences(DOCS / "how-to" / f"{page}.md") if fence.file]
    [plugin] = [fence for fence in written if fence.language == "python"]

    assert len(plugin.body.splitlines()) <= 12


def test_the_version_stands_in_the_changelog():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## {postpurchase.__version__}" in changelog
