"""InPost: one label whatever happens, facts in our words, points, honest failures."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from plugins.carrier_servers import ShipX, running
from plugins.silent_server import silent_server
from postpurchase import PostPurchase
from postpurchase.app.labelling import order_label
from postpurchase.errors import (
    InvalidInput,
    MissingExtra,
    OutcomeUnknown,
    PermanentFailure,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.order.commands import OpenParcel
from postpurchase.plugins.http_calls import Calls
from postpurchase.plugins.inpost import InPost
from postpurchase.testing import (
    NOON,
    CarrierSuite,
    Clock,
    check_plugin,
    label_request,
    place_order,
)
from postpurchase.values.carriage import Label

if find_spec("httpx") is None:
    pytest.skip(
        "NOT RUN: httpx is not installed; pip install --group carriers",
        allow_module_level=True,
    )

LOCKER = label_request(
    service="inpost_locker_standard", pickup_point="KRA01N", reference="#1001 P1"
)
RATES = [
    {
        "service": "inpost_locker_standard",
        "countries": ["PL"],
        "weight_grams_max": 25_000,
        "price": "13.99",
        "currency": "PLN",
    }
]


@pytest.fixture
def shipx():
    with running(ShipX()) as server:
        yield server


def inpost(server, **changes):
    given = {"token": "canary", "organization_id": "77", "timeout_s": 0.3}
    return InPost(base_url=server.url, rates=RATES, **{**given, **changes})


def test_a_label_is_ordered_prepared_and_fetched(shipx):
    label = inpost(shipx).label(LOCKER, key="k")

    [made] = shipx.carrier.shipments
    assert ("6200000501", "501") == (label.tracking_number, label.carrier_reference)
    assert "application/pdf" == label.media_type
    assert label.document.startswith(b"%PDF")
    assert {"target_point": "KRA01N"} == made["custom_attributes"]
    assert {"street": "ul. Długa", "building_number": "5/7"}.items() <= made["receiver"]["address"].items()  # fmt: skip
    assert {"amount": "0.8", "unit": "kg"} == made["parcels"][0]["weight"]
    assert made["reference"].startswith("#1001 P1 [")
    sent = shipx.carrier.requests[0][2]
    assert "Bearer canary" == sent["Authorization"]


def test_a_printer_for_zpl_gets_zpl(shipx):
    label = inpost(shipx, label_form="zpl").label(LOCKER, key="k")

    assert ("application/zpl", b"^XA^XZ") == (label.media_type, label.document)


FAULTS = {
    "hang_before": (OutcomeUnknown, 0),
    "hang_after": (OutcomeUnknown, 1),
    "drop_after": (OutcomeUnknown, 1),
    "error_after": (OutcomeUnknown, 1),
    "error_before": (OutcomeUnknown, 0),
    "garbage_after": (OutcomeUnknown, 1),
    "busy": (TemporaryFailure, 0),
    "refused": (PermanentFailure, 0),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_key_orders_one_label_whatever_happens(shipx, fault):
    """Also with another object: what tells is the mark at ShipX."""
    kind, made = FAULTS[fault]
    shipx.faults.append(fault)

    with pytest.raises(kind) as failure:
        inpost(shipx).label(LOCKER, key="k")
    assert type(failure.value) is kind
    assert made == len(shipx.carrier.shipments)

    first = inpost(shipx).label(LOCKER, key="k")
    again = inpost(shipx).label(LOCKER, key="k")
    assert first == again
    assert 1 == len(shipx.carrier.shipments)


def test_a_label_that_is_still_prepared_is_there_the_next_time():
    with running(ShipX(prepared_after=1)) as server:
        carrier = inpost(server)

        with pytest.raises(OutcomeUnknown, match="still being prepared"):
            carrier.label(LOCKER, key="k")

        assert "6200000501" == carrier.label(LOCKER, key="k").tracking_number
        assert 1 == len(server.carrier.shipments)


@pytest.mark.parametrize("fault", ["busy", "error_before", "refused"])
def test_no_failure_to_fetch_undoes_a_label_that_was_made(fault):
    with running(ShipX(), faults_hit_all=True) as server:
        # The search, the order and the preparation work; the document does not come.
        server.faults.extend(["", "", "", fault])

        with pytest.raises(OutcomeUnknown, match="shipment 501 is made"):
            inpost(server).label(LOCKER, key="k")

        found = inpost(server).find_label(LOCKER, key="k")
        assert "6200000501" == found.tracking_number


def test_other_keys_have_other_labels_and_are_found_on_later_pages(shipx):
    carrier = inpost(shipx)
    numbers = {carrier.label(LOCKER, key=f"k{n}").tracking_number for n in range(5)}

    assert 5 == len(numbers)
    assert "6200000501" == carrier.find_label(LOCKER, key="k0").tracking_number
    assert carrier.find_label(LOCKER, key="k9") is None


def test_a_refusal_says_which_field_and_names_nobody(shipx):
    shipx.faults.append("refused")

    with pytest.raises(PermanentFailure, match="validation_failed : receiver"):
        inpost(shipx).label(LOCKER, key="k")


def test_a_shop_orders_one_label_through_every_fault(shipx, tmp_path):
    carrier = inpost(shipx)
    with PostPurchase.open(
        f"sqlite:///{tmp_path / 's.db'}",
        plugins=[carrier],
        clock=Clock(),
        entry_points=False,
    ) as shop:
        shop.handle(
            place_order(
                recipient=LOCKER.recipient.contact, address=LOCKER.recipient.address
            )
        )
        shop.handle(
            OpenParcel(order_id="1001", at=NOON, parcel_id="P1", units={"L1": 2})
        )
        wish = {
            "carrier": "inpost",
            "service": "inpost_locker_standard",
            "sender": LOCKER.sender,
        }
        for fault in ("busy", "hang_after", "error_after"):
            shipx.faults.append(fault)
        failures = []
        for _ in range(3):
            try:
                label = order_label(shop, "1001", "P1", **wish)
            except (TemporaryFailure, OutcomeUnknown) as failure:
                failures.append(type(failure))
        shipx.faults.clear()

        assert [TemporaryFailure, OutcomeUnknown] == failures
        assert 1 == len(shipx.carrier.shipments)
        parcel = shop.order("1001").parcel("P1")
        assert label.tracking_number == parcel.tracking_number


def test_a_label_is_given_back_twice(shipx):
    carrier = inpost(shipx)
    label = carrier.label(LOCKER, key="k")

    carrier.void(label, key="v")
    carrier.void(label, key="v")
    carrier.void(Label(tracking_number="1", carrier_reference="999"), key="v2")

    assert ["canceled"] == [one["status"] for one in shipx.carrier.shipments]
    assert carrier.find_label(LOCKER, key="k") is None


def test_giving_back_without_an_answer_is_of_unknown_outcome(shipx):
    shipx.faults.append("hang_before")

    with pytest.raises(OutcomeUnknown):
        inpost(shipx).void(Label(tracking_number="1", carrier_reference="1"), key="v")


def test_what_shipx_refuses_is_told_whatever_was_asked():
    label = Label(tracking_number="1", carrier_reference="1")
    for ask in (
        lambda carrier: carrier.void(label, key="v"),
        lambda carrier: carrier.points("?"),
        lambda carrier: carrier.find_label(LOCKER, key="k"),
        lambda carrier: list(carrier.track(["1"])),
    ):
        with running(ShipX(), faults_hit_all=True) as server:
            server.faults.append("refused")
            with pytest.raises(PermanentFailure):
                ask(inpost(server))


def test_a_list_that_cannot_be_read_is_no_empty_list():
    with running(ShipX(), faults_hit_all=True) as server:
        server.faults.append("garbage_after")

        with pytest.raises(TemporaryFailure):
            inpost(server).label(LOCKER, key="k")

        assert [] == server.carrier.shipments


@pytest.mark.parametrize("path", ["/drip", "/short", "/drop"])
def test_an_answer_without_an_end_is_no_answer(path):
    with silent_server() as server, pytest.raises(OutcomeUnknown):
        Calls("x", server.url, timeout_s=0.2).send("POST", path, is_effect=True)


def test_an_answer_that_is_too_long_is_no_answer(monkeypatch):
    monkeypatch.setattr("postpurchase.plugins.http_calls.CONTENT_MAX", 3)

    with silent_server() as server, pytest.raises(TemporaryFailure):
        Calls("x", server.url).send("GET", "/busy")


def test_redirects_are_not_followed_and_waits_are_told():
    with silent_server() as server:
        calls = Calls("x", server.url)
        moved, busy = calls.send("GET", "/moved"), calls.send("GET", "/busy")

    assert 302 == moved.status
    assert isinstance(moved.failure(), PermanentFailure)
    assert 7 == busy.failure().retry_after_s


def test_a_label_is_looked_for_among_the_newest_only(shipx):
    carrier = inpost(shipx)
    for n in range(11):
        shipx.carrier.shipments.append(
            {"id": n, "status": "confirmed", "reference": "x", "tracking_number": "1"}
        )

    assert carrier.find_label(LOCKER, key="k") is None
    lists = [path for _, path, _ in shipx.carrier.requests if "organizations" in path]
    assert 5 == len(lists)


TRACKED = {
    "tracking_number": "620000000000000000000001",
    "status": "delivered",
    "tracking_details": [
        {"status": "delivered", "datetime": "2026-06-03T10:09:00.000+02:00"},
        {
            "status": "ready_to_pickup",
            "origin_status": "RTP",
            "agency": "KRA",
            "datetime": "2026-06-03T06:00:00.000+02:00",
        },
        {"status": "teleported", "datetime": "2026-06-02T06:00:00.000+02:00"},
        {"status": "lost its time", "datetime": "yesterday"},
        {"status": "has no zone", "datetime": "2026-06-02T06:00:00"},
    ],
}


def test_facts_come_in_our_words_with_the_carriers_own_beside_them(shipx):
    number = TRACKED["tracking_number"]
    shipx.carrier.tracked[number] = TRACKED

    found = dict(inpost(shipx, token="").track([number, "unknown", number, ""]))

    assert [number] == list(found)
    delivered, waiting, odd = found[number]
    assert ("delivered.general", "delivered") == (delivered.code, delivered.raw_code)
    assert datetime(2026, 6, 3, 8, 9, tzinfo=UTC) == delivered.at
    assert ("available_for_pickup.locker", "KRA", "RTP") == (
        waiting.code,
        waiting.place,
        waiting.raw_text,
    )
    assert ("unknown.unmapped", "teleported") == (odd.code, odd.raw_code)


def test_a_refused_parcel_says_who_refused_it_however_the_word_is_written(shipx):
    at = "2026-06-03T10:09:00.000+02:00"
    shipx.carrier.tracked["1"] = {
        "tracking_number": "1",
        "tracking_details": [{"status": "REJECTED_BY_RECEIVER", "datetime": at}],
    }

    [(_, [fact])] = inpost(shipx).track(["1"])

    assert ("exception.refused", "consignee_refused") == (fact.code, fact.reason)
    assert "REJECTED_BY_RECEIVER" == fact.raw_code


@pytest.mark.parametrize(
    "fault", ["hang_before", "busy", "error_before", "garbage_after"]
)
def test_a_question_without_an_answer_may_be_asked_again(fault):
    with running(ShipX(), faults_hit_all=True) as server:
        server.faults.append(fault)

        with pytest.raises(TemporaryFailure):
            list(inpost(server).track(["1"]))


def test_lockers_near_a_postcode_are_listed(shipx):
    first, second = inpost(shipx).points("30-001")

    assert ("KRA01N", ("Testowa 1", "30-001 Krakow")) == (first.code, first.lines)
    assert (50.06, None) == (first.latitude, second.latitude)


def test_it_quotes_the_shops_prices_inside_poland(shipx):
    question = {"origin_country": "PL", "postcode": "00-950", "at": NOON}
    carrier = inpost(shipx)

    [quote] = carrier.quote(LOCKER.package, destination_country="PL", **question)

    assert ("inpost", 1399) == (quote.carrier, quote.price.amount_minor)
    assert [] == list(
        carrier.quote(LOCKER.package, destination_country="DE", **question)
    )


def test_settings_come_from_the_environment_or_from_the_shop(shipx, monkeypatch):
    with pytest.raises(SettingMissing, match="POSTPURCHASE_INPOST_TOKEN"):
        inpost(shipx, token="").label(LOCKER, key="k")

    monkeypatch.setenv("POSTPURCHASE_INPOST_TOKEN", "canary")
    carrier = inpost(shipx, token="")
    assert ["POSTPURCHASE_INPOST_TOKEN"] == [one.variable for one in carrier.settings]
    assert carrier.label(LOCKER, key="k").tracking_number
    assert () == inpost(shipx).settings
    assert "canary" not in repr(inpost(shipx))


def test_an_address_without_encryption_is_refused():
    carrier = InPost(base_url="http://shipx.example", token="t", organization_id="1")

    with pytest.raises(InvalidInput, match="https"):
        carrier.label(LOCKER, key="k")


def test_a_closed_port_is_a_temporary_failure():
    with running(ShipX()) as server:
        carrier = inpost(server)

    with pytest.raises(TemporaryFailure, match="not reached"):
        carrier.label(LOCKER, key="k")


def test_without_httpx_the_extra_is_named(shipx, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "httpx", None)

    with pytest.raises(MissingExtra, match=r"postpurchase\[http\]"):
        inpost(shipx).label(LOCKER, key="k")


def test_as_it_is_it_breaks_no_rule():
    assert () == check_plugin("postpurchase.plugins.inpost").broken


class TestConformance(CarrierSuite):
    service = "inpost_locker_standard"
    tracking_number = TRACKED["tracking_number"]

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _recorded(cls):
        carrier = ShipX()
        carrier.tracked[cls.tracking_number] = TRACKED
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("postpurchase.plugins.http_calls.Calls.send", told(carrier))
            yield

    plugin = InPost(token="canary", organization_id="77", rates=RATES)


def told(carrier):
    """Answer from the carrier without a network."""
    import json

    from postpurchase.plugins.fates import Fate
    from postpurchase.plugins.http_calls import Answer

    def send(_calls, method, path, *, query=None, body=None, is_effect=False, **_):
        status, found = carrier.answer(method, path, query, body)
        content = found if isinstance(found, bytes) else json.dumps(found).encode()
        return Answer(
            fate=Fate(status=status),
            content=content,
            is_effect=is_effect,
            plugin="inpost",
        )

    return send
