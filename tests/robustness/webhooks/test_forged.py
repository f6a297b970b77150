"""Forged, altered and replayed webhooks: none accepted, none crashes, none is slow.

`POSTPURCHASE_WEBHOOKS=1000000` tries a million; by default some thousands.
"""

from __future__ import annotations

import base64
import os
import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from adapters.tracking.replies import REPLIES
from postpurchase import PostPurchase
from postpurchase.adapters.signatures import sign
from postpurchase.adapters.webhook_sources import SOURCES
from postpurchase.errors import (
    InputTooLarge,
    PostPurchaseError,
    SignatureInvalid,
    UnknownTrackingNumber,
)
from postpurchase.order.commands import ShipParcel
from postpurchase.testing import NOON, Clock, place_order

TRIES = int(os.environ.get("POSTPURCHASE_WEBHOOKS", "6000"))
MOST_MS = 100
SECRET = "whsec_" + base64.b64encode(b"what the shop and the sender know").decode()
OTHER = "whsec_" + base64.b64encode(b"what somebody else would guess...").decode()
NUMBERS = {
    "aftership": "9400100000000000000000",
    "easypost": "EZ4000000004",
    "shippo": "SHIPPO_TRANSIT",
    "shopify": "1Z1",
    "standard": "36301917597",
}
FORMATS = {"standard": "gls"}
RUBBISH = [
    b"",
    b"\x00",
    b"{",
    b"[" * 3000,
    b'{"a":' * 500,
    b"\xff\xfe",
    b"<a/>",
    b"9" * 999,
]


def genuine(name):
    body = REPLIES[FORMATS.get(name, name)]
    headers = sign(SOURCES[name].scheme, body, secret=SECRET, at=NOON, event_id="msg_1")
    return headers, body


GENUINE = {name: genuine(name) for name in SOURCES}


def other_secret(chance, name, headers, body):
    scheme = SOURCES[name].scheme
    return sign(scheme, body, secret=OTHER, at=NOON, event_id="msg_1"), body


def other_body(chance, name, headers, body):
    altered = bytearray(body)
    for _ in range(chance.randint(1, 3)):
        altered[chance.randrange(len(altered))] ^= chance.randint(1, 255)
    return headers, bytes(altered) if altered != body else bytes(altered) + b" "


def longer_or_shorter(chance, name, headers, body):
    if chance.random() < 0.5:
        return headers, body[: chance.randrange(len(body))]
    return headers, body + chance.randbytes(chance.randint(1, 200))


def rubbish(chance, name, headers, body):
    return headers, chance.choice(RUBBISH)


def other_header(chance, name, headers, body):
    header = chance.choice(sorted(headers))
    said = headers[header]
    where = chance.randrange(len(said))
    letter = chance.choice(
        "0123456789abcdefABCDEF+/=,. \x00éЖ\ud800".replace(said[where], "")
    )
    altered = said[:where] + letter + said[where + 1 :]
    if altered.strip(" \t") == said:
        altered = "x" + altered
    return headers | {header: altered}, body


def made_up_header(chance, name, headers, body):
    scheme = SOURCES[name].scheme
    said = chance.choice(
        [
            "",
            "v1,",
            "t=,v1=",
            chance.randbytes(24).hex(),
            base64.b64encode(chance.randbytes(32)).decode(),
            "v1," * 2000,
            "t=1,t=2,v1=0",
            "é" * 5000,
            scheme.prefix + chance.randbytes(32).hex(),
            f"t={int(NOON.timestamp())},v1={chance.randbytes(32).hex()}",
            "v1," + base64.b64encode(chance.randbytes(32)).decode(),
        ]
    )
    return headers | {scheme.header: said}, body


def header_gone_or_twice(chance, name, headers, body):
    header = chance.choice(sorted(headers))
    if chance.random() < 0.5:
        return {key: said for key, said in headers.items() if key != header}, body
    return [*headers.items(), (header.title(), headers[header])], body


