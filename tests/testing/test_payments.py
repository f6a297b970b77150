"""The fake provider, the suite of gateways, and their scaffold."""

import threading
from datetime import timedelta

import pytest

from postpurchase.errors import (
    InvalidInput,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from postpurchase.hooks import GatewayRefund
from postpurchase.testing import (
    GATEWAY_FAULTS,
    NOON,
    Clock,
    FakeGateway,
    PaymentGatewaySuite,
    check_plugin,
    new_plugin,
)
from postpurchase.values.money import Money

FAULTS = {
    "gateway-methods": ('methods = ("card",)', "methods = ()"),
    "gateway-key-lifetime": ("timedelta(hours=24)", "timedelta(minutes=5)"),
    "refund-answered": ('state="succeeded"', 'state="done"'),
    "refund-works": ('state="succeeded"', 'state="failed"'),
    "refund-once": (
        "return self._refunds.setdefault(key, answer)",
        (
            "self._refunds[key] = answer\n        SEEN.append(key)\n"
            "        return GatewayAnswer(state=answer.state, reference=str(len(SEEN)))"
        ),
    ),
    "refund-keys-apart": ("re_{len(self._refunds) + 1}", "re_1"),
    "refund-exact": (
        "if request.amount.amount_minor > AMOUNT_MINOR_MAX:",
        "if not 100 < request.amount.amount_minor <= AMOUNT_MINOR_MAX:",
    ),
    "refund-reference": (", reference=reference", ""),
    "find-unknown": ("return self._refunds.get(key)", "return self._refunds[key]"),
    "find-paid": ("return self._refunds.get(key)", "return None"),
    "find-changes-nothing": (
        "return self._refunds.get(key)",
        (
            "was = self._refunds.get(key)\n        self.refund(request, key=key)\n"
            "        return was"
        ),
    ),
    "refund-refused": (
        'raise PermanentFailure(plugin=self.code, reason="amount_too_large")',
        "pass",
    ),
    "gateway-errors-typed": (
        '        """Pay back once; give',
        (
            "        import socket\n        try:\n"
            "            socket.getaddrinfo('localhost', 80)\n"
            "        except OSError:\n"
            "            return GatewayAnswer(state='failed')\n"
            '        """Pay back once; give'
        ),
    ),
}
"""By rule: one change to a new package that breaks it."""


def changed(change, folder):
    file = new_plugin("payment-gateway", "sample", folder) / "postpurchase_sample.py"
    source = file.read_text(encoding="utf-8")
    assert change[0] in source
    text = source.replace(*change) + "\nSEEN: list[str] = []\n"
    file.write_text(text, encoding="utf-8")
    return {row.rule.rule_id for row in check_plugin(str(file)).broken}


@pytest.mark.parametrize("rule_id", FAULTS)
def test_a_gateway_with_one_fault_breaks_that_rule(rule_id, tmp_path):
    assert rule_id in changed(FAULTS[rule_id], tmp_path)


def test_a_new_package_is_complete(tmp_path):
    folder = new_plugin("payment-gateway", "sample", tmp_path)

    report = check_plugin(str(folder / "postpurchase_sample.py"))

    assert (report.level, report.broken) == ("complete", ())


GATEWAY = FakeGateway(key_lifetime=timedelta(hours=24))


class TestTheFakeKeepsThePromises(PaymentGatewaySuite):
    plugin = GATEWAY

    def paid(self, gateway, key):
        return Money(gateway.paid(key), "EUR")


def asked(refund_id="R1", minor=990):
    return GatewayRefund(
        order_id="7",
        refund_id=refund_id,
        payment_id="P1",
        method="card",
        amount=Money(minor, "EUR"),
    )


def said(gateway, question="refund", key="k", minor=990):
    """Say how the gateway answers: the state, the error's name, or nothing."""
    try:
        answer = getattr(gateway, question)(asked(minor=minor), key=key)
    except Exception as fault:  # noqa: BLE001 - its name is the answer
        return type(fault).__name__
    return answer and answer.state


@pytest.mark.parametrize(
    ("fault", "first", "found", "again", "later", "paid"),
    [
        ("", "succeeded", "succeeded", "succeeded", "succeeded", 990),
        ("busy", "TemporaryFailure", None, "succeeded", "succeeded", 990),
        ("refused", "failed", "failed", "failed", "failed", 0),
        ("lost_before", "OutcomeUnknown", None, "succeeded", "succeeded", 990),
        ("lost_after", "OutcomeUnknown", "succeeded", "succeeded", "succeeded", 990),
        ("lands_later", "OutcomeUnknown", None, "OutcomeUnknown", "succeeded", 990),
        ("garbled", "KeyError", "succeeded", "succeeded", "succeeded", 990),
        ("pending", "pending", "pending", "pending", "succeeded", 990),
        ("fails_later", "succeeded", "succeeded", "succeeded", "failed", 0),
        ("pays_later", "failed", "failed", "failed", "succeeded", 990),
    ],
)
def test_each_fault_does_what_it_says(fault, first, found, again, later, paid):
    clock = Clock()
    gateway = FakeGateway(faults=[fault], clock=clock)

    assert [first, found, again] == [
        said(gateway),
        said(gateway, "find_refund"),
        said(gateway),
    ]
    clock.advance(hours=2)
    assert later == said(gateway, "find_refund")
    assert paid == gateway.paid("k") == gateway.paid()


def test_every_fault_is_tried_above():
    assert set(GATEWAY_FAULTS) == {
        "busy",
        "refused",
        "lost_before",
        "lost_after",
        "lands_later",
        "garbled",
        "pending",
        "fails_later",
        "pays_later",
    }


def test_a_key_that_expired_pays_again():
    clock = Clock()
    gateway = FakeGateway(key_lifetime=timedelta(hours=24), clock=clock)

    for hours, payouts in ((0, 1), (23, 1), (1, 2)):
        clock.advance(hours=hours)
        assert "succeeded" == said(gateway)
        assert payouts == len(gateway.payouts("k"))
    assert 1980 == gateway.paid("k")


def test_what_it_does_not_find_any_more_it_still_paid():
    clock = Clock()
    gateway = FakeGateway(finds_for=timedelta(hours=24), clock=clock)
    said(gateway)

    clock.advance(hours=23)
    assert "succeeded" == said(gateway, "find_refund")
    clock.advance(hours=1)
    assert said(gateway, "find_refund") is None
    assert 990 == gateway.paid()


def test_it_can_be_down_when_it_is_asked_what_became_of_a_refund():
    gateway = FakeGateway(find_faults=["down", ""])

    assert ["TemporaryFailure", None] == [said(gateway, "find_refund") for _ in "ab"]


def test_the_same_key_with_another_amount_is_refused():
    gateway = FakeGateway()
    said(gateway)

    assert "PermanentFailure" == said(gateway, minor=991)
    assert 990 == gateway.paid()


def test_a_fault_that_there_is_none_of_is_refused_by_name():
    with pytest.raises(InvalidInput, match="lost_sometimes"):
        FakeGateway(faults=["lost_sometimes"]).refund(asked(), key="k")


def test_its_books_can_be_shared_and_say_who_was_paid(tmp_path):
    one, two = (FakeGateway(path=tmp_path / "books.db") for _ in "ab")
    said(one)
    assert "succeeded" == said(two)

    (payout,) = two.payouts()
    assert ("k", "7", "R1", "P1", Money(990, "EUR"), NOON, NOON) == (
        payout.key,
        payout.order_id,
        payout.refund_id,
        payout.payment_id,
        payout.amount,
        payout.asked_at,
        payout.lands_at,
    )
    one.close()
    two.close()


def test_many_who_ask_at_once_are_paid_once():
    gateway = FakeGateway()
    barrier = threading.Barrier(8)

    def ask():
        barrier.wait()
        gateway.refund(asked(), key="k")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 == len(gateway.payouts())


@pytest.mark.parametrize("kind", [OutcomeUnknown, PermanentFailure, TemporaryFailure])
def test_its_failures_name_it(kind):
    fault = {
        OutcomeUnknown: "lost_after",
        PermanentFailure: "",
        TemporaryFailure: "busy",
    }[kind]
    gateway = FakeGateway(code="bank", faults=[fault])

    with pytest.raises(kind, match="bank"):
        gateway.refund(asked(minor=10**13 if not fault else 1), key="k")
