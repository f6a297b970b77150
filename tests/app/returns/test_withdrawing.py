"""Withdrawing through the shop: two clicks, and the same click again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from postpurchase import PostPurchase
from postpurchase.errors import Contradiction, PluginFailed, UnknownLine, UnknownOrder
from postpurchase.returning.statutes import Assurances
from postpurchase.returning.withdrawal import WithdrawalStatement
from postpurchase.testing import NOON, Clock, deliver_parcel, place_order, ship_parcel
from postpurchase.values.rulings import Ruling


@pytest.fixture
def clock():
    return Clock(NOON + timedelta(days=5))


@pytest.fixture
def shop(clock):
    with PostPurchase.open("memory:", entry_points=False, clock=clock) as opened:
        for command in (
            place_order(locale="en", zone="Europe/Warsaw"),
            ship_parcel(units={"L1": 2, "L2": 1}),
            deliver_parcel(),
        ):
            opened.handle(command)
        yield opened


def statement(shop, **changes):
    offer = shop.withdrawal_offer("1001")
    fields = {
        "order_id": offer.order_id,
        "withdrawal_id": offer.withdrawal_id,
        "name": "Olena Example",
        "contact": " olena@example.com ",
    }
    return WithdrawalStatement(**{**fields, **changes})


DECLARED = "I withdraw from my contract for 1 × Mug. Order #1001. Olena Example"


def test_a_withdrawal_is_acknowledged_with_content_date_and_time(shop):
    said = shop.withdraw(statement(shop, units={"L1": 1}))
    order = shop.order("1001")
    [known] = order.withdrawals

    assert ("1001", "1001-w1", DECLARED, False) == (
        said.order_id,
        said.withdrawal_id,
        said.declared,
        said.is_repeated,
    )
    assert NOON + timedelta(days=5) == said.received_at == known.at
    assert (
        f"We received your withdrawal on May 9, 2026, 2:00\u202fPM (UTC+02:00). You "
        f"declared: “{DECLARED}”"
    ) == said.text
    assert "olena@example.com" == shop.reveal(known.contact)
    assert DECLARED == shop.reveal(known.statement)


def test_it_needs_no_approval_and_its_return_holds_the_statutes_ruling(shop):
    shop.withdraw(statement(shop))
    [made] = shop.order("1001").returns

    assert ("withdrawal", "approved", "EU") == (
        made.kind,
        made.intent,
        made.ruling.policy,
    )
    assert {"withdraw", "send_back", "refund"} == {
        end.name for end in made.ruling.deadlines
    }


def test_a_second_click_changes_nothing_and_gives_the_first_answer(shop, clock):
    asked = statement(shop, units={"L1": 1})
    first = shop.withdraw(asked)
    version = shop.order("1001").version
    clock.advance(days=1)
    again = shop.withdraw(asked)

    assert version == shop.order("1001").version
    assert (True, first.text, first.received_at) == (
        again.is_repeated,
        again.text,
        again.received_at,
    )


def test_everything_withdrawn_twice_counts_once(shop):
    asked = statement(shop)

    assert [False, True] == [shop.withdraw(asked).is_repeated for _ in range(2)]
    assert {"returning": 2} == shop.order("1001").line("L1").places


def test_other_goods_under_the_same_statement_are_a_contradiction(shop):
    shop.withdraw(statement(shop, units={"L1": 1}))

    with pytest.raises(Contradiction):
        shop.withdraw(statement(shop, withdrawal_id="1001-w1", units={"L1": 2}))


def test_a_further_form_is_a_further_statement(shop):
    shop.withdraw(statement(shop, units={"L1": 1}))
    said = shop.withdraw(statement(shop, units={"L1": 1}))

    assert ("1001-w2", False) == (said.withdrawal_id, said.is_repeated)


def test_what_comes_too_late_is_acknowledged_and_declined(shop, clock):
    clock.advance(days=60)
    said = shop.withdraw(statement(shop, units={"L1": 1}))
    [made] = shop.order("1001").returns

    assert said.text.startswith("We received your withdrawal on July 8, 2026")
    assert "declined" == made.intent


def test_the_shops_assurances_reach_the_ruling(shop, clock):
    clock.advance(days=60)
    said = Assurances(is_informed=False)
    offer = shop.withdrawal_offer("1001", assurances=said)
    shop.withdraw(statement(shop), assurances=said)

    assert offer.is_open
    assert "approved" == shop.order("1001").returns[0].intent


def test_after_erasure_the_acknowledgement_names_nobody(shop):
    asked = statement(shop, units={"L1": 1})
    shop.withdraw(asked)
    shop.forget(order_id="1001")
    again = shop.withdraw(asked)

    assert "" == again.declared
    assert "Olena" not in again.text


def test_an_order_that_is_not_there_and_a_line_that_it_has_not_are_refused(shop):
    with pytest.raises(UnknownOrder):
        shop.withdrawal_offer("9999")
    with pytest.raises(UnknownOrder):
        shop.withdraw(statement(shop, order_id="9999"))
    with pytest.raises(UnknownLine):
        shop.withdraw(statement(shop, units={"L9": 1}))


def test_the_order_may_be_called_by_its_display_name(shop):
    assert "1001" == shop.withdrawal_offer("#1001").order_id
    assert "1001" == shop.withdraw(statement(shop, order_id="#1001")).order_id


class Told:
    """A return policy that says what the shop told its customers."""

    code = "told"

    def __init__(self, assurances):
        self.said = assurances

    @property
    def assurances(self):
        if isinstance(self.said, BaseException):
            raise self.said
        return self.said

    def rule(self, request, order, at):
        return Ruling(policy=self.code, allowed=False, reasons=("No.",))


@pytest.fixture
def telling(clock):
    def opened(said):
        shop = PostPurchase.open(
            "memory:", plugins=[Told(said)], entry_points=False, clock=clock
        )
        for command in (
            place_order(locale="en"),
            ship_parcel(units={"L1": 2, "L2": 1}),
            deliver_parcel(),
        ):
            shop.handle(command)
        clock.advance(days=60)
        return shop

    return opened


def test_what_the_shops_policy_says_of_it_is_heard(telling):
    shop = telling(Assurances(is_informed=False, pays_return=True))

    assert "shop" == shop.withdrawal_offer("1001").ruling.freight_by
    shop.withdraw(statement(shop))
    [made] = shop.order("1001").returns
    assert ("approved", "shop") == (made.intent, made.ruling.freight_by)
    assert not shop.withdrawal_offer("1001", assurances=Assurances()).is_open


@pytest.mark.parametrize("wrong", [ValueError("no"), "yes", SystemExit()])
def test_a_withdrawal_waits_for_no_policy(telling, wrong):
    shop = telling(wrong)

    assert not shop.withdrawal_offer("1001").is_open
    assert shop.withdraw(statement(shop)).text
    assert {PluginFailed} == {type(one) for one in shop.plugins.problems}


def test_ctrl_c_is_not_held_back(telling):
    with pytest.raises(KeyboardInterrupt):
        telling(KeyboardInterrupt()).withdrawal_offer("1001")
