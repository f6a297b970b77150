"""karrio's connectors behave as carriers: in time, once, and with honest failures."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.util import find_spec
from types import ModuleType, SimpleNamespace
from urllib.parse import urlsplit
from urllib.request import Request

import pytest

from plugins import karrio_replies as replies
from plugins.silent_server import silent_server
from postpurchase.errors import (
    InvalidInput,
    MissingExtra,
    OutcomeUnknown,
    PermanentFailure,
    PluginNotLoaded,
    TemporaryFailure,
    UnknownCode,
)
from postpurchase.hooks import load_plugins
from postpurchase.hooks.abilities import ChangesDelivery, PicksUp, PrintsLabels, Tracks
from postpurchase.plugins import karrio_bridge
from postpurchase.plugins.karrio_bridge import (
    NoAnswer,
    NotReached,
    Reply,
    Terms,
    answers,
    http,
    loading,
    transport,
)
from postpurchase.testing import CarrierSuite
from postpurchase.values.address import Address
from postpurchase.values.answers import Package
from postpurchase.values.carriage import Label, PickUp
from postpurchase.values.money import Money

if find_spec("karrio") is None:
    pytest.skip(
        "NOT RUN: karrio is not installed; pip install --group carriers",
        allow_module_level=True,
    )

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUESTION = {
    "origin_country": "DE",
    "destination_country": "PL",
    "postcode": "00-238",
    "at": NOON,
}
SMALL = Package(weight_grams=1200, length_mm=300, width_mm=200, height_mm=100)
SHIP = "/v2409/ship"
LABEL = Label(tracking_number="1Z1", carrier_reference="1Z1")
VISIT = PickUp(
    location_code="BER",
    address=Address(lines=("Main 1",), city="Berlin", postcode="10115", country="DE"),
    ready_at=datetime(2026, 6, 1, 22, 30, tzinfo=UTC),
    closes_at=datetime(2026, 6, 2, 2, 0, tzinfo=UTC),
    parcels=2,
    weight_grams=3000,
)


def ups(stub, **terms):
    return karrio_bridge.carrier(
        "ups", replies.UPS, terms=Terms(transport=stub, **terms)
    )


def gls(stub, **settings):
    return karrio_bridge.carrier(
        "gls", {**replies.GLS, **settings}, terms=Terms(transport=stub)
    )


# What is there


def test_every_installed_connector_becomes_a_carrier_under_its_own_code():
    plugin = karrio_bridge.plugin({"ups": replies.UPS, "gls": replies.GLS})

    plugins = load_plugins([plugin], entry_points=False)

    assert {"ups", "gls"} <= set(karrio_bridge.installed())
    assert {"karrio-ups", "karrio-gls"} <= set(plugins.carriers)
    assert "UPS" == plugins.get("carrier", "karrio-ups").name


@pytest.mark.parametrize(
    ("connector", "settings", "abilities"),
    [
        ("ups", replies.UPS, {PrintsLabels, Tracks, PicksUp}),
        ("gls", replies.GLS, {PrintsLabels, Tracks, PicksUp}),
        ("dpd", replies.DPD, {PrintsLabels, Tracks}),
    ],
)
def test_a_carrier_has_the_abilities_of_its_connector_and_no_others(
    connector, settings, abilities
):
    carrier = karrio_bridge.carrier(connector, settings)

    every = (PrintsLabels, Tracks, PicksUp, ChangesDelivery)
    assert abilities == {one for one in every if isinstance(carrier, one)}


def test_a_connector_that_is_not_installed_is_named_with_the_closest():
    with pytest.raises(UnknownCode) as failure:
        karrio_bridge.carrier("usp", {})

    assert "ups" == failure.value.near


def test_settings_are_checked_when_the_carrier_is_made():
    with pytest.raises(InvalidInput) as missing:
        karrio_bridge.carrier("ups", {"client_id": "id"})
    with pytest.raises(UnknownCode) as misspelt:
        karrio_bridge.carrier("ups", {**replies.UPS, "acount_number": "1"})

    assert "client_secret" == missing.value.path
    assert "account_number" == misspelt.value.near


def test_no_secret_stands_in_a_repr():
    assert "canary" not in repr(ups(replies.ups_replies()))
    assert "canary" not in repr(karrio_bridge.plugin({"ups": replies.UPS}))


def test_the_tracking_page_is_safe_and_quoted():
    page = ups(replies.ups_replies()).tracking_url('"><b>')

    assert page.startswith("https://www.ups.com/")
    assert "%22%3E%3Cb%3E" in page


# The seam


CONTRACT = """
import inspect
from karrio.core.utils import helpers
print(list(inspect.signature(helpers._urlopen_with_span).parameters))
print(helpers.ThreadPoolExecutor.__name__)
"""


def run(code):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines(), done.stderr


def test_karrio_has_the_private_name_that_the_bridge_replaces():
    told, _ = run(CONTRACT)

    assert ["['req', 'timeout']", "ThreadPoolExecutor"] == told


def like_karrios(req, timeout=None):
    """Have the arguments that the bridge expects."""


@pytest.mark.parametrize(
    "helpers",
    [
        SimpleNamespace(ThreadPoolExecutor=None),
        SimpleNamespace(_urlopen_with_span=print, ThreadPoolExecutor=None),
        SimpleNamespace(_urlopen_with_span=like_karrios),
    ],
)
def test_a_karrio_without_that_name_is_refused_at_the_start(helpers):
    with pytest.raises(PluginNotLoaded, match="no time-out and might leave twice"):
        loading.install(helpers)


UNTOUCHED = """
import ssl, sys
from loguru import logger
from PIL import ImageFile
before = (ssl._create_default_https_context, list(logger._core.handlers))
from postpurchase.plugins import karrio_bridge
print("karrio" in sys.modules)
karrio_bridge.carrier("gls", {"client_id": "a", "client_secret": "b"})
after = (ssl._create_default_https_context, list(logger._core.handlers))
print(before == after, ImageFile.LOAD_TRUNCATED_IMAGES, "karrio" in sys.modules)
print(sorted(n for n in sys.modules if n.startswith("karrio.plugins.")))
"""


def test_the_process_of_the_host_stays_as_it_was():
    """karrio itself drops log handlers and turns certificate checks off."""
    told, errors = run(UNTOUCHED)

    assert ["False", "True False True"] == told[:2]
    assert "['karrio.plugins.gls']" == told[2]
    assert "" == errors


def test_certificates_are_checked_whatever_karrio_did():
    loading.load()
    [context] = [
        handler._checked
        for handler in http._opener().handlers
        if hasattr(handler, "_checked")
    ]

    assert context.check_hostname
    assert "CERT_REQUIRED" == context.verify_mode.name


def test_without_karrio_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "karrio.sdk", None)

    with pytest.raises(MissingExtra, match=r"postpurchase\[karrio\]"):
        karrio_bridge.installed()


def test_requests_of_the_host_itself_go_karrios_own_way():
    loading.load()
    from karrio.core.utils import helpers

    with silent_server() as server:
        server.closing.set()
        answer = helpers._urlopen_with_span(Request(server.url), timeout=2)

    assert b"too late" == answer.read()


# One label


def test_a_label_is_ordered_with_its_reference_and_read_by_its_bytes():
    stub = replies.ups_replies()

    label = ups(stub).label(replies.label_request(), key="label:1001:P1")

    assert "1ZA1B2C36800000001" == label.tracking_number == label.carrier_reference
    assert "application/pdf" == label.media_type
    assert label.document.startswith(b"%PDF")
    assert b"label:1001:P1" in stub.sent[-1][2]
    assert {20.0} == stub.timeouts


def test_bytes_and_not_words_tell_the_form_of_a_label():
    stub = replies.Stub(
        oauth2=replies.TOKEN, shipments=replies.gls_label(b"\x89PNG\r\n")
    )

    label = gls(stub).label(replies.label_request(service="PARCEL"), key="k")

    assert ("Z7KSBCZV", "S-77") == (label.tracking_number, label.carrier_reference)
    assert "image/png" == label.media_type


def test_the_shop_says_which_form_and_options_its_labels_have():
    stub = replies.ups_replies()
    options = {"declared_value": 80.0}
    carrier = ups(stub, label_type="ZPL", options=options)

    carrier.label(replies.label_request(), key="k")
    plain = replies.ups_replies()
    ups(plain).label(replies.label_request(), key="k")

    assert b'"ZPL"' in stub.sent[-1][2]
    assert b'"80.0"' in stub.sent[-1][2]
    assert b'"ZPL"' not in plain.sent[-1][2]


def test_the_same_key_twice_orders_one_label():
    stub = replies.ups_replies()
    carrier = ups(stub)

    first = carrier.label(replies.label_request(), key="k")
    again = carrier.label(replies.label_request(), key="k")
    other = carrier.label(replies.label_request(), key="k2")

    assert first is again
    assert other == first
    assert 2 == stub.count(SHIP)


@pytest.fixture
def sentry(monkeypatch):
    """Make sentry_sdk importable: karrio then sends what fails a second time."""

    class Scope:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def set_data(self, *_):
            pass

        def update_from_scope(self, _):
            pass

    module = ModuleType("sentry_sdk")
    module.start_span = lambda **_: Scope()
    module.get_isolation_scope = module.new_scope = Scope
    monkeypatch.setitem(sys.modules, "sentry_sdk", module)


FAULTS = {
    "refused before": (NotReached("ConnectionRefusedError"), TemporaryFailure, True),
    "no answer": (NoAnswer("TimeoutError"), OutcomeUnknown, False),
    "a transport's own": (RuntimeError("bug"), OutcomeUnknown, False),
    "500": (Reply(status=500), OutcomeUnknown, False),
    "502 with a page": (
        Reply(status=502, content=b"<html>"),
        OutcomeUnknown,
        False,
    ),
    "503": (Reply(status=503), OutcomeUnknown, False),
    "503, come back": (
        Reply(status=503, headers={"retry-after": "30"}),
        TemporaryFailure,
        True,
    ),
    "429": (Reply(status=429, content=b"{}"), TemporaryFailure, True),
    "400": (Reply(status=400, content=b"{}"), PermanentFailure, True),
    "401": (Reply(status=401, content=b"{}"), PermanentFailure, True),
    "302": (Reply(status=302, content=b"{}"), PermanentFailure, True),
    "200 unreadable": (Reply(status=200, content=b"<html>"), OutcomeUnknown, False),
    "200 refused": (replies.UPS_REFUSED, PermanentFailure, True),
}


@pytest.mark.usefixtures("sentry")
@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_a_label_has_its_failure_and_is_sent_once(fault):
    """A second try with the same key asks again only if nothing was ordered."""
    reply, kind, is_asked_again = FAULTS[fault]
    stub = replies.ups_replies(**{SHIP: reply})
    carrier = ups(stub)

    with pytest.raises(kind) as failure:
        carrier.label(replies.label_request(), key="k")
    assert type(failure.value) is kind
    assert "SDK" not in failure.value.reason.replace("answered 200: SHIPPING_SDK", "")
    assert 1 == stub.count(SHIP)

    stub.replies[SHIP] = replies.ups_label()
    if is_asked_again:
        assert carrier.label(replies.label_request(), key="k").tracking_number
        assert 2 == stub.count(SHIP)
    else:
        with pytest.raises(OutcomeUnknown):
            carrier.label(replies.label_request(), key="k")
        assert 1 == stub.count(SHIP)


def test_when_to_come_back_reaches_the_caller():
    busy = Reply(status=429, headers={"retry-after": "30"}, content=b"{}")
    stub = replies.ups_replies(**{SHIP: busy})

    with pytest.raises(TemporaryFailure) as failure:
        ups(stub).label(replies.label_request(), key="k")

    assert 30 == failure.value.retry_after_s


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (NoAnswer("TimeoutError"), TemporaryFailure),
        (Reply(status=500), TemporaryFailure),
        (Reply(status=401, content=b"{}"), PermanentFailure),
    ],
)
def test_a_failing_login_orders_nothing(reply, kind):
    stub = replies.ups_replies(oauth=reply)

    with pytest.raises(kind):
        ups(stub).label(replies.label_request(), key="k")

    assert 0 == stub.count(SHIP)


def test_one_token_serves_many_labels():
    stub = replies.ups_replies()
    carrier = ups(stub)

    for n in range(3):
        carrier.label(replies.label_request(), key=f"k{n}")

    assert 1 == stub.count("oauth")


def test_a_refusal_says_why_and_names_nobody():
    refused = Reply(status=400, content=replies.answered(replies.UPS_REFUSED).content)
    stub = replies.ups_replies(**{SHIP: refused})

    with pytest.raises(PermanentFailure) as failure:
        ups(stub).label(replies.label_request(), key="k")

    assert "120206 ***, ***: no such place" in failure.value.reason
    assert "answered 400" in failure.value.reason


def test_after_an_open_outcome_a_connector_sends_nothing_more():
    """karrio offers its connectors to try again by themselves."""
    stub = replies.Stub(first=NoAnswer("TimeoutError"), second={})
    job = transport.Job(transport=stub, timeout_s=1, is_effect=True)

    for path in ("first", "second", "first"):
        with pytest.raises(NoAnswer):
            job.send(Request(f"https://carrier.example/{path}"))

    assert 1 == len(stub.sent)


def test_nothing_personal_goes_where_it_can_be_read():
    """karrio can send a label to a converter over plain http."""
    stub = replies.ups_replies()
    carrier = ups(stub)
    job = transport.Job(transport=stub, timeout_s=1, is_effect=True)

    with pytest.raises(NotReached):
        job.send(Request("http://converter.example/"))

    assert [] == stub.sent
    assert carrier.code == "karrio-ups"


def test_a_label_is_given_back_once():
    stub = replies.ups_replies()
    carrier = ups(stub)

    carrier.void(LABEL, key="v1")
    carrier.void(LABEL, key="v2")

    assert [("DELETE", "/api/shipments/v2409/void/cancel/1Z1", None)] == stub.sent[1:]


def test_giving_back_is_asked_again_where_no_answer_came():
    stub = replies.ups_replies(**{"/void/": NoAnswer("TimeoutError")})
    carrier = ups(stub)
    with pytest.raises(OutcomeUnknown):
        carrier.void(LABEL, key="v")

    stub.replies["/void/"] = replies.UPS_VOIDED
    carrier.void(LABEL, key="v")

    assert 2 == stub.count("/void/")


def test_a_connector_that_cannot_void_says_so():
    carrier = karrio_bridge.carrier("dpd", replies.DPD)

    with pytest.raises(PermanentFailure, match="cannot take labels back"):
        carrier.void(LABEL, key="v")


# Questions


def test_prices_are_the_decimals_that_the_carrier_wrote():
    quotes = ups(replies.ups_replies()).quote(SMALL, **QUESTION)

    assert {
        "ups_standard": Money(1410, "EUR"),
        "ups_saver": Money(1999, "EUR"),
    } == {
        one.service.replace("worldwide_", "").replace("_eu", ""): one.price
        for one in quotes
    }
    assert {"karrio-ups"} == {one.carrier for one in quotes}


def test_more_decimals_than_the_currency_has_are_rounded_half_up():
    quotes = ups(replies.ups_replies(**{"/rating/": replies.ups_rates("7.00")})).quote(
        SMALL, **QUESTION
    )

    assert [Money(700, "EUR")] == [one.price for one in quotes]
    assert Money(1235, "EUR") == answers.money(12.345, "EUR")
    assert Money(13, "JPY") == answers.money(12.5, "JPY")
    assert [None, None, None] == [
        answers.money(*said) for said in ((None, "EUR"), (1.0, "XX"), ("nan", "EUR"))
    ]


def test_a_question_is_asked_while_an_event_loop_runs():
    """karrio starts a loop of its own, which it cannot within another."""
    carrier = ups(replies.ups_replies())

    async def checkout():
        return carrier.quote(SMALL, **QUESTION)

    assert 2 == len(asyncio.run(checkout()))


def test_a_table_of_rates_that_karrio_brings_is_nobodys_price():
    own = {
        "service_name": "Parcel",
        "service_code": "gls_parcel",
        "currency": "EUR",
        "zones": [{"rate": 7.3, "country_codes": ["PL"]}],
        "active": True,
        "domicile": True,
        "international": True,
    }
    stub = replies.Stub()
    inland = {**QUESTION, "destination_country": "DE"}

    # karrio's own table says 0.00 for it.
    assert () == gls(stub).quote(SMALL, **inland)
    [quote] = gls(stub, services=[own]).quote(SMALL, **QUESTION)

    assert Money(730, "EUR") == quote.price
    assert [] == stub.sent


@pytest.mark.parametrize(
    "changes", [{"destination_country": "ZZ"}, {"origin_country": "ZZ"}]
)
def test_nothing_is_offered_to_or_from_no_country(changes):
    stub = replies.ups_replies()

    assert () == ups(stub).quote(SMALL, **{**QUESTION, **changes})
    assert [] == stub.sent


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (NoAnswer("TimeoutError"), TemporaryFailure),
        (Reply(status=503), TemporaryFailure),
        (Reply(status=200, content=b"<html>"), TemporaryFailure),
        (Reply(status=403, content=b"{}"), PermanentFailure),
        (replies.UPS_REFUSED, PermanentFailure),
    ],
)
def test_a_question_that_fails_is_never_of_unknown_outcome(reply, kind):
    carrier = ups(replies.ups_replies(**{"/rating/": reply}))

    with pytest.raises(kind):
        carrier.quote(SMALL, **QUESTION)


def test_a_gateway_keeps_nothing_of_what_it_sent():
    """karrio keeps every request and answer for the life of a gateway."""
    carrier = ups(replies.ups_replies())
    for _ in range(5):
        carrier.quote(SMALL, **QUESTION)
    gc.collect()

    kept = [
        one for one in gc.get_objects() if type(one).__name__ in ("Tracer", "Silent")
    ]
    recorded = [len(one.inner_recordings) for one in kept]
    assert 0 == sum(recorded)


# Tracking


NUMBERS = ("1ZA1", "1ZA2", "1ZA3")


def test_clock_readings_stay_what_the_clock_showed():
    """The Z that karrio writes behind them means nothing."""
    told = replies.ups_tracked(
        "1ZA1",
        ("20260604", "100900", "D", "011", "DELIVERED"),
        ("20260603", "061500", "??", "XX", "Something new"),
    )
    carrier = ups(replies.Stub(oauth=replies.UPS_TOKEN, track=told), zone="Europe/Rome")

    [(number, (delivered, odd))] = carrier.track(["1ZA1"])

    assert "1ZA1" == number
    assert "2026-06-04T10:09" == delivered.local_at
    assert datetime(2026, 6, 4, 8, 9, tzinfo=UTC) == delivered.at
    assert ("delivered.general", "011") == (delivered.code, delivered.raw_code)
    assert ("DELIVERED", "Warszawa, PL") == (delivered.raw_text, delivered.place)
    assert date(2026, 6, 5) == delivered.estimated_on
    assert ("unknown.unmapped", "XX") == (odd.code, odd.raw_code)


def test_a_word_that_a_connector_does_not_know_stays_unmapped():
    told = replies.dpd_tracked(
        ("Delivered", "06/04/2026 10:09:00 AM"),
        ("Beamed", "06/03/2026 10:09:00 AM"),
    )
    stub = replies.Stub(LoginService=replies.DPD_LOGIN, LifeCycle=told)
    carrier = karrio_bridge.carrier("dpd", replies.DPD, terms=Terms(transport=stub))

    [(_, facts)] = carrier.track(["05300000000001"])

    assert {("Delivered", "delivered.general"), ("Beamed", "unknown.unmapped")} == {
        (one.raw_code, one.code) for one in facts
    }


def test_the_carriers_own_code_says_more_than_the_connectors_reading_of_it():
    told = replies.ups_tracked(
        "1ZA1",
        ("20260604", "100900", "X", "RF", "Refused"),
        ("20260603", "061500", "I", "SR", "Cleared"),
    )
    carrier = ups(replies.Stub(oauth=replies.UPS_TOKEN, track=told))

    [(_, (refused, cleared))] = carrier.track(["1ZA1"])

    assert ("exception.refused", "consignee_refused") == (refused.code, refused.reason)
    assert "in_transit.customs_cleared" == cleared.code


def test_unknown_numbers_are_left_out_and_many_are_asked_for():
    """karrio asks for several numbers in threads of its own."""
    known = replies.ups_tracked("1ZA2", ("20260604", "100900", "D", "011", "OK"))
    stub = replies.Stub(oauth=replies.UPS_TOKEN, **{"details/1ZA2": known})

    found = dict(ups(stub).track([*NUMBERS, "1ZA1"]))

    assert ["1ZA2"] == list(found)
    assert 3 == stub.count("details")


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=503, content=b"{}"), TemporaryFailure),
        (Reply(status=403, content=b"{}"), PermanentFailure),
    ],
)
def test_what_was_answered_is_told_before_what_failed(reply, kind):
    known = replies.ups_tracked("1ZA2", ("20260604", "100900", "D", "011", "OK"))
    stub = replies.Stub(
        oauth=replies.UPS_TOKEN, **{"details/1ZA2": known, "details": reply}
    )
    told = ups(stub).track(NUMBERS)

    assert "1ZA2" == next(told)[0]
    with pytest.raises(kind):
        next(told)


def test_a_number_without_an_answer_is_to_be_asked_for_again():
    silent = NoAnswer("TimeoutError")
    stub = replies.Stub(oauth=replies.UPS_TOKEN, details=silent)

    with pytest.raises(TemporaryFailure, match="did not answer"):
        list(ups(stub).track(NUMBERS))


def test_the_clock_of_a_connector_without_timestamps_is_read_from_day_and_hour():
    told = {
        "parcels": [
            {
                "requested": "Z7KSBCZV",
                "unitno": "Z7KSBCZV",
                "status": "DELIVERED",
                "events": [
                    {
                        "code": "3.0",
                        "city": "Warszawa",
                        "country": "PL",
                        "description": "Delivered",
                        "eventDateTime": "2026-06-04T10:09:00+0200",
                    }
                ],
            }
        ]
    }
    carrier = gls(replies.Stub(oauth2=replies.TOKEN, trackids=told))

    [(_, [fact])] = carrier.track(["Z7KSBCZV"])

    assert ("2026-06-04T10:09", "3.0") == (fact.local_at, fact.raw_code)
    # The connector says nothing of the event itself, and nobody guesses.
    assert "unknown.unmapped" == fact.code


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"date": "2026-06-04", "time": "10:09 PM"}, "2026-06-04T22:09"),
        ({"date": "2026-06-04", "time": "07:05:30"}, "2026-06-04T07:05"),
        ({"date": "2026-06-04", "time": "at noon"}, "2026-06-04T00:00"),
        ({"date": "2026-06-04"}, "2026-06-04T00:00"),
        ({"timestamp": "rubbish", "date": "2026-06-04"}, "2026-06-04T00:00"),
        ({"timestamp": "2026-06-04T10:09:00.000Z"}, "2026-06-04T10:09"),
        ({"date": "soon"}, None),
        ({}, None),
    ],
)
def test_clocks_come_in_many_forms(said, read):
    names = ("date", "time", "timestamp", "code", "status", "description")
    event = SimpleNamespace(**dict.fromkeys((*names, "location", "reason")) | said)
    parcel = SimpleNamespace(
        carrier_name="ups", estimated_delivery=None, events=[event]
    )

    told = [fact.local_at for fact in answers.facts(parcel, "UTC")]

    assert ([] if read is None else [read]) == told


def test_labels_that_are_not_encoded_and_rates_without_a_price_are_taken_calmly():
    docs = SimpleNamespace(label="^XA^FDé^XZ", zpl_label=None, pdf_label=None)
    made = SimpleNamespace(
        docs=docs,
        tracking_number="T",
        shipment_identifier=None,
        selected_rate=SimpleNamespace(total_charge=7.5, currency="EUR"),
    )
    rates = [
        SimpleNamespace(
            service=service,
            total_charge=charge,
            currency="EUR",
            estimated_delivery="2026-06-04",
        )
        for service, charge in (
            ("a", 9),
            ("a", 7),
            ("a", 8),
            ("b", -1),
            ("", 5),
            ("c", None),
        )
    ]

    label = answers.label(made)
    [quote] = answers.quotes(rates, "karrio-x")

    assert ("application/zpl", Money(750, "EUR")) == (label.media_type, label.price)
    assert "T" == label.carrier_reference
    assert (Money(700, "EUR"), date(2026, 6, 4)) == (quote.price, quote.latest_on)
    assert "application/octet-stream" == answers.media_type(b"??")


# Drivers


def test_a_driver_comes_on_the_day_of_the_place_and_once():
    stub = replies.ups_replies()
    carrier = ups(stub, zone="Europe/Berlin")

    agreed = carrier.pick_up(VISIT, key="p")
    carrier.pick_up(VISIT, key="p")
    carrier.cancel_pick_up(agreed, key="c")
    carrier.cancel_pick_up(agreed, key="c")

    assert "2929602E9CP" == agreed.confirmation
    [(_, _, asked)] = [one for one in stub.sent if "pickupcreation" in one[1]]
    assert b'"PickupDate": "20260602"' in asked.replace(b'":"', b'": "')
    assert b'"ReadyTime": "0030"' in asked.replace(b'":"', b'": "')
    assert 1 == stub.count("/pickup/02")


def test_a_driver_whose_coming_is_unknown_is_not_ordered_again():
    stub = replies.ups_replies(**{"/pickupcreation/": NoAnswer("TimeoutError")})
    carrier = ups(stub)
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            carrier.pick_up(VISIT, key="p")

    assert 1 == stub.count("/pickupcreation/")


def test_a_connector_that_cannot_call_a_visit_off_says_so():
    with pytest.raises(PermanentFailure, match="cannot call a visit off"):
        gls(replies.Stub()).cancel_pick_up(VISIT, key="c")


# The transport


def toward(url):
    """Return the bridge's own transport, led to a server on this machine."""

    def send(request, timeout_s):
        if "oauth" in request.full_url:
            return replies.answered(replies.UPS_TOKEN)
        path = urlsplit(request.full_url).path
        here = Request(
            url + path,
            data=request.data,
            headers=dict(request.headers),
            method=request.get_method(),
        )
        return http.send(here, timeout_s)

    return send


