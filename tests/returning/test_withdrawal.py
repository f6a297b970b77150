"""The withdrawal function: what it offers, what it asks, what it confirms."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import attrs
import pytest

from postpurchase.errors import MissingField, NaiveTime
from postpurchase.order.commands import CancelUnits, DeclareWithdrawal
from postpurchase.returning.statutes import Assurances
from postpurchase.returning.withdrawal import (
    WithdrawalStatement,
    acknowledgement,
    can_withdraw,
    statement_text,
    withdrawable,
    withdrawal_ruling,
)
from postpurchase.testing import NOON, deliver_parcel, given, place_order, ship_parcel

LATER = NOON + timedelta(days=5)


def everything_came(**changes):
    return given(
        place_order(**changes),
        ship_parcel(units={"L1": 2, "L2": 1}),
        deliver_parcel(),
    ).order


def statement(**changes):
    fields = {
        "order_id": "1001",
        "withdrawal_id": "1001-w1",
        "name": "Olena Example",
        "contact": "olena@example.com",
    }
    return WithdrawalStatement(**{**fields, **changes})


def test_the_offer_names_lines_and_the_last_day_and_fills_the_form_in():
    offer = can_withdraw(everything_came(locale="en"), LATER)

    assert ("1001", "1001-w1", True) == (
        offer.order_id,
        offer.withdrawal_id,
        offer.is_open,
    )
    assert [
        ("L1", "Mug", 2, True, date(2026, 5, 21)),
        ("L2", "Tea", 1, True, date(2026, 5, 21)),
    ] == [
        (one.line_id, one.title, one.units, one.allowed, one.last_on)
        for one in offer.lines
    ]
    said = ("You can withdraw from the contract until May 21, 2026.",)
    assert said == offer.reasons == offer.lines[0].reasons
    assert (date(2026, 5, 21), "Directive 2011/83/EU, art. 9(2)(b)") == (
        offer.deadline.last_on,
        offer.deadline.basis,
    )


@pytest.mark.parametrize(
    ("locale", "begin", "confirm"),
    [
        ("en", "Withdraw from contract here", "Confirm withdrawal"),
        ("uk", "Відмовитися від договору тут", "Підтвердити відмову від договору"),
        ("pl", "Odstąp od umowy tutaj", "Potwierdź odstąpienie"),
        ("ru", "Отказаться от договора здесь", "Подтвердить отказ от договора"),
        ("zh", "在此撤销合同", "确认撤销"),
        ("", "Withdraw from contract here", "Confirm withdrawal"),
    ],
)
def test_the_two_buttons_speak_the_customers_language(locale, begin, confirm):
    offer = can_withdraw(everything_came(locale=locale), LATER)

    assert (begin, confirm) == (offer.begin_label, offer.confirm_label)


@pytest.mark.parametrize(
    ("at", "country", "is_due"),
    [
        (datetime(2026, 6, 18, 21, 59, tzinfo=UTC), "PL", False),
        (datetime(2026, 6, 18, 22, 0, tzinfo=UTC), "PL", True),
        (datetime(2026, 6, 18, 22, 0, tzinfo=UTC), "NO", True),
        (datetime(2026, 6, 18, 22, 0, tzinfo=UTC), "GB", False),
        (datetime(2026, 9, 1, tzinfo=UTC), "PL", False),
    ],
)
def test_shops_have_to_show_it_from_june_2026_while_the_right_lasts(
    at, country, is_due
):
    placed_at = datetime(2026, 6, 10, tzinfo=UTC)
    order = given(
        place_order(country=country, at=placed_at),
        ship_parcel(units={"L1": 2, "L2": 1}, at=placed_at),
        deliver_parcel(at=placed_at + timedelta(days=3)),
    ).order

    assert is_due == can_withdraw(order, at).is_due


def test_after_the_last_day_it_is_closed_and_says_so():
    offer = can_withdraw(everything_came(locale="en"), NOON + timedelta(days=30))

    assert (False, False, False) == (
        offer.is_open,
        offer.is_due,
        offer.lines[0].allowed,
    )
    assert ("The last day to withdraw from the contract was May 21, 2026.",) == (
        offer.reasons
    )
    assert date(2026, 5, 21) == offer.deadline.last_on


def test_while_something_is_on_its_way_there_is_no_last_day():
    order = given(place_order(), ship_parcel(), deliver_parcel()).order
    offer = can_withdraw(order, LATER)

    assert (True, None, [2, 1]) == (
        offer.is_open,
        offer.deadline,
        [one.units for one in offer.lines],
    )


def test_of_a_service_and_goods_the_later_day_is_the_last_or_none():
    mug, tea = place_order().lines
    lines = (mug, attrs.evolve(tea, categories=("service",)))
    sent = (place_order(lines=lines), ship_parcel())
    underway = can_withdraw(given(*sent).order, LATER)
    arrived = can_withdraw(given(*sent, deliver_parcel()).order, LATER)
    late = can_withdraw(given(*sent).order, NOON + timedelta(days=30))

    assert underway.deadline is None
    assert date(2026, 5, 21) == arrived.deadline.last_on
    assert (True, None, [True, False]) == (
        late.is_open,
        late.deadline,
        [one.allowed for one in late.lines],
    )


def test_excepted_goods_have_no_day_and_keep_nobody_from_the_rest():
    mug, tea = place_order().lines
    order = everything_came(lines=(mug, attrs.evolve(tea, categories=("perishable",))))
    offer = can_withdraw(order, LATER)

    assert (True, date(2026, 5, 21)) == (offer.is_open, offer.deadline.last_on)
    assert [(True, date(2026, 5, 21)), (False, None)] == [
        (one.allowed, one.last_on) for one in offer.lines
    ]


def test_where_no_law_is_known_nothing_is_offered():
    offer = can_withdraw(everything_came(country="US"), LATER)

    assert (False, False, None, (), None) == (
        offer.is_open,
        offer.is_due,
        offer.deadline,
        offer.reasons,
        offer.ruling,
    )
    assert [(False, None, ()), (False, None, ())] == [
        (one.allowed, one.last_on, one.reasons) for one in offer.lines
    ]


def test_what_the_shop_assures_counts():
    offer = can_withdraw(
        everything_came(), LATER, assurances=Assurances(is_informed=False)
    )

    assert date(2027, 5, 21) == offer.deadline.last_on


def test_units_that_are_cancelled_or_withdrawn_are_not_offered_again():
    cancel = CancelUnits(order_id="1001", at=NOON, units={"L2": 1}, reason="customer")
    declare = DeclareWithdrawal(
        order_id="1001", at=LATER, withdrawal_id="1001-w1", units={"L1": 1}
    )
    order = given(place_order(), cancel, ship_parcel(), deliver_parcel(), declare).order
    offer = can_withdraw(order, LATER)

    assert {"L1": 1} == {one.line_id: one.units for one in withdrawable(order)}
    assert ("1001-w2", 1) == (offer.withdrawal_id, len(offer.lines))


def test_when_nothing_is_left_it_is_closed():
    declare = DeclareWithdrawal(order_id="1001", at=LATER, withdrawal_id="1001-w1")
    offer = can_withdraw(given(place_order(), declare).order, LATER)

    assert (False, (), ()) == (offer.is_open, offer.lines, offer.reasons)


def test_a_time_needs_its_zone():
    with pytest.raises(NaiveTime):
        can_withdraw(everything_came(), datetime(2026, 5, 9))


@pytest.mark.parametrize("path", ["name", "contact"])
@pytest.mark.parametrize("wrong", ["", " ", "x" * 256, None, 7])
def test_a_statement_has_a_name_and_a_contact(path, wrong):
    with pytest.raises(MissingField) as refused:
        statement(**{path: wrong})

    assert (path, "1 to 255 characters") == (refused.value.path, refused.value.expected)


def test_a_name_of_255_characters_is_one():
    assert 255 == len(statement(name="x" * 255).name)
    assert ("陈", "0") == (statement(name="陈").name, statement(contact="0").contact)


def test_nothing_but_name_contract_goods_and_contact_is_asked():
    assert ["order_id", "withdrawal_id", "name", "contact", "units"] == [
        field.name for field in attrs.fields(WithdrawalStatement)
    ]


def test_the_statement_says_who_withdraws_from_what():
    order = everything_came(locale="en")

    assert (
        "I withdraw from my contract for 2 × Mug, 1 × Tea. Order #1001. Olena Example"
    ) == statement_text(order, statement(name=" Olena Example "))
    assert (
        "I withdraw from my contract for 1 × Mug. Order #1001. Olena Example"
    ) == statement_text(order, statement(units={"L1": 1}))


def test_the_statement_is_in_the_customers_language():
    assert (
        "Odstępuję od umowy dotyczącej: 1\u00a0×\u00a0Mug. Zamówienie #1001. "
        "Olena Example"
    ) == statement_text(
        everything_came(locale="pl"), statement(units={"L1": 1})
    ).replace(" × ", "\u00a0×\u00a0")


def test_an_article_without_a_title_is_named_by_its_number():
    mug = attrs.evolve(place_order().lines[0], title="")
    order = given(place_order(lines=(mug,), locale="en")).order

    assert "2 × MUG" in statement_text(order, statement())


def test_a_statement_is_ruled_on_for_its_units_alone():
    order = everything_came()

    assert [("L1", 1)] == [
        (line.line_id, line.units)
        for line in withdrawal_ruling(order, statement(units={"L1": 1}), LATER).lines
    ]
    assert 2 == len(withdrawal_ruling(order, statement(), LATER).lines)
    assert withdrawal_ruling(everything_came(country="US"), statement(), LATER) is None
    assert "shop" == (
        withdrawal_ruling(
            order, statement(), LATER, assurances=Assurances(pays_return=True)
        ).freight_by
    )


@pytest.mark.parametrize(
    ("locale", "zone", "said"),
    [
        (
            "en",
            "Europe/Warsaw",
            (
                "We received your withdrawal on May 9, 2026, 2:00\u202fPM (UTC+02:00). You "
                "declared: “I withdraw.”"
            ),
        ),
        (
            "pl",
            "UTC",
            (
                "Otrzymaliśmy Twoje odstąpienie od umowy: 9 maja 2026, 12:00 (UTC+00:00). "
                "Treść oświadczenia: „I withdraw.”"
            ),
        ),
        (
            "",
            "Mars/Olympus_Mons",
            (
                "We received your withdrawal on May 9, 2026, 12:00\u202fPM (UTC+00:00). You "
                "declared: “I withdraw.”"
            ),
        ),
    ],
)
def test_the_acknowledgement_has_content_date_and_time(locale, zone, said):
    order = everything_came(locale=locale, zone=zone)

    assert said == acknowledgement(order, "I withdraw.", LATER)
