"""What one broken file costs, at most: CPU time through the whole import."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from time import process_time

import pytest

from postpurchase import PostPurchase, PostPurchaseError
from postpurchase.hooks import load_plugins
from postpurchase.stores import open_store
from postpurchase.testing import Clock

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from robustness.broken.documents import broken_file

COUNT = int(os.environ.get("POSTPURCHASE_BROKEN", "1000"))


def seconds_of(shop, source, path):
    began = process_time()
    with suppress(PostPurchaseError):
        shop.import_file(source, path)
    return process_time() - began


@pytest.mark.benchmark(group="broken inputs", timer=process_time)
def bench_every_broken_file(benchmark, tmp_path):
    plugins, path = load_plugins(entry_points=False), tmp_path / "orders"

    def cost_of(number):
        source, content = broken_file(number)
        path.write_bytes(content)
        with PostPurchase(open_store("memory:"), plugins, Clock()) as shop:
            return seconds_of(shop, source, path), number

    def measured():
        return [cost_of(number) for number in range(COUNT)]

    for number in range(20):  # What is imported when first used is no file's fault.
        cost_of(number)
    costs = benchmark.pedantic(measured, rounds=1)

    slowest, number = max(costs)
    p99 = quantiles([seconds for seconds, _ in costs], n=100)[98]
    figures = {"max_ms": slowest * 1000, "p99_ms": p99 * 1000, "slowest": number}
    benchmark.extra_info.update(files=COUNT, **figures)
    print(f"{COUNT} broken files: {figures}")
