"""Stocks and fulfilment partners: one fault breaks one promise, and says which."""

import pytest

from postpurchase.testing import check_plugin, new_plugin

STOCK = {
    "levels-typed": (
        "                yield StockLevel(",
        "                yield sku\n                yield StockLevel(",
    ),
    "unknown-article": (
        "            if move.sku in self._on_hand:\n                wanted",
        "            if True:\n                wanted",
    ),
    "reserve-once": ("        if key in self._held:\n            return\n", ""),
    "oversell-refused": ("if units > left:", "if units > left + 99:"),
    "release-restores": (
        "self._reserved -= self._held.pop(key, Counter())",
        "self._held.pop(key, None)",
    ),
    "release-unknown": ("pop(key, Counter())", "pop(key)"),
    "follow-once": ("        if key in self._heard:\n            return\n", ""),
}
PARTNER = {
    "partner-locations": ("location_codes = (LOCATION,)", "location_codes = ()"),
    "hand-over-twice": (
        "        units = sum(",
        "        assert key not in SEEN\n        SEEN.append(key)\n        units = sum(",
    ),
    "hand-over-unread": (
        "        units = sum(",
        '        object.__setattr__(order, "version", 99)\n        units = sum(',
    ),
    "cancel-answers": ("return True", "return None"),
    "cancel-unknown": (
        "return True",
        'raise __import__("postpurchase").PermanentFailure(plugin="x", reason="y")',
    ),
    "partner-stock-typed": ("location_code=LOCATION,", 'location_code="KYIV",'),
}


def broken_rules(kind, change, folder):
    """Return what a package breaks after one change to its module."""
    file = new_plugin(kind, "sample", folder) / "postpurchase_sample.py"
    source = file.read_text(encoding="utf-8")
    assert change[0] in source
    changed = source.replace(*change) + "\nSEEN: list[str] = []\n"
    file.write_text(changed, encoding="utf-8")
    return {row.rule.rule_id for row in check_plugin(str(file)).broken}


@pytest.mark.parametrize("rule_id", STOCK)
def test_a_stock_with_one_fault_breaks_that_rule(rule_id, tmp_path):
    assert rule_id in broken_rules("stock", STOCK[rule_id], tmp_path)


@pytest.mark.parametrize("rule_id", PARTNER)
def test_a_partner_with_one_fault_breaks_that_rule(rule_id, tmp_path):
    assert rule_id in broken_rules("fulfilment-partner", PARTNER[rule_id], tmp_path)


@pytest.mark.parametrize("kind", ["stock", "fulfilment-partner"])
def test_a_new_package_is_complete(kind, tmp_path):
    file = new_plugin(kind, "sample", tmp_path) / "postpurchase_sample.py"

    report = check_plugin(str(file))

    assert (report.level, report.broken) == ("complete", ())
