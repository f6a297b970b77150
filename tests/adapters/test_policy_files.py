"""Policies from files: read whole, or every fault with its line."""

import json

import pytest

from postpurchase.adapters.policy_files import policies_from_file, policies_from_text
from postpurchase.adapters.shop_files import FILE_LIMITS
from postpurchase.adapters.toml_lines import line_of, lines_of
from postpurchase.errors import InputTooLarge, MalformedInput, SeveralFaults

TEXT = """\
# A policy.
[policy]
code = "own"
window_days = 14
review.units_above = 3
photos = { quality = 2 }

[policy.methods]
"locker" = "free"

[[policy.steps]]
from_day = 15
resolutions = [
  "store_credit",
]

[[policy.steps]]
from_day = 20
"""


def file_of(tmp_path, content, name="returns.toml"):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def test_toml_is_read(tmp_path):
    (policy,) = policies_from_file(file_of(tmp_path, TEXT)).policies

    assert ("own", [15, 20]) == (policy.code, [one.from_day for one in policy.steps])


def test_json_is_read(tmp_path):
    text = json.dumps({"policy": {"code": "own", "window_days": 14}})

    assert "own" == policies_from_file(file_of(tmp_path, text, "returns.JSON")).code


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("policy", 2),
        ("policy.code", 3),
        ("policy.freight_by", 2),
        ("policy.review.units_above", 5),
        ("policy.photos.quality", 6),
        ("policy.methods", 8),
        ("policy.methods.locker", 9),
        ("policy.methods.lockers", 8),
        ("policy.steps", 11),
        ("policy.steps[0].from_day", 12),
        ("policy.steps[0].resolutions[0]", 13),
        ("policy.steps[1].from_day", 18),
        ("policy.steps[1].resolutions[0]", 17),
        ("other", None),
        ("", None),
    ],
)
def test_a_path_has_its_line_or_that_of_what_is_around_it(path, line):
    assert line == line_of(TEXT, path)


def test_tables_of_a_list_lie_in_its_latest_row():
    text = "[[policy]]\n[policy.methods]\nlocker = 1\n[[policy]]\n[[policy.steps]]\na=1"

    assert {
        "policy": 1,
        "policy[0]": 1,
        "policy[0].methods": 2,
        "policy[0].methods.locker": 3,
        "policy[1]": 4,
        "policy[1].steps": 5,
        "policy[1].steps[0]": 5,
        "policy[1].steps[0].a": 6,
    } == lines_of(text)


def test_every_fault_names_file_and_line(tmp_path):
    wrong = TEXT.replace("= 14", "= -1").replace("= 20", '= "late"')

    with pytest.raises(SeveralFaults) as refused:
        policies_from_file(file_of(tmp_path, wrong))

    assert [
        "returns.toml:4: policy.window_days",
        "returns.toml:18: policy.steps[1].from_day",
    ] == [fault.path for fault in refused.value.faults]


def test_what_stands_nowhere_names_the_file():
    with pytest.raises(MalformedInput) as refused:
        policies_from_text(b"[]", name="returns.json", is_json=True)
    assert "returns.json" == refused.value.path

    with pytest.raises(Exception) as refused:
        policies_from_text(b"", name="returns.toml")
    assert "returns.toml: policy" == refused.value.path


@pytest.mark.parametrize(
    "content", [b"[policy", b"\xff\xfe", b"a = 1\na = 2", b"code = " + b"[" * 100]
)
def test_what_is_not_toml_is_refused(tmp_path, content):
    with pytest.raises(MalformedInput) as refused:
        policies_from_file(file_of(tmp_path, content))

    assert "returns.toml" == refused.value.path


def test_nesting_without_end_is_refused():
    with pytest.raises((InputTooLarge, MalformedInput)):
        policies_from_text(b"a = " + b"[" * 100_000, name="returns.toml")


def test_a_file_that_is_too_long_is_refused(tmp_path):
    long = b"#" * FILE_LIMITS.size_bytes
    with pytest.raises(InputTooLarge):
        policies_from_file(file_of(tmp_path, long + b"#"))
    with pytest.raises(Exception, match="policy"):
        policies_from_file(file_of(tmp_path, long))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(MalformedInput) as refused:
        policies_from_file(tmp_path / "nothing.toml")

    assert "No such file or directory" == refused.value.expected
