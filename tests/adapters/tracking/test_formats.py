"""Each format: the same facts, in the order of the document, with the right ending."""

from __future__ import annotations

import json

import pytest

from adapters.tracking.replies import REPLIES
from postpurchase import carrier_words
from postpurchase.adapters.tracking import FORMATS, parse
from postpurchase.adapters.tracking.formats import SHAPES
from postpurchase.errors import InputTooLarge, InvalidInput, MalformedInput, UnknownCode

READ = {
    "aftership": (
        "9400100000000000000000",
        "in_transit.arrived_facility",
        "2026-06-05",
        [
            (
                "2026-06-01T00:52:00",
                "in_transit.accepted",
                "InTransit_002",
                "Omaha, NE",
            ),
            (
                "2026-06-02T08:00:00+02:00",
                "in_transit.general",
                "InTransit_099",
                "Lincoln, NE",
            ),
        ],
    ),
    "easypost": (
        "EZ4000000004",
        "delivered.general",
        "2026-06-03",
        [
            (
                "2026-06-01T19:48:46Z",
                "info_received.data_received",
                "status_update",
                "",
            ),
            (
                "2026-06-03T12:00:00Z",
                "delivered.general",
                "arrived_at_destination",
                "CHARLESTON, 29401",
            ),
        ],
    ),
    "shippo": (
        "SHIPPO_TRANSIT",
        "in_transit.departed_facility",
        "2026-06-12",
        [
            ("2026-06-08T09:00:00Z", "unknown.unmapped", "UNKNOWN", ""),
            (
                "2026-06-10T09:00:00Z",
                "in_transit.departed_facility",
                "package_departed",
                "San Francisco, 94103, US",
            ),
        ],
    ),
    "shopify": (
        "1Z1",
        "out_for_delivery.general",
        None,
        [
            (
                "2026-06-01T09:00:00-04:00",
                "info_received.data_received",
                "confirmed",
                "Ottawa, CA",
            ),
            (
                "2026-06-02T07:00:00-04:00",
                "out_for_delivery.general",
                "out_for_delivery",
                "",
            ),
        ],
    ),
    "upu": (
        "RR123456785UA",
        "delivery_attempted.recipient_absent",
        None,
        [
            ("2026-06-01T10:00:00+03:00", "in_transit.accepted", "EMA", "Kyiv"),
            (
                "2026-06-02T10:00:00+03:00",
                "in_transit.departed_origin_country",
                "EMC",
                "Kyiv",
            ),
            (
                "2026-06-05T10:00:00+02:00",
                "delivery_attempted.recipient_absent",
                "EMH",
                "Poznan",
            ),
        ],
    ),
    "dhl": (
        "7777777771",
        "delivered.general",
        "2026-06-02",
        [
            ("2026-06-02T11:20:00", "delivered.general", "delivered", "Bonn"),
            ("2026-06-01T05:00:00+02:00", "in_transit.general", "transit", ""),
        ],
    ),
    "dhl_express": (
        "3180000000",
        "delivered.general",
        None,
        [
            ("2026-06-03T10:09:00", "delivered.general", "OK", "Milan - Italy"),
            ("2026-06-01T13:26:00", "in_transit.accepted", "PU", "Barcelona - Spain"),
        ],
    ),
    "dpd": (
        "",
        "delivery_attempted.general",
        None,
        [
            (
                "2026-06-02T17:11:26",
                "delivery_attempted.general",
                "ReturningFromDelivery",
                "Mechelen (BE)",
            ),
            (
                "2026-06-01T07:11:26",
                "in_transit.processed",
                "BetweenDepots",
                "Puurs (BE)",
            ),
        ],
    ),
    "fedex": (
        "776000000000",
        "out_for_delivery.general",
        "2026-06-02",
        [
            (
                "2026-06-02T08:52:00-07:00",
                "out_for_delivery.general",
                "OD",
                "CLOVIS, CA, 93612, US",
            ),
            ("2026-06-01T14:25:00-07:00", "in_transit.accepted", "PU", ""),
        ],
    ),
    "gls": (
        "36301917597",
        "out_for_delivery.general",
        None,
        [
            (
                "2026-06-02T07:00:00+02:00",
                "out_for_delivery.general",
                "OUTDEL.NORMAL",
                "Berlin, 10437, DE",
            ),
            (
                "2026-06-01T09:30:00+02:00",
                "info_received.data_received",
                "INTIAL.PREADVICE",
                "DE",
            ),
        ],
    ),
    "ups": (
        "1Z023E2X0000000000",
        "delivered.general",
        "2026-06-03",
        [
            ("2026-06-03T10:15:00-04:00", "delivered.general", "FS", "Wayne, US"),
            ("2026-06-02T07:13:56", "in_transit.customs_cleared", "SR", ""),
        ],
    ),
    "usps": (
        "9400100000000000000001",
        "delivered.general",
        None,
        [
            (
                "2026-06-03T13:58:00-05:00",
                "delivered.general",
                "01",
                "HERNANDO, 34442, FL",
            ),
            ("2026-06-01T11:32:00", "info_received.label_created", "GX", ""),
        ],
    ),
    "royal_mail": (
        "090367574000000FE1E1C",
        "delivered.signed",
        "2026-06-02",
        [
            ("2026-06-02T10:04:00+01:00", "delivered.signed", "EVKSP", "Stafford DO"),
            ("2026-06-01T10:04:00+01:00", "in_transit.missorted", "EVNMI", ""),
        ],
    ),
    "inpost": (
        "520000000000000000000001",
        "available_for_pickup.locker",
        None,
        [
            (
                "2026-06-02T09:00:00+02:00",
                "available_for_pickup.locker",
                "ready_to_pickup",
                "",
            ),
            (
                "2026-06-01T09:00:00+02:00",
                "info_received.awaiting_pickup",
                "confirmed",
                "",
            ),
        ],
    ),
    "nova_poshta": (
        "59000000000001",
        "delivered.collected",
        "2026-06-04",
        [("2026-06-03T13:53:47", "delivered.collected", "9", "Київ")],
    ),
    "russian_post": (
        "RA000000001RU",
        "delivered.collected",
        None,
        [
            (
                "2026-06-01T14:50:00+03:00",
                "in_transit.accepted",
                "1.1",
                "125000, Москва",
            ),
            ("2026-06-03T14:50:00+03:00", "delivered.collected", "2.1", ""),
        ],
    ),
    "cdek": (
        "1100000001",
        "available_for_pickup.locker",
        None,
        [
            (
                "2026-06-02T14:50:00Z",
                "available_for_pickup.locker",
                "POSTOMAT_POSTED",
                "Омск",
            ),
            (
                "2026-06-01T14:50:00Z",
                "info_received.label_created",
                "CREATED",
                "Офис СДЭК",
            ),
        ],
    ),
    "chronopost": (
        "89100000000001",
        "delivered.general",
        None,
        [
            (
                "2026-06-01T13:47:53+02:00",
                "info_received.label_created",
                "DC",
                "Web Services",
            ),
            ("2026-06-02T08:30:00+02:00", "delivered.general", "D", "ARRAS CHRONOPOST"),
        ],
    ),
    "karrio": (
        "05300000000001",
        "delivered.general",
        "2026-06-02",
        [
            ("2026-06-02T13:58:41", "delivered.general", "Delivered", "Mechelen (BE)"),
            ("2026-06-01T04:09:00", "in_transit.at_delivery_facility", "Depot", ""),
        ],
    ),
}


