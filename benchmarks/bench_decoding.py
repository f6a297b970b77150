"""A body of an order from a shop, decoded and read; broken ones, refused."""

from __future__ import annotations

from time import process_time

import pytest

from postpurchase.adapters.decoding import decode_json
from postpurchase.errors import PostPurchaseError

GOOD = b'{"orders": [' + b",".join([b'{"id": 1, "total": "19.90"}'] * 500) + b"]}"
BROKEN = {
    "nested": b"[" * 100_000,
    "long number": b"1" * 1_000_000,
    "NaN": b'{"a": NaN}',
    "repeated key": b'{"a": 1, "a": 2}',
    "open string": b'{"a": "' + b"x" * 1_000_000,
}


@pytest.mark.benchmark(group="decoding", timer=process_time)
def bench_good(benchmark):
    assert benchmark(decode_json, GOOD)


@pytest.mark.benchmark(group="decoding", timer=process_time)
@pytest.mark.parametrize("fault", BROKEN)
def bench_broken(benchmark, fault):
    def refused():
        with pytest.raises(PostPurchaseError):
            decode_json(BROKEN[fault])

    benchmark(refused)
