"""Whatever a command on an account holds, it is carried out or refused by name."""

from __future__ import annotations

from collections import Counter

import attrs
import pytest

from postpurchase import IssueCredit, Money, PostPurchase, PostPurchaseError
from postpurchase.customer.commands import COMMANDS
from postpurchase.customer.evolve import replay
from postpurchase.hooks import load_plugins
from postpurchase.stores import open_store, order_wire
from postpurchase.testing import NOON, Clock
from robustness.broken.commands import STRANGE

GOOD = {
    "customer_id": "c7",
    "at": NOON,
    "credit_id": "K1",
    "amount": Money(7, "EUR"),
    "reason": "return",
    "order_id": "1001",
    "payment_id": "P1",
}


def good_arguments(kind):
    needed = {field.name for field in attrs.fields(kind)} & GOOD.keys()
    return {name: GOOD[name] for name in needed}


@pytest.mark.parametrize("kind", COMMANDS)
def test_broken_commands_are_carried_out_whole_or_refused(kind):
    codes, plugins, wire = Counter(), load_plugins(entry_points=False), order_wire()
    for field in attrs.fields(kind):
        for value in STRANGE:
            shop = PostPurchase(open_store("memory:"), plugins, Clock())
            shop.handle(
                IssueCredit(**good_arguments(IssueCredit) | {"credit_id": "K0"})
            )
            try:
                command = kind(**good_arguments(kind) | {field.name: value})
                outcome = shop.handle(command)
            except PostPurchaseError as refused:
                codes[refused.code] += bool(refused.user_message("uk"))
                assert 1 == shop.verify().events
                continue
            codes["done"] += 1
            assert 1 + len(outcome.events) == shop.verify().events
            assert () == shop.verify().broken
            stream = f"customer:{command.customer_id}"
            events = []
            for one in shop.store.load(stream):
                tag, schema, text = wire.dump(one.event)
                text.encode()
                events.append(wire.read(stream, one.version, tag, schema, text))
            if events:
                assert replay(events) == shop.customer(command.customer_id)
            shop.explain_credit(command.customer_id, locale="pl")

    assert codes["invalid_input"] > 100
    assert codes.total() == len(attrs.fields(kind)) * len(STRANGE)
