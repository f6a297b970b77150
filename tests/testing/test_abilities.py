"""What a carrier can do is checked where it is offered, and each fault is found."""

import inspect
import unittest

import pytest

from postpurchase.errors import OutcomeUnknown, PermanentFailure, TemporaryFailure
from postpurchase.hooks import load_plugins
from postpurchase.hooks.abilities import (
    ChangesDelivery,
    FindsDropOffPoints,
    FindsLabels,
    FindsReturns,
    PicksUp,
    PrintsLabels,
    TakesReturns,
    Tracks,
)
from postpurchase.plugins.table_rate_carrier import TableRateCarrier
from postpurchase.testing import (
    NOON,
    FakeCarrier,
    RuleBroken,
    check_plugin,
    label_request,
    pick_up,
)
from postpurchase.testing.suites.carrier import CarrierSuite
from postpurchase.values.carriage import DeliveryChange, Label

ABILITIES = (
    PrintsLabels,
    FindsLabels,
    Tracks,
    PicksUp,
    ChangesDelivery,
    TakesReturns,
    FindsReturns,
    FindsDropOffPoints,
)
RULES = {
    "label-typed",
    "label-once",
    "label-outage",
    "label-found",
    "void-twice",
    "track-typed",
    "track-unknown",
    "pick-up-once",
    "changes-known",
    "change-refused",
    "return-way-typed",
    "return-way-once",
    "return-way-outage",
    "return-way-found",
    "return-void-twice",
    "drop-off-points-typed",
}


class Suite(CarrierSuite):
    """Checks a carrier that knows one parcel."""

    tracking_number = "T1"


def broken(carrier):
    """Return the rules about abilities that a carrier breaks, with details."""
    carrier.hand_over("T1", NOON)
    suite = type("Checked", (Suite,), {"plugin": carrier})()
    found = {}
    for _, test in inspect.getmembers(suite, inspect.ismethod):
        if getattr(test, "rule_id", "") in RULES:
            try:
                test()
            except RuleBroken as fault:
                found[fault.rule.rule_id] = fault.detail
            except unittest.SkipTest:
                continue
    return found


def test_the_fake_keeps_every_promise_about_its_abilities():
    assert {} == broken(FakeCarrier(code="able"))
    assert all(isinstance(FakeCarrier(), one) for one in ABILITIES)


def test_what_a_carrier_does_not_offer_is_shown_and_does_not_count():
    report = check_plugin("table_rate_carrier")
    rows = {row.rule.rule_id: row for row in report.rows}

    assert {"unseen"} == {rows[name].outcome for name in RULES}
    assert "not offered: PrintsLabels" == rows["label-once"].detail
    assert not isinstance(TableRateCarrier(), PrintsLabels)


def test_abilities_are_seen_through_a_trace():
    """From Python 3.12 on, isinstance looks without asking __getattr__."""
    plugins = load_plugins(
        [FakeCarrier(code="able")], entry_points=False, trace=lambda _line: None
    )
    carrier = plugins.get("carrier", "able")

    assert all(isinstance(carrier, one) for one in ABILITIES)
    assert callable(inspect.getattr_static(carrier, "find_label"))


class Forgetful(FakeCarrier):
    def label(self, request, *, key):
        return super().label(request, key=f"{key}{len(self.labels)}")

    def pick_up(self, wish, *, key):
        return super().pick_up(wish, key=f"{key}{len(self.ledger)}")


class Untyped(FakeCarrier):
    def label(self, request, *, key):
        return Label(
            tracking_number="T", document=b"%PDF", media_type="application/zpl"
        )

    def track(self, tracking_numbers):
        return [(number, ("delivered",)) for number in tracking_numbers]

    def changes(self, tracking_number, code, at):
        return ("teleport",)

    def change(self, tracking_number, change, *, key):
        """Accept everything, and do nothing."""


class Crude(FakeCarrier):
    def label(self, request, *, key):
        raise TimeoutError

    def void(self, label, *, key):
        raise KeyError(key)


class Hopeless(FakeCarrier):
    def label(self, request, *, key):
        raise PermanentFailure(plugin=self.code, reason="no network")


class Guessing(FakeCarrier):
    def find_label(self, request, *, key):
        return Label(tracking_number="T")


class Strict(FakeCarrier):
    def _effect(self, kind, key, happen):
        if kind in ("void", "cancel_pick_up") and (kind, key) in self._done:
            raise PermanentFailure(plugin=self.code, reason="done before")
        return super()._effect(kind, key, happen)


@pytest.mark.parametrize(
    ("carrier", "rules"),
    [
        (Forgetful, {"label-once", "label-found", "pick-up-once"}),
        (
            Untyped,
            {"label-typed", "label-found", "track-typed", "track-unknown", "changes-known", "change-refused"},
        ),
        (Crude, {"label-typed", "label-once", "label-outage", "label-found", "void-twice"}),
        (Hopeless, {"label-outage"}),
        (Guessing, {"label-found"}),
        (Strict, {"void-twice", "pick-up-once"}),
    ],
)  # fmt: skip
def test_each_fault_breaks_its_rule(carrier, rules):
    assert rules == set(broken(carrier(code="odd")))


FAULTS = {
    "refused": (PermanentFailure, 0),
    "busy": (TemporaryFailure, 0),
    "lost_before": (OutcomeUnknown, 0),
    "lost_after": (OutcomeUnknown, 1),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fakes_ledger_says_what_really_happened(fault):
    kind, effects = FAULTS[fault]
    carrier = FakeCarrier(faults=[fault])

    with pytest.raises(kind):
        carrier.label(label_request(), key="k")
    assert effects == len(carrier.ledger)
    assert (carrier.find_label(label_request(), key="k") is not None) == bool(effects)

    carrier.label(label_request(), key="k")
    assert [("label", "k")] == carrier.ledger


def test_the_fake_changes_what_is_on_its_way_and_nothing_else():
    carrier = FakeCarrier()
    change = DeliveryChange(kind="safe_place", place="behind the gate")
    carrier.hand_over("T1", NOON)

    carrier.change("T1", change, key="c")

    assert "safe_place" in carrier.changes("T1", "in_transit.general", NOON)
    assert () == carrier.changes("T1", "info_received.label_created", NOON)
    with pytest.raises(PermanentFailure):
        carrier.change("T2", change, key="c2")
    agreed = carrier.pick_up(pick_up(), key="p")
    carrier.cancel_pick_up(agreed, key="off")
    assert ["change", "pick_up", "cancel_pick_up"] == [
        what for what, _ in carrier.ledger
    ]
