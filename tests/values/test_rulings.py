"""Rulings and deadlines are checked before anything is decided on them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from postpurchase.errors import InvalidInput
from postpurchase.values.money import Money
from postpurchase.values.return_reasons import BY_CODE, REASONS, reason_of
from postpurchase.values.rulings import Deadline, Fee, LineRuling, Ruling, RulingReason

LAST = date(2026, 6, 15)
FEE = Fee(code="restocking", amount=Money(150, "EUR"))
FREIGHT = Fee(code="return_freight", amount=Money(499, "EUR"))


def test_the_fees_of_a_ruling_are_added_up():
    assert Ruling(policy="own", allowed=True).fee is None
    assert Ruling(policy="own", allowed=True, fees=(FEE,)).fee == FEE.amount
    both = Ruling(policy="own", allowed=True, fees=(FEE, FREIGHT))
    assert both.fee == Money(649, "EUR")


def test_a_fee_of_nothing_is_one():
    assert Fee(code="restocking", amount=Money(0, "EUR")).amount == Money(0, "EUR")


def test_what_was_ruled_on_a_line_is_found_by_its_id():
    mug = LineRuling(line_id="L1", units=1, allowed=True)
    tea = LineRuling(line_id="L2", units=2, allowed=False)
    ruling = Ruling(policy="own", allowed=True, lines=(mug, tea))

    assert ruling.line("L2") is tea
    assert ruling.line("L3") is None


def test_a_standard_delivery_is_refunded_up_to_an_amount():
    cap = Money(499, "EUR")
    ruling = Ruling(policy="own", allowed=True, outbound="standard", outbound_max=cap)
    assert ruling.outbound_max == cap


@pytest.mark.parametrize(
    ("path", "make"),
    [
        ("policy", lambda: Ruling(policy="", allowed=True)),
        ("kind", lambda: Ruling(policy="own", allowed=True, kind="whim")),
        ("methods", lambda: Ruling(policy="own", allowed=True, methods=("pigeon",))),
        ("resolutions", lambda: Ruling(policy="own", allowed=True, resolutions=("",))),
        ("freight_by", lambda: Ruling(policy="own", allowed=True, freight_by="me")),
        ("outbound", lambda: Ruling(policy="own", allowed=True, outbound="some")),
        ("outbound_max", lambda: Ruling(policy="o", allowed=True, outbound="standard")),
        (
            "outbound_max",
            lambda: Ruling(policy="o", allowed=True, outbound_max=Money(1, "EUR")),
        ),
        ("refund_when", lambda: Ruling(policy="own", allowed=True, refund_when="now")),
        ("photos", lambda: Ruling(policy="own", allowed=True, photos=-1)),
        ("photos", lambda: Ruling(policy="own", allowed=True, photos=True)),
        ("bonus_percent", lambda: Ruling(policy="o", allowed=True, bonus_percent=0.5)),
        ("line_id", lambda: LineRuling(line_id="", units=1, allowed=True)),
        ("units", lambda: LineRuling(line_id="L1", units=-1, allowed=True)),
        ("rule", lambda: RulingReason(rule="")),
        ("code", lambda: Fee(code="", amount=Money(1, "EUR"))),
        ("amount", lambda: Fee(code="fee", amount=Money(-1, "EUR"))),
        ("amount", lambda: Fee(code="fee", amount=1)),
        ("name", lambda: Deadline(name="", last_on=LAST, basis="law")),
        ("basis", lambda: Deadline(name="withdraw", last_on=LAST, basis="")),
        ("last_on", lambda: Deadline(name="withdraw", last_on="soon", basis="law")),
        (
            "last_on",
            lambda: Deadline(
                name="withdraw", last_on=datetime(2026, 6, 15, tzinfo=UTC), basis="law"
            ),
        ),
    ],
)
def test_what_means_nothing_is_refused_with_its_path(path, make):
    with pytest.raises(InvalidInput) as refused:
        make()
    assert path == refused.value.path


def test_reasons_have_two_levels_and_no_code_stands_twice():
    assert len(REASONS) == len(BY_CODE)
    assert {"customer", "merchant", "carrier"} == {one.fault for one in REASONS}
    assert "fit" == reason_of("fit.too_small").group
    assert "other" == reason_of("").code == reason_of("").group


def test_a_reason_that_nobody_knows_is_refused_with_those_that_are():
    with pytest.raises(InvalidInput, match=r"fit\.too_small") as refused:
        reason_of("fit.too_blue")
    assert "reason" == refused.value.path
