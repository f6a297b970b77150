"""What all tests share: Hypothesis profiles, and a world without plugins."""

from __future__ import annotations

import importlib.metadata
import os

import pytest
from hypothesis import HealthCheck, settings

# Timing is measured in benchmarks/, never here: a slow machine fails no test.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=50, **_COMMON)
settings.register_profile(
    "ci", max_examples=100, derandomize=True, print_blob=True, **_COMMON
)
settings.register_profile("deep", max_examples=10_000, **_COMMON)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


_find = importlib.metadata.entry_points
_wanted_by_test = False


def _entry_points(**wanted):
    """Find nothing of ours, unless the test that runs wants it."""
    if wanted.get("group") == "postpurchase" and not _wanted_by_test:
        return importlib.metadata.EntryPoints()
    return _find(**wanted)


# In place before the library is imported, so that whatever else is installed in
# this environment plays no part.
importlib.metadata.entry_points = _entry_points


@pytest.fixture(autouse=True)
def _plugins_of_this_environment(request):
    """Let a test marked ``entry_points`` find installed plugins."""
    global _wanted_by_test
    _wanted_by_test = request.node.get_closest_marker("entry_points") is not None
    yield
    _wanted_by_test = False
