"""Public sample data that lies beside the checkout, for tests that compare with it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


def shared_file(name):
    """Return the path of a sample file, or skip the test and say what is missing."""
    beside = Path(__file__).parents[2] / "shared"
    path = Path(os.environ.get("POSTPURCHASE_SHARED") or beside) / "data" / name
    if not path.exists():
        pytest.skip(f"NOT RUN: sample data {path} is missing; set POSTPURCHASE_SHARED")
    return path


def shared_json(name):
    return json.loads(shared_file(name).read_text(encoding="utf-8"))