def told(report):
    expected = report.estimated_delivery
    return (
        report.tracking_number,
        report.code,
        expected.isoformat() if expected else None,
        [(f.moment.document(), f.code, f.raw_code, f.location) for f in report.facts],
    )


def test_there_is_a_reply_for_every_format():
    assert set(FORMATS) == REPLIES.keys() == READ.keys()


@pytest.mark.parametrize("name", FORMATS)
def test_a_reply_is_read_fact_by_fact_in_its_own_order(name):
    (report,) = parse(name, REPLIES[name])

    assert READ[name] == told(report)


@pytest.mark.parametrize("name", FORMATS)
def test_a_word_that_nobody_knows_is_kept_and_never_guessed(name):
    words = {
        fact.raw_code for report in parse(name, REPLIES[name]) for fact in report.facts
    }
    text = REPLIES[name].decode()
    for word in sorted(words, key=len, reverse=True):
        if name == "russian_post":
            continue
        text = text.replace(f'"{word}"', f'"{word}~"').replace(
            f">{word}<", f">{word}~<"
        )
    if name == "russian_post":
        text = text.replace("<ns3:Id>", "<ns3:Id>9")
    (report,) = parse(name, text.encode())
    coarser = {"aftership": 2, "easypost": 2, "shippo": 1}.get(name, 0)

    unknown = [fact for fact in report.facts if not fact.is_mapped]
    assert len(report.facts) - coarser == len(unknown)
    assert all(
        fact.raw_code.endswith("~") for fact in unknown if name != "russian_post"
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "body", [b"{}", b"[]", b"null", b"<a/>", b"<a><b>1</b></a>", b"7"]
)
def test_a_document_without_a_parcel_is_refused(name, body):
    with pytest.raises(MalformedInput):
        parse(name, body)


