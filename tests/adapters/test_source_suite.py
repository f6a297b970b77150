"""Shopify keeps every promise of the suite, and the suite catches who does not."""

from __future__ import annotations

import contextlib

import pytest

from adapters.documents_made_up import as_bytes, fulfilment, refund, shopify_order
from adapters.shop_server import running_shop
from postpurchase.adapters.shopify_outbox import ShopifySource
from postpurchase.adapters.transport import HttpTransport
from postpurchase.errors import OutcomeUnknown, TemporaryFailure
from postpurchase.testing.sources import TwoWaySourceSuite

DOCUMENT = as_bytes(
    {"orders": [shopify_order(fulfillments=[fulfilment()], refunds=[refund()])]}
)


class TestShopify(TwoWaySourceSuite):
    document = DOCUMENT
    order_id = "9001"
    line_id = "11"

    @pytest.fixture(autouse=True)
    def _shop(self):
        with running_shop() as (self.url, self.ledger):
            yield

    def open_source(self):
        return ShopifySource(
            HttpTransport(self.url, headers={}, timeout_s=0.4, plugin="shopify")
        )

    def effects(self):
        return [*self.ledger.fulfilments, *self.ledger.refunds]

    def fail_next(self, fault):
        self.ledger.faults.append(fault)


class Careless:
    """Sends again without asking what is there."""

    code = "shopify"

    def __init__(self):
        self.done = []
        self.faults = []

    def read(self, content):
        return ShopifySource(None).read(content)

    def publish(self, notice, *, key):
        fault = self.faults.pop() if self.faults else ""
        if fault.endswith("before") or fault == "busy":
            raise TemporaryFailure(plugin="careless", reason=fault)
        self.done.append(notice)
        if fault:
            raise OutcomeUnknown(plugin="careless", reason=fault)


class CarelessSuite(TwoWaySourceSuite):
    document = DOCUMENT
    order_id = "9001"
    line_id = "11"

    def open_source(self):
        self.shop = Careless()
        return self.shop

    def effects(self):
        return self.shop.done

    def fail_next(self, fault):
        self.shop.faults.append(fault)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("test_the_same_notice_again_has_no_effect", ()),
        ("test_a_time_out_after_the_effect_does_not_repeat_it", (0,)),
        ("test_an_error_after_the_effect_does_not_repeat_it", (1,)),
        ("test_an_order_of_another_source_is_not_told", ()),
        ("test_what_is_no_notice_is_refused_for_good", ()),
    ],
)
def test_the_suite_catches_a_source_that_sends_twice(name, arguments):
    suite = CarelessSuite()
    source = suite.open_source()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        getattr(suite, name)(source, *arguments)


def test_the_suite_lets_a_careless_source_pass_where_nothing_fails():
    suite = CarelessSuite()
    source = suite.open_source()
    with contextlib.suppress(AssertionError):
        suite.test_each_notice_has_one_effect(source)
    assert 2 == len(suite.effects())
