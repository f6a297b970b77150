"""Nova Poshta: one waybill whatever happens, Kyiv clocks, prices, honest failures."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.util import find_spec

import attrs
import pytest

from plugins.carrier_servers import NovaPoshtaApi, refusal, running
from postpurchase.errors import (
    OutcomeUnknown,
    PermanentFailure,
    SettingMissing,
    TemporaryFailure,
)
from postpurchase.plugins.fates import Fate
from postpurchase.plugins.http_calls import Answer
from postpurchase.plugins.nova_poshta import Counterparty, NovaPoshta
from postpurchase.testing import NOON, CarrierSuite, check_plugin, label_request
from postpurchase.values.answers import Package
from postpurchase.values.carriage import Label
from postpurchase.values.money import Money

if find_spec("httpx") is None:
    pytest.skip(
        "NOT RUN: httpx is not installed; pip install --group carriers",
        allow_module_level=True,
    )

SHOP = Counterparty(
    sender="sender-1",
    contact="contact-1",
    city="city-kyiv",
    address="branch-9",
    phone="380501112233",
)
LATE = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
TO_DOOR = label_request(service="WarehouseDoors", reference="#1001 P1")
TO_BRANCH = attrs.evolve(TO_DOOR, service="WarehouseWarehouse", pickup_point="14")
QUESTION = {
    "origin_country": "UA",
    "destination_country": "UA",
    "postcode": "79000",
    "at": NOON,
}


@pytest.fixture
def api():
    with running(NovaPoshtaApi()) as server:
        yield server


def nova_poshta(server, **changes):
    given = {
        "key": "canary",
        "counterparty": SHOP,
        "base_url": server.url,
        "print_url": server.url,
        "timeout_s": 0.3,
        "clock": lambda: LATE,
    }
    return NovaPoshta(**{**given, **changes})


def test_a_waybill_is_made_and_printed(api):
    label = nova_poshta(api).label(TO_DOOR, key="k")

    [made] = api.carrier.waybills
    assert ("20450000000000", "ref-0") == (
        label.tracking_number[:14],
        label.carrier_reference,
    )
    assert ("application/pdf", Money(8500, "UAH")) == (label.media_type, label.price)
    assert label.document.startswith(b"%PDF")
    assert {
        "Sender": "sender-1",
        "RecipientAddressName": "ul. Długa",
        "RecipientHouse": "5",
        "RecipientFlat": "7",
        "RecipientsPhone": "380501234567",
        "ServiceType": "WarehouseDoors",
        "Weight": "0.8",
        "Cost": "200.00",
        "DateTime": "02.06.2026",
    }.items() <= made["asked"].items()


def test_a_waybill_to_a_branch_names_the_branch(api):
    value = Money(99900, "UAH")
    nova_poshta(api).label(attrs.evolve(TO_BRANCH, value=value), key="k")

    [made] = api.carrier.waybills
    assert "14" == made["asked"]["RecipientAddressName"]
    assert "RecipientHouse" not in made["asked"]
    assert "999.00" == made["asked"]["Cost"]


FAULTS = {
    "hang_before": (OutcomeUnknown, 0),
    "hang_after": (OutcomeUnknown, 1),
    "drop_after": (OutcomeUnknown, 1),
    "error_after": (OutcomeUnknown, 1),
    "garbage_after": (OutcomeUnknown, 1),
    "busy": (TemporaryFailure, 0),
    "refused": (PermanentFailure, 0),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_key_makes_one_waybill_whatever_happens(api, fault):
    kind, made = FAULTS[fault]
    api.faults.append(fault)

    with pytest.raises(kind) as failure:
        nova_poshta(api).label(TO_DOOR, key="k")
    assert type(failure.value) is kind
    assert made == len(api.carrier.waybills)

    first = nova_poshta(api).label(TO_DOOR, key="k")
    assert first == nova_poshta(api).label(TO_DOOR, key="k")
    assert 1 == len(api.carrier.waybills)


def test_a_waybill_without_a_print_is_found_the_next_time(api):
    api.carrier.prints_work = False
    with pytest.raises(OutcomeUnknown, match="cannot be fetched"):
        nova_poshta(api).label(TO_DOOR, key="k")

    api.carrier.prints_work = True
    assert nova_poshta(api).find_label(TO_DOOR, key="k").document
    assert nova_poshta(api).find_label(TO_DOOR, key="other") is None
    assert 1 == len(api.carrier.waybills)


def test_a_refusal_says_why_and_names_nobody(api):
    nowhere = attrs.evolve(
        TO_DOOR,
        recipient=attrs.evolve(
            TO_DOOR.recipient,
            address=attrs.evolve(TO_DOOR.recipient.address, city="Nowhere"),
        ),
    )

    with pytest.raises(PermanentFailure, match=r"\*\*\*: City is not found"):
        nova_poshta(api).label(nowhere, key="k")


def test_a_waybill_needs_who_sends(api):
    with pytest.raises(PermanentFailure, match="counterparty"):
        nova_poshta(api, counterparty=None).label(TO_DOOR, key="k")


def test_a_waybill_is_deleted_twice(api):
    carrier = nova_poshta(api)
    label = carrier.label(TO_DOOR, key="k")

    carrier.void(label, key="v")
    carrier.void(label, key="v")

    assert [] == api.carrier.waybills


def test_deleting_without_an_answer_is_of_unknown_outcome(api):
    api.faults.append("hang_after")

    with pytest.raises(OutcomeUnknown):
        nova_poshta(api).void(
            Label(tracking_number="1", carrier_reference="ref-9"), key="v"
        )


def test_a_waybill_that_is_there_and_cannot_be_deleted_is_told(api):
    carrier = nova_poshta(api)
    label = carrier.label(TO_DOOR, key="k")
    api.carrier._delete = lambda _asked: refusal("The parcel was handed over")

    with pytest.raises(PermanentFailure, match="handed over"):
        carrier.void(label, key="v")


def test_a_print_without_an_answer_leaves_the_outcome_open(api):
    with running(NovaPoshtaApi()) as closed:
        nowhere = closed.url

    with pytest.raises(OutcomeUnknown, match="cannot be fetched"):
        nova_poshta(api, print_url=nowhere).label(TO_DOOR, key="k")
    assert 1 == len(api.carrier.waybills)


def test_a_waybill_without_a_price_is_a_waybill(api):
    made = api.carrier._save
    api.carrier._save = lambda asked: [{**made(asked)[0], "CostOnSite": "free"}]

    assert nova_poshta(api).label(TO_DOOR, key="k").price is None


def test_the_shops_own_prices_come_first(api):
    [quote] = nova_poshta(api, rates=RATES).quote(Package(weight_grams=1), **QUESTION)

    assert Money(7000, "UAH") == quote.price
    assert [] == api.carrier.asked


RECEIVED = {
    "Number": "59000000000001",
    "StatusCode": "9",
    "Status": "Відправлення отримано",
    "DateCreated": "01-06-2026 11:52:42",
    "RecipientDateTime": "03.06.2026 13:53:47",
    "TrackingUpdateDate": "2026-06-03 14:00:00",
    "ScheduledDeliveryDate": "02-06-2026",
    "DateScan": "0001-01-01 00:00:00",
    "CityRecipient": "Львів",
}


def test_clocks_are_those_of_kyiv_and_forms_of_dates_are_three(api):
    waiting = {
        **RECEIVED,
        "Number": "59000000000002",
        "StatusCode": "7",
        "TrackingUpdateDate": "",
        "RecipientDateTime": "",
    }
    odd = {**waiting, "Number": "59000000000003", "StatusCode": "777"}
    mute = {"Number": "59000000000004", "StatusCode": "4"}
    api.carrier.tracked = [RECEIVED, waiting, odd, mute]
    numbers = [f"5900000000000{n}" for n in range(1, 6)]

    found = dict(nova_poshta(api).track([*numbers, ""]))

    assert numbers[:3] == list(found)
    [received] = found[numbers[0]]
    assert datetime(2026, 6, 3, 10, 53, 47, tzinfo=UTC) == received.at
    assert "2026-06-03T13:53:47" == received.local_at
    assert ("delivered.collected", "9") == (received.code, received.raw_code)
    assert ("Відправлення отримано", "Львів") == (received.raw_text, received.place)
    assert date(2026, 6, 2) == received.estimated_on
    assert "2026-06-01T11:52:42" == found[numbers[1]][0].local_at
    assert "unknown.unmapped" == found[numbers[2]][0].code


def test_a_refused_parcel_says_who_refused_it_and_an_unknown_one_says_nothing(api):
    refused = {**RECEIVED, "StatusCode": "102"}
    not_found = {**RECEIVED, "Number": "59000000000002", "StatusCode": "3"}
    api.carrier.tracked = [refused, not_found]
    numbers = [refused["Number"], not_found["Number"]]

    [(number, [fact])] = nova_poshta(api).track(numbers)

    assert (numbers[0], "consignee_refused") == (number, fact.reason)
    assert "2026-06-03T14:00:00" == fact.local_at


def test_nova_poshta_itself_says_its_prices(api):
    package = Package(weight_grams=1500)

    quotes = nova_poshta(api).quote(package, **QUESTION)

    assert {
        "WarehouseWarehouse": Money(7050, "UAH"),
        "WarehouseDoors": Money(10500, "UAH"),
    } == {one.service: one.price for one in quotes}
    asked = api.carrier.asked[-1]["methodProperties"]
    assert ("city-kyiv", "city-lviv", "1.5") == (
        asked["CitySender"],
        asked["CityRecipient"],
        asked["Weight"],
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"postcode": "00000"},
        {"postcode": ""},
        {"destination_country": "PL"},
        {"weight_grams": 0},
    ],
)
def test_what_cannot_be_priced_is_not_offered(api, changes):
    package = Package(weight_grams=changes.pop("weight_grams", 1500))

    assert () == nova_poshta(api).quote(package, **{**QUESTION, **changes})


def test_a_price_without_an_answer_may_be_asked_for_again():
    with running(NovaPoshtaApi(), faults_hit_all=True) as server:
        server.faults.append("hang_before")

        with pytest.raises(TemporaryFailure):
            nova_poshta(server).quote(Package(weight_grams=1500), **QUESTION)


def test_branches_are_listed(api):
    [branch] = nova_poshta(api).branches("Київ", sought="1")

    assert ("1", "branch-1") == (branch.code, branch.reference)


def test_a_wrong_key_is_a_permanent_failure(api):
    with pytest.raises(PermanentFailure, match="API key is not valid"):
        list(nova_poshta(api, key="wrong").track(["1"]))


def test_the_key_comes_from_the_environment_or_from_the_shop(api, monkeypatch):
    with pytest.raises(SettingMissing, match="POSTPURCHASE_NOVA_POSHTA_KEY"):
        nova_poshta(api, key="").branches("Київ")

    monkeypatch.setenv("POSTPURCHASE_NOVA_POSHTA_KEY", "canary")
    assert nova_poshta(api, key="").branches("Київ")
    assert "canary" not in repr(nova_poshta(api))


def test_the_key_in_the_address_of_a_print_is_not_logged(api, caplog):
    with caplog.at_level("INFO"):
        nova_poshta(api).label(TO_DOOR, key="k")

    assert "/v2.0/json/" in caplog.text
    assert "canary" not in caplog.text


def test_as_it_is_it_breaks_no_rule():
    assert () == check_plugin("postpurchase.plugins.nova_poshta").broken


RATES = [
    {
        "service": "WarehouseWarehouse",
        "countries": ["UA"],
        "weight_grams_max": 30_000,
        "price": "70",
        "currency": "UAH",
    }
]


class TestConformance(CarrierSuite):
    origin_country = destination_country = "UA"
    postcode = "79000"
    service = "WarehouseDoors"
    tracking_number = RECEIVED["Number"]
    plugin = NovaPoshta(key="canary", counterparty=SHOP, rates=RATES)

    @pytest.fixture(autouse=True, scope="class")
    @classmethod
    def _recorded(cls):
        carrier = NovaPoshtaApi()
        carrier.tracked = [RECEIVED]

        def send(_calls, method, path, *, body=None, is_effect=False, **_):
            status, found = carrier.answer(method, path, {}, body)
            content = found if isinstance(found, bytes) else json.dumps(found).encode()
            return Answer(
                fate=Fate(status=status),
                content=content,
                is_effect=is_effect,
                plugin="nova-poshta",
            )

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("postpurchase.plugins.http_calls.Calls.send", send)
            yield