def test_a_text_is_no_body():
    with pytest.raises(InvalidInput, match="content: str is not bytes"):
        parse("gls", '{"parcels": []}')


def test_the_carriers_own_message_stands_in_the_refusal():
    body = json.dumps({"output": {"errors": [{"message": "Not found, sorry"}]}})

    with pytest.raises(MalformedInput, match="Not found, sorry"):
        parse("fedex", body.encode())


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Royal Mail", "royal_mail"),
        ("royalmail", "royal_mail"),
        ("NovaPoshta", "nova_poshta"),
        ("dhl_universal", "dhl"),
        ("DHL-Express", "dhl_express"),
        ("UPS", "ups"),
    ],
)
def test_a_format_is_known_by_the_name_that_a_carrier_is_known_by(said, meant):
    assert parse(meant, REPLIES[meant]) == parse(said, REPLIES[meant])


def test_a_format_that_is_not_known_is_refused_with_the_nearest():
    with pytest.raises(UnknownCode) as refused:
        parse("aftershop", b"{}")

    assert "aftership" == refused.value.near


@pytest.mark.parametrize("path", ["parcels[0].events[1].eventDateTime"])
def test_a_time_that_is_none_is_refused_with_its_path(path):
    with pytest.raises(InvalidInput) as refused:
        parse("gls", REPLIES["gls"].replace(b"2026-06-01T09:30:00+0200", b"yesterday"))

    assert (path, "'yesterday'") == (refused.value.path, refused.value.value)


def test_a_parcel_with_more_facts_than_a_parcel_has_is_refused():
    event = {"code": "INTIAL.NORMAL", "eventDateTime": "2026-06-01T09:30:00+0200"}
    body = json.dumps({"parcels": [{"unitno": "1", "events": [event] * 1001}]})

    with pytest.raises(InputTooLarge):
        parse("gls", body.encode())


def test_several_parcels_of_one_document_are_several_reports():
    first, second = parse(
        "gls",
        b'{"parcels": [{"unitno": "1", "status": "DELIVERED"},'
        b' {"unitno": "2", "status": "INTRANSIT"}]}',
    )

    assert ("1", "delivered") == (first.tracking_number, first.status)
    assert ("2", "in_transit") == (second.tracking_number, second.status)


def easypost(status, detail, city, now="return_to_sender"):
    return json.dumps(
        {
            "tracking_code": "EZ1",
            "status": now,
            "status_detail": detail,
            "carrier_detail": {"origin_tracking_location": {"city": "Houston"}},
            "tracking_details": [
                {
                    "status": status,
                    "status_detail": detail,
                    "datetime": "2026-06-01T00:00:00Z",
                    "tracking_location": {"city": city},
                }
            ],
        }
    ).encode()


@pytest.mark.parametrize(
    ("city", "detail", "code"),
    [
        ("HOUSTON", "arrived_at_destination", "returned.general"),
        ("AUSTIN", "arrived_at_destination", "returning.general"),
        ("HOUSTON", "arrived_at_facility", "returning.general"),
    ],
)
def test_easypost_speaks_of_delivery_on_the_way_back_and_we_do_not(city, detail, code):
    (report,) = parse("easypost", easypost("return_to_sender", detail, city))

    assert [code, code] == [report.code, report.facts[0].code]


@pytest.mark.parametrize(
    ("zip_code", "code"),
    [("94103", "returned.general"), ("10001", "returning.general")],
)
def test_shippo_says_returned_of_both_and_the_place_decides(zip_code, code):
    body = {
        "tracking_number": "1",
        "address_from": {"zip": "94103"},
        "tracking_status": {
            "status": "RETURNED",
            "status_date": "2026-06-01T00:00:00Z",
            "location": {"zip": zip_code},
        },
    }
    (report,) = parse("shippo", json.dumps(body).encode())

    assert code == report.code


def karrio(**more):
    event = {"date": "2026-06-01", "time": "10:00 AM"}
    parcel = {"carrier_name": "canadapost", "tracking_number": "1", "events": []}
    parcel["events"] = [event | one for one in more.pop("events", ())]
    return parse("karrio", json.dumps(parcel | more).encode())[0]


