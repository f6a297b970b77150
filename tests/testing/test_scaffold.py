"""A new package: complete, green at once, and never over something that is there."""

import subprocess
import sys
import tomllib

import pytest

from postpurchase.errors import InvalidInput, UnknownCode
from postpurchase.testing import new_plugin
from postpurchase.testing.scaffold import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_package_is_green_without_a_network(kind, tmp_path):
    folder = new_plugin(kind, "nova-post", tmp_path)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert done.returncode == 0, done.stdout
    skipped = [line for line in done.stdout.splitlines() if "SKIPPED" in line]
    assert [line for line in skipped if "not offered" not in line] == []


def test_a_new_package_has_everything_that_a_package_needs(tmp_path):
    folder = new_plugin("return-policy", "sixty-days", tmp_path)

    files = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}
    assert files == {
        ".github/workflows/ci.yml",
        ".gitignore",
        "AGENTS.md",
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "postpurchase_sixty_days.py",
        "pyproject.toml",
        "tests/test_sixty_days.py",
    }
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["entry-points"]["postpurchase"] == {
        "sixty-days": "postpurchase_sixty_days"
    }
    assert "${{ matrix.python }}" in (folder / ".github/workflows/ci.yml").read_text()


@pytest.mark.parametrize(
    "name",
    ["", "Nova", "nova_post", "-nova", "nova-", "n" * 41, "../x", "json", "class", "postpurchase", "9lives", "nova post"],
)  # fmt: skip
def test_a_name_that_cannot_be_a_package_is_refused(name, tmp_path):
    with pytest.raises(InvalidInput) as refused:
        new_plugin("carrier", name, tmp_path)

    assert refused.value.path == "name"
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path):
    folder = new_plugin("carrier", "nova", tmp_path)
    (folder / "README.md").write_text("mine", encoding="utf-8")

    with pytest.raises(InvalidInput) as refused:
        new_plugin("channel", "nova", tmp_path)

    assert refused.value.path == "folder"
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"


def test_an_unknown_kind_names_the_closest_one(tmp_path):
    with pytest.raises(UnknownCode) as unknown:
        new_plugin("carier", "nova", tmp_path)

    assert unknown.value.near == "carrier"


def test_a_kind_may_be_written_with_an_underscore(tmp_path):
    assert new_plugin("return_policy", "sixty-days", tmp_path).is_dir()
