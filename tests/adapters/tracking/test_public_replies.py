"""Public replies of carriers: the events, order and end that karrio reads in them."""

from __future__ import annotations

import json

import pytest

from postpurchase.adapters.tracking import parse
from postpurchase.errors import MalformedInput
from shared_data import shared_json

pytestmark = pytest.mark.real_data

REPLIES = {
    "chronopost": ("chronopost", "TrackingResponse", "ErrorResponse"),
    "dhl_universal": ("dhl", "TrackingResponseJSON", "TrackingErrorResponseJSON"),
    "dpd": ("dpd", "TrackingResponse", "ErrorResponse"),
    "gls": ("gls", "TrackingResponse", "ErrorResponse"),
    "ups": ("ups", "TrackingResponseJSON", "TrackingNumberNotFoundResponseJSON"),
}


def told(report):
    return [(f.raw_code, f.moment.document()[:10], f.location) for f in report.facts]


@pytest.mark.parametrize("carrier", REPLIES)
def test_a_reply_and_what_karrio_made_of_it_tell_the_same(carrier):
    name, reply, _ = REPLIES[carrier]
    constants = shared_json(f"carriers/tracking_{carrier}.json")["constants"]
    wanted = constants["ParsedTrackingResponse"]
    listed = parse("karrio", json.dumps(wanted).encode())

    for reports in (parse(name, constants[reply].encode()), listed):
        for report, parcel in zip(reports, wanted[0], strict=True):
            events = [(e["code"], e["date"], e["location"]) for e in parcel["events"]]
            assert events == told(report)
            assert parcel.get("delivered", False) == (report.status == "delivered")
            assert parcel["tracking_number"] == report.tracking_number or name == "dpd"


@pytest.mark.parametrize("carrier", REPLIES)
def test_a_carriers_error_is_no_parcel(carrier):
    name, _, error = REPLIES[carrier]
    constants = shared_json(f"carriers/tracking_{carrier}.json")["constants"]

    with pytest.raises(MalformedInput):
        parse(name, constants[error].encode())


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("aftership", "carriers/aftership_python.json"),
        ("easypost", "carriers/easypost_python.json"),
    ],
)
def test_recorded_answers_of_services_are_read_with_their_own_status(name, file):
    field = {"aftership": "checkpoints", "easypost": "tracking_details"}[name]
    read = 0
    for call in shared_json(file):
        if f'"{field}"' not in json.dumps(call["response"]):
            continue
        if name == "easypost" and "/trackers" not in call["uri"]:
            continue
        for report in parse(name, json.dumps(call["response"]).encode()):
            read += 1
            assert report.code != "unknown.unmapped"
            assert all(fact.is_mapped and fact.moment.at for fact in report.facts)
    assert read >= 10
