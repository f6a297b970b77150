"""Broken files, each made from its number alone: the same one every time."""

from __future__ import annotations

import copy
import gzip
import json
import random

from adapters.documents_made_up import (
    both,
    fulfilment,
    refund,
    shopify_order,
    woo_order,
)

SEED = 20_261_121

SHOPIFY = shopify_order(
    refunds=[refund()],
    fulfillments=[fulfilment(shipment_status="in_transit")],
    total_price_set=both("28.10", "30.00"),
    customer={"id": 5, "first_name": "Ola", "email": "ola@example.com"},
    shipping_address={"name": "Ola", "address1": "x", "country_code": "PL"},
    payment_gateway_names=["card"],
)

WOOCOMMERCE = woo_order(
    refunds=[{"id": 5, "total": "-10.00"}],
    fee_lines=[{"total": "0.00", "total_tax": "0.00"}],
    billing={"first_name": "Ola", "country": "PL", "phone": "1"},
)

CSV = """\
order_id,number,placed_at,currency,name,country,shipping,total,paid,payment_method,\
sku,quantity,unit_price,discount,shipped_at,carrier,tracking_number
A-1,#1,2026-03-01T09:30:00+01:00,EUR,Olena,UA,4.90,33.70,33.70,card,\
CUP,2,9.90,1.00,2026-03-02T08:00:00Z,dhl,T1
A-1,,,,,,,,,,POT,1,10.00,0.00,,,
A-2,#2,2026-03-01T10:30:00+01:00,PLN,Jan,PL,,12.00,,,MUG,1,12.00,,,,
"""

GOOD = {"shopify": SHOPIFY, "woocommerce": WOOCOMMERCE}

STRANGE = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        10**12,
        10**17,
        10**18,
        -(10**18),
        10**40,
        0.1,
        -0.0,
    ),
    *("", " ", "0", "-1", "-0.00", "1e5", "1,00", "1.005", "١٢", "0x10", "٠.٥", "½"),
    *("NaN", "nan", "Infinity", "-Infinity", "0.001", "9" * 18, "9" * 19, "9" * 5_000),
    *("x" * 300, "x" * 70_000, "é" * 600, "a\x00b", "a\nb", "a\rBcc: b", "\u2028"),
    *("\ud800", "\udfff\ud800", "\U0001f4e6", "\u202e", "\ufeff", "{{ 7 * 7 }}"),
    *("'; DROP TABLE event;--", "=cmd()", "../../etc/passwd", "<script>", "%s%n"),
    *("2026-02-30T00:00:00Z", "0001-01-01T00:00:00+23:59", "2026-13-01", "1e999999"),
    *("9999-12-31T23:59:59-23:59", "0000-00-00T00:00:00", "2026-03-01T10:00:00"),
    *("2026-03-01T10:00:00+99:99", "2026-03-01T25:61:61Z", "20260301", "1772359200"),
    *("USD", "XYZ", "usd", "EURO", "JPY", "BTC", "XXX", "KWD", "CLF"),
    *([], {}, [[]], [{}], [None], [None, 1, "a", {}], {"": ""}, {"id": {}}, [[[[]]]]),
    {"shop_money": {"amount": "1", "currency_code": "USD"}},
    {"shop_money": [], "presentment_money": None},
    [{"id": 1}] * 200,
    [[]] * 2_000,
    {str(n): n for n in range(2_000)},
)
"""What no field, or not this field, can be."""

RAW = (
    *("NaN", "Infinity", "-Infinity", "1e999999", "-1E+999999", "1e-999999", "0e0"),
    *("9" * 4_299, "9" * 100_000, "0." + "9" * 5_000, "-0", "00", "1.", ".5", "+1"),
    *(
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\u00"',
        '"\\x"',
        '"\t"',
        "'1'",
        "tru",
        "undefined",
    ),
    *('{"a":1,"a":2}', '{"a":1,}', "[1,]", "{", "}", "[", "]", '"', ",", ":", "/**/"),
    *("[" * 33 + "]" * 33, "[" * 5_000, '{"a":' * 5_000, "[" * 200_000 + "]" * 200_000),
    "[" + ",".join("1" * 90_000) + "]",
)
"""What JSON's own grammar does not know, or what costs more than it looks."""

PLACE = "\x01here\x01"


def broken_file(number: int) -> tuple[str, bytes]:
    """Make a broken file.

    Returns:
        The format that it is offered as, and its bytes.
    """
    rng = random.Random(f"{SEED}:{number}")
    source = rng.choice(("shopify", "shopify", "woocommerce", "woocommerce", "csv"))
    if source == "csv":
        content = broken_csv(rng) if rng.random() < 0.7 else CSV.encode()
        is_broken = content != CSV.encode()
    else:
        is_broken = rng.random() < 0.75
        content = broken_json(rng, GOOD[source]) if is_broken else as_json(GOOD[source])
    if not is_broken or rng.random() < 0.15:
        content = rng.choice(BYTES)(rng, content)
    return source, content


