"""Signatures of webhooks: what is signed is accepted, everything else refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from postpurchase.adapters import signatures
from postpurchase.adapters.signatures import SCHEMES, Verified, sign, verify
from postpurchase.errors import InputTooLarge, InvalidInput, NaiveTime, SignatureInvalid

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BODY = '{"number": "RR1", "text": "Доставлено"}'.encode()
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
NAMES = sorted(SCHEMES)
TIMED = [name for name in NAMES if SCHEMES[name].has_time]


def signed(name, body=BODY, *, secret=SECRET, at=NOON, event_id="msg_1"):
    return sign(SCHEMES[name], body, secret=secret, at=at, event_id=event_id)


def check(name, headers, body=BODY, *, secrets=SECRET, at=NOON):
    return verify(SCHEMES[name], headers, body, secrets=secrets, at=at)


def refusal(name, headers, body=BODY, **more):
    with pytest.raises(SignatureInvalid) as refused:
        check(name, headers, body, **more)
    assert name == refused.value.scheme
    return refused.value.reason


@pytest.mark.parametrize("name", NAMES)
def test_what_was_signed_is_accepted(name):
    found = check(name, signed(name))

    assert ("msg_1" if name == "standard" else "") == found.event_id
    assert (NOON if name in TIMED else None) == found.signed_at


def test_the_vendors_own_recipes_are_followed():
    key = SECRET.encode()
    plain = base64.b64encode(hmac.new(key, BODY, hashlib.sha256).digest()).decode()
    for name, header in [
        ("aftership", "aftership-hmac-sha256"),
        ("aftership_returns", "As-Signature-Hmac-Sha256"),
        ("shopify", "X-Shopify-Hmac-Sha256"),
    ]:
        assert Verified() == check(name, {header: plain})
    old = {"am-webhook-signature": f"hmac-sha256={plain}"}
    assert Verified() == check("aftership_returns_2022", old)

    hexed = hmac.new(b"a" + "\u0308".encode() + b"1", BODY, hashlib.sha256).hexdigest()
    easypost = {"X-Hmac-Signature": f"hmac-sha256-hex={hexed}"}
    assert Verified() == check("easypost", easypost, secrets="\u00e41")

    seconds = str(int(NOON.timestamp()))
    mac = hmac.new(key, f"{seconds}.".encode() + BODY, hashlib.sha256).hexdigest()
    shippo = {"Shippo-Auth-Signature": f"t={seconds},v1={mac}"}
    assert NOON == check("shippo", shippo).signed_at


def test_the_example_of_standard_webhooks_is_accepted():
    # Source: the vector of the Standard Webhooks reference libraries.
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    found = check(
        "standard",
        headers,
        b'{"test": 2432232314}',
        secrets="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        at=datetime.fromtimestamp(1614265330, UTC),
    )

    assert "msg_p5jXN8AQM9LWM0D4loKWxJek" == found.event_id


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_bit_of_the_body_is_refused(name):
    headers = signed(name)
    for index in range(8 * len(BODY)):
        body = bytearray(BODY)
        body[index // 8] ^= 1 << index % 8
        assert "mismatch" == refusal(name, headers, bytes(body))


@pytest.mark.parametrize("name", NAMES)
def test_every_changed_character_of_a_header_is_refused(name):
    headers = signed(name)
    for header, said in headers.items():
        for index in range(len(said)):
            other = "1" if said[index] != "1" else "2"
            changed = said[:index] + other + said[index + 1 :]
            refusal(name, headers | {header: changed})
            refusal(name, headers | {header: said[:index]})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "value",
    ["", " ", "\x00", "é", "ключ", "\ud800", "v1,", "v1,,v1,", "t=1", "v1=", "=" * 64],
)
def test_a_header_that_is_no_signature_is_refused(name, value):
    scheme = SCHEMES[name]
    for said in (value, scheme.prefix + value, f"v1,{value}", f"t={value},v1={value}"):
        refusal(name, signed(name) | {scheme.header: said})
        refusal(name, (signed(name) | {scheme.header: said}).items())


@pytest.mark.parametrize("name", NAMES)
def test_another_secret_no_header_and_a_header_that_is_there_twice_are_refused(name):
    headers = signed(name)
    other = "whsec_" + base64.b64encode(b"another secret of the shop").decode()

    assert "mismatch" == refusal(name, signed(name, secret=other))
    for header in headers:
        less = {key: value for key, value in headers.items() if key != header}
        assert "missing" == refusal(name, less)
        twice = [*headers.items(), (header.upper(), headers[header])]
        assert "malformed" == refusal(name, twice)


@pytest.mark.parametrize("name", NAMES)
def test_one_secret_can_replace_another_and_headers_may_be_bytes_in_any_case(name):
    new = "whsec_" + base64.b64encode(b"another secret of the shop").decode()
    pairs = [
        (key.upper().encode(), value.encode())
        for key, value in signed(name, secret=new).items()
    ]

    check(name, [(b"Host", b"shop.example"), *pairs], secrets=[SECRET, new])
    check(name, signed(name), secrets=(SECRET, new))


def test_one_of_several_signatures_is_enough():
    headers = signed("standard")
    known = headers["webhook-signature"]
    several = {"webhook-signature": f"v1a,AAAA v1,AAAA {known}"}

    assert "msg_1" == check("standard", headers | several).event_id
    assert "malformed" == refusal(
        "standard", headers | {"webhook-signature": known.replace("v1,", "v1a,")}
    )
    flood = {"webhook-signature": " ".join(["v1,AAAA"] * 500)}
    refusal("standard", headers | flood)


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize(("seconds", "is_in"), [(300, True), (301, False)])
def test_a_signed_time_counts_within_five_minutes_to_both_sides(name, seconds, is_in):
    for at in (timedelta(seconds=seconds), timedelta(seconds=-seconds)):
        headers = signed(name, at=NOON + at)
        if is_in:
            check(name, headers)
        else:
            assert "outside_window" == refusal(name, headers)


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize("said", ["-1", "1e9", "²", "9" * 13, "", "0x10", " 17"])
def test_a_time_that_is_no_number_of_seconds_is_refused(name, said):
    scheme, headers = SCHEMES[name], signed(name)
    if scheme.time_header:
        refusal(name, headers | {scheme.time_header: said})
    else:
        mac = headers[scheme.header].partition(",")[2]
        refusal(name, headers | {scheme.header: f"t={said},{mac}"})


def test_a_long_body_is_refused_before_it_is_hashed(monkeypatch):
    def never(*_):
        raise AssertionError("hashed")

    monkeypatch.setattr(signatures.hmac, "digest", never)
    with pytest.raises(InputTooLarge):
        check("shopify", {}, b"x" * (signatures.BODY_BYTES_MAX + 1))


def test_too_many_headers_are_refused():
    many = [(f"x-{index}", "1") for index in range(300)]

    assert "malformed" == refusal("shopify", [*many, *signed("shopify").items()])


@pytest.mark.parametrize("secrets", ["", [], [""], ["a"] * 11, "whsec_", [None]])
def test_a_secret_that_is_none_is_the_hosts_fault_and_never_shown(secrets):
    with pytest.raises(InvalidInput) as refused:
        check("standard", signed("standard"), secrets=secrets)

    assert not isinstance(refused.value, SignatureInvalid)
    assert "secrets" == refused.value.path


def test_a_secret_that_is_no_base64_is_told_its_form_and_never_shown():
    with pytest.raises(InvalidInput) as refused:
        check("standard", signed("standard"), secrets="whsec_hunter2!")

    assert "a secret written as whsec_ and Base64" == refused.value.expected
    assert "hunter2" not in str(refused.value)
    with pytest.raises(InvalidInput) as plain:
        check("shopify", signed("shopify"), secrets="")
    assert "a secret" == plain.value.expected


def test_the_clock_and_the_body_have_the_right_kind():
    with pytest.raises(NaiveTime):
        check("shippo", signed("shippo"), at=NOON.replace(tzinfo=None))
    with pytest.raises(InvalidInput):
        check("shopify", signed("shopify"), BODY.decode())
