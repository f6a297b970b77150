"""The decoder refuses what another reader could understand differently."""

from __future__ import annotations

import contextlib
import gzip
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpurchase.adapters.decoding import BODY_LIMITS, decode_json, unpack
from postpurchase.adapters.documents import documents
from postpurchase.errors import InputTooLarge, InvalidInput, MalformedInput

HOSTILE = {
    "a power of ten": (b"[1E+999999]", InputTooLarge),
    "infinity by another name": (b"[1e999]", InputTooLarge),
    "NaN": (b"[NaN]", MalformedInput),
    "Infinity": (b'{"a": -Infinity}', MalformedInput),
    "a key twice": (b'{"a": 1, "a": 1}', MalformedInput),
    "half a character": (b'["\\ud800"]', MalformedInput),
    "half a character as a key": (b'{"\\udfff": 1}', MalformedInput),
    "33 levels": (b"[" * 33 + b"]" * 33, InputTooLarge),
    "5 million levels": (b"[" * 5_000_000, InputTooLarge),
    "9 million digits": (b"[" + b"9" * 9_000_000 + b"]", InputTooLarge),
    "19 digits": (b"[1000000000000000000]", InputTooLarge),
    "19 digits before the point": (b"[1000000000000000000.5]", InputTooLarge),
    "a long fraction": (b"[0." + b"1" * 40 + b"]", InputTooLarge),
    "a million keys": (
        b"{" + b",".join(b'"%d":1' % n for n in range(1_000_000)) + b"}",
        InputTooLarge,
    ),
    "200,000 small keys": (
        b"{" + b",".join(b'"%x":1' % n for n in range(120_000)) + b"}",
        InputTooLarge,
    ),
    "quotes only": (b'"' * 2_000_000, InputTooLarge),
    "not UTF-8": (b'["\xff"]', MalformedInput),
    "UTF-16": ('["a"]'.encode("utf-16"), MalformedInput),
    "nothing": (b"", MalformedInput),
    "an open end": (b'{"a": [1, 2', MalformedInput),
    "two documents": (b"{} {}", MalformedInput),
    "a gzip bomb": (gzip.compress(b" " * 50_000_000), InputTooLarge),
    "a text that never ends": (b'[{"a": "' + b"y" * 1_500_000, MalformedInput),
    "a list that never ends": (
        b'[{"a": [' + b"1" * 15 + b" " * 1_500_000,
        MalformedInput,
    ),
    "a damaged gzip stream": (b"\x1f\x8b\x08\x00nonsense", MalformedInput),
    "half a gzip stream": (gzip.compress(b"[1, 2, 3]" * 100)[:-12], MalformedInput),
    "gzip in gzip": (gzip.compress(gzip.compress(b"[]")), MalformedInput),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_by_its_kind(name):
    content, kind = HOSTILE[name]
    with pytest.raises(kind):
        decode_json(content)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_yields_only_refusals(name):
    found = [document.value for document in documents(HOSTILE[name][0])]
    good = [value for value in found if not isinstance(value, InvalidInput)]
    assert [] == good


def test_what_a_body_may_have_is_accepted():
    assert {"a": Decimal("1.50"), "b": 10**17} == decode_json(
        b'\xef\xbb\xbf{"a": 1.50, "b": 100000000000000000}'
    )
    assert Decimal("3.3333333333333335") == decode_json(b"3.3333333333333335")
    assert "😀" == decode_json(b'"\\ud83d\\ude00"')
    assert [] != decode_json(b"[" * 32 + b"]" * 32)
    assert [1] == decode_json(gzip.compress(b"[1]"))


def test_brackets_inside_strings_do_not_count_as_depth():
    assert ["[" * 100 + '\\"{'] == decode_json(
        json.dumps(["[" * 100 + '\\"{']).encode()
    )


def test_the_path_of_half_a_character_is_told():
    with pytest.raises(MalformedInput) as told:
        decode_json(b'{"lines": [{"title": "a\\ud800"}]}')
    assert "lines[0].title" == told.value.path


def test_two_gzip_members_are_one_body():
    assert b"[1,2]" == unpack(gzip.compress(b"[1,") + gzip.compress(b"2]"))


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)


@given(json_values)
def test_ordinary_json_reads_as_any_other_reader_reads_it(value):
    content = json.dumps(value).encode()
    if b"\\ud8" not in content:
        assert json.loads(content) == decode_json(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_typed_error(content):
    for prefix in (b"", b"[", b'{"orders": [', b"\x1f\x8b\x08"):
        with contextlib.suppress(InvalidInput):
            decode_json(prefix + content)
        assert all(document.kind for document in documents(prefix + content))


@given(st.lists(st.dictionaries(st.text(max_size=4), json_values), max_size=4))
def test_every_shape_of_a_file_yields_the_same_records(records):
    records = [{"id": n, "v": record} for n, record in enumerate(records)]
    lists = [
        json.dumps(records),
        json.dumps({"orders": records}),
        json.dumps({"count": 3, "orders": records}),
        json.dumps({"orders": records, "count": 3}),
        json.dumps({"create": records[:1], "update": records[1:]}),
        json.dumps([{"order": record} for record in records], indent=2),
    ]
    if len(records) > 1:
        lists.append("\n".join(json.dumps(record) for record in records))
        lists.append("\r\n".join(json.dumps({"order": r}) for r in records) + "\n")
    for content in lists:
        assert records == [found.value for found in documents(content.encode())]


def test_one_bad_record_leaves_the_others_readable():
    found = list(documents(b'{"orders": [{"id": 1}, {"id": NaN}, {"id": 3}]}'))
    assert [{"id": 1}, {"id": 3}] == [d.value for d in found if d.path != "orders[1]"]
    assert "orders[1]" == found[1].value.path


def test_a_cut_off_line_leaves_the_other_lines_readable():
    found = list(documents(b'{"id": 1, "na\n{"id": 2}\n\n{"id": 3}'))
    assert ["line 1", "line 2", "line 4"] == [document.path for document in found]
    assert [{"id": 2}, {"id": 3}] == [document.value for document in found[1:]]


def test_a_record_over_the_limit_is_refused_in_a_file_of_many():
    wide = b'{"id": 2, "x": "' + b"y" * BODY_LIMITS.size_bytes + b'"}'
    found = list(documents(b'[{"id": 1}, ' + wide + b"]"))
    assert {"id": 1} == found[0].value
    assert isinstance(found[1].value, InputTooLarge)