def broken_json(rng, good) -> bytes:
    """Break a document at one to three places, perhaps between two good ones."""
    document = copy.deepcopy(good)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        path = rng.choice(list(places(document)))
        document = changed(rng, document, path)
    content = as_json(document)
    raw = rng.choice(RAW).encode() if rng.random() < 0.5 else b'{"a":1,"a":2}'
    content = content.replace(as_json(PLACE), raw)
    wrap = rng.choice((b"%b", b"%b", b"[%b]", b'{"orders":[%b]}', b'{"order":%b}'))
    return wrap % content


def changed(rng, document, path):
    """Change the value at a path; the first step of no path is all of it."""
    value = copy.deepcopy(rng.choice(STRANGE))
    if rng.random() < 0.25:
        value = PLACE
    if not path:
        return value
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    last = path[-1]
    rng.choice(CHANGES)(rng, inner, last, value)
    return document


def replaced(_rng, inner, last, value):
    inner[last] = value


def left_out(_rng, inner, last, _value):
    del inner[last]


def repeated(rng, inner, last, _value):
    if isinstance(inner, list):
        inner.append(inner[last])
    else:
        inner[rng.choice(list(inner))] = inner[last]


def nested(rng, inner, last, _value):
    for _ in range(rng.choice((1, 5, 40, 300))):
        inner[last] = [inner[last]] if rng.random() < 0.5 else {"a": inner[last]}


def of_another_type(rng, inner, last, _value):
    before = inner[last]
    if isinstance(before, str):
        inner[last] = [*before]
    elif isinstance(before, int):
        inner[last] = rng.choice((str, float))(before)
    else:
        inner[last] = str(before)


CHANGES = (replaced, replaced, replaced, left_out, repeated, nested, of_another_type)


def broken_csv(rng) -> bytes:
    """Break some cells, the header or the grammar of a table."""
    rows = [line.split(",") for line in CSV.splitlines()]
    for _ in range(rng.choice((1, 1, 2, 4))):
        row = rng.choice(rows)
        how, n = rng.randrange(8), rng.randrange(len(row))
        if how == 0:
            del row[n]
        elif how == 1:
            row.insert(n, rng.choice(row))
        elif how == 2:
            rows.append(list(row))
        elif how == 3:
            row[n] = rng.choice(('"', 'a"b', '"a\nb', "\x00", '""', "a;b\tc", "\\"))
        else:
            row[n] = str(rng.choice(STRANGE))
    joined = rng.choice((",", ",", ",", ";", "\t", "|")).join
    ends = rng.choice(("\n", "\n", "\r\n", "\r", "\n\n"))
    return ends.join(map(joined, rows)).encode("utf-8", "surrogatepass")


def as_json(value) -> bytes:
    return json.dumps(value).encode()


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*path, index))


def cut(rng, content):
    return content[: rng.randrange(len(content) + 1)]


def flipped(rng, content):
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 50))):
        if found:
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def stuffed(rng, content):
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.randbytes(rng.choice((1, 4, 400))) + content[at:]


def shuffled(rng, content):
    size = max(1, len(content) // 8)
    parts = [content[n : n + size] for n in range(0, len(content), size)]
    rng.shuffle(parts)
    return b"".join(parts)


def wrapped(rng, content):
    depth = rng.choice((1, 31, 33, 500, 100_000))
    opening, closing = rng.choice(((b"[", b"]"), (b'{"order":', b"}"), (b"[", b"")))
    return opening * depth + content + closing * depth


def zipped(rng, content):
    kind = rng.randrange(6)
    if kind == 0:
        return gzip.compress(content)[:-4]
    if kind == 1:
        return gzip.compress(gzip.compress(content))
    if kind == 2:
        return gzip.compress(b" " * 4_000_000 + content)
    if kind == 3:
        return flipped(rng, gzip.compress(content))
    if kind == 4:
        return gzip.compress(content) + b"junk"
    return b"\x1f\x8b" + rng.randbytes(60)


def recoded(rng, content):
    text = content.decode("utf-8", "replace")
    code = rng.choice(("utf-16", "utf-32-be", "utf-8-sig", "cp500", "utf-7"))
    return text.encode(code, "replace")


BYTES = (
    cut,
    flipped,
    stuffed,
    shuffled,
    wrapped,
    zipped,
    recoded,
    lambda rng, _content: rng.randbytes(rng.choice((0, 1, 10, 5_000))),
    lambda rng, content: b"\xef\xbb\xbf" * rng.choice((1, 2)) + content,
    lambda _rng, content: content + content,
    lambda rng, content: content + b"\n" + cut(rng, content),
    lambda rng, _content: rng.choice((b"", b" \n", b"null", b"[]", b"{}", b'""', b"0")),
    lambda _rng, content: CSV.encode() if content[:1] in b"{[" else as_json(SHOPIFY),
)
"""What happens to files on their way."""
