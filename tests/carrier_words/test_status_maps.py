"""The tables of words: each word has a meaning that there is, and none is guessed."""

from __future__ import annotations

import pytest

from postpurchase import carrier_words
from postpurchase.tracking.vocabulary import CODES, UNMAPPED
from shared_data import shared_json

CARRIERS = {
    "dhl_universal": "dhl",
    "dhl_parcel_de": "dhl",
    "dhl_express": "dhl_express",
    "dpd": "dpd",
    "ups": "ups",
    "fedex": "fedex",
}
OTHERWISE = {
    # karrio's word for "not further known", which no DHL reply holds as a status.
    ("dhl_universal", "unknown"),
    ("dhl_parcel_de", "unknown"),
    # Read against the carrier's own meaning of the code.
    ("dpd", "ReturningFromDelivery"),
    ("ups", "UU"),
    ("ups", "MV"),
    ("ups", "CC"),
    ("ups", "DD"),
    ("ups", "XD"),
    ("ups", "OA"),
    ("ups", "NH"),
    ("fedex", "CD"),
    ("fedex", "AF"),
    ("dhl_express", "CC"),
    ("dhl_express", "CM"),
    ("dhl_express", "RD"),
    ("dhl_express", "RT"),
    ("dhl_express", "DM"),
    ("dhl_express", "DP"),
    ("dhl_express", "DS"),
    ("dhl_express", "SS"),
    ("dhl_express", "ST"),
    ("dhl_express", "BA"),
    ("dhl_express", "HP"),
    ("dhl_parcel_de", "failure"),
    ("dhl_universal", "failure"),
    ("dhl_parcel_de", "pckdu"),
    ("dhl_parcel_de", "shrcu"),
}
"""Codes that we read otherwise than karrio does, on purpose."""
READ_AS = {
    "pending": {"pending", "info_received"},
    "delivered": {"delivered"},
    "in_transit": {"in_transit"},
    "picked_up": {"in_transit"},
    "out_for_delivery": {"out_for_delivery"},
    "on_hold": {"in_transit", "exception"},
    "delivery_failed": {"delivery_attempted", "exception"},
    "cancelled": {"cancelled"},
    "ready_for_pickup": {"available_for_pickup"},
    "delivery_delayed": {"in_transit", "info_received"},
    "return_to_sender": {"returning"},
}


@pytest.mark.parametrize("source", carrier_words.sources())
def test_every_word_has_a_meaning_of_the_vocabulary_and_a_reason_that_there_is(source):
    tables = carrier_words.load(source).tables

    assert tables
    for words in tables.values():
        assert words
        for meaning in words.values():
            assert meaning.code in {"", *CODES}
            assert meaning.reason in {"", *carrier_words.REASONS}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('event.A = "delivered.twice"', "event.A"),
        ('event.A = "unknown.unmapped"', "event.A"),
        ('event.A = { code = "delivered.general", reason = "mood" }', "event.A"),
        ('event.A = { code = "delivered.general", colour = "red" }', "event.A"),
        ("event.A = 7", "event.A"),
        ('event = "A"', "event"),
        ("ignores_case = 1", "ignores_case"),
        ("event.A", "moon_mail.toml"),
        ('ignores_case = true\nevent.a = "returning.general"\nevent.A = ""', "event.A"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_with_file_and_word(text, where):
    with pytest.raises(carrier_words.BrokenMap) as refused:
        carrier_words.parse("moon_mail", text)

    assert "moon_mail.toml" in str(refused.value)
    assert where in str(refused.value)


def test_case_counts_unless_the_table_says_otherwise():
    assert carrier_words.load("inpost").meaning("status", "DELIVERED") is not None
    assert carrier_words.load("ups").meaning("event", "sr") is None


@pytest.mark.parametrize(
    ("kind", "word", "code", "reason"),
    [
        ("event", "SR", "in_transit.customs_cleared", ""),
        ("event", "RF", "exception.refused", "consignee_refused"),
        ("event", "new in 2031", "unknown.unmapped", ""),
        ("event", "", "unknown.unmapped", ""),
        ("moods", "SR", "unknown.unmapped", ""),
        ("event", "nothing", "unknown.unmapped", ""),
    ],
)
def test_a_word_that_is_not_known_or_tells_nothing_reads_unmapped(
    kind, word, code, reason
):
    known = carrier_words.parse(
        "moon_mail",
        'event.SR = "in_transit.customs_cleared"\n'
        'event.RF = { code = "exception.refused", reason = "consignee_refused" }\n'
        'event.nothing = ""\n',
    )

    found = known.reading(kind, word)

    assert (code, reason) == (found.code, found.reason)


@pytest.mark.real_data
@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_code_of_the_public_lists_is_known_and_read_alike_or_on_purpose(carrier):
    known = carrier_words.load(CARRIERS[carrier])
    listed = shared_json("carriers/status_codes.json")[carrier]["TrackingStatus"]
    odd = []
    for status, codes in listed.items():
        for code in codes:
            found = known.meaning("event", code) or known.meaning("type", code)
            assert found is not None, code
            if (carrier, code) in OTHERWISE or found.code == UNMAPPED:
                continue
            if found.code.partition(".")[0] not in READ_AS[status]:
                odd.append((code, status, found.code))
    assert [] == odd


@pytest.mark.real_data
def test_every_status_of_gls_inpost_nova_poshta_and_russian_post_is_known():
    gls = shared_json("carriers/status_codes.json")["gls"]["TrackingStatus"]
    words = {code for codes in gls.values() for code in codes}
    assert words <= carrier_words.load("gls").tables["status"].keys()

    inpost = shared_json("carriers/inpost_pl.json")["enums"]["ParcelStatus"]
    known = carrier_words.load("inpost")
    assert [] == [one for one in inpost if known.meaning("status", one) is None]

    listed = shared_json("carriers/nova_poshta_ua.json")["statuses"]
    known = carrier_words.load("nova_poshta")
    codes = [str(row["code"]) for row in listed]
    assert [] == [one for one in codes if known.meaning("status", one) is None]

    operations = shared_json("carriers/russian_post_ru.json")["operations"]
    pairs = [f"{op}.{sub}" for op in operations for sub in operations[op]["sub"]]
    known = carrier_words.load("russian_post")
    assert [] == [one for one in pairs if known.meaning("operation", one) is None]
    ends = [
        f"{op}.{sub}"
        for op in operations
        for sub, said in operations[op]["sub"].items()
        if said["final"]
    ]
    assert all(CODES[known.meaning("operation", one).code].terminal for one in ends)