def other_time(chance, name, headers, body):
    """Sign with the right secret, but out of the window; or else as somebody else."""
    scheme = SOURCES[name].scheme
    away = timedelta(seconds=chance.choice((-1, 1)) * chance.randint(301, 10**6))
    secret = SECRET if scheme.has_time else OTHER
    return sign(scheme, body, secret=secret, at=NOON + away, event_id="msg_1"), body


def another_senders(chance, name, headers, body):
    other = chance.choice([one for one in GENUINE if one != name])
    return GENUINE[other][0], body


FORGERIES = (
    other_secret,
    other_body,
    longer_or_shorter,
    rubbish,
    other_header,
    made_up_header,
    header_gone_or_twice,
    other_time,
    another_senders,
)


@pytest.fixture
def shop():
    shop = PostPurchase.open("memory:", entry_points=False, clock=Clock(NOON))
    for name, number in NUMBERS.items():
        shop.handle(place_order(order_id=name))
        shop.handle(
            ShipParcel(
                order_id=name,
                at=NOON,
                parcel_id="P1",
                units={"L1": 1},
                tracking_number=number,
            )
        )
    return shop


def send(shop, name, headers, body):
    return shop.receive_webhook(
        name, headers, body, secrets=SECRET, format=FORMATS.get(name, "")
    )


def versions(shop):
    return {name: shop.order(name).version for name in NUMBERS}


def test_nothing_that_was_forged_altered_or_replayed_changes_anything(shop):
    for name, (headers, body) in GENUINE.items():
        assert not send(shop, name, headers, body).is_repeated
    before = versions(shop)
    chance = random.Random(20260601)
    seen, slowest, names = Counter(), 0.0, sorted(SOURCES)
    for index in range(TRIES):
        name = names[index % len(names)]
        headers, body = GENUINE[name]
        is_replay = chance.random() < 0.05
        if not is_replay:
            forge = chance.choice(FORGERIES)
            headers, body = forge(chance, name, headers, body)
        began = time.process_time()
        try:
            received = send(shop, name, headers, body)
        except SignatureInvalid as refused:
            seen[refused.reason] += 1
            assert not is_replay
        else:
            assert is_replay, (forge.__name__, name, headers, body)
            assert received.is_repeated
            seen["replayed"] += 1
        slowest = max(slowest, (time.process_time() - began) * 1000)

    assert before == versions(shop)
    print(f"{TRIES} bodies, {dict(seen)}, slowest {slowest:.1f} ms of CPU")
    assert {"mismatch", "malformed", "missing", "outside_window", "replayed"} == set(
        seen
    )
    if TRIES >= 1_000_000:
        assert slowest < MOST_MS


def test_even_bodies_that_were_signed_are_refused_in_bounded_time(shop):
    """The sender's own secret does not help against what cannot be read."""
    heavy = [
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b'{"msg":{"checkpoints":[' + b"{}," * 400_000 + b"{}]}}",
        b'{"msg":{"tracking_number":"1","checkpoints":[' + b"{}," * 40_000 + b"{}]}}",
        b"9" * 2_000_000,
        b'{"a":1e999999999}',
        b'"' + b"\\u0000" * 300_000 + b'"',
        b'{"msg":{"tracking_number":"' + b"9" * 1_900_000 + b'"}}',
        b"<a>" * 600_000,
        b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>',
        b"<a>" + b"<b/>" * 400_000 + b"</a>",
        b"\x1f\x8b" + b"\x00" * 1_000_000,
        b"x" * 3_000_000,
    ]
    before = versions(shop)
    for body in heavy:
        headers = sign(SOURCES["aftership"].scheme, body, secret=SECRET)
        with pytest.raises(PostPurchaseError) as refused:
            send(shop, "aftership", headers, body)
        assert not isinstance(refused.value, UnknownTrackingNumber) or len(body) < 99
        assert isinstance(refused.value, PostPurchaseError | InputTooLarge)
    assert before == versions(shop)
