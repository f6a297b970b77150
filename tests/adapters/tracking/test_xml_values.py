"""XML is read without anything in it that could do harm."""

from __future__ import annotations

import pytest

from postpurchase.adapters.decoding import Limits
from postpurchase.adapters.tracking.xml_values import decode_xml
from postpurchase.errors import InputTooLarge, MalformedInput

BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>
<a>&c;</a>"""
OUTSIDE = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'


def test_names_lose_their_prefix_and_what_repeats_is_a_list():
    content = b'<s:a xmlns:s="urn:x"><s:b> 1 </s:b><b><c>2</c></b><d x="y"/></s:a>'

    assert {"a": {"b": ["1", {"c": "2"}], "d": ""}} == decode_xml(content)


@pytest.mark.parametrize(
    "content", [BOMB, OUTSIDE, b"", b"<a>", b"<a></b>", b"<a/><b/>"]
)
def test_what_is_no_plain_document_is_refused(content):
    with pytest.raises(MalformedInput):
        decode_xml(content)


@pytest.mark.parametrize("name", ["martian", "utf-7", "cp037"])
def test_an_encoding_that_is_not_known_is_refused(name):
    with pytest.raises(MalformedInput):
        decode_xml(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode())


def test_depth_and_number_of_elements_are_bounded():
    with pytest.raises(InputTooLarge):
        decode_xml(b"<a>" * 100 + b"</a>" * 100)
    with pytest.raises(InputTooLarge):
        decode_xml(b"<a>" + b"<b/>" * 11 + b"</a>", limits=Limits(items=10))
    with pytest.raises(InputTooLarge):
        decode_xml(b"<a/>" * 10, limits=Limits(size_bytes=20))
