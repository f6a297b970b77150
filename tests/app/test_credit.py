"""Store credit from end to end: refunds into it, orders paid with it, shops that die."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest

from customer.accounts import eur, issue, reserve
from postpurchase import PostPurchase, errors
from postpurchase.app.crediting import StoreCredit, credit_id_of
from postpurchase.hooks import load_plugins
from postpurchase.hooks.payments import GatewayAnswer, GatewayRefund
from postpurchase.order.commands import (
    AuthorizePayment,
    CapturePayment,
    RequestRefund,
    RequestReturn,
    SettleRefund,
    VoidPayment,
)
from postpurchase.order.events import RefundFailed
from postpurchase.stores import open_store
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel
from postpurchase.values.money import Money
from postpurchase.values.rulings import Ruling

TOTAL = 3240
REFUND = GatewayRefund(
    order_id="1001",
    refund_id="F1",
    payment_id="P1",
    method="card",
    amount=eur(2000),
    bonus=eur(200),
    customer_id="c7",
    reason="return",
    return_id="R1",
)


def open_shop(url="memory:", clock=None, **options):
    return PostPurchase.open(url, clock=clock or Clock(), entry_points=False, **options)


@pytest.fixture
def shop():
    with open_shop() as opened:
        yield opened


def gateway_of(shop):
    return shop.plugins.get("payment_gateway", "store_credit")


def credit_of(shop):
    return shop.customer("c7").credit("EUR")


def ask(shop, kind, **given):
    return shop.handle(kind(**{"order_id": "1001", "at": NOON} | given))


def order_of(shop, customer_id="c7"):
    return shop.handle(place_order(customer_id=customer_id)).order


def pay_with_credit(shop, amount=TOTAL, **given):
    shop.handle(reserve(amount, **given))
    ask(
        shop,
        AuthorizePayment,
        payment_id="P1",
        method="store_credit",
        amount=eur(amount),
    )


def test_the_gateway_is_there_and_knows_its_keys_for_ever(shop):
    gateway = gateway_of(shop)

    assert ("store_credit", ("store_credit",), None) == (
        gateway.code,
        gateway.methods,
        gateway.key_lifetime,
    )
    assert "store_credit" == shop.plugins.gateway_for("store_credit")


def test_a_refund_becomes_credit_with_its_bonus_apart(shop):
    answer = gateway_of(shop).refund(REFUND, key="k1")

    assert GatewayAnswer(state="succeeded", reference="k1") == answer
    paid, bonus = shop.customer("c7").entries
    assert (2000, 200) == (paid.issued_minor, bonus.issued_minor)
    assert ("1001", "F1", "R1", "return") == (
        paid.order_id,
        paid.refund_id,
        paid.return_id,
        paid.reason,
    )
    assert NOON == paid.issued_at


def test_the_same_key_gives_credit_once_for_ever(shop):
    gateway = gateway_of(shop)
    gateway.refund(REFUND, key="k1")
    shop.clock.advance(days=4000)

    again = gateway.refund(REFUND, key="k1")

    assert "succeeded" == again.state
    assert eur(2200) == credit_of(shop).issued


def test_a_refund_is_found_by_its_key_and_by_no_other(shop):
    gateway = gateway_of(shop)

    assert gateway.find_refund(REFUND, key="k1") is None
    answer = gateway.refund(REFUND, key="k1")
    assert answer == gateway.find_refund(REFUND, key="k1")
    assert gateway.find_refund(REFUND, key="k2") is None


def test_a_guest_has_no_account(shop):
    gateway, guest = gateway_of(shop), attrs.evolve(REFUND, customer_id="")

    with pytest.raises(errors.PermanentFailure) as refused:
        gateway.refund(guest, key="k1")

    assert "no_customer" == refused.value.reason
    assert gateway.find_refund(guest, key="k1") is None


def test_a_key_that_is_longer_than_an_id_still_names_one_credit(shop):
    gateway, key = gateway_of(shop), "k" * 200
    gateway.refund(REFUND, key=key)
    gateway.refund(REFUND, key=key)

    assert eur(2200) == credit_of(shop).issued
    assert gateway.find_refund(REFUND, key=key) is not None
    assert ("k" * 128, 64) == (credit_id_of("k" * 128), len(credit_id_of("k" * 129)))


def test_a_refund_into_credit_goes_all_the_way(shop):
    order_of(shop)
    ask(shop, CapturePayment, payment_id="P1", method="card", amount=eur(TOTAL))
    ask(
        shop,
        RequestRefund,
        refund_id="F1",
        goodwill=eur(2000),
        into="store_credit",
        bonus=eur(200),
    )

    shop.dispatch()

    (refund,) = shop.order("1001").refunds
    assert "succeeded" == refund.state
    assert (eur(2200), eur(200)) == (credit_of(shop).available, credit_of(shop).bonus)
    assert eur(2000) == shop.order("1001").refunded


def test_a_refund_to_a_guests_credit_fails_and_a_person_chooses_otherwise(shop):
    order_of(shop, customer_id="")
    ask(shop, CapturePayment, payment_id="P1", method="card", amount=eur(TOTAL))
    ask(shop, RequestRefund, refund_id="F1", goodwill=eur(500), into="store_credit")

    shop.dispatch()

    (refund,) = shop.order("1001").refunds
    assert "failed" == refund.state
    failed = [
        one.event.reason
        for one in shop.store.load("order:1001")
        if isinstance(one.event, RefundFailed)
    ]
    assert ["no_customer"] == failed


def test_an_order_is_paid_with_credit_that_was_set_aside_first(shop):
    order_of(shop)
    shop.handle(issue("K1", 4000))
    pay_with_credit(shop, until_at=NOON + timedelta(minutes=15))
    shop.dispatch()
    shop.clock.advance(hours=1)
    shop.dispatch()

    assert (eur(TOTAL), eur(0)) == (credit_of(shop).reserved, credit_of(shop).spent)
    ask(shop, CapturePayment, payment_id="P1", amount=eur(TOTAL))
    shop.dispatch()
    assert (eur(0), eur(TOTAL)) == (credit_of(shop).reserved, credit_of(shop).spent)
    assert eur(760) == credit_of(shop).available
    assert () == shop.store.dead_letters()


def test_a_payment_that_is_void_frees_its_credit(shop):
    order_of(shop)
    shop.handle(issue("K1", 4000))
    pay_with_credit(shop)
    ask(shop, VoidPayment, payment_id="P1", reason="order_cancelled")

    shop.dispatch()

    assert (eur(4000), eur(0)) == (credit_of(shop).available, credit_of(shop).reserved)
    (*_, released) = shop.store.load("customer:c7")
    assert "order_cancelled" == released.event.reason


def gift_sent_back(shop):
    order_of(shop)
    ask(shop, CapturePayment, payment_id="P1", method="card", amount=eur(TOTAL))
    shop.handle(ship_parcel())
    shop.handle(deliver_parcel())
    asked = RequestReturn(
        order_id="1001",
        at=NOON,
        return_id="R1",
        items={"L1": 1},
        kind="gift_return",
        asked_by="gift_recipient",
        resolution="store_credit",
        ruling=Ruling(policy="x", allowed=True, refund_when="request"),
    )
    shop.handle(asked)
    shop.dispatch()


def test_the_giver_gets_no_credit_for_a_gift_that_its_recipient_sends_back(shop):
    gift_sent_back(shop)

    [refund] = shop.order("1001").refunds
    assert ("R1", "failed") == (refund.return_id, refund.state)
    assert () == shop.customer("c7").entries


def test_credit_for_a_gift_is_given_to_its_recipient_and_settled_by_hand(shop):
    gift_sent_back(shop)
    [refund] = shop.order("1001").refunds

    shop.handle(issue("gift-1", refund.amount_minor, customer_id="c8"))
    settle = {"outcome": "succeeded", "reference": "gift-1"}
    order = ask(shop, SettleRefund, refund_id=refund.refund_id, **settle).order
    shop.dispatch()

    assert order.refunded == shop.customer("c8").credit("EUR").available
    assert eur(refund.amount_minor) == order.refunded
    assert () == shop.customer("c7").entries


def test_a_payment_that_nobody_reserved_for_is_taken_as_far_as_there_is_credit(shop):
    order_of(shop)
    shop.handle(issue("K1", 4000))
    ask(shop, CapturePayment, payment_id="P1", method="store_credit", amount=eur(TOTAL))

    shop.dispatch()

    assert eur(TOTAL) == credit_of(shop).spent


def test_a_payment_without_cover_is_put_aside_for_a_person(shop):
    order_of(shop)
    ask(shop, CapturePayment, payment_id="P1", method="store_credit", amount=eur(TOTAL))

    assert 1 == shop.dispatch().buried
    (letter,) = shop.store.dead_letters()
    assert "NotEnoughCredit" in letter.error


def test_a_guests_payment_with_credit_is_put_aside_for_a_person(shop):
    order_of(shop, customer_id="")
    ask(shop, CapturePayment, payment_id="P1", method="store_credit", amount=eur(TOTAL))

    assert 1 == shop.dispatch().buried
    (letter,) = shop.store.dead_letters()
    assert "no_customer" in letter.error


def test_payments_by_card_are_none_of_its_business(shop):
    order_of(shop)
    ask(shop, CapturePayment, payment_id="P1", method="card", amount=eur(TOTAL))
    ask(shop, AuthorizePayment, payment_id="P2", method="card", amount=eur(1))

    assert 0 == shop.pending()
    ask(shop, VoidPayment, payment_id="P2")
    assert 1 == shop.dispatch().done
    assert 0 == shop.customer("c7").version


def test_credit_that_paid_an_order_comes_back_with_its_bonus_as_a_bonus(shop):
    order_of(shop)
    shop.handle(issue("K1", 3000, 240))
    pay_with_credit(shop)
    ask(shop, CapturePayment, payment_id="P1", amount=eur(TOTAL))
    shop.dispatch()
    ask(shop, RequestRefund, refund_id="F1", goodwill=eur(TOTAL))

    shop.dispatch()

    assert (eur(TOTAL), eur(240)) == (credit_of(shop).available, credit_of(shop).bonus)


def test_a_shop_that_dies_between_spending_and_ticking_off_spends_once(tmp_path):
    url, clock = f"sqlite:///{tmp_path}/shop.db", Clock()
    with open_shop(url, clock) as first:
        order_of(first)
        first.handle(issue("K1", 4000))
        pay_with_credit(first)
        ask(first, CapturePayment, payment_id="P1", amount=eur(TOTAL))
        first.dispatch(limit=1)
        first.store.done = died
        with pytest.raises(KeyboardInterrupt):
            first.dispatch(limit=1)
        assert eur(TOTAL) == credit_of(first).spent

    clock.advance(hours=1)
    with open_shop(url, clock) as second:
        assert 1 == second.dispatch().done
        assert (eur(TOTAL), eur(760)) == (
            credit_of(second).spent,
            credit_of(second).available,
        )
        assert (0, ()) == (second.pending(), second.verify().broken)


def died(_delivery):
    raise KeyboardInterrupt


def test_a_shop_that_dies_after_giving_credit_gives_it_once(tmp_path):
    url, clock = f"sqlite:///{tmp_path}/shop.db", Clock()
    with open_shop(url, clock) as first:
        order_of(first)
        ask(first, CapturePayment, payment_id="P1", method="card", amount=eur(TOTAL))
        ask(first, RequestRefund, refund_id="F1", goodwill=eur(9), into="store_credit")
        first.dispatch(limit=1)
        key = first.order("1001").refunds[0].key
        gateway_of(first).refund(
            attrs.evolve(
                REFUND, amount=eur(9), bonus=None, return_id="", reason="refund"
            ),
            key=key,
        )

    clock.advance(hours=1)
    with open_shop(url, clock) as second:
        second.dispatch()
        assert "succeeded" == second.order("1001").refunds[0].state
        assert eur(9) == credit_of(second).issued


def test_two_shops_on_one_file_never_spend_the_same_credit(tmp_path):
    url = f"sqlite:///{tmp_path}/shop.db"
    with open_shop(url) as one, open_shop(url) as other:
        one.handle(issue("K1", 1000))
        other.handle(reserve(600, "P1"))
        with pytest.raises(errors.NotEnoughCredit) as refused:
            one.handle(reserve(600, "P2"))

        assert "4.00 EUR" == refused.value.available
        assert credit_of(one) == credit_of(other)


def test_a_shop_may_bring_a_gateway_of_its_own_for_store_credit():
    class Elsewhere:
        code = "loyalty_desk"
        methods = ("store_credit",)
        key_lifetime = None

        def refund(self, request, *, key):
            return GatewayAnswer(state="succeeded")

        def find_refund(self, request, *, key):
            return None

    with open_shop(plugins=[Elsewhere()]) as shop:
        assert ["loyalty_desk"] == list(shop.plugins.payment_gateways)
        assert () == tuple(
            one for one in shop.plugins.subscribers if one.name == "store-credit"
        )


def test_its_repr_shows_no_account(shop):
    assert "StoreCredit()" == repr(StoreCredit(shop._service, shop.plugins))


def test_an_account_is_explained_with_origins_and_last_days(shop):
    gateway_of(shop).refund(REFUND, key="k1")
    ending = NOON.replace(month=12, day=31, hour=23)
    shop.handle(issue("K2", 500, 50, expires_at=ending, order_id="1002"))
    shop.handle(issue("K3", 100))
    shop.handle(reserve(75, order_id="1003"))

    assert (
        "Store credit: €27.75, of which €2.00 is a bonus.",
        "Return R1 of order 1001: €20.00.",
        "Return R1 of order 1001: bonus €2.00.",
        "Order 1002: €4.75, can be spent until December 31, 2026.",
        "From the shop: €1.00.",
        "Set aside for orders: €0.75.",
    ) == shop.explain_credit("c7")


def test_the_last_day_is_told_by_the_readers_clock(shop):
    midnight_in_kyiv = NOON.replace(month=12, day=31, hour=22)
    shop.handle(issue("K1", 0, 500, expires_at=midnight_in_kyiv))

    (_, told) = shop.explain_credit("c7", zone=ZoneInfo("Europe/Kyiv"))
    assert "From the shop: bonus €5.00, can be spent until December 31, 2026." == told


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("uk", "На балансі в магазині нічого немає."),
        ("pl", "Brak środków w sklepie."),
        ("ru", "На балансе в магазине ничего нет."),
        ("zh", "没有商店余额。"),
        ("en", "There is no store credit."),
    ],
)
def test_an_empty_account_is_said_to_be_empty(shop, locale, said):
    assert (said,) == shop.explain_credit("c9", locale=locale)


def test_a_used_up_currency_is_not_mentioned(shop):
    shop.handle(issue("K1", 5))
    shop.handle(reserve(5))
    assert (
        "Store credit: €0.00.",
        "Set aside for orders: €0.05.",
    ) == shop.explain_credit("c7")
    assert Money(0, "GBP") == shop.customer("c7").credit("GBP").available


def test_a_language_that_there_is_none_of_is_refused(shop):
    with pytest.raises(errors.UnknownCode):
        shop.explain_credit("c7", locale="xx")


@pytest.mark.parametrize("customer_id", ["", "c\n7", 7])
def test_a_customer_is_named_by_an_id(shop, customer_id):
    with pytest.raises(errors.InvalidInput):
        shop.customer(customer_id)


def test_of_shops_that_share_their_plugins_the_last_one_that_was_opened_counts():
    plugins = load_plugins(entry_points=False)
    first = PostPurchase(open_store("memory:"), plugins, Clock())
    second = PostPurchase(open_store("memory:"), plugins, Clock())
    order_of(second)
    ask(second, CapturePayment, payment_id="P1", method="card", amount=eur(9))
    ask(second, RequestRefund, refund_id="F", goodwill=eur(9), into="store_credit")

    second.dispatch()

    assert "succeeded" == second.order("1001").refunds[0].state
    assert eur(9) == credit_of(second).available
    assert 0 == first.customer("c7").version
