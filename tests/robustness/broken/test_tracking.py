"""Whatever a tracking document holds, it is read or refused with a typed error.

`POSTPURCHASE_BROKEN=10000` tries ten thousand of each format; by default a tenth of
a tenth.
"""

from __future__ import annotations

import copy
import json
import os
import random

import pytest

from adapters.tracking.replies import REPLIES
from postpurchase.adapters.tracking import FORMATS, parse
from postpurchase.errors import PostPurchaseError
from postpurchase.order.commands import RecordTracking
from postpurchase.testing import NOON
from postpurchase.tracking.vocabulary import CODES

TRIES = int(os.environ.get("POSTPURCHASE_BROKEN", "1000")) // 10
ODD = [
    None,
    True,
    0,
    -1,
    10**17,
    1.5,
    "",
    " ",
    "\x00",
    "0001-01-01",
    "9999-12-31T23:59:59-14:00",
    "2026-02-30",
    "é" * 3000,
    "\u202e",
    [],
    {},
    [[]],
    [{}],
    {"content": {"content": []}},
    ["a", {"b": None}],
]


def nodes(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from nodes(value[key], (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from nodes(inner, (*path, index))


def broken_json(chance, body):
    document = json.loads(body)
    for _ in range(chance.randint(1, 3)):
        inside = [path for path in nodes(document) if path]
        if not inside:
            break
        *above, last = chance.choice(inside)
        holder = document
        for step in above:
            holder = holder[step]
        if chance.random() < 0.2 and isinstance(holder, dict):
            del holder[last]
        else:
            holder[last] = copy.deepcopy(chance.choice(ODD))
    return json.dumps(document).encode()


def broken_bytes(chance, body):
    torn = bytearray(body)
    for _ in range(chance.randint(0, 3)):
        where = chance.randrange(len(torn))
        if chance.random() < 0.3:
            del torn[where : where + chance.randint(1, 30)]
        else:
            torn[where] = chance.randrange(256)
    return bytes(torn)


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_document_is_read_or_refused(name):
    chance = random.Random(name)
    read = 0
    for _ in range(TRIES):
        body = REPLIES[name]
        is_json = not body.lstrip().startswith(b"<") and chance.random() < 0.7
        body = (broken_json if is_json else broken_bytes)(chance, body)
        try:
            reports = parse(name, body)
        except PostPurchaseError as refused:
            refused.user_message("uk")
            continue
        for report in reports:
            read += 1
            json.dumps(report.document(), allow_nan=False)
            assert report.code in CODES
            facts = report.tracking_facts(otherwise=NOON)
            if facts:
                RecordTracking(order_id="1", at=NOON, parcel_id="1", facts=facts)
    assert read
