"""Importing the package in a fresh interpreter, beside `attrs`."""

from __future__ import annotations

import subprocess
import sys

import pytest

STATEMENTS = {
    "nothing": "pass",
    "attrs": "import attrs",
    "postpurchase": "import postpurchase",
    "Money": "from postpurchase import Money",
    "PostPurchase": "from postpurchase import PostPurchase",
    "transitions": "import transitions",
    "eventsourcing": "import eventsourcing.application",
}


@pytest.mark.benchmark(group="python -c import")
@pytest.mark.parametrize("name", STATEMENTS)
def bench_import(benchmark, name):
    command = [sys.executable, "-c", STATEMENTS[name]]
    benchmark.pedantic(
        subprocess.run, (command,), {"check": True}, warmup_rounds=1, rounds=9
    )
