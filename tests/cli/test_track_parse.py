"""`track parse`: what a carrier's document says."""

from __future__ import annotations

import json

from adapters.tracking.replies import REPLIES
from cli.test_documented_shapes import SHAPES, paths
from postpurchase.adapters.decoding import BODY_LIMITS


def test_one_parcel_is_one_object_of_the_documented_shape(cli, tmp_path):
    file = tmp_path / "reply.json"
    file.write_bytes(REPLIES["gls"])
    ended = cli("track", "parse", "--format", "gls", file, "--json")

    assert 0 == ended.code
    assert set(paths(SHAPES["track parse"])) == set(paths(ended.document))
    assert ["OUTDEL.NORMAL", "INTIAL.PREADVICE"] == [
        fact["raw"] for fact in ended.document["facts"]
    ]


def test_several_parcels_are_a_list(cli, tmp_path):
    parcel = json.loads(REPLIES["gls"])["parcels"][0]
    file = tmp_path / "reply.json"
    file.write_text(json.dumps({"parcels": [parcel, parcel | {"unitno": "2"}]}))
    ended = cli("track", "parse", "--format", "gls", file, "--json")

    assert ["36301917597", "2"] == [one["tracking_number"] for one in ended.document]


def test_without_json_each_parcel_is_a_line_and_a_table(cli, tmp_path):
    file = tmp_path / "reply.xml"
    file.write_bytes(REPLIES["dpd"])
    lines = cli("track", "parse", "--format", "dpd", file).out.splitlines()

    assert "a parcel: delivery_attempted.general" == lines[0]
    assert "ReturningFromDelivery" in lines[2]
    assert 4 == len(lines)


def test_what_cannot_be_read_is_refused_with_path_and_value(cli, tmp_path):
    file = tmp_path / "reply.json"
    file.write_bytes(REPLIES["gls"].replace(b"2026-06-01T09:30:00+0200", b"yesterday"))
    said = cli("track", "parse", "--format", "gls", file, "--json")

    assert 1 == said.code
    assert "parcels[0].events[1].eventDateTime" == said.document["error"]["path"]
    assert "yesterday" in said.document["error"]["message"]


def test_a_format_typed_wrongly_is_answered_with_the_nearest(cli, tmp_path):
    file = tmp_path / "reply.json"
    file.write_bytes(b"{}")

    assert "aftership" in cli("track", "parse", "--format", "aftershop", file).err
    assert 2 == cli("track", "parse", file).code


def test_a_file_that_is_not_there_is_told(cli, tmp_path):
    ended = cli("track", "parse", "--format", "gls", tmp_path / "none.json", "--json")

    assert 1 == ended.code
    assert "none.json" in ended.document["error"]["path"]


def test_a_file_that_is_too_long_is_named_with_the_limit(cli, tmp_path):
    file = tmp_path / "year.json"
    file.write_bytes(b" " * (BODY_LIMITS.size_bytes + 1))
    ended = cli("track", "parse", "--format", "gls", file, "--json")
    error = ended.document["error"]

    assert 1 == ended.code
    assert ("input_too_large", str(file)) == (error["code"], error["path"])
    assert str(BODY_LIMITS.size_bytes) in error["message"]
    assert "year.json" in cli("track", "parse", "--format", "gls", file).err