def test_a_silent_carrier_ends_in_time_and_is_asked_once():
    with silent_server() as server:
        carrier = ups(toward(server.url), timeout_s=0.2)

        for _ in range(2):
            with pytest.raises(OutcomeUnknown):
                carrier.label(replies.label_request(), key="k")

        assert 1 == len(server.requests)


def test_a_closed_port_is_a_temporary_failure():
    with silent_server() as server:
        url = server.url
    carrier = ups(toward(url))

    with pytest.raises(TemporaryFailure, match="not reached"):
        carrier.label(replies.label_request(), key="k")


def test_a_server_that_does_not_speak_tls_is_not_reached():
    with silent_server() as server, pytest.raises(NotReached):
        http.send(Request(server.url.replace("http:", "https:")), 2)


def test_an_answer_that_is_too_long_is_no_answer(monkeypatch):
    monkeypatch.setattr(http, "CONTENT_MAX", 3)

    with silent_server() as server, pytest.raises(NoAnswer, match="no end"):
        http.send(Request(server.url + "/busy"), 2)


@pytest.mark.parametrize(
    ("path", "kind"), [("/drip", NoAnswer), ("/short", NoAnswer), ("/drop", NoAnswer)]
)
def test_an_answer_without_an_end_is_no_answer(path, kind):
    with silent_server() as server, pytest.raises(kind):
        http.send(Request(server.url + path), 0.2)


def test_status_headers_and_redirects_come_back_as_they_are():
    with silent_server() as server:
        busy = http.send(Request(server.url + "/busy"), 2)
        moved = http.send(Request(server.url + "/moved"), 2)

    assert (503, "7", b"later") == (
        busy.status,
        busy.headers["retry-after"],
        busy.content,
    )
    assert 302 == moved.status
    assert ["/busy", "/moved"] == server.requests


# The suite


def recorded(request, timeout_s):
    """Answer like UPS, which knows one parcel."""
    known = replies.ups_tracked("1ZA2", ("20260604", "100900", "D", "011", "OK"))
    return replies.ups_replies(**{"details/1ZA2": known})(request, timeout_s)


class TestConformance(CarrierSuite):
    plugin = SimpleNamespace()
    service = "ups_standard"
    tracking_number = "1ZA2"

    @classmethod
    def setup_class(cls):
        cls.plugin = karrio_bridge.plugin(
            {"ups": replies.UPS}, terms=Terms(transport=recorded)
        )