@pytest.mark.parametrize("is_delivered", [True, False])
def test_karrios_delivered_flag_is_kept_whatever_the_words_say(is_delivered):
    known = karrio(
        carrier_name="dpd",
        delivered=is_delivered,
        events=[{"code": "Delivered"}, {"code": "Courier"}],
    )
    unknown = karrio(delivered=is_delivered, events=[{"code": "1"}])

    assert is_delivered == (known.status == "delivered")
    assert is_delivered == (unknown.status == "delivered")


def test_karrios_own_reading_counts_only_where_there_is_no_map_of_the_carrier():
    known = karrio(carrier_name="dpd", events=[{"code": "?", "status": "delivered"}])
    other = karrio(
        carrier_name="pigeon_post", events=[{"code": "?", "status": "delivered"}]
    )

    assert ["unknown.unmapped", "delivered.general"] == [
        known.facts[0].code,
        other.facts[0].code,
    ]


@pytest.mark.parametrize(
    ("name", "said", "path"),
    [
        ("ups", '"20260602"', "trackResponse.shipment[0].package[0].activity[1].date"),
        ("usps", '"2026-06-01T11:32:00"', "trackingEvents[1].eventTimestamp"),
        ("fedex", '"2024-04-26T09:26:00-07:00"', ""),
        ("karrio", '"2026-06-01"', "[0].events[1].date"),
        ("dhl_express", ">2026-06-01<", "TrackingResponse.AWBInfo[0].ShipmentInfo"),
        ("nova_poshta", '"03.06.2026 13:53:47"', "data[0].RecipientDateTime"),
    ],
)
def test_a_day_that_is_none_is_refused_or_left_out_with_its_parcel(name, said, path):
    body = REPLIES[name].decode().replace(said, f"{said[0]}doomsday{said[-1]}")
    if not path:
        # FedEx: an older parcel of the same number, which is not read at all.
        assert READ[name] == told(parse(name, body.encode())[0])
        return
    with pytest.raises(InvalidInput) as refused:
        parse(name, body.encode())
    assert refused.value.path.startswith(path)


def russian(kind, attribute):
    operation = {"OperType": {"Id": kind}, "OperDate": "2026-06-01T10:00:00+03:00"}
    if attribute is not None:
        operation["OperAttr"] = {"Id": attribute}
    record = {"OperationParameters": operation}
    body = {"OperationHistoryData": {"historyRecord": [record]}}
    return parse("russian_post", json.dumps(body).encode())[0].facts[0]


@pytest.mark.parametrize(
    ("kind", "attribute", "code"),
    [
        (2, 2, "returned.general"),
        (8, None, "in_transit.processed"),
        (12, None, "delivery_attempted.general"),
        (2, 99, "unknown.unmapped"),
        (99, 0, "unknown.unmapped"),
    ],
)
def test_russian_posts_operation_and_attribute_are_one_code(kind, attribute, code):
    fact = russian(kind, attribute)

    assert (code, f"{kind}.{attribute or 0}") == (fact.code, fact.raw_code)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"reason": "Refused"}, "exception.refused"),
        (
            {"reason": {"name": "Refused"}, "measure": "Card left"},
            "delivery_attempted.notice_left",
        ),
        ({"reason": "in a bad mood"}, "delivery_attempted.general"),
        ({}, "delivery_attempted.general"),
    ],
)
def test_an_unsuccessful_delivery_of_a_post_is_made_precise_by_measure_and_reason(
    more, code
):
    event = {"code": "EMH", "at": "2026-06-01T10:00:00+02:00", **more}
    body = {"itemId": "RR1", "events": [event]}
    (report,) = parse("upu", json.dumps(body).encode())

    assert code == report.code


def test_a_webhook_of_shopify_about_one_event_and_of_cdek_are_read():
    event = {"id": 1, "status": "delivered", "happened_at": "2026-06-01T10:00:00Z"}
    attributes = {
        "cdek_number": "11",
        "code": "DELIVERED",
        "status_date_time": "2026-06-01T10:00:00+0000",
    }
    (shopify,) = parse("shopify", json.dumps(event).encode())
    (cdek,) = parse(
        "cdek", json.dumps({"type": "ORDER_STATUS", "attributes": attributes}).encode()
    )

    assert ("", "delivered") == (shopify.tracking_number, shopify.status)
    assert ("11", "delivered") == (cdek.tracking_number, cdek.status)


def test_every_kind_of_word_that_a_format_looks_up_is_in_its_table():
    for shapes in SHAPES.values():
        for shape in shapes:
            tables = carrier_words.load(shape.map_name).tables
            assert {kind for kind, _ in (*shape.words, *shape.now)} <= tables.keys()
